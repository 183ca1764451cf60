"""Two programmes of one recipe side by side: who came, how content they are and what changed; bridges and ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation import recipe_changes
from brobygger.insight.evaluation.published_rules import Numbers, PublishedStep
from brobygger.journeys import set_beside
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes.words import STEPS
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language, number
from brobygger.web.shared.page import page

AT_MOST = 20  # programmes to choose between


@dataclass(frozen=True)
class Line:
    """A step of both bridges. A number that may not be told is None; not_there: the recipe leaves the step out."""

    label: str
    cells: list[str]


@guarded(Action.SEE_PROGRAMME)
def compare(request: Request, programme_id: UUID) -> HttpResponse:
    """`?med=` names the other programme; without it the newest one is shown."""
    actor = request.actor
    one = running.get(actor, programme_id)
    others = [each for each in running.of_recipe(actor, one.recipe_id)[: AT_MOST + 1] if each.id != one.id]
    other = _chosen(request.GET.get("med", ""), others)
    if other is None:
        return page(request, "staff/handbook/compare.jinja", one=one, other=None, others=others)
    pair = (one, other)
    told = set_beside.numbers_told(pair)
    bridges = [_bridge(actor, each, numbers) for each, numbers in zip(pair, told, strict=True)]
    recipes = [running.recipe_of(each) for each in pair]
    return page(
        request, "staff/handbook/compare.jinja", one=one, other=other, others=others,
        compared=set_beside.efforts(actor, pair, told, language=language()),
        lines=_lines(bridges, [recipe.path for recipe in recipes]),
        differences=recipe_changes.told(recipes[0], recipes[1], language()),
    )  # fmt: skip


def _chosen(wanted: str, others: Sequence[Any]) -> Any:
    """The other programme; one of another recipe is as unknown as none."""
    if not wanted:
        return others[0] if others else None
    found = next((each for each in others if str(each.id) == wanted), None)
    if found is None:
        raise NotVisible("programme")
    return found


def _bridge(actor: Any, programme: Any, told: Numbers | None) -> dict[str, PublishedStep]:
    """The programme's protected bridge, by step: as the newest report told it, else counted now. Two queries or none.

    Told numbers stand below it: a bridge counted today beside them could be subtracted from them (decision 012).
    """
    if told is not None:
        return {name: step for step in told.bridge for name in step.steps}
    people = evaluation.participants(actor, programme)
    steps = published.bridge(evaluation.step_counts(actor, programme), started=people.started)
    return {name: step for step in steps for name in step.steps}


def _lines(bridges: Sequence[dict[str, PublishedStep]], paths: Sequence[Sequence[str]]) -> list[Line]:
    """One line a step that either recipe has: reached, days, for each programme."""
    return [
        Line(words.step(step), [cell for bridge, path in zip(bridges, paths, strict=True)
                                for cell in _cells(bridge, path, step)])
        for step in STEPS
        if any(step in path for path in paths)
    ]  # fmt: skip


def _cells(bridge: dict[str, PublishedStep], path: Sequence[str], step: str) -> tuple[str, str]:
    if step not in path:
        return _("er ikke med"), "–"
    told = bridge.get(step)
    if told is None:
        return _("under 5") if not bridge else _("skjult"), "–"
    reached = number(told.entered) if told.steps[0] == step else _("skjult")
    days = number(told.median_days) if told.median_days is not None else "–"
    return str(reached), str(days)
