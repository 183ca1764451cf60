"""Where a group stands in its recipe: led, run by itself, anchored. Plain rules: no clock, no tables."""

from __future__ import annotations

from datetime import date, timedelta

from brobygger.communities.groups.rules import PHASES
from brobygger.registry.recipes import made_tasks
from brobygger.registry.recipes.effort import Phase
from brobygger.registry.recipes.schema import Activity, Recipe

__all__ = ["PHASES", "activity_of", "led_by", "part_of_series", "phase_after", "visit_due"]

_BECOMES = {"self_run": "self_run", "association": "anchored"}


def activity_of(recipe: Recipe, group_name: str) -> Activity:
    """The recipe's activity that a group does: the one whose title its name begins with, else the first."""
    named = [each for each in recipe.activities if group_name.startswith((each.title.da, each.title.en))]
    return named[0] if named else recipe.activities[0]


def phase_after(activity: Activity, held: int) -> str:
    """The phase of a group that has met so many times.

    After the led sessions it runs itself or belongs to the association, as the recipe says; one that ends has ended
    after its last session.
    """
    sessions = activity.sessions
    if held == 0:
        return "starting"
    if activity.then == "ends" and sessions and sessions.count and held >= sessions.count:
        return "ended"
    if sessions and sessions.facilitated is not None and held >= sessions.facilitated:
        return _BECOMES.get(activity.then, "running")
    return "running"


def part_of_series(activity: Activity, number: int) -> Phase | None:
    """The part of the series that session `number` (from 1) belongs to, with its aim; None outside them."""
    return next((part for part in activity.phases if part.sessions[0] <= number <= part.sessions[1]), None)


def led_by(activity: Activity, number: int) -> str | None:
    """The role that leads session `number`; None when the participants do."""
    part = part_of_series(activity, number)
    if part is not None and part.led_by is not None:
        return part.led_by
    led = activity.sessions.facilitated if activity.sessions else None
    if activity.then == "self_run" and led is not None and number > led:
        return None
    return activity.roles[0] if activity.roles else None


def visit_due(recipe: Recipe, *, last: date) -> date | None:
    """The last day for the next visit to a group that runs itself; None when the recipe has none.

    last: the day of the visit before, or the day the group began to run itself.
    """
    days = made_tasks.visits_groups_every_days(recipe)
    return None if days is None else last + timedelta(days=days)
