"""Entries that may be one offer: look at them side by side, make them one, or say that they are two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries as offers
from brobygger.communities.upkeep import one_offer
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

WHY = {
    "name": gettext_lazy("navnene ligner"), "place": gettext_lazy("samme sted"),
    "phone": gettext_lazy("samme telefon"), "time": gettext_lazy("samme dag og tid"),
}  # fmt: skip


@guarded(Action.MATCH_WAITING)
def twins(request: Request) -> HttpResponse:
    """Pairs, the likeliest first; and what has been merged, with a way back."""
    actor = request.actor
    pairs = one_offer.found(actor)
    known = {
        one.id: one for one in offers.by_ids(actor, [key for pair in pairs for key in (pair.one.id, pair.other.id)])
    }
    rows = [(known[pair.one.id], known[pair.other.id], [WHY[code] for code in pair.why]) for pair in pairs]
    return page(request, "staff/gaps/twins.jinja", rows=rows, merged=one_offer.merged(actor))


@guarded(Action.MATCH_WAITING, methods=("POST",))
def merge(request: Request) -> HttpResponse:
    """Keep the chosen one."""
    keep, other = _chosen(request, "keep"), _chosen(request, "other")
    made = one_offer.merge(keep=keep, other=other, by=request.actor, at=now())
    say(
        request, _("%(name)s er nu ét tilbud.") % {"name": keep.name},
        undo_url=reverse("twins_undo", args=[made.id]), undo_label=_("Fortryd"),
    )  # fmt: skip
    return redirect("twins")


@guarded(Action.MATCH_WAITING, methods=("POST",))
def are_two(request: Request) -> HttpResponse:
    """They only look alike."""
    one_offer.are_two(one=_chosen(request, "keep"), other=_chosen(request, "other"), by=request.actor, at=now())
    say(request, _("De bliver ikke vist sammen igen."))
    return redirect("twins")


@guarded(Action.MATCH_WAITING, methods=("POST",))
def undo(request: Request, merge_id: UUID) -> HttpResponse:
    """Each is as it was."""
    made = one_offer.undo(merge_id=merge_id, by=request.actor, at=now())
    say(request, _("%(one)s og %(other)s er to tilbud igen.") % {"one": made.kept.name, "other": made.other.name})
    return redirect("twins")


def _chosen(request: Request, name: str) -> Any:
    try:
        return offers.get(request.actor, UUID(request.POST.get(name, "")))
    except ValueError:
        raise Refusal(_("Vælg de to tilbud igen.")) from None
