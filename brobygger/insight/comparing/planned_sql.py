"""First and last score of everybody over the days of a plan, in units that waited and among those who began."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from brobygger.insight.comparing.planned_rules import LEAST_DAYS, Pair

# Days are Danish. A waiting unit is one with a plan of these very days that still stands; a unit that waits by a plan
# of other days is in neither group. Those who began came for the first time within the days, before their last score.
_PAIRS = """
with waiting as (
  select unit_id, waits_from = %(since)s and begins_on = %(until)s as these from comparing_waiting_plan
  where programme_id = %(programme)s and dropped_on is null
), scored as (
  select e.id, e.unit_id, e.person_id, s.instrument, s.taken_at, s.score
  from screening_screening s join episodes_episode e on e.id = s.episode_id
  where e.programme_id = %(programme)s and s.answered_by = 'person' and s.score is not null
  union all
  select e.id, e.unit_id, e.person_id, m.instrument, m.taken_at, m.score
  from measurement_measurement m join episodes_episode e on e.id = m.episode_id
  where e.programme_id = %(programme)s and m.status = 'taken' and m.score is not null
), dated as (
  select *, (taken_at at time zone 'Europe/Copenhagen')::date as day from scored
), ends as (
  select id, unit_id, person_id, instrument, min(day) as first_day, max(day) as last_day,
         (array_agg(score order by taken_at))[1] as first, (array_agg(score order by taken_at desc))[1] as last
  from dated where day >= %(since)s and day < %(until)s
  group by 1, 2, 3, 4 having max(day) - min(day) >= %(least)s
), began as (
  select episode_id, min((at at time zone 'Europe/Copenhagen')::date) as day from episodes_move
  where programme_id = %(programme)s and kind = 'reached' and step = 'first_time' group by episode_id
), own as (
  select distinct on (e.person_id, split_part(e.instrument, '@', 1))
         split_part(e.instrument, '@', 1) as instrument, w.unit_id is not null as waits, e.first, e.last
  from ends e left join waiting w on w.unit_id = e.unit_id left join began b on b.episode_id = e.id
  where w.these or (w.unit_id is null and b.day >= %(since)s and b.day <= e.last_day)
  order by e.person_id, split_part(e.instrument, '@', 1), waits desc, e.last_day - e.first_day desc, e.id
)
select instrument, waits, first, last, count(*) from own group by 1, 2, 3, 4
"""
_BEGUN = """
select exists (select from episodes_move m join episodes_episode e on e.id = m.episode_id
               where m.programme_id = %(programme)s and m.kind = 'reached' and m.step = 'first_time'
                 and e.unit_id = %(unit)s)
"""


def pairs(programme_id: UUID, *, since: date, until: date) -> list[Pair]:
    """Scores of everybody, counted. One query."""
    values: dict[str, Any] = {"programme": programme_id, "since": since, "until": until, "least": LEAST_DAYS}
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, values)
        return [Pair(*row) for row in cursor.fetchall()]


def begun(programme_id: UUID, unit_id: UUID) -> bool:
    """Whether somebody of the unit has come for the first time. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, {"programme": programme_id, "unit": unit_id})
        return bool(cursor.fetchone()[0])
