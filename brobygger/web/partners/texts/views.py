"""Texts that citizens read: an offer's own, any other before it is sent, and how they all read today."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries
from brobygger.communities.offers.freshness_rules import is_stale, last_sign
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import keep_true, tell_change
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.wording.rules import Audience, TextKind
from brobygger.web.partners.texts.forms import OfferForm, TextForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.text_panel import Advice, Panel, facts_beside, panel_of

MOST_OFFERS = 200
PANEL_ALONE = "X-Panel"  # asked for by text-check.js: the panel without the page around it


@dataclass(frozen=True)
class Row:
    """One offer in the report."""

    id: UUID
    name: str
    advice: list[Advice]
    stale: bool


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def offer(request: Request, offer_id: UUID) -> HttpResponse:
    """Describe an offer; the panel says how the text reads. It advises and never stands in the way of saving."""
    actor: Actor = request.actor
    shown = queries.to_describe(actor, offer_id)
    if request.method == "GET":
        form = OfferForm(initial=OfferForm.starting_with(shown))
        return _offer_page(request, shown, form, _panel(shown.description.get("da", ""), shown), shown.for_volunteers)
    form = OfferForm(request.POST)
    valid = form.is_valid()
    beside = SimpleNamespace(**{**_facts_of(shown), **(form.facts() if valid else {})})
    panel, to_volunteers = _panel(form.data.get("text", ""), beside), form.data.get("for_volunteers", "")
    if request.headers.get(PANEL_ALONE):
        return render(
            request, "partners/texts/panel.jinja", {"panel": panel, "volunteers": _to_volunteers(to_volunteers, beside)}
        )
    if not valid:
        return _offer_page(request, shown, form, panel, to_volunteers, status=422)
    if "check" in request.POST:
        return _offer_page(request, shown, form, panel, to_volunteers)
    new = tell_change.describe(offer=shown, danish=form.cleaned_data["text"], by=actor, at=now(), **form.facts())
    say(request, _("Teksten er gemt, og tilbuddet er tjekket i dag."))
    return redirect("offer_change" if new else "offer_edit", offer_id=shown.id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def still_right(request: Request, offer_id: UUID) -> HttpResponse:
    """“Passer det stadig?” answered with yes, in one click."""
    actor: Actor = request.actor
    confirmed = keep_true.confirmed_here(offer=queries.to_describe(actor, offer_id), by=actor, at=now())
    say(request, _("Tak. %(name)s er tjekket i dag.") % {"name": confirmed.name})
    return redirect("texts")


def _facts_of(shown: Any) -> dict[str, Any]:
    names = ("weekdays", "time", "address", "kind", "price_dkk", "contact_name", "contact_phone", "transport")
    return {name: getattr(shown, name) for name in names}


def _panel(text: str, beside: Any) -> Panel:
    return panel_of(text, audience=Audience.PARTICIPANT, kind=TextKind.OFFER, known=facts_beside(beside))


def _to_volunteers(text: str, beside: Any) -> Panel | None:
    """What volunteers are asked to read is read as volunteers do; None while there is no such text."""
    if not text.strip():
        return None
    return panel_of(text, audience=Audience.VOLUNTEER, kind=TextKind.OFFER, known=facts_beside(beside))


def _offer_page(
    request: Request, shown: Any, form: OfferForm, panel: Panel, to_volunteers: str, status: int = 200
) -> HttpResponse:
    return page(
        request, "partners/texts/offer.jinja", status=status, offer=shown, form=form, panel=panel,
        volunteers=_to_volunteers(to_volunteers, shown),
    )  # fmt: skip


@guarded(Action.CHECK_TEXT, methods=("GET", "POST"))
def text_check(request: Request) -> HttpResponse:
    """Check a letter, an SMS, a poster before it is sent. Nothing is stored."""
    if request.method == "GET":
        start = {"kind": TextKind.LETTER.value, "audience": Audience.PARTICIPANT.value}
        return page(request, "partners/texts/check.jinja", form=TextForm(initial=start), panel=None)
    form = TextForm(request.POST)
    panel = None
    if form.is_valid():
        given = form.cleaned_data
        panel = panel_of(given["text"], audience=given["audience"], kind=given["kind"])
    if request.headers.get(PANEL_ALONE):
        return render(request, "partners/texts/panel.jinja", {"panel": panel})
    return page(request, "partners/texts/check.jinja", status=200 if panel else 422, form=form, panel=panel)


@guarded(Action.CHECK_TEXT)
def texts(request: Request) -> HttpResponse:
    """The report: each organisation's offers, those nobody has checked lately and those with most to win first."""
    actor: Actor = request.actor
    found = queries.all_to_describe(actor, most=MOST_OFFERS)
    organisations = [
        (name, sorted((_row(one) for one in theirs), key=lambda row: (not row.stale, -len(row.advice), row.name)))
        for name, theirs in groupby(found, key=lambda one: one.organisation.name if one.organisation else "")
    ]
    return page(
        request,
        "partners/texts/texts.jinja",
        organisations=organisations,
        may_edit=may(actor.role, Action.EDIT_OFFER),
        offers=len(found),
        fine=sum(not row.advice for _name, rows in organisations for row in rows),
        cut=len(found) == MOST_OFFERS,
    )


def _row(one: Any) -> Row:
    advice = _panel(one.description.get("da", ""), one).advice
    return Row(one.id, one.name, advice, is_stale(last_sign(one.confirmed_on, one.seen_on), local_date(now())))
