"""Waits that a recipe makes on purpose: hand-overs one after the other, and a body that only meets every n-th week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from brobygger.pathway.episodes.followup_rules import PlannedTask
from brobygger.registry.recipes.made_tasks import LINK_TASK, link_id
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.way import Body


def next_meeting(body: Body, *, programme_start: date, on: date) -> date:
    """The body's first meeting on a day or after it; it meets on the programme's first day and every n days from it."""
    days = (on - programme_start).days
    meetings = -(-days // body.meets_every_days) if days > 0 else 0
    return programme_start + timedelta(days=meetings * body.meets_every_days)


def planned_links(
    recipe: Recipe, step: str, *, since: date, key: str, done: Mapping[str, date]
) -> tuple[PlannedTask, ...]:
    """The hand-over that is due now in front of a step: one at a time, each after the one before it is done.

    since: the day the person came to stand there. key: of the move that brought the person (standing there again
    begins the chain again). done: rule id → the day it was done. Empty when the step has no links, or all are done.
    """
    own = recipe.step(step)
    begun = since
    for number, link in enumerate(own.links if own else (), start=1):
        rule_id = link_id(step, number)
        if rule_id not in done:
            due = begun + timedelta(days=link.within_days or 0)
            return (PlannedTask(due, rule_id, LINK_TASK, link.by, key),)
        begun = done[rule_id]
    return ()
