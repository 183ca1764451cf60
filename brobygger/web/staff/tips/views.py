"""Tips: sending one, the receipt, and the list of those that wait."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from brobygger.communities.directory import sign_ups
from brobygger.communities.reach import queries as reach
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import find
from brobygger.pathway.detection import queries as detection
from brobygger.registry.access.policy import Action, may
from brobygger.registry.instruments.load import help_places
from brobygger.registry.instruments.rules import help_needed
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.tips.forms import USUAL_SENDER, TipForm
from brobygger.web.staff.visits.about import in_words

ON_A_PAGE, MOST_SIGN_UPS = 25, 50


@guarded(Action.SEND_TIP, methods=("GET", "POST"))
def send(request: Request) -> HttpResponse:
    """«Jeg er bekymret for en borger»: anybody who is signed in may say so."""
    actor = request.actor
    initial = {"tip_id": str(new_id()), "sender_kind": USUAL_SENDER.get(actor.role, "other")}
    form = TipForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        tip = find.send_tip(**form.cleaned_data, by=actor, at=now())
        return HttpResponseRedirect(reverse("receipt", args=[tip.id]))
    return page(request, "staff/tips/send.jinja", status=422 if request.method == "POST" else 200, form=form)


@guarded(Action.SEND_TIP)
def receipt(request: Request, tip_id: UUID) -> HttpResponse:
    """What the sender gets: a number to say in the telephone, and what came of it."""
    actor = request.actor
    tip = detection.tip(actor, tip_id)
    if tip.sent_by_id != actor.user_id and not may(actor.role, Action.HANDLE_TIP):
        raise NotVisible("tip")
    places = list(help_places().values()) if help_needed(tip.worry) else []
    return page(request, "staff/tips/receipt.jinja", tip=tip, help_places=places, in_words=in_words)


@guarded(Action.HANDLE_TIP)
def tips(request: Request) -> HttpResponse:
    """Tips nobody has taken up, oldest first."""
    actor = request.actor
    found = Paginator(detection.new_tips(actor), ON_A_PAGE).get_page(request.GET.get("side"))
    waiting = sign_ups.waiting(actor)[:MOST_SIGN_UPS]
    hung = reach.codes(actor)
    return page(
        request,
        "staff/tips/tips.jinja",
        tips=found,
        sign_ups=waiting,
        channels=[(hung.get(code, code), many) for code, many in sign_ups.by_channel(actor)],
        may_give_links=may(actor.role, Action.MANAGE_LINKS),
    )
