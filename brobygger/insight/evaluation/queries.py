"""Counting a programme. Every function takes the actor first and asks the database a fixed number of times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, QuerySet
from pydantic import TypeAdapter

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.evaluation import measured_sql, outcome_rules, rules
from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.models import ReportVersion, ToldReport
from brobygger.insight.evaluation.outcome_rules import Change, Participant, Participants, Spans
from brobygger.insight.evaluation.published_rules import Numbers
from brobygger.insight.evaluation.rules import StepCount
from brobygger.insight.evaluation.telling_rules import Exact, Told
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.followup.models import Task
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Unit

TOLD = TypeAdapter(Told)  # to and from JSON
NEVER_TOLD = ("basis", "notebook")
# The municipality comes from row-level security; the programme's moves are one range of an index.
_OF_UNIT = "and exists (select from episodes_episode e where e.id = m.episode_id and e.unit_id = %(unit)s)"
_LATEST = """
select kind, step, reason, count(*)::float
from (select distinct on (m.episode_id) m.kind, m.step, m.reason from episodes_move m
      where m.programme_id = %(programme)s {of_unit} order by m.episode_id, m.number desc) latest
group by kind, step, reason
"""
_LATEST_OF_MANY = """
select programme_id, kind, step, reason, count(*)
from (select distinct on (m.episode_id) m.programme_id, m.kind, m.step, m.reason from episodes_move m
      where m.programme_id = any(%(programmes)s) order by m.episode_id, m.number desc) latest
group by programme_id, kind, step, reason
"""
# Days are Danish calendar days, as in the engine's deadlines. Someone who returned is counted by the latest time.
_DAYS = """
with line as (
  select m.episode_id, m.number, m.kind, m.step, (m.at at time zone 'Europe/Copenhagen')::date as day,
         lag((m.at at time zone 'Europe/Copenhagen')::date) over (partition by m.episode_id order by m.number) as before
  from episodes_move m where m.programme_id = %(programme)s {of_unit}
), reached as (
  select distinct on (episode_id, step) step, day - before as days from line
  where kind = 'reached' and before is not null order by episode_id, step, number desc
)
select 'days', step, '', percentile_cont(0.5) within group (order by days) from reached group by step
"""
_BRIDGE = f"({_LATEST}) union all ({_DAYS})"
_STARTED = """
select m.day, p.born, p.sex, p.cognitive_impairment, p.housing, p.civil_status
from (select person_id, min((at at time zone 'Europe/Copenhagen')::date) as day from episodes_move
      where programme_id = %(programme)s and kind = 'reached' and step = 'first_time' group by person_id) m
join people_person p on p.id = m.person_id
"""
# A stop is a loss in front of the third time or of six months. Somebody who came back has not stopped.
_SPANS = """
with moved as (
  select episode_id, number, kind, step, (at at time zone 'Europe/Copenhagen')::date as day
  from episodes_move where programme_id = %(programme)s
), line as (
  select episode_id, max(day) as last,
         min(day) filter (where kind = 'reached' and step = 'consented') as yes,
         min(day) filter (where kind = 'reached' and step = 'first_time') as came,
         min(day) filter (where kind = 'reached' and step = 'first_contact') as called,
         (array_agg(kind order by number desc))[1] as kind, (array_agg(step order by number desc))[1] as step
  from moved group by episode_id
), followed as (
  select *, case when kind = 'lost' or step = 'reported' then last else greatest(%(until)s::date, last) end as until
  from line
)
select 'attending', until - came, kind = 'lost' and step in ('third_time', 'six_months'), count(*)
from followed where came is not null group by 2, 3
union all
select 'waiting', coalesce(came, until) - yes, came is not null, count(*)
from followed where yes is not null group by 2, 3
union all
select 'first_contact', greatest(coalesce(called, came, until) - yes, 0), called is not null, count(*)
from followed where yes is not null group by 2, 3
"""

_CAME = """
select coalesce(nullif(o.kind, ''), nullif(h.kind, ''), 'group') as kind, count(distinct a.person_id), false
from attendance_attendance a join attendance_session s on s.id = a.session_id join groups_group g on g.id = s.group_id
left join offers_offer o on o.id = g.offer_id left join groups_habits h on h.group_id = g.id
where g.programme_id = %(programme)s and a.came group by 1
union all
select 'one_to_one', count(distinct p.person_id), true from volunteers_pair p
where exists (select from episodes_episode e where e.person_id = p.person_id and e.programme_id = %(programme)s)
"""


def bridge(actor: Actor, programme: Programme, unit: Unit | UUID | None = None) -> tuple[Stone, ...]:
    """The programme's bridge, one stone a step; losses by reason code (`rules.in_words` for readers). One query.

    unit: only the episodes of this unit.
    """
    return rules.stones(step_counts(actor, programme, unit))


def bridges(actor: Actor, programmes: Sequence[Programme]) -> dict[UUID, tuple[StepCount, ...]]:
    """The bridges of several programmes, for a list; without the days. One query."""
    standing: dict[UUID, dict[tuple[str, str, str], int]] = {programme.id: {} for programme in programmes}
    with connection.cursor() as cursor:
        cursor.execute(_LATEST_OF_MANY, {"programmes": list(standing)})
        for programme_id, kind, step, reason, number in cursor.fetchall():
            standing[programme_id][kind, step, reason] = number
    return {
        programme.id: rules.from_totals(recipe_of(programme).path, standing[programme.id], {})
        for programme in programmes
    }


def units(actor: Actor, programme: Programme) -> list[tuple[UUID, str]]:
    """The units with episodes in a programme, by name. One query."""
    rows = Episode.objects.filter(programme=programme, unit__isnull=False).values_list("unit_id", "unit__name")
    return sorted(((unit_id, name) for unit_id, name in rows.distinct() if unit_id), key=lambda pair: pair[1])


def step_counts(actor: Actor, programme: Programme, unit: Unit | UUID | None = None) -> tuple[StepCount, ...]:
    """The same with how many wait in front of each step. One query, however many moves."""
    values = {"programme": programme.id, "unit": unit.id if isinstance(unit, Unit) else unit}
    of_unit = _OF_UNIT if unit is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(_BRIDGE.format(of_unit=of_unit), values)
        rows = cursor.fetchall()
    standing = {(kind, step, reason): int(number) for kind, step, reason, number in rows if kind != "days"}
    days = {step: number for kind, step, _reason, number in rows if kind == "days"}
    return rules.from_totals(recipe_of(programme).path, standing, days)


def tasks(actor: Actor, programme: Programme) -> list[dict[str, Any]]:
    """Every task a rule has made in the programme, as contracts.md fixes it: rule, for, due, done. One query.

    `for` is the recipe's own role where the rule is the recipe's, else the access role that holds the task.
    """
    roles = {rule.id: rule.by[0] for rule in recipe_of(programme).follow_up}
    rows = Task.objects.filter(programme=programme).order_by("due", "rule", "id")
    return [
        {"rule": rule, "for": roles.get(rule, role), "due": due.isoformat(), "done": status == "done"}
        for rule, role, due, status in rows.values_list("rule", "role", "due", "status")
    ]


def participants(actor: Actor, programme: Programme) -> Participants:
    """Everybody who has been there for the first time, described as in seed 001. No person is shown. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STARTED, {"programme": programme.id})
        return outcome_rules.describe([Participant(*row) for row in cursor.fetchall()])


