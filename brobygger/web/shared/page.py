"""Rendering a page for an actor: menu, name, today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.web.shared import words
from brobygger.web.shared.jinja import url

# The main menu, in order. An entry is a family of pages, each with what it is called, where it leads, and the action
# that opens it: the first one that the actor may open stands in the menu, and the family beside each other on it.
MENU = (
    ((_("Min dag"), "my_day", Action.SEE_MY_DAY),),
    ((_("Arbejdsliste"), "worklist", Action.SEE_WORKLIST),),
    ((_("Tavlen"), "board", Action.SEE_BOARD),),
    ((_("Ventelister"), "waiting", Action.MATCH_WAITING),),
    ((_("Nye til os"), "received", Action.SEE_REFERRALS),),
    ((_("Grupper"), "groups", Action.SEE_GROUPS),),
    ((_("Frivillige"), "helping_hands", Action.SEE_VOLUNTEERS),),
    ((_("Som frivillig"), "own_volunteering", Action.OWN_VOLUNTEERING),),
    ((_("Mine beskeder"), "own_tips", Action.SEE_OWN_TIPS),),
    (
        (_("Beskeder"), "tips", Action.HANDLE_TIP),
        (_("Arrangementer"), "occasions", Action.HOLD_OCCASION),
        (_("Post"), "post", Action.SEE_MESSAGES),
    ),
    ((_("Borgere"), "people", Action.READ_PERSON),),
    (
        (_("Indsatser"), "programmes", Action.SEE_PROGRAMME),
        (_("Samarbejde"), "cooperation", Action.SEE_COOPERATION),
    ),
    ((_("Opskrifter"), "recipes", Action.SEE_RECIPES),),
    ((_("Tilbud"), "offers", Action.SEE_OFFERS),),
    ((_("Adgang og samtykke"), "read_log", Action.SEE_READ_LOG),),
    ((_("Organisationer"), "organisations", Action.SEE_ORGANISATIONS),),
)
OWN_MENU = {  # before the others, for whom has no other way to it from the menu
    Role.UNIT_MANAGER: (((_("Mit arbejde"), "own_work", Action.WRITE_OWN_TIME),),),
}
FIRST_PAGE = {
    Role.HOME_CARE_WORKER: "my_day",
    Role.AMBASSADOR: "my_day",
    Role.COORDINATOR: "worklist",
    Role.VISITATION: "worklist",
    Role.PROGRAMME_MANAGER: "programmes",
    Role.UNIT_MANAGER: "own_work",
    Role.ASSOCIATION_LEADER: "received",
    Role.HOST: "my_day",
    Role.VOLUNTEER: "my_day",
    Role.DATA_PROTECTION: "read_log",
    Role.ADMINISTRATOR: "organisations",
    Role.FINDER: "own_tips",
}


@dataclass(frozen=True)
class Shown:
    """The actor as the header shows him or her."""

    name: str
    role_title: str
    organisation_name: str


def page(request: HttpRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page for the request's actor."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = Shown(actor.name, str(words.ROLES[actor.role]), actor.organisation_name)
    frame = {
        "actor": shown,
        "role": actor.role,
        "menu": menu(request, actor),
        "beside": beside(request, actor),
        "messages": get_messages(request),
        "today": local_date(now()),
        "words": words,
    }
    return render(request, template, {**frame, **context}, status=status)


def form_page(request: HttpRequest, template: str, /, *, form: Any, **context: Any) -> HttpResponse:
    """A page with a form: 422 when it was sent and has errors."""
    return page(request, template, status=422 if form.is_bound else 200, form=form, **context)


Entry = tuple[str, str, bool]  # what it is called, where it leads, whether the reader is there


def menu(request: HttpRequest, actor: Actor) -> list[Entry]:
    """The pages this actor may open. Which one is current follows the address."""
    return [
        (family[0][0], family[0][1], any(current for _label, _address, current in family))
        for family in _families(request, actor)
    ]


def beside(request: HttpRequest, actor: Actor) -> list[Entry]:
    """The family of the page that the address names, when it has more than one page; else nothing."""
    here = [
        family for family in _families(request, actor) if any(address == request.path for _n, address, _c in family)
    ]
    return here[0] if here and len(here[0]) > 1 else []


def _families(request: HttpRequest, actor: Actor) -> list[list[Entry]]:
    families = (*OWN_MENU.get(actor.role, ()), *MENU)
    allowed = [[(label, url(name)) for label, name, action in family if may(actor.role, action)] for family in families]
    return [
        [(str(label), address, request.path.startswith(address)) for label, address in family]
        for family in allowed
        if family
    ]
