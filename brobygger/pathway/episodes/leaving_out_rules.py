"""Which steps a running programme can leave out, and what goes with them. Plain Python (R203).

The line of moves stays as it is: whoever has reached a step that is left out has reached it, and whoever stands in
front of it stands in front of the next one (`rules.standing`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from brobygger.pathway.episodes.rules import LOST_HAPPENS, REACHED_HAPPENS
from brobygger.registry.recipes.schema import FollowUp, Recipe
from brobygger.registry.recipes.words import ALWAYS_THERE, REASONS, Reason

# A receiver's answer needs somebody who was referred, and a referral needs its answer.
TOGETHER = ("referred", "accepted")
# What can be under way with somebody who stands here; it is finished first (journeys.change.under_way).
UNDER_WAY = frozenset({"asked", "screened", "referred", "accepted"})
WhyNot = Literal["always_there", "last", "register"]


def why_not(recipe: Recipe, step: str, *, extracts: bool = False) -> WhyNot | None:
    """What keeps a step of the recipe in it; None when it can be left out.

    extracts: people are found in the programme by register extracts, whatever its recipe says. They are offered a
    visit at "asked": without it nobody would ask them.
    """
    if step in ALWAYS_THERE:
        return "always_there"
    if step == "asked" and (extracts or any(way.channel == "register" for way in recipe.found_by)):
        return "register"
    return "last" if step == recipe.path[-1] else None


def goes_with(recipe: Recipe, step: str) -> tuple[str, ...]:
    """The step and those that have to go with it, in the bridge's order."""
    wanted = TOGETHER if step in TOGETHER else (step,)
    return tuple(name for name in recipe.path if name in wanted)


def next_after(recipe: Recipe, steps: Collection[str]) -> str:
    """In front of which step those who stand at these come to stand."""
    last = max(recipe.path.index(step) for step in steps)
    return recipe.path[min(last + 1, len(recipe.path) - 1)]


def follow_ups_gone(recipe: Recipe, steps: Collection[str]) -> tuple[FollowUp, ...]:
    """The rules that never give a task again: what they wait for happens only at these steps."""
    happened = {REACHED_HAPPENS[step] for step in steps if step in REACHED_HAPPENS}
    happened |= {LOST_HAPPENS[reason.code] for reason in reasons_gone(recipe, steps) if reason.code in LOST_HAPPENS}
    return tuple(rule for rule in recipe.follow_up if rule.when.anchor in happened)


def reasons_gone(recipe: Recipe, steps: Collection[str]) -> tuple[Reason, ...]:
    """The reasons for a no or a stop that can be given at none of the steps left."""
    left = [name for name in recipe.path if name not in steps]
    gone = [reason for reason in REASONS.values() if any(step in reason.steps for step in steps)]
    return tuple(reason for reason in gone if not any(step in reason.steps for step in left))
