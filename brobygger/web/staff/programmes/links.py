"""The waiting time of each link in a chain of hand-overs, without anybody standing out (R046)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from brobygger.pathway.followup import queries as followup
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes.made_tasks import link_id
from brobygger.web.shared import words
from brobygger.web.shared.jinja import language

FEWEST = 5  # fewer are not told, and more are told in fives: nobody can be counted out of two readings


@dataclass(frozen=True)
class LinkRow:
    """One link as it is shown."""

    step: str
    who: str
    agreed: str
    took: str
    ended: str
    waiting: str


def link_rows(actor: Actor, programme: Any, *, at: datetime) -> list[LinkRow]:
    """Every link of the recipe in order; empty for a recipe without chains. One query."""
    recipe = recipe_of(programme)
    chains = [step for step in recipe.steps if step.links]
    if not chains:
        return []
    waits = followup.link_waits(actor, programme.id, at=at)
    found = []
    for step in chains:
        for number, link in enumerate(step.links, start=1):
            wait = waits.get(link_id(step.step, number))
            by, to = (recipe.roles[name] for name in (link.by, link.to))
            ended, waiting = (wait.ended, wait.waiting) if wait else (0, 0)
            found.append(
                LinkRow(
                    step=words.step(step.step),
                    who=f"{_named(by)} → {_named(to)}",
                    agreed="–" if link.within_days is None else _days(link.within_days),
                    took=_days(wait.days) if wait and wait.days is not None and ended >= FEWEST else _("for få endnu"),
                    ended=_counted(ended),
                    waiting=_longest(waiting, wait.longest if wait else None),
                )
            )
    return found


def _named(role: Any) -> str:
    return str(role.en if language() == "en" else role.da)


def _days(days: float) -> str:
    whole = round(days)
    return _("1 dag") if whole == 1 else _("%(days)s dage") % {"days": whole}


def _counted(number: int) -> str:
    if number == 0:
        return _("ingen")
    return _("færre end 5") if number < FEWEST else _("mindst %s") % (number // FEWEST * FEWEST)


def _longest(number: int, days: float | None) -> str:
    if number < FEWEST or days is None:
        return _counted(number)
    return _("%(number)s, den længste i %(days)s") % {"number": _counted(number), "days": _days(days)}
