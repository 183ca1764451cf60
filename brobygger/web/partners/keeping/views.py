"""Is the directory still right? Who said so, when, and how often each offer is asked about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brobygger.communities.offers.freshness_rules import is_stale, last_sign, score
from brobygger.communities.offers.queries import to_describe
from brobygger.communities.upkeep import operations, queries, rules
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import keep_true
from brobygger.registry.access.policy import Action
from brobygger.registry.links.queries import address_of, newest_for
from brobygger.registry.links.rules import Opens
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import printed, qr

INTERVALS = {
    30: gettext_lazy("hver måned"), 91: gettext_lazy("hvert kvartal"), 182: gettext_lazy("hvert halve år"),
    365: gettext_lazy("en gang om året"), 0: gettext_lazy("aldrig af sig selv"),
}  # fmt: skip
ANSWERS = {
    "still_right": gettext_lazy("passer stadig"), "corrected": gettext_lazy("rettet"),
    "gone": gettext_lazy("findes ikke mere"), "not_right": gettext_lazy("passer ikke"),
}  # fmt: skip


class IntervalForm(forms.Form):
    """How often to ask."""

    every_days = forms.TypedChoiceField(
        label=gettext_lazy("Hvor tit spørger vi, om det passer?"), coerce=int, widget=forms.RadioSelect,
        choices=[(days, INTERVALS[days]) for days in sorted(rules.CHOICES, key=lambda days: days or 9999)],
        error_messages={
            "required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen."),
        },
    )  # fmt: skip


@guarded(Action.EDIT_OFFER)
def keeping(request: Request) -> HttpResponse:
    """Every offer one may describe: those that have waited longest for a word first."""
    today = local_date(now())
    found = sorted(
        queries.kept(request.actor), key=lambda one: (one.offer.confirmed_on is not None, one.offer.confirmed_on)
    )
    rows = []
    for one in found:
        sign = last_sign(one.offer.confirmed_on, one.offer.seen_on)
        rows.append((one, is_stale(sign, today), INTERVALS[one.every_days], score(sign, today)))
    new = queries.changes_to_tell(request.actor)
    return page(request, "partners/keeping/keeping.jinja", rows=rows, answers=ANSWERS, new=new)


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def one(request: Request, offer_id: UUID) -> HttpResponse:
    """One offer: who said what when, how often it is asked about, and asking now."""
    actor = request.actor
    offer = to_describe(actor, offer_id)
    kept = queries.kept_one(offer)
    form = IntervalForm(request.POST or None, initial={"every_days": kept.every_days})
    if form.is_bound and form.is_valid():
        operations.ask_every(offer=offer, days=form.cleaned_data["every_days"], by=actor, at=now())
        say(request, _("Det er gemt."))
        return redirect("keeping_offer", offer_id=offer.id)
    has_slip = bool(_live_link(request, offer_id))
    context = {
        "offer": offer, "kept": kept, "form": form, "said": queries.words_of(actor, offer), "answers": ANSWERS,
        "has_slip": has_slip, "by_sms": keep_true.can_be_asked_by_sms(offer),
        "score": score(last_sign(offer.confirmed_on, offer.seen_on), local_date(now())),
    }  # fmt: skip
    return page(request, "partners/keeping/offer.jinja", status=422 if form.is_bound else 200, **context)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def ask(request: Request, offer_id: UUID) -> HttpResponse:
    """Ask by e-mail now, whatever the interval."""
    offer = to_describe(request.actor, offer_id)
    keep_true.ask(offer=offer, by=request.actor, at=now(), by_sms=request.POST.get("way") == "sms")
    say(request, _("Spørgsmålet er lagt i udbakken. Svaret kommer af sig selv."))
    return redirect("keeping_offer", offer_id=offer.id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def new_slip(request: Request, offer_id: UUID) -> HttpResponse:
    """A new link for those who have no e-mail; an earlier slip stops."""
    offer = to_describe(request.actor, offer_id)
    keep_true.link_for(offer=offer, by=request.actor, at=now())
    say(request, _("Sedlen er klar. Print den, og send eller giv den."))
    return redirect("keeping_offer", offer_id=offer.id)


@guarded(Action.EDIT_OFFER)
def slip(request: Request, offer_id: UUID) -> HttpResponse:
    """The question on paper, with a code that opens the page."""
    offer = to_describe(request.actor, offer_id)
    link = _live_link(request, offer_id)
    if link is None:
        raise NotVisible("link")
    language = "en" if (get_language() or "da").startswith("en") else "da"
    data = {
        "language": language,
        "title": _("Passer det stadig?"),
        "qr": qr(address_of(link)),
        "place": offer.name,
        "until": dates.exact_day(local_date(link.expires_at), language),
        "phone": settings.BROBYGGER_PHONE,
        "words": {
            "how": _("Scan koden, og sig ja med et tryk. Du kan også rette det, der er nyt. Du skal ikke logge ind."),
            "type": _("Eller skriv adressen:"), "call": _("Eller ring:"), "scan": _("QR-kode til siden"),
            "paper": _("Eller skriv her, hvad der er nyt, og send sedlen tilbage:"),
            "who": _("Hvem tager imod?"), "phone": _("Telefon"), "what": _("Dag, tid, sted og pris"),
            "until": _("Koden virker til"), "place": _("Det handler om"),
        },
    }  # fmt: skip
    return printed("slip.typ", data, name="passer-det-stadig")


def _live_link(request: Request, offer_id: UUID) -> Any:
    link = newest_for(request.actor, Opens.KEEP_OFFER, [offer_id]).get(offer_id)
    return link if link and link.used_at is None and link.expires_at > now() else None
