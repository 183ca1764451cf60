"""Who is next for a place: everybody who waits, in order, with what speaks for it and what stands in the way. Pure.

The order is a proposal that a person reads. Whoever has waited longest overtakes those who suit a little better
(patience_rules), and whom something keeps out stands last, with the reason told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from brobygger.pathway.matching.group_rules import Terms, Waiter, blocks
from brobygger.pathway.matching.pair_rules import Volunteer, judge_pair
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.rules import WEIGHTS, Choice, Reason, judge

DEFAULT_DAYS = 5  # how long a place is held when the recipe says nothing
MOST_DAYS = 30
WHY_NOT = ("no_wish", "no_energy", "wrong_day", "transport", "other_found", "other")


@dataclass(frozen=True)
class InLine:
    """Somebody's place in the order. id: the episode's. asked: has said no to this very place before."""

    id: str
    waited_days: int
    reasons: tuple[Reason, ...]
    blocks: tuple[Reason, ...]
    asked: bool = False


def line_for_choice(
    waiters: Sequence[Waiter], choice: Choice, *, asked: Collection[str] = (), weights: Mapping[str, float] = WEIGHTS
) -> list[InLine]:
    """Those who wait, in order for a place in a group or an offer."""
    found = []
    for waiter in waiters:
        told = judge(waiter.seeker, choice, weights=weights)
        against = blocks(waiter, Terms(1, 1), choice)
        if choice.kind == "one_to_one":
            against = tuple(block for block in against if block.code != "wants_one")
        found.append((told.score, InLine(waiter.id, waiter.waited_days, told.reasons, against, waiter.id in asked)))
    return _in_order(found)


def line_for_volunteer(waiters: Sequence[Waiter], volunteer: Volunteer, *, asked: Collection[str] = ()) -> list[InLine]:
    """Those who wait, in order for one volunteer."""
    found = []
    for waiter in waiters:
        told = judge_pair(waiter, volunteer)
        one = InLine(waiter.id, waiter.waited_days, told.reasons, told.blocks, waiter.id in asked)
        found.append((told.points, one))
    return _in_order(found)


def _in_order(found: Sequence[tuple[float, InLine]]) -> list[InLine]:
    ordered = sorted(
        found,
        key=lambda each: (
            each[1].asked,
            bool(each[1].blocks),
            -with_patience(each[0], each[1].waited_days),
            each[1].id,
        ),
    )
    return [one for _points, one in ordered]
