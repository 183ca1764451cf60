"""An offer in the words of a public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.directory.day_rules import coming
from brobygger.communities.directory.entry_rules import at_home
from brobygger.communities.directory.queries import Shown
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.freshness_rules import is_stale, last_sign
from brobygger.insight.comparing import research_found
from brobygger.registry.wording.reading import sentences
from brobygger.registry.wording.told import Fact, facts
from brobygger.registry.wording.tongues import TONGUES, Tongue
from brobygger.web.shared import dates, words
from brobygger.web.shared.tongues import said_in

LONGEST_ON_A_CARD = 160  # letters of the description
NEXT_DATES = 4
NEAR_ENOUGH_M = 950  # below it metres, above it kilometres


@dataclass(frozen=True)
class Card:
    """One hit. Texts are ready to be read; empty: not told."""

    id: UUID
    name: str
    kind: str
    text: str
    in_danish: bool  # whatever language the page is in
    when: str
    next_on: date | None
    next_said: str
    where: str
    distance: str
    price: str
    who: str
    phone: str
    stale: bool
    marks: list[str]


def card(found: Shown, today: date, *, short: bool = True) -> Card:
    """An offer as a card, or whole with `short=False`."""
    offer = found.offer
    next_on = next(iter(coming(offer.weekdays, today)), None)
    text = description(offer)
    return Card(
        id=offer.id,
        name=offer.name,
        kind=str(words.said(words.OFFER_KINDS, offer.kind)).capitalize(),
        text=_shortened(text) if short else text,
        in_danish=text == offer.description.get("da", ""),
        when=when(offer),
        next_on=next_on,
        next_said="" if next_on is None else soon(next_on, today),
        where=where(offer),
        distance="" if found.km is None else distance(found.km),
        price=price(offer),
        who=who(offer),
        phone=phone(offer),
        stale=not found.national and is_stale(last_sign(offer.confirmed_on, offer.seen_on), today),
        marks=marks(offer),
    )


def description(offer: OfferFacts) -> str:
    """The description in the reader's language; Danish where it is in no other."""
    english = (get_language() or "da").startswith("en")
    return (offer.description.get("en", "") if english else "") or offer.description.get("da", "")


def told_in(offer: OfferFacts) -> list[tuple[Tongue, str, str]]:
    """The offer's texts in other languages than the page's: language, what it is called in that language, text."""
    page = (get_language() or "da")[:2]
    return [
        (tongue, said_in(code).get("offer", tongue.name), offer.description[code])
        for code, tongue in TONGUES.items()
        if code != page and offer.description.get(code, "").strip()
    ]


def when(offer: OfferFacts) -> str:
    """The days it is held, e.g. “Mandag og torsdag kl. 14.00”."""
    days = [str(words.WEEKDAYS[day]) for day in sorted(set(offer.weekdays)) if day < 7]
    said = _joined(days).capitalize()
    if said and offer.time:
        said = f"{said} {dates.clock(offer.time, get_language() or 'da')}"
    return said


def soon(day: date, today: date) -> str:
    """A day within a week whose weekday has just been said: “i dag”, “i morgen”, or “26. november”."""
    language = get_language() or "da"
    if (day - today).days <= 1:
        return dates.as_people_say(day, today, language)
    if language.startswith("en"):
        return f"{day.day} {dates.ENGLISH_MONTHS[day.month - 1]}"
    return f"{day.day}. {dates.DANISH_MONTHS[day.month - 1]}"


def where(offer: OfferFacts) -> str:
    """Where one goes: at home, an address, an area, or the whole country."""
    if at_home(offer) and not offer.address:
        return _("Hjemme hos dig")
    if offer.nationwide:
        return _("Hele landet")
    return offer.address or offer.area or ", ".join(offer.areas[:4])


def price(offer: OfferFacts) -> str:
    """What it costs each time; empty when it is not told."""
    if offer.price_dkk is None:
        return ""
    return _("Gratis") if offer.price_dkk == 0 else _("%(price)s kr. hver gang") % {"price": offer.price_dkk}


def who(offer: OfferFacts) -> str:
    """Who receives people: a name when it is known, else the organisation."""
    owner = offer.organisation.name if offer.organisation else ""
    name = offer.contact_name or (offer.organisation.contact_name if offer.organisation else "")
    return ", ".join(part for part in (name, owner) if part)


