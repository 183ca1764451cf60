"""The directory of offers: where people can go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.communities.offers.freshness_rules import is_stale, last_sign
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared import words
from brobygger.web.shared.dates import clock
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page

PAGE = 50


@dataclass(frozen=True)
class OfferCard:
    """An offer in words."""

    id: UUID
    name: str
    organisation: str
    kind: str
    text: str
    when: str
    where: str
    price: str
    phone: str = ""
    nationwide: bool = False
    stale: bool = False
    confirmed_on: date | None = None


def of_offer(offer: Any) -> OfferCard:
    """An offer of the municipality."""
    days = ", ".join(str(words.WEEKDAYS[day]) for day in offer.weekdays)
    at = clock(offer.time, _language()) if offer.time else ""
    return OfferCard(
        id=offer.id,
        name=offer.name,
        organisation=offer.organisation.name if offer.organisation else "",
        kind=words.said(words.OFFER_KINDS, offer.kind),
        text=_text(offer.description),
        when=f"{days} {at}".strip(),
        where=offer.address or offer.area,
        price="" if offer.price_dkk is None else _("gratis") if offer.price_dkk == 0 else f"{offer.price_dkk} kr.",
        phone=offer.contact_phone,
        stale=is_stale(last_sign(offer.confirmed_on, offer.seen_on), local_date(now())),
        confirmed_on=offer.confirmed_on,
    )


def of_national(offer: Any) -> OfferCard:
    """An offer of the country: somebody calls together with the person."""
    where = _("hele landet") if offer.nationwide else ", ".join(offer.areas[:6])
    return OfferCard(
        id=offer.id,
        name=offer.name,
        organisation=", ".join(offer.organisation_names),
        kind=words.said(words.OFFER_KINDS, offer.kind),
        text=_text(offer.description),
        when="",
        where=where,
        price="",
        nationwide=True,
    )


def _text(description: dict[str, str]) -> str:
    return description.get(_language()) or description.get("da", "")


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


@guarded(Action.SEE_OFFERS)
def all_offers(request: Request) -> HttpResponse:
    """?art= the kind, ?q= a text, ?hvor=landet for the country's own; ?side= the page."""
    actor = request.actor
    kind, text = request.GET.get("art", ""), request.GET.get("q", "").strip()[:100]
    national = request.GET.get("hvor") == "landet"
    number_shown = max(1, min(whole(request.GET.get("side", "")) or 1, 100))
    known = kind if kind in words.OFFER_KINDS else ""
    found = offers.find(actor, on=local_date(now()), kind=known, text=text, national=national)
    first = (number_shown - 1) * PAGE
    rows = list(found[first : first + PAGE + 1])
    write = of_national if national else of_offer
    query = {"art": kind, "q": text} | ({"hvor": "landet"} if national else {})
    return page(
        request,
        "staff/matching/offers.jinja",
        offers=[write(offer) for offer in rows[:PAGE]],
        more=len(rows) > PAGE,
        number=number_shown,
        query=f"{reverse('offers')}?{urlencode(query)}&side=",
        kind=kind,
        kinds=list(words.OFFER_KINDS.items()),
        text=text,
        national=national,
        may_add=may(actor.role, Action.EDIT_OFFER),
        may_see_gaps=may(actor.role, Action.MATCH_WAITING),
        may_check=may(actor.role, Action.CHECK_TEXT),
        tabs=[
            (_("Her i kommunen"), reverse("offers"), not national, None),
            (_("Hele landet"), f"{reverse('offers')}?hvor=landet", national, None),
        ],
    )
