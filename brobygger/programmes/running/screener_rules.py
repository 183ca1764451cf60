"""Who screens, and another role from a day on (R207). Plain Python.

Source: 001-koebenhavn, where ambassadors screened during the project and all staff after it, with another instrument.
The day and the role stand in the recipe's own list of what replaces what (`screening.replaced`).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from brobygger.programmes.running.rules import Data
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.way import Replaced

STEP = "screened"
MAY_SCREEN = frozenset({"home_care_worker", "ambassador", "coordinator", "visitation"})  # as the policy says


def screens(recipe: Recipe) -> str:
    """The role that screens now; "" when the recipe screens nobody as a step."""
    step = recipe.step(STEP)
    return step.by[0] if recipe.screening is not None and step is not None and step.by else ""


def may_take_over(recipe: Recipe) -> tuple[str, ...]:
    """The recipe's other roles that could screen."""
    now = screens(recipe)
    return tuple(name for name, role in recipe.roles.items() if name != now and role.acts_as in MAY_SCREEN)


def last_said(data: Mapping[str, Any]) -> list[str]:
    """Who the newest stage of the recipe's screening says screens: a later instrument keeps it."""
    screening = data["screening"]
    said = [each["by"] for each in (screening, *screening.get("replaced", ())) if each.get("by")]
    return list(said[-1]) if said else []


def with_screener(data: Mapping[str, Any], *, role: str, from_: date, reason: Mapping[str, str], waiting: str) -> Data:
    """The recipe where another role screens from a day on, with the instrument of that day.

    waiting: pass_on or finish, what becomes of those who wait on the old role. A new instrument from the very day gets
    the role too.
    """
    changed = deepcopy(dict(data))
    screening = changed["screening"]
    replaced = list(screening.get("replaced", ()))
    said = {one["by"][0] for one in (screening, *replaced) if one.get("by")}
    if len(said) < 2:  # no day has told of another role: the step itself says who screens until now
        now = next(list(step["by"]) for step in changed["steps"] if step["step"] == STEP)
        for one in (screening, *replaced):
            one["by"] = now
    same_day = next((one for one in replaced if _day(one["from"]) == from_), None)
    if same_day is not None:
        same_day |= {"by": [role], "waiting": waiting}
    else:
        until = [one for one in replaced if _day(one["from"]) < from_]
        usual = {key: (until or [screening])[-1].get(key) for key in ("instrument", "answered_by", "colours")}
        replaced.append({**usual, "by": [role], "from": from_.isoformat(), "reason": dict(reason), "waiting": waiting})
        replaced.sort(key=lambda one: _day(one["from"]))
    screening["replaced"] = replaced
    return changed


def _day(written: str | date) -> date:
    return written if isinstance(written, date) else date.fromisoformat(written)


def due(recipe: Recipe, *, on: date) -> Replaced | None:
    """The change of role that has come by a day and is not carried out: the newest that says another than before it."""
    now, plan = screens(recipe), recipe.screening
    if not now or plan is None or not plan.by:
        return None
    before, newest = plan.by[0], None
    for stage in sorted(plan.replaced, key=lambda one: one.from_):
        if stage.from_ <= on and stage.by and stage.by[0] != before:
            before, newest = stage.by[0], stage
    return newest if newest is not None and newest.by[0] != now else None


def ahead(recipe: Recipe, *, on: date) -> tuple[date, str] | None:
    """The next day that another role takes over, and which; None when none is planned."""
    plan, now = recipe.screening, screens(recipe)
    stages = sorted(plan.replaced, key=lambda one: one.from_) if plan is not None and now else []
    return next(((one.from_, one.by[0]) for one in stages if one.from_ > on and one.by and one.by[0] != now), None)


def told_apart(recipe: Recipe, *, on: date) -> bool:
    """Whether another role has taken over by a day: from then on the roles do not stand in for each other.

    Before the day, and where no day is told, everybody in front asks whom they meet, as most recipes mean it.
    """
    plan = recipe.screening
    if plan is None or not plan.by:
        return False
    return any(one.from_ <= on and one.by and one.by[0] != plan.by[0] for one in plan.replaced)


def turned(data: Mapping[str, Any], role: str) -> Data:
    """The recipe where the role screens: it answers for the step, first of those who help with it."""
    changed = deepcopy(dict(data))
    for step in changed["steps"]:
        if step["step"] == STEP:
            step["by"] = [role, *(each for each in step["by"][1:] if each != role)]
    return changed
