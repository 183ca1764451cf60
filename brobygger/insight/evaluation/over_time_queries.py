"""The bridge over time: who was lost in a half-year, and both queues at the end of each month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from brobygger.insight.evaluation.losses_rules import Lost, days_of
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

# The last loss of each episode in the half-year; who returned later was lost then all the same.
_LOST = """
with lost as (
  select distinct on (m.episode_id) m.episode_id, m.person_id, m.reason, m.step,
         (m.at at time zone 'Europe/Copenhagen')::date as day
  from episodes_move m
  where m.programme_id = %(programme)s and m.kind = 'lost'
    and (m.at at time zone 'Europe/Copenhagen')::date >= %(first)s
    and (m.at at time zone 'Europe/Copenhagen')::date < %(after)s
  order by m.episode_id, m.number desc
), known as (
  select l.reason, l.step, coalesce(e.found_by, '') as channel, coalesce(u.name, '') as unit,
         coalesce(p.sex, '') as sex, date_part('year', age(l.day, p.born)) as years
  from lost l join episodes_episode e on e.id = l.episode_id join people_person p on p.id = l.person_id
  left join organisations_unit u on u.id = e.unit_id
)
select reason, step, channel, unit,
       case when years is null then '' when years < 65 then 'under_65' when years < 80 then '65_79'
            when years < 90 then '80_89' else 'over_90' end as age, sex, count(*)
from known group by 1, 2, 3, 4, 5, 6
"""
_QUEUES = """
with asked as (select unnest(%(days)s::date[]) as day),
line as (
  select d.day, m.episode_id, bool_or(m.kind = 'reached' and m.step = 'consented') as yes,
         bool_or(m.kind = 'reached' and m.step = 'first_time') as came,
         (array_agg(m.kind order by m.number desc))[1] as kind
  from asked d join episodes_move m on m.programme_id = %(programme)s
    and (m.at at time zone 'Europe/Copenhagen')::date <= d.day
  group by d.day, m.episode_id
), waiting as (
  select day, count(*) as persons from line where yes and not came and kind <> 'lost' group by day
), places as (
  select d.day, sum(greatest(g.size_max - (
      select count(*) from groups_member b
      where b.group_id = g.id and b.since <= d.day and (b.until is null or b.until > d.day)), 0)) as free
  from asked d join groups_group g on g.programme_id = %(programme)s and g.phase <> 'ended'
    and coalesce(g.started_on, %(today)s) <= d.day
  group by d.day
), volunteers as (
  select d.day, count(*) filter (where not exists (
      select from volunteers_pair p where p.volunteer_id = v.id and p.since <= d.day
        and (p.until is null or p.until > d.day))) as free
  from asked d join access_membership v on v.role = 'volunteer'
    and v.since <= d.day and (v.until is null or v.until > d.day)
  group by d.day
)
select d.day, coalesce(w.persons, 0), p.free, v.free from asked d
left join waiting w using (day) left join places p using (day) left join volunteers v using (day) order by d.day
"""

_SCREENED = """
select count(*), count(distinct s.person_id) from screening_screening s
join episodes_episode e on e.id = s.episode_id where e.programme_id = %(programme)s
"""


@dataclass(frozen=True)
class Queues:
    """At the end of a day: persons who have said yes and not come yet; free places; volunteers who meet nobody.

    None is not known: no group, or no volunteer, was written down by then, and that is not the same as none free
    (R300). Volunteers are the municipality's: they belong to organisations, not to a programme.
    """

    day: date
    persons: int
    places: int | None
    volunteers: int | None


@dataclass(frozen=True)
class Screened:
    """How many times an instrument was answered in detection, and by how many persons: two counts, never one (R307)."""

    times: int
    persons: int


def screened(actor: Actor, programme: Programme) -> Screened:
    """Screenings and the persons screened, apart. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SCREENED, {"programme": programme.id})
        return Screened(*cursor.fetchone())


def losses(actor: Actor, programme: Programme, half_year: str) -> list[Lost]:
    """Everybody lost in a half-year, counted. Never shown as it is: see losses_rules.table. One query."""
    first, after = days_of(half_year)
    with connection.cursor() as cursor:
        cursor.execute(_LOST, {"programme": programme.id, "first": first, "after": after})
        return [Lost(*row) for row in cursor.fetchall()]


def queues(actor: Actor, programme: Programme, days: Sequence[date]) -> list[Queues]:
    """Both queues at the end of these days, the latest of them today. One query."""
    if not days:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_QUEUES, {"programme": programme.id, "days": list(days), "today": days[-1]})
        return [
            Queues(day, persons, None if places is None else int(places), volunteers)
            for day, persons, places, volunteers in cursor.fetchall()
        ]
