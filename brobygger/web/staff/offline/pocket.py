"""The catalogue in the pocket: what there is near an address, in a few lines each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.journeys.sign_up import SHARED
from brobygger.pathway.matching.rules import kilometres
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.web.shared import dates, words

NEAR, MOST = 12, 300  # offers for each visit; offers of the municipality looked through


class Place(NamedTuple):
    """An offer and what is read aloud before its receiver is told."""

    offer: Any
    consent: str


def places(actor: Actor, today: date) -> list[Place]:
    """Every published offer of the municipality that somebody can be sent to. One query."""
    found = [offer for offer in offers.local_offers(actor)[:MOST] if offer.organisation is not None]
    texts = {name: _consent_text(name, today) for name in {offer.organisation.name for offer in found}}
    return [Place(offer, texts[offer.organisation.name]) for offer in found]


def _consent_text(receiver: str, today: date) -> str:
    """What is read aloud before a receiver is told, as the page with coverage has it."""
    context = {
        "receiver": receiver, "data": [words.FIELDS[group] for group in SHARED],
        "until": today + timedelta(days=DEFAULT_DAYS),
    }  # fmt: skip
    return render_to_string(f"consent/{CONSENT_TEXT[ConsentPurpose.REFERRAL]}.jinja", context)


def near(person: Any, found: list[Place]) -> list[tuple[str, str]]:
    """The nearest to a person's address: which, and how far; those nobody has placed come last."""
    far = [kilometres(person.latitude, person.longitude, each.offer.latitude, each.offer.longitude) for each in found]
    ranked = sorted(zip(far, found, strict=True), key=lambda each: (each[0] is None, each[0] or 0.0))[:NEAR]
    return [(str(each.offer.id), _away(km)) for km, each in ranked]


def told(found: list[Place], named: set[str]) -> dict[str, dict[str, str]]:
    """The offers that some visit names, each once: an attempt to send must not carry more than it needs."""
    return {
        str(each.offer.id): _told(each.offer) | {"consent": each.consent}
        for each in found
        if str(each.offer.id) in named
    }


def _told(offer: Any) -> dict[str, str]:
    days = ", ".join(str(words.WEEKDAYS[day]) for day in offer.weekdays)
    clock = dates.clock(offer.time, get_language() or "da") if offer.time else ""
    when = f"{days} {clock}" if days and clock else days or clock
    price = "" if offer.price_dkk is None else _("gratis") if not offer.price_dkk else _("%(n)s kr.") % {
        "n": offer.price_dkk}  # fmt: skip
    who = _("%(name)s tager imod") % {"name": offer.contact_name} if offer.contact_name else ""
    return {
        "id": str(offer.id), "name": offer.name, "when": f"{when[:1].upper()}{when[1:]}", "where": offer.address,
        "price": f"{price[:1].upper()}{price[1:]}", "who": who,
    }  # fmt: skip


def _away(km: float | None) -> str:
    if km is None:
        return ""
    far = f"{km:.1f}" if km < 10 else f"{km:.0f}"
    far = far.replace(".", ",") if not (get_language() or "da").startswith("en") else far
    return _("%(km)s km herfra") % {"km": far}