def changes(actor: Actor, programme: Programme, *, started: int | None = None) -> tuple[Change, ...]:
    """Loneliness and mood before and after, each by itself. Two queries, or three when `started` is not known."""
    return measured_sql.changes(programme.id, len(_first_times(programme)) if started is None else started)


def spans(actor: Actor, programme: Programme, *, until: date) -> Spans:
    """How long people have been there, and waited for the first time and for the first contact. One query.

    A span runs from the first time (from the yes) to the stop (to the first time), or to where it is no longer
    followed: `until`, or a later loss that is no stop, such as not being measured.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, {"programme": programme.id, "until": until})
        rows = cursor.fetchall()
    return Spans(
        attending={(days, done): n for kind, days, done, n in rows if kind == "attending"},
        waiting={(days, done): n for kind, days, done, n in rows if kind == "waiting"},
        first_contact={(days, done): n for kind, days, done, n in rows if kind == "first_contact"},
    )


def activities(actor: Actor, programme: Programme) -> dict[str, int]:
    """How many persons have come at least once, by kind of activity (R291), largest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CAME, {"programme": programme.id})
        rows = cursor.fetchall()
    kinds = {kind: number for kind, number, in_pairs in rows if not in_pairs}
    for kind, number, in_pairs in rows:
        if in_pairs and number:
            kinds[kind] = max(kinds.get(kind, 0), number)
    return dict(sorted(kinds.items(), key=lambda pair: -pair[1]))


def _first_times(programme: Programme) -> dict[UUID, date]:
    first = MoveRow.objects.filter(programme=programme, kind="reached", step="first_time")
    return {person_id: local_date(at) for person_id, at in first.values_list("person_id").annotate(day=Min("at"))}


def reports_of(actor: Actor, programme: Programme) -> QuerySet[ReportVersion]:
    """Saved reports, newest first, without their content."""
    return ReportVersion.objects.filter(programme=programme).defer("content").order_by("-number")


def saved(actor: Actor, programme: Programme, number: int) -> ReportVersion:
    """One saved report, as it was said. Raises NotVisible. One query."""
    found = ReportVersion.objects.filter(programme=programme, number=number).first()
    if found is None:
        raise NotVisible("report")
    return found


def exact(actor: Actor, programme: Programme, *, until: date) -> Exact:
    """Everything a report is made of, counted now. Seven queries, however many persons."""
    people = participants(actor, programme)
    return Exact(
        bridge=step_counts(actor, programme),
        people=people,
        activities=activities(actor, programme),
        changes=changes(actor, programme, started=people.started),
        spans=spans(actor, programme, until=until),
    )


def told(programme: Programme) -> tuple[int, Told | None]:
    """The number of the newest told report and what it told; (0, None) before the first. One query."""
    row = ToldReport.objects.filter(programme=programme).order_by("-number").first()
    return (row.number, TOLD.validate_python({**row.numbers, **row.basis})) if row else (0, None)


def told_by(programme: Programme, at: datetime) -> tuple[date, Numbers] | None:
    """What readers had been told at a moment, and the day they were; None when nothing had been. One query."""
    row = ToldReport.objects.filter(programme=programme, told_at__lte=at).order_by("-number").first()
    if row is None:
        return None
    return local_date(row.told_at), TOLD.validate_python({**row.numbers, **row.basis}).numbers
