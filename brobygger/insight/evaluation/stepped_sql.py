"""Scores by unit and quarter, before and after the programme began in the unit: for the stepped start.

A unit has begun from the first day somebody in it came for the first time. Every score the person gave counts, also a
screening of somebody who never began: what is compared is those found in units, not those who took part.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from brobygger.foundation.kernel.several import rows
from brobygger.insight.analyses.comparison_rules import Cell
from brobygger.insight.evaluation.outcome_rules import Change

# Nothing is read where fewer than two units have begun.
_STEPS = """
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
select split_part(s.instrument, '@', 1), s.unit_id::text,
       (date_part('year', s.day) * 4 + date_part('quarter', s.day))::int, s.day >= b.day, s.score, count(*)
from scored s join began b using (unit_id) group by 1, 2, 3, 4, 5
"""


def with_steps(programme_id: UUID, found: tuple[Change, ...]) -> tuple[Change, ...]:
    """The same changes with the cells of the stepped start; none where the units began on one day. One query."""
    counted: dict[tuple[str, str, int, bool], tuple[int, int]] = {}
    scales = {each.yardstick.instrument: each.yardstick.scale for each in found}
    for instrument, unit, quarter, begun, score, n in rows(_STEPS, {"programme": programme_id}):
        if instrument in scales and scales[instrument][0] <= score <= scales[instrument][1]:
            key = (instrument, unit, quarter, begun)
            before, total = counted.get(key, (0, 0))
            counted[key] = (before + n, total + score * n)
    return tuple(
        replace(
            each,
            steps=tuple(
                Cell(unit, quarter, begun, n, total)
                for (instrument, unit, quarter, begun), (n, total) in sorted(counted.items())
                if instrument == each.yardstick.instrument
            ),
        )
        for each in found
    )
