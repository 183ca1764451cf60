"""Scores by unit and quarter, before and after the programme began in the unit: for the stepped start.

A unit has begun from the first day somebody in it came for the first time. Every score the person gave counts, also a
screening of somebody who never began: what is compared is those found in units, not those who took part.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from brobygger.insight.analyses.comparison_rules import Cell

# Columns: instrument, quarter, score, whether begun, unit, scores. Nothing is read where fewer than two units have
# begun on different days.
STEPS = """
with began as materialized (
  select e.unit_id, min((m.at at time zone 'Europe/Copenhagen')::date) as day
  from episodes_move m join episodes_episode e on e.id = m.episode_id
  where m.programme_id = %(programme)s and m.kind = 'reached' and m.step = 'first_time' and e.unit_id is not null
  group by e.unit_id
), scored as (
  select e.unit_id, s.instrument, (s.taken_at at time zone 'Europe/Copenhagen')::date as day, s.score
  from screening_screening s join episodes_episode e on e.id = s.episode_id
  where e.programme_id = %(programme)s and s.answered_by = 'person' and s.score is not null
    and (select count(distinct day) from began) > 1
  union all
  select e.unit_id, m.instrument, (m.taken_at at time zone 'Europe/Copenhagen')::date, m.score
  from measurement_measurement m join episodes_episode e on e.id = m.episode_id
  where m.programme_id = %(programme)s and m.status = 'taken' and m.score is not null and m.taken_at is not null
    and (select count(distinct day) from began) > 1
)
select split_part(s.instrument, '@', 1), (date_part('year', s.day) * 4 + date_part('quarter', s.day))::int, s.score,
       s.day >= b.day, s.unit_id::text, count(*)
from scored s join began b using (unit_id) group by 1, 2, 3, 4, 5
"""


def cells(rows: Iterable[tuple[Any, ...]], scale: tuple[int, int]) -> tuple[Cell, ...]:
    """The cells of one instrument (quarter, score, begun, unit, n); scores off the scale are left out."""
    counted: dict[tuple[str, int, bool], tuple[int, int]] = {}
    low, high = scale
    for quarter, score, begun, unit, n in rows:
        if low <= score <= high:
            before, total = counted.get((unit, quarter, begun), (0, 0))
            counted[unit, quarter, begun] = (before + n, total + score * n)
    return tuple(Cell(*key, n, total) for key, (n, total) in sorted(counted.items()))
