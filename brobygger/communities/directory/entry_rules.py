"""What the search knows of an offer: its words by how much they say, and what filters ask for. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from brobygger.communities.directory.ranking_rules import ANYWHERE, cell
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import fold, stem, words
from brobygger.communities.offers.facts import OfferFacts

LONGEST_TEXT = 4000  # letters of a description that are read; more is no description
MOST_WORDS = 400  # different ones of an entry
SHORTEST_TEXT = 40  # letters; less tells nobody what it is
A_THING_IS_WORTH = timedelta(days=30)
# What people call a kind of offer, beside the offer's own words.
KIND_WORDS = {
    "group": "gruppe",
    "one_to_one": "besøgsven hjemme",
    "café": "café mødested kaffe",
    "meal": "spisning mad",
    "outing": "udflugt tur",
    "course": "kursus hold",
}
SEX_WORDS = {"male": "mænd herrer", "female": "kvinder damer"}
DAY_WORDS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_POSTCODE = re.compile(r"\b(\d{4})\b(?=\s+[^\W\d])")
_STREET = re.compile(r"([^\W\d_][^\d,]*?)\s+\d+")


@dataclass(frozen=True)
class Lexemes:
    """Stems by how much they say: A the name, B what it is sorted by and parts of the name, C the text, D the rest."""

    labels: dict[str, str]
    square: str = ANYWHERE

    @property
    def vector(self) -> str:
        """As PostgreSQL writes a tsvector. Stems are letters and digits, so nothing has to be escaped."""
        return self._written(self.labels, [self.square])

    @property
    def strong(self) -> str:
        """The same of A and B only: what an offer is about, and not what its text happens to mention. And its marks."""
        about = {lexeme: label for lexeme, label in self.labels.items() if label in "AB"}
        return self._written(about, [f"A{lexeme}" for lexeme, label in about.items() if label == "A"] + [self.square])

    @staticmethod
    def _written(labels: dict[str, str], marks: Iterable[str]) -> str:
        return " ".join(
            [*(f"'{lexeme}':1{label}" for lexeme, label in sorted(labels.items())), *(f"'{mark}'" for mark in marks)]
        )


def lexemes(offer: OfferFacts, split: Callable[[str], tuple[str, ...]]) -> Lexemes:
    """The words of an offer. `split`: the parts of a folded word when it is a compound (word_rules.parts)."""
    labels: dict[str, str] = {}
    for label, text in _texts(offer):
        for word in words(text):
            if len(labels) >= MOST_WORDS:
                break
            _add(labels, stem(word), label)
            for part in split(word):
                _add(labels, stem(part), "B" if label in "AB" else "D")
    return Lexemes(labels, _square(offer))


def _square(offer: OfferFacts) -> str:
    if offer.nationwide or offer.latitude is None or offer.longitude is None:
        return ANYWHERE
    return cell(offer.latitude, offer.longitude)


def written(offer: OfferFacts) -> set[str]:
    """Folded words as they stand in an offer, for typing errors to be held against and compounds to be made of."""
    found = {word for _label, text in _texts(offer) for word in words(text)[:MOST_WORDS]}
    return {word for word in found if len(word) > 2 and not word.isdigit()}


def _texts(offer: OfferFacts) -> Iterator[tuple[str, str]]:
    yield "A", offer.name
    yield "B", " ".join([*offer.interests, KIND_WORDS.get(offer.kind, ""), SEX_WORDS.get(offer.sex, "")])
    yield "B", " ".join(_facts(offer))
    yield "C", offer.description.get("da", "")[:LONGEST_TEXT]
    owner = offer.organisation.name if offer.organisation else ""
    days = [DAY_WORDS[day] for day in offer.weekdays if day < len(DAY_WORDS)]
    yield "D", " ".join([owner, offer.area, *offer.areas, offer.address, *days])


def _facts(offer: OfferFacts) -> Iterator[str]:
    if offer.price_dkk == 0:
        yield "gratis"
    if offer.transport:
        yield "kørsel"
    if offer.step_free:
        yield "kørestol"
    if offer.hearing_loop:
        yield "teleslynge"


def _add(labels: dict[str, str], lexeme: str, label: str) -> None:
    if len(lexeme) > 1 and lexeme not in vocabulary().stop:
        labels[lexeme] = min(label, labels.get(lexeme, "D"))


def at_home(offer: OfferFacts) -> bool:
    """Whether somebody comes to where the person lives."""
    return offer.kind == "one_to_one"


def postcode_of(address: str) -> str:
    """The postcode of an address, e.g. “Nørregade 4, 8500 Grenaa”; empty when it names none."""
    found = _POSTCODE.findall(address)
    return found[-1] if found else ""


def listed_on(offer: OfferFacts, checked: date | None) -> date | None:
    """The day an offer is listed by when nothing is asked for; None when nobody has ever checked it.

    The last sign that it is so, a month earlier for each thing people ask about that it does not tell: a whole entry
    stands before one that says half as much, and before its own poorer twin, until it has not been checked for as long.
    """
    return checked and checked - A_THING_IS_WORTH * _untold(offer)


def _untold(offer: OfferFacts) -> int:
    """How many of what, when, where, price, whom to call and access are not told."""
    told = (
        len(offer.description.get("da", "").strip()) >= SHORTEST_TEXT,
        bool(offer.weekdays and offer.time) or at_home(offer) or offer.nationwide,
        bool(offer.address) or at_home(offer) or offer.nationwide,
        offer.price_dkk is not None,
        bool(offer.contact_phone or (offer.organisation and offer.organisation.phone)),
        bool(offer.contact_name or (offer.organisation and offer.organisation.contact_name)),
        offer.step_free is not None or at_home(offer),
    )
    return told.count(False)


def street_of(address: str) -> str:
    """The folded street of an address without its number; empty when there is none."""
    for part in reversed(address.split(",")):
        found = _STREET.match(part.strip())
        if found:
            return fold(found[1]).strip()
    return ""


def places_of(offer: OfferFacts) -> list[str]:
    """Folded names a place near this offer may be asked by: its area, and the town after its postcode."""
    town = re.search(r"\b\d{4}\s+([^\W\d][^,\d]*)", offer.address)
    return sorted({fold(one).strip() for one in _some(offer.area, town[1] if town else "")})


def _some(*texts: str) -> Iterable[str]:
    return (text for text in texts if text.strip())
