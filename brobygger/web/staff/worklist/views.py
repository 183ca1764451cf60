"""The coordinator's worklist: everything that waits, over all organisations, and taking it over."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.counts import CAP
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.episodes import operations as episode_moves
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.followup import operations as task_moves
from brobygger.pathway.followup import queries as followup
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.access.queries import names_of
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.people import steps
from brobygger.web.staff.people.bridge import stones
from brobygger.web.staff.worklist.tabs import EMPTY, LAST_PAGE, TABS, counts, listed

TAKEN = "taken_over"  # session key: what the last click took, for undo


@guarded(Action.SEE_WORKLIST)
def worklist(request: Request) -> HttpResponse:
    """?fane= the tab, ?side= the page, ?vis= the person shown at the side."""
    actor, today = request.actor, local_date(now())
    numbers = counts(actor, on=today)
    tab = request.GET.get("fane", "")
    if tab not in TABS:
        tab = "forfaldne" if numbers["forfaldne"] else "alle"
    number = _number(request.GET.get("side", ""))
    shown = _uuid(request.GET.get("vis", ""))
    here = listed(actor, tab=tab, number=number, on=today)
    return page(
        request,
        "staff/worklist/worklist.jinja",
        tab=tab,
        tab_title=TABS[tab],
        tabs=[(title, _address(key), key == tab, _count(numbers[key])) for key, title in TABS.items()],
        empty=EMPTY[tab],
        listed=here,
        here=_address(tab, number),
        side=_side(actor, shown) if shown else None,
        shown=shown,
        may_import=may(actor.role, Action.IMPORT_REGISTER),
    )


def _side(actor: Any, person_id: UUID) -> dict[str, Any] | None:
    """The preview: who it is, how to reach them, where on the bridge. None for somebody who is not there."""
    fields = {Fields.NAME, Fields.AGE, Fields.CONTACT, Fields.ADDRESS, Fields.EPISODES}
    person = read_many(actor, [person_id], purpose=Purpose.BRIDGING, only=fields).get(person_id)
    if person is None:
        return None
    episode = episodes.newest_of_persons(actor, [person_id]).get(person_id)
    if episode is None:
        return {"person": person, "episode": None}
    line = episodes.line_of(actor, episode.id)
    names = names_of(actor, [episode.owner_user_id])
    return {
        "person": person,
        "episode": episode,
        "stones": stones(episode, line, names),
        "to_do": steps.to_do(episode.next_step) if episode.status == "active" else "",
        "owner": (episode.owner_user_id and names.get(episode.owner_user_id)) or steps.role_of(episode),
    }


@guarded(Action.DO_TASK, methods=("POST",))
def take_over(request: Request) -> HttpResponse:
    """The chosen rows now lie with the actor, who can undo it at once."""
    actor = request.actor
    chosen = request.POST.getlist("valgt")[:100]
    taken = _move(actor, chosen, take=True)
    if not taken:
        raise Refusal(_("Sæt flueben ved det, du vil tage over."))
    request.session[TAKEN] = taken
    say(
        request,
        ngettext("Du har taget %(n)s over.", "Du har taget %(n)s over.", len(taken)) % {"n": len(taken)},
        undo_url=reverse("let_go"),
        undo_label=_("Fortryd"),
    )
    return HttpResponseRedirect(_back(request))


@guarded(Action.DO_TASK, methods=("POST",))
def let_go(request: Request) -> HttpResponse:
    """Undo of the last taking over."""
    _move(request.actor, request.session.pop(TAKEN, []), take=False)
    say(request, _("Det ligger igen, hvor det lå før."), kind="info")
    return HttpResponseRedirect(reverse("worklist"))


def _move(actor: Any, keys: list[str], *, take: bool) -> list[str]:
    """Take or give back rows by their keys; returns the keys that were found."""
    at = now()
    ids: dict[str, set[UUID]] = {"episode": set(), "task": set()}
    for key in keys:
        kind, _dash, text = key.partition("-")
        row_id = _uuid(text)
        if kind in ids and row_id:
            ids[kind].add(row_id)
    found = episodes.by_ids(actor, ids["episode"])
    tasks = followup.by_ids(actor, ids["task"])
    if found:
        move = episode_moves.take_over if take else episode_moves.let_go
        move(episodes=found.values(), by=actor, at=at)
    for task in tasks.values():
        (task_moves.take_over if take else task_moves.let_go)(task=task, by=actor, at=at)
    return [f"episode-{row_id}" for row_id in found] + [f"task-{row_id}" for row_id in tasks]


def _back(request: Request) -> str:
    tab = request.POST.get("fane", "")
    return _address(tab if tab in TABS else "alle", _number(request.POST.get("side", "")))


def _address(tab: str, number: int = 1) -> str:
    query = {"fane": tab} | ({"side": number} if number > 1 else {})
    return f"{reverse('worklist')}?{urlencode(query)}"


def _count(number: int) -> str:
    return f"{CAP - 1}+" if number >= CAP else str(number)


def _number(text: str) -> int:
    return max(1, min(whole(text) or 1, LAST_PAGE))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
