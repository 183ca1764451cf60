"""Programmes: the list, and one programme with its bridge. A programme manager sees numbers here, never names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation import recipe_text, rules
from brobygger.programmes.governance import areas
from brobygger.programmes.running import queries as running
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.registry.erasure import queries as erasure
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes import ways
from brobygger.web.staff.programmes import telling

ON_A_PAGE = 25
UNITS_SHOWN = 100


@guarded(Action.SEE_PROGRAMME)
def programmes(request: Request) -> HttpResponse:
    """Running programmes with a sentence each."""
    actor = request.actor
    found = Paginator(running.running(actor, on=local_date(now())), ON_A_PAGE).get_page(request.GET.get("side"))
    bridges = evaluation.bridges(actor, list(found))
    rows = [(programme, telling.in_short(bridges[programme.id])) for programme in found]
    return page(
        request,
        "staff/programmes/programmes.jinja",
        found=found,
        rows=rows,
        waiting=list(running.waiting_to_start(actor, on=local_date(now()))[:ON_A_PAGE]),
        may_adopt=may(actor.role, Action.ADOPT_RECIPE),
    )


@guarded(Action.SEE_PROGRAMME)
def programme(request: Request, programme_id: UUID) -> HttpResponse:
    """The bridge, three sentences, the roles with gaps, and the ways on. `?enhed=` shows one unit."""
    actor = request.actor
    shown = running.get(actor, programme_id)
    if shown.preparing and may(actor.role, Action.ADOPT_RECIPE):
        return redirect("prepare", programme_id)
    units = evaluation.units(actor, shown)
    unit_id = _chosen(request.GET.get("enhed", ""), units)
    counts = evaluation.step_counts(actor, shown, unit_id)
    return page(
        request,
        "staff/programmes/programme.jinja",
        programme=shown,
        stones=rules.in_words(rules.stones(counts, language()), language()),
        sentences=telling.three_sentences(rules.highlights(counts)),
        local=_local_group(actor, shown, unit_id) if unit_id else None,
        tabs=_tabs(shown.id, units, unit_id),
        roles=_roles(shown),
        ambassadors=_ambassadors(actor, shown),
        may_office=may(actor.role, Action.SEE_OFFICE),
        may_import=may(actor.role, Action.IMPORT_REGISTER),
        erased=telling.erased(erasure.erased_standing(actor, shown.id)) if unit_id is None else [],
        ways=ways.of(actor, shown),
        limits=running.limits_of(shown).told,
    )


def _chosen(wanted: str, units: list[tuple[UUID, str]]) -> UUID | None:
    """The unit asked for; one without people here is as unknown as one that is not there."""
    if not wanted:
        return None
    found = next((unit_id for unit_id, _name in units if str(unit_id) == wanted), None)
    if found is None:
        raise NotVisible("unit")
    return found


def _local_group(actor: Actor, shown: Any, unit_id: UUID) -> tuple[Any, Any] | None:
    """The unit's local group and the day it meets next; None where it has no group (R343)."""
    group = areas.of_unit(actor, shown, unit_id)
    return (group, areas.meets_next(group, today=local_date(now()))) if group else None


def _tabs(programme_id: UUID, units: list[tuple[UUID, str]], chosen: UUID | None) -> list[tuple[str, str, bool]]:
    address = reverse("programme", args=[programme_id])
    if len(units) < 2:
        return []
    return [("", address, chosen is None)] + [
        (name, f"{address}?enhed={unit_id}", unit_id == chosen) for unit_id, name in units
    ]


def _ambassadors(actor: Actor, shown: Any) -> list[tuple[str, list[str]]]:
    """Each unit that takes part and its ambassadors, where the recipe has any; an empty list is a gap (R321)."""
    if not any(role.acts_as == Role.AMBASSADOR.value for role in running.recipe_of(shown).roles.values()):
        return []
    named = access.by_unit(actor, Role.AMBASSADOR, on=local_date(now()))
    return [(unit.name, named.get(unit.id, [])) for unit in running.units(actor, shown)[:UNITS_SHOWN]]


def _roles(shown: object) -> list[tuple[str, list[str]]]:
    """Each role of the recipe and who holds it, in the order they are needed; an empty list is a gap."""
    recipe, held = running.recipe_of(shown), running.holders(shown)  # type: ignore[arg-type]
    needed = dict.fromkeys(name for step in recipe.steps for name in step.by)
    return [
        (
            recipe_text.said(recipe.roles[name], language()),
            [row.membership.name if row.membership else row.organisation.name for row in held.get(name, [])],
        )
        for name in [*needed, *(name for name in recipe.roles if name not in needed)]
    ]
