"""How far people have come in each local area, beside each other, with small numbers hidden (R343)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from brobygger.foundation.kernel.several import rows
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.evaluation import rules
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor

K = TypeVar("K", bound=Hashable)
_LATEST_BY_UNIT = """
select e.unit_id, latest.kind, latest.step, latest.reason, count(*)
from (select distinct on (m.episode_id) m.episode_id, m.kind, m.step, m.reason from episodes_move m
      where m.programme_id = %(programme)s order by m.episode_id, m.number desc) latest
join episodes_episode e on e.id = latest.episode_id
group by 1, 2, 3, 4
"""
ELSEWHERE = UUID(int=0)  # the units of no area, and people without a unit


def areas(
    actor: Actor, programme: Programme, units: Mapping[UUID, Sequence[UUID]]
) -> tuple[tuple[str, ...], dict[UUID, tuple[int | None, ...]]]:
    """The steps of the recipe's path, and how many have reached each in every area (key → its units). One query.

    `ELSEWHERE` comes along for those in no area. A hidden number is None.
    """
    area_of = {unit: key for key, some in units.items() for unit in some}
    standing: dict[UUID, Counter[tuple[str, str, str]]] = {key: Counter() for key in (*units, ELSEWHERE)}
    for unit, kind, step, reason, number in rows(_LATEST_BY_UNIT, {"programme": programme.id}):
        standing[area_of.get(unit, ELSEWHERE)][kind, step, reason] += number
    path = recipe_of(programme).path
    reached = {
        key: tuple(one.passed for one in rules.from_totals(path, counts, {})) for key, counts in standing.items()
    }
    return tuple(path), protected(reached)


def protected(reached: Mapping[K, Sequence[int]]) -> dict[K, tuple[int | None, ...]]:
    """Levels of several areas that together are all: none small, and none that the others and the total give away."""
    down = {key: disclosure.levels(numbers) for key, numbers in reached.items()}
    steps = range(max((len(numbers) for numbers in reached.values()), default=0))
    across = [
        disclosure.one_way(
            {key: numbers[place] for key, numbers in reached.items()},
            also=[key for key in reached if down[key][place] is None],
        ).shown
        for place in steps
    ]
    return {key: tuple(across[place][key] for place in steps) for key in reached}
