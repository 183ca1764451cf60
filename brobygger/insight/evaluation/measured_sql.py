"""What `outcome_rules.changes` counts, counted by the database: one pass over the measurements of a programme.

Every answer is a small table however many measurements there are. A moment and a score are one number (microseconds ×
1024 + score), so that the first and the latest score are a minimum and a maximum, and one hash of persons is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from brobygger.insight.analyses.rounds_rules import Sums
from brobygger.insight.evaluation.outcome_rules import YARDSTICKS, Change, Yardstick
from brobygger.insight.evaluation.stepped_sql import STEPS, cells

# Scores are kept within −256 … 767: what lies outside an instrument's scale stays outside. Sums are of 32-bit whole
# numbers (days since 2000), which PostgreSQL adds several times faster than its exact decimals.
_COUNTED = """
with scored as (
  select person_id, instrument collate "C" as instrument, round = 'start' as begins, taken_at,
         greatest(least(score, 767), -256) as score,
         (taken_at at time zone 'Europe/Copenhagen')::date - date '2000-01-01' as day
  from measurement_measurement
  where programme_id = %(programme)s and status = 'taken' and score is not null and taken_at is not null
  offset 0  -- a fence: else the day and the score would be worked out again for each sum
), taken as (
  select person_id, instrument, begins, score, day,
         (date_part('epoch', taken_at) * 1000000)::bigint * 1024 + score + 256 as told
  from scored
  offset 0
), line as (
  select person_id, instrument as version, count(*) as rounds,
         min(told) filter (where begins) as first, max(told) filter (where not begins) as last,
         min(day) as began, sum(day) as st, sum(day * day) as stt, sum(score) as sy, sum(day * score) as sty,
         sum(score * score) as syy
  from taken group by person_id, instrument
), own as materialized (
  select person_id, split_part(version, '@', 1) as instrument, version, rounds, first %% 1024 - 256 as before,
         case when last / 1024 >= first / 1024 then last %% 1024 - 256 end as after,
         st - rounds * began as st, stt - 2 * began * st + rounds * began * began as stt, sy, sty - began * sy as sty,
         syy
  from line
), compared as materialized (
  select distinct on (person_id, instrument) person_id, instrument, before, after from own where before is not null
  order by person_id, instrument, (after is not null) desc, version desc
), came as (
  select a.person_id, count(*) as sessions
  from attendance_attendance a
  join attendance_session s on s.id = a.session_id join groups_group g on g.id = s.group_id
  where g.programme_id = %(programme)s and a.came group by a.person_id
)
select 'pair' as kind, instrument, count(*) as persons, before as a, after as b, 0 as c, 0 as d, 0 as e, 0 as f, 0 as g,
       0 as h, 0 as i
from compared group by instrument, before, after
union all
select 'rounds', instrument, count(*), rounds, sum(st)::bigint, sum(stt)::bigint, sum(sy)::bigint, sum(sty)::bigint,
       sum(syy)::bigint, sum(st * st)::bigint, sum(st * sy)::bigint, sum(sy * sy)::bigint
from own group by instrument, rounds
union all
select 'dose', instrument, count(*), coalesce(sessions, 0), before, after, 0, 0, 0, 0, 0, 0
from compared left join came using (person_id) where after is not null group by instrument, sessions, before, after
"""
# Screened by the person, and measured again with the same version at the start at least 14 days later.
_WAITED = """
select split_part(m.instrument, '@', 1) as instrument, m.score - s.score as change, count(distinct m.person_id) as n
from measurement_measurement m
join lateral (
  select score from screening_screening s
  where s.episode_id = m.episode_id and s.instrument = m.instrument and s.answered_by = 'person'
    and s.score is not null and s.taken_at < m.taken_at - interval '14 days'
  order by s.taken_at limit 1) s on true
where m.programme_id = %(programme)s and m.round = 'start' and m.status = 'taken' and m.score is not null
group by 1, 2
"""


# Both that stand beside the changes, in one statement: those who waited, and the stepped start.
_BESIDE = f"""
select w.instrument, w.change, w.n, null::int, null::boolean, null::text from ({_WAITED}) w
union all select t.instrument, t.quarter, t.n, t.score, t.begun, t.unit
from ({STEPS}) t (instrument, quarter, score, begun, unit, n)
"""  # noqa: S608 (constants of ours)


# Persons are gathered in a hash in memory. PostgreSQL believes it has room for a few thousand only, and sorts every
# measurement on disk instead: twice the time for 200,000 (13 MB of memory).
_IN_MEMORY = "set local work_mem = '64MB'; set local hash_mem_multiplier = 4; set local enable_sort = off;"
_AS_BEFORE = """
set local work_mem to default; set local hash_mem_multiplier to default; set local enable_sort to default;
"""


def changes(programme_id: UUID, started: int) -> tuple[Change, ...]:
    """Loneliness and mood, each by itself. Two queries."""
    values = {"programme": programme_id}
    counted = _rows(_IN_MEMORY + _COUNTED, values)
    beside = _rows(_AS_BEFORE + _BESIDE, values)
    return tuple(
        _change(yardstick, started, [row for row in counted if row[1] == yardstick.instrument],
                [row[1:] for row in beside if row[0] == yardstick.instrument])
        for yardstick in YARDSTICKS
    )  # fmt: skip


def _rows(statements: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What the last of some statements finds; the settings before it are sent along, and cost no time of their own."""
    with connection.cursor() as cursor:
        cursor.execute(statements, values)
        while cursor.nextset():
            pass
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _change(yardstick: Yardstick, started: int, rows: Iterable[Any], beside: Iterable[Any]) -> Change:
    pairs: dict[tuple[int, int], int] = {}
    alone: dict[int, int] = {}
    dose: Counter[tuple[int, int]] = Counter()
    rounds: list[Sums] = []
    low, high = yardstick.scale
    for kind, _instrument, n, a, b, c, *rest in rows:
        if kind == "rounds":
            rounds.append(Sums(a, n, b, c, *rest))
        elif kind == "dose" and low <= min(b, c) and max(b, c) <= high:
            dose[a, c - b] += n
        elif kind == "pair" and b is None:
            alone[a] = n
        elif kind == "pair":
            pairs[a, b] = n
    begun = sum(pairs.values()) + sum(alone.values())
    ordered = tuple(sorted(rounds, key=lambda each: each.rounds))
    others = list(beside)
    waiting = {change: n for change, n, score, _begun, _unit in others if score is None}
    steps = cells(
        [(quarter, score, begun, unit, n) for quarter, n, score, begun, unit in others if score is not None],
        yardstick.scale,
    )
    return Change(yardstick, max(started, begun), pairs, alone, ordered, dose, waiting, steps)