def phone(offer: OfferFacts) -> str:
    """A number that answers about the offer; empty when none is told."""
    return offer.contact_phone or (offer.organisation.phone if offer.organisation else "")


def marks(offer: OfferFacts) -> list[str]:
    """What makes it possible to come, as short words."""
    told = [
        (offer.step_free, _("Uden trapper")),
        (offer.hearing_loop, _("Teleslynge")),
        (offer.transport, _("Du kan blive hentet")),
        (at_home(offer), _("Hjemme hos dig")),
        (offer.sex == "male", _("Kun for mænd")),
        (offer.sex == "female", _("Kun for kvinder")),
    ]
    return [word for there, word in told if there]


def distance(km: float) -> str:
    """As the crow flies: “400 m”, “2,5 km”. Rounded up to fifty metres, so that nothing seems nearer than it is."""
    metres = max(50, round(km * 1000 / 50 + 0.499) * 50)
    if metres < NEAR_ENOUGH_M:
        return _("%(metres)s m") % {"metres": metres}
    return _("%(km)s km") % {"km": dates.number_in_words_of(get_language() or "da", km, 1 if km < 10 else 0)}


def told_in_text(offer: OfferFacts, fact: Fact) -> list[str]:
    """The sentences of the description that tell one fact, e.g. what to wear (the language check finds them)."""
    return [one.text.strip() for one in sentences(description(offer)) if fact in facts(one)]


def accessibility(offer: OfferFacts) -> list[str]:
    """What is known of getting in and taking part; what is not known is said too, so that people can ask."""
    yes_or_no = (
        (offer.step_free, _("Der er adgang uden trapper."), _("Der er trapper."),
         _("Vi ved ikke, om der er trapper. Spørg, når du ringer.")),
        (offer.hearing_loop, _("Der er teleslynge."), _("Der er ikke teleslynge."), ""),
        (offer.toilets, _("Der er et toilet til rollator og kørestol."),
         _("Der er ikke et toilet til rollator eller kørestol."), ""),
        (offer.well_lit, _("Der er godt lys, også på vejen ind."), _("Der er ikke så meget lys."), ""),
        (offer.good_sound, _("Man kan høre, hvad der bliver sagt."), _("Det kan være svært at høre."), ""),
        (offer.signposted, _("Der er skilte hele vejen fra gaden."),
         _("Der er ikke skilte. Ring, så bliver du vist vej."), ""),
        (offer.parking, _("Man kan parkere tæt på."), _("Man kan ikke parkere tæt på."), ""),
    )  # fmt: skip
    lines = [yes if known else no for known, yes, no, _unknown in yes_or_no if known is not None]
    lines += [unknown for known, _yes, _no, unknown in yes_or_no if known is None and unknown]
    if offer.walks_needed_m is not None:
        lines.append(_("Du skal kunne gå %(metres)s meter.") % {"metres": offer.walks_needed_m})
    return lines


def next_dates(offer: OfferFacts, today: date) -> list[date]:
    """The next days it is held, as far as the days of the week tell."""
    return coming(offer.weekdays, today, many=NEXT_DATES)


def map_link(offer: OfferFacts) -> str:
    """Where a street map opens, in a page of its own and only when the reader asks for it. Empty without a place."""
    if offer.latitude is None or offer.longitude is None:
        return ""
    place = {"mlat": f"{offer.latitude:.5f}", "mlon": f"{offer.longitude:.5f}", "zoom": "17"}
    return "https://www.openstreetmap.org/?" + urlencode(place)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_ON_A_CARD:
        return text
    return text[:LONGEST_ON_A_CARD].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _joined(items: list[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {_('og')} {items[-1]}"


def research(offer: OfferFacts) -> list[tuple[str, str, str]]:
    """What studies have found of the ways the initiative works: study, what it found, how certain (R312)."""
    english = (get_language() or "da").startswith("en")
    return [
        (
            study.source,
            study.found.en if english else study.found.da,
            study.certainty.en if english else study.certainty.da,
        )
        for study in research_found.about(offer.strategies)
    ]
