"""One page each: a poster for the staff room, a sheet to the volunteers, a page to citizens.

Numbers first, as large as they may be told, then few plain sentences. What citizens may read says nothing of being
lonely, and little enough for anybody to read (LIX at most 35); the tests hold every recipe's page to that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.evaluation.published_rules import PublishedChange
from brobygger.journeys.report_text import Part, Telling
from brobygger.journeys.report_words import Big, Block, big, bullets, text


@dataclass(frozen=True)
class Contact:
    """Whom to call: the programme's owner."""

    name: str
    phone: str

    def line(self) -> str:
        if not self.phone:
            return _("Spørg hos %(name)s.") % {"name": self.name}
        return _("Ring til %(name)s på %(phone)s.") % {"name": self.name, "phone": self.phone}


def staff(words: Telling, contact: Contact) -> tuple[Part, ...]:
    """For the wall of the staff room: what we have reached, where people are lost, what anybody can do."""
    lost = words.where_most_stop() or _("Der er for få til at sige, hvor flest stopper.")
    return (
        ("reached", _("Det har vi nået"), tuple(_reached(words, ("found", "consented", "started", "stayed")))),
        ("lost", _("Her mister vi flest"), (text(lost),)),
        ("can_say", _("Det siger dem, vi har spurgt"), _mood_or_not(words)),
        ("do", _("Det kan du gøre"), (
            bullets([
                _("Spørg, om borgeren vil være med. Et nej i dag kan blive et ja senere."),
                _("Skriv ned, hvorfor en borger siger nej. Så ved vi, hvad vi kan gøre anderledes."),
                _("Er du bekymret for en borger, så skriv en besked om bekymring i Brobygger."),
                contact.line(),
            ]),
        )),
    )  # fmt: skip


def volunteers(words: Telling, contact: Contact) -> tuple[Part, ...]:
    """For those who give their time: what they have been part of, what is not known, where they can help."""
    return (
        ("reached", _("Det har I været med til"), tuple(_reached(words, ("started", "stayed")))),
        ("can_say", _("Det siger dem, vi har spurgt"), _mood_or_not(words)),
        ("cannot_say", _("Det ved vi ikke"), (
            text(_("Vi ved ikke, om det er jer, der gør forskellen. Vi har ikke målt på andre.")),
        )),
        ("do", _("Her kan I hjælpe"), (
            bullets([
                words.where_most_stop(),
                _("Ring til den, der ikke kom. Spørg, om I skal følges ad næste gang."),
                _("Er du bekymret for en, du møder, så sig det til os. %(call)s") % {"call": contact.line()},
            ]),
        )),
        ("thanks", _("Tak"), (text(_("Tak, fordi du giver din tid.")),)),
    )  # fmt: skip


def public(words: Telling, contact: Contact) -> tuple[Part, ...]:
    """For anybody: what one can take part in, how many do, what they say themselves, and whom to call."""
    kinds = _kinds(words)
    recipe = words.recipe
    calls = _("Der er en, der ringer til dig før første gang.") if "first_contact" in recipe.path else ""
    along = _("Du kan få følge de første gange.") if recipe.companion is not None else ""
    mood = tuple(_mood(words))
    parts: list[Part] = [
        ("invite", _("Vil du være med?"), (
            bullets([
                _("Her kan du %(kinds)s.") % {"kinds": kinds} if kinds else "",
                calls, along, _("Du siger til og fra. Du kan stoppe igen, når du vil."),
            ]),
        )),
        ("reached", _("Så mange er med"), tuple(_reached(words, ("consented", "started", "stayed")))),
    ]  # fmt: skip
    if mood:
        parts.append(("can_say", _("Hvad siger de selv?"), mood))
    parts.append(("call", _("Vil du høre mere?"), (text(contact.line()),)))
    small = _("Tal under %(n)s viser vi ikke. Så kan ingen se, hvem det er.") % {"n": THRESHOLD}
    parts.append(("small", _("Om tallene"), (text(small),)))
    return tuple(parts)


def _reached(words: Telling, wanted: Iterable[str]) -> Iterable[Block]:
    numbers = words.numbers
    said = {
        "found": (numbers.found, _("er fundet")),
        "consented": (numbers.came_past("consented"), _("har sagt ja")),
        "started": (numbers.box.started, _("har været med")),
        "stayed": (numbers.came_past("six_months"), _("er der efter et halvt år")),
    }
    shown = [Big(words.saying.count(number), sentence, number) for key in wanted if (number := said[key][0])
             for sentence in [said[key][1]]]  # fmt: skip
    yield big(shown) if shown else text(_("Der er for få endnu til at vise tal."))
    yield from words.saying.counted_on(words.counted_on.get("bridge"))


def _mood(words: Telling) -> Iterable[Block]:
    """How those measured twice are, by the instrument's own threshold; nothing where a part is hidden."""
    told = next((each for each in words.numbers.changes if each.outcome == "mood"), None)
    counts = _counts(told)
    if told is None or counts is None:
        return
    values = {key: words.saying.count(number) for key, number in counts.items()}
    yield text(_("Vi har spurgt %(both)s to gange, hvordan de har det.") % values)
    yield text(
        _("%(better)s har det bedre. %(same)s har det som før. %(worse)s har det ikke så godt som før.") % values
    )
    yield text(_("Vi ved ikke, hvorfor. Små forskelle tæller ikke med."))


def _mood_or_not(words: Telling) -> tuple[Block, ...]:
    return tuple(_mood(words)) or (text(_("For få er spurgt to gange til, at vi kan sige det.")),)


def _counts(told: PublishedChange | None) -> dict[str, int] | None:
    if told is None or told.people.part is None or not told.directions:
        return None
    counts = {line.key: line.count for line in told.directions}
    if None in counts.values():
        return None
    return {"both": told.people.part, **{key: number or 0 for key, number in counts.items()}}


def _kinds(words: Telling) -> str:
    """What one can do, in plain words: as it happened, else as it is planned; "mødes i en gruppe eller få besøg"."""
    known = {
        "group": _("mødes i en gruppe"), "one_to_one": _("få besøg"), "pair": _("få besøg"),
        "meal": _("spise med andre"), "cafe": _("gå på café"), "café": _("gå på café"), "outing": _("tage på tur"),
        "training": _("træne med andre"), "course": _("gå på kursus"), "companionship": _("få følge"),
    }  # fmt: skip
    kinds = list(words.numbers.activities) or [activity.kind for activity in words.recipe.activities]
    said = list(dict.fromkeys(known[kind] for kind in kinds if kind in known))
    return _(" eller ").join(filter(None, (", ".join(said[:-1]), *said[-1:])))
