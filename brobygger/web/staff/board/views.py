"""Tavlen: a unit's persons with colour and next step, at a desk or on the wall."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.organisations import queries as organisations
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.board.cards import board_of, month_in_words

SECONDS_BETWEEN = 60  # the wall looks again once a minute


@guarded(Action.SEE_BOARD)
def boards(request: Request) -> HttpResponse:
    """One's own unit's board; for those who work across units, the choice of one."""
    actor = request.actor
    units = _units(actor)
    if len(units) == 1:
        return HttpResponseRedirect(reverse("unit_board", args=[units[0].id]))
    return page(request, "staff/board/boards.jinja", units=units)


@guarded(Action.SEE_BOARD)
def board(request: Request, unit_id: UUID) -> HttpResponse:
    """The board at a desk: every card leads to the person."""
    actor, at = request.actor, now()
    unit = unit_of(actor, unit_id)
    return page(
        request,
        "staff/board/board.jinja",
        unit=unit,
        board=board_of(actor, unit.id, at=at, whole=request.GET.get("kolonne", "")),
        month=month_in_words(actor, unit.id, at=at),
        opens_persons=may(actor.role, Action.READ_PERSON),
        several=actor.scope is not Scope.UNIT,
    )


@guarded(Action.SEE_BOARD)
def wall(request: Request, unit_id: UUID) -> HttpResponse:
    """The same on the wall: larger, first names and initials only, and it looks again by itself."""
    actor, at = request.actor, now()
    unit = unit_of(actor, unit_id)
    response = page(
        request,
        "staff/board/wall.jinja",
        unit=unit,
        board=board_of(actor, unit.id, at=at),
        month=month_in_words(actor, unit.id, at=at),
        at=at,
    )
    response.headers["Refresh"] = str(SECONDS_BETWEEN)
    return response


def _units(actor: Actor) -> list[Any]:
    return [unit for unit in organisations.units(actor) if actor.scope is not Scope.UNIT or unit.id in actor.unit_ids]


def unit_of(actor: Actor, unit_id: UUID) -> Any:
    """The unit, if its board is the actor's to see. Raises NotVisible."""
    if actor.scope is Scope.UNIT and unit_id not in actor.unit_ids:
        raise NotVisible("unit")
    return organisations.unit(actor, unit_id)
