"""A leader leaves: choose who, see what he or she owns, and pass it on in one go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import pass_on as journey
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import said
from brobygger.web.staff.office.asking import form_page, member, people
from brobygger.web.staff.office.governance_forms import PassOnForm

SHOWN = 100


@guarded(Action.RUN_OFFICE)
def leavers(request: Request) -> HttpResponse:
    """Who is leaving? Everybody who can own something."""
    actor: Actor = request.actor
    return page(request, "staff/office/leavers.jinja", people=people(actor))


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def pass_on(request: Request, membership_id: UUID) -> HttpResponse:
    """What one person owns, and who takes over."""
    actor: Actor = request.actor
    leaver = access.get_membership(actor, membership_id)
    owned = journey.owned(actor, leaver, now())
    others = [(one_id, name) for one_id, name in people(actor) if one_id != str(leaver.id)]
    form = PassOnForm(request.POST or None, people=others)

    def save(given: dict[str, Any]) -> str:
        successor = member(actor, given["successor"])
        moved = journey.pass_on(leaver=leaver, successor=successor, by=actor, at=now())
        values = {"n": moved, "name": successor.name}
        return (
            ngettext("%(n)s ting er givet videre til %(name)s.", "%(n)s ting er givet videre til %(name)s.", moved)
            % values
        )

    if request.method == "GET":
        return page(
            request, "staff/office/pass_on.jinja", leaver=leaver, owned=_in_words(owned)[:SHOWN], form=form,
        )  # fmt: skip
    return form_page(
        request, form=form, title=_("%(name)s stopper") % {"name": leaver.name}, submit=_("Giv det hele videre"),
        back=(_("Hvem stopper?"), reverse("leavers")), to=reverse("pass_on", args=[leaver.id]), save=save,
    )  # fmt: skip


def _in_words(owned: list[Any]) -> list[tuple[str, str, str]]:
    return [(str(said.OWNED[one.kind]), _title(one), one.programme) for one in owned]


def _title(one: Any) -> str:
    if one.kind == "task":
        return ngettext("%(n)s åben opfølgning", "%(n)s åbne opfølgninger", int(one.title)) % {"n": one.title}
    return str(one.title)
