"""What a person costs: what was paid, divided by those reached, those who started, and those still there (issue 3).

Programmes know no persons and insight knows no money, so the division is made here. Small numbers stay hidden, and
with them the price, which would give them away.
"""

from __future__ import annotations

from dataclasses import dataclass

from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation.rules import StepCount
from brobygger.programmes.finances import queries as finances
from brobygger.programmes.finances.rules import each
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

REACHED = ("asked", "consented")  # the first of these that the recipe has; else whoever was found


@dataclass(frozen=True)
class Price:
    """One level: reached, started or still_there; how many (None: hidden) and whole kroner for each (None: unknown)."""

    level: str
    people: int | None
    dkk: int | None


def prices(actor: Actor, programme: Programme) -> tuple[int, tuple[Price, ...]]:
    """What was paid in all (øre), and the price at each level. Three queries."""
    paid = sum(finances.spent_by_grant(actor, programme).values())
    levels = _levels(evaluation.step_counts(actor, programme))
    shown = disclosure.levels([number for _name, number in levels])
    return paid, tuple(
        Price(name, people, each(paid, people) if paid > 0 else None)
        for (name, _number), people in zip(levels, shown, strict=True)
    )


def _levels(counts: tuple[StepCount, ...]) -> list[tuple[str, int]]:
    passed = {count.step: count.passed for count in counts}
    reached = next((passed[step] for step in REACHED if step in passed), counts[0].entered if counts else 0)
    return [
        ("reached", reached),
        ("started", passed.get("first_time", 0)),
        ("still_there", passed.get("six_months", 0)),
    ]
