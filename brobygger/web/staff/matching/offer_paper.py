"""Offers on paper: a booklet by area to fold, and a poster of one offer with a code that rings up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.directory.writing_rules import plain_channel
from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.registry.access.policy import Action
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.paper import printed, qr
from brobygger.web.staff.matching.offers import of_national, of_offer
from brobygger.web.staff.paper.slips import general_slip
from brobygger.web.staff.register.letter_text import phone as our_phone

MOST_OFFERS = 200
ON_A_PAGE, ON_A_LARGE_PAGE = 3, 2
LONGEST_TEXT, LONGEST_LARGE_TEXT = 190, 130  # signs: what a third (a half) of an A5 page holds
LONGEST_POSTER, LONGEST_LARGE_POSTER = 360, 150
DESIGNS = ("enkel", "ramme", "baand")
# Other paper about one offer: the template, and how many signs of its text there is room for.
SLIPS = {"loebeseddel": ("flyer.typ", 260), "avis": ("notice.typ", 180), "opslag": ("board.typ", 320)}


@guarded(Action.SEE_OFFERS)
def booklet(request: Request) -> HttpResponse:
    """?stor=1 larger type; ?laes=1 the pages in order, to read on a screen or aloud instead of folding.

    ?seddel=1 a slip to tear off on the back, with nothing behind it.
    """
    actor = request.actor
    large = request.GET.get("stor") == "1"
    found = list(offers.local_offers(actor)[:MOST_OFFERS])
    longest, on_a_page = (LONGEST_LARGE_TEXT, ON_A_LARGE_PAGE) if large else (LONGEST_TEXT, ON_A_PAGE)
    inside = pages_of([_entry(offer, longest) for offer in found], on_a_page)
    slip = general_slip(request) if request.GET.get("seddel") == "1" else None
    if slip and (len(inside) + 2) % 4 == 0:  # what is torn off must not take an offer with it
        inside.append({"area": "", "offers": []})
    data = {
        "language": _language(),
        "title": _("Mød andre i %(place)s") % {"place": actor.municipality_name},
        "made": dates.exact_day(local_date(now()), _language()),
        "pages": inside,
        "sheets": [] if request.GET.get("laes") == "1" else folded(len(inside) + 2),
        "large": large,
        "phone": our_phone(),
        "slip": slip,
        "words": _words(),
    }
    return printed("booklet.typ", data, name="haefte")


@guarded(Action.SEE_OFFERS)
def poster(request: Request, offer_id: UUID) -> HttpResponse:
    """One page about one offer. ?design= one of three, ?stor=1 larger type.

    ?sted= where it will hang: then its code leads to the offer's public page and brings the place along, so that those
    who write can be counted by paper (R366). Without it the code rings up.
    """
    offer = offers.get(request.actor, offer_id)
    chosen = request.GET.get("design", "")
    large = request.GET.get("stor") == "1"
    channel = plain_channel(request.GET.get("sted", "")[:200])
    entry = _entry(offer, LONGEST_LARGE_POSTER if large else LONGEST_POSTER)
    data = {
        "language": _language(),
        "title": entry["name"],
        "offer": entry,
        "design": chosen if chosen in DESIGNS else DESIGNS[0],
        "large": large,
        "qr": qr(_public_page(request, offer_id, channel) if channel else rings_up(entry["phone"])),
        "words": _words() | (_words_of_page() if channel else {}),
    }
    return printed("poster.typ", data, name="plakat")


@guarded(Action.SEE_OFFERS)
def slip(request: Request, offer_id: UUID) -> HttpResponse:
    """?slags= a flyer of half a sheet, a notice for the paper, or a sheet for a notice board with slips to tear off.

    Made from the offer's data, as the poster is. ?sted= as there.
    """
    offer = offers.get(request.actor, offer_id)
    template, longest = SLIPS.get(request.GET.get("slags", ""), SLIPS["loebeseddel"])
    channel = plain_channel(request.GET.get("sted", "")[:200])
    entry = _entry(offer, longest)
    data = {
        "language": _language(), "title": entry["name"], "offer": entry,
        "qr": qr(_public_page(request, offer_id, channel) if channel else rings_up(entry["phone"])),
        "words": _words() | (_words_of_page() if channel else {}),
    }  # fmt: skip
    return printed(template, data, name=template.removesuffix(".typ"))


def as_text(offer: Any) -> str:
    """What a notice says, as plain text: to send to a paper, or to begin a text of one's own with."""
    entry = _entry(offer, LONGEST_POSTER)
    facts = [f"{fact['what']}: {fact['said']}" for fact in entry["facts"]]
    call = _("Ring %(phone)s") % {"phone": entry["phone"]}
    who = f" {_('til')} {entry['contact']}" if entry["contact"] else ""
    return "\n".join(filter(None, [entry["name"], entry["text"], *facts, f"{call}{who}."]))


def _public_page(request: Request, offer_id: UUID, channel: str) -> str:
    return request.build_absolute_uri(f"{reverse('find_offer', args=[offer_id])}?k={channel}")


def _words_of_page() -> dict[str, str]:
    return {"scan": _("Scan koden med din telefon, og læs mere."), "qr": _("QR-kode til tilbuddets side")}


def rings_up(phone: str) -> str:
    """The address a telephone dials: Danish numbers of eight digits get their country."""
    digits = re.sub(r"[^0-9+]", "", phone)
    return f"tel:+45{digits}" if len(digits) == 8 else f"tel:{digits}"


def pages_of(entries: Sequence[dict[str, Any]], on_a_page: int) -> list[dict[str, Any]]:
    """The inside pages: each area begins on a page of its own, and a page holds so many offers."""
    in_order = sorted(entries, key=lambda entry: (entry["area"] == "", entry["area"].casefold(), entry["name"]))
    return [
        {"area": area or _("Hele kommunen"), "offers": list(some)}
        for area, those in groupby(in_order, key=lambda entry: entry["area"])
        for some in _by(list(those), on_a_page)
    ]


def _by(entries: list[dict[str, Any]], count: int) -> list[list[dict[str, Any]]]:
    return [entries[first : first + count] for first in range(0, len(entries), count)]


def folded(count: int) -> list[tuple[int, int]]:
    """Which pages stand left and right on each side of the sheets, so that folding puts them in order.

    Pages count from 0; the last is the back. The inside is filled with empty pages (-1) to a whole number of sheets.
    Print on both sides, turn on the short edge, fold once.
    """
    whole = -(-count // 4) * 4
    place = [*range(count - 1), *[-1] * (whole - count), count - 1]
    sides = []
    for side in range(whole // 2):
        outer, inner = place[whole - 1 - side], place[side]
        sides.append((outer, inner) if side % 2 == 0 else (inner, outer))
    return sides


def _entry(offer: Any, longest: int) -> dict[str, Any]:
    card = of_offer(offer) if offer.organisation_id else of_national(offer)
    return {
        "name": card.name,
        "area": offer.area,
        "by": card.organisation,
        "text": _shortened(card.text, longest),
        "facts": [
            {"what": what, "said": said}
            for what, said in (
                (_("Hvornår"), card.when),
                (_("Hvor"), card.where),
                (_("Pris"), card.price),
                (_("Godt at vide"), _ease(offer)),
            )
            if said
        ],
        "contact": offer.contact_name,
        "phone": card.phone or (offer.organisation.phone if offer.organisation else "") or our_phone(),
    }


def _ease(offer: Any) -> str:
    known = (
        (offer.step_free, _("ingen trin")),
        (offer.hearing_loop, _("teleslynge")),
        (offer.transport, _("vi kan hente dig")),
    )
    return ", ".join(said for is_so, said in known if is_so)


def _shortened(text: str, longest: int) -> str:
    """Whole sentences as far as they fit; else whole words."""
    if len(text) <= longest:
        return text
    sentence = text[:longest].rpartition(". ")[0]
    return f"{sentence}." if sentence else text[: longest - 1].rpartition(" ")[0] + "…"


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def _words() -> dict[str, str]:
    return {
        "welcome": _("Ring, og hør, hvordan du kommer i gang. Spørg også, hvem der tager imod dig den første gang."),
        "find": _("Her kan du mødes med andre"),
        "call": _("Ring"),
        "to": _("til"),
        "first": _("Er du ny? Ring først. Så hører du, hvem der tager imod dig."),
        "scan": _("Scan koden med din telefon. Så ringer den op."),
        "qr": _("QR-kode, der ringer op til nummeret"),
        "more": _("Vil du høre mere? Ring til os. Vi hjælper dig med at finde noget, du har lyst til."),
        "made": _("Hæftet er lavet"),
        "none": _("Der er ingen tilbud i hæftet endnu."),
    }
