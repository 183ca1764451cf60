"""Reading a package of HSDS 3.1 documents into facts. Plain Python; everything wrong is told in Danish, with its place.

First the shape (hsds_shape.py), then what our directory can hold. Ours or somebody else's package: what only our own
attributes carry is read where they stand, the rest from HSDS's own places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.hsds_parts import (
    ORGANIZATIONS,
    SERVICES,
    Reader,
    items,
    no_constant,
    organisation,
    taxonomy_of,
)
from brobygger.communities.offers.hsds_rules import BYDAY, LANGUAGES, OURS, WHOLE_COUNTRY
from brobygger.communities.offers.hsds_shape import TOLD_AT_MOST, Mistake, told
from brobygger.communities.offers.taxonomy_rules import AGE_GROUPS, INTERESTS, INTERVENTIONS, KINDS, STRATEGIES
from brobygger.registry.organisations.facts import OrganisationFacts

_DAY = re.compile(rf"[+-]?\d{{0,2}}({'|'.join(BYDAY)})")
_COUNTS = ("sites", "places_total", "walks_needed_m", "duration_weeks")
_ANSWERS = (
    "step_free", "hearing_loop", "toilets", "well_lit", "good_sound", "signposted", "parking", "transport",
)  # fmt: skip
_LONGEST_TEXT = 10_000
_WORDS = {"sex": ("male", "female"), "evaluated": ("yes", "ongoing", "none")}


@dataclass(frozen=True)
class Package:
    """What a package says; with mistakes nothing in it is to be stored."""

    services: tuple[OfferFacts, ...]
    organisations: tuple[OrganisationFacts, ...]
    mistakes: tuple[Mistake, ...]


def read(*, services: bytes, organizations: bytes | None, today: date) -> Package:
    """Read both files; `organizations` None: there was none. `today`: no check can have been made after it."""
    wrong: list[Mistake] = []
    organisation_items = items(organizations, ORGANIZATIONS, "organization", wrong) if organizations is not None else []
    service_items = items(services, SERVICES, "service", wrong)
    if wrong:
        return Package((), (), _at_most(wrong))
    known = {
        UUID(item["id"]): organisation(item, ORGANIZATIONS, f"[{number}]", wrong)
        for number, item in enumerate(organisation_items)
    }
    offers = [_Service(item, f"[{number}]", wrong, today).read(known) for number, item in enumerate(service_items)]
    named = {offer.organisation.id: offer.organisation for offer in offers if offer.organisation}
    return Package(tuple(offers), tuple((named | known).values()), _at_most(wrong))


def _at_most(wrong: list[Mistake]) -> tuple[Mistake, ...]:
    if len(wrong) <= TOLD_AT_MOST:
        return tuple(wrong)
    rest = Mistake(wrong[0].file, "", f"Der er {len(wrong) - TOLD_AT_MOST} fejl mere.")
    return (*wrong[:TOLD_AT_MOST], rest)


class _Service(Reader):
    """One `service`."""

    def __init__(self, item: Mapping[str, Any], place: str, wrong: list[Mistake], today: date) -> None:
        super().__init__(item, SERVICES, place, wrong)
        self.today = today

    def read(self, known: Mapping[UUID, OrganisationFacts]) -> OfferFacts:
        """The facts; `known`: the organisations of the other file."""
        offer = OfferFacts(
            id=UUID(self.item["id"]),
            name=self.text(" ".join(self.item["name"].split()), "name", 200, needed=True),
            organisation=self._whose(known),
            kind=next(iter(self.codes(KINDS)), ""),
            age_group=next(iter(self.codes(AGE_GROUPS)), ""),
            interventions=tuple(self.codes(INTERVENTIONS)),
            strategies=tuple(self.codes(STRATEGIES)),
            interests=self._interests(),
            languages=self._languages(),
            published=self.item["status"] == "active",
            **self._ages(),
            **self._place(),
            **self._when(),
            **self._contact(),
            price_dkk=self._price(),
            confirmed_on=self._confirmed_on(),
        )
        offer = replace(offer, **self._own_facts())
        return replace(offer, description=self._description(), **self._where(offer.area))

    def _whose(self, known: Mapping[UUID, OrganisationFacts]) -> OrganisationFacts | None:
        nested, named = self.item.get("organization"), self.item.get("organization_id")
        if named and UUID(named) in known:
            return known[UUID(named)]
        if nested is not None:
            return known.get(UUID(nested["id"])) or organisation(
                nested, self.file, f"{self.place}.organization", self.wrong
            )
        if named:
            self.tell("organization_id", f"{told(named)} findes ikke i {ORGANIZATIONS}.")
        return None

    def _interests(self) -> tuple[str, ...]:
        """Our own list, and what others sort by: interests are an open list."""
        found = []
        for where, term in self.terms():
            taxonomy = taxonomy_of(term)
            if taxonomy is INTERESTS or taxonomy is None:
                found.append(self.text(term["name"].lower(), f"{where}.name", 60, needed=True))
        return tuple(dict.fromkeys(found))

    def _languages(self) -> tuple[str, ...]:
        by_name = {name: code for code, name in LANGUAGES.items()}
        found = []
        for number, one in enumerate(self.item.get("languages", [])):
            told_ = one.get("code") or by_name.get(one.get("name", "").lower()) or one.get("name", "")
            found.append(self.text(told_, f"languages[{number}]", 60, needed=True))
        return tuple(dict.fromkeys(found))

    def _ages(self) -> dict[str, Any]:
        least, most = (
            self.whole(self.item[key], key, least=0, most=120) if key in self.item else None
            for key in ("minimum_age", "maximum_age")
        )
        if least is not None and most is not None and least > most:
            self.tell("minimum_age", f"{least} er over maximum_age, {most}.")
        return {"min_age": least, "max_age": most}

    def _place(self) -> dict[str, Any]:
        at = self.item.get("service_at_locations") or [{}]
        location = at[0].get("location", {})
        where = "service_at_locations[0].location"
        addresses = location.get("addresses") or [{}]
        line = addresses[0].get("address_1", "").strip()
        town = " ".join(part.strip() for part in (addresses[0].get("postal_code", ""), addresses[0].get("city", "")))
        has_code = bool(addresses[0].get("postal_code", "").strip())
        address = f"{line}, {town.strip()}" if line and has_code else line
        latitude, longitude = location.get("latitude"), location.get("longitude")
        for key, value, limit in (("latitude", latitude, 90), ("longitude", longitude, 180)):
            if value is not None and not -limit <= value <= limit:
                self.tell(f"{where}.{key}", f"skal være mellem -{limit} og {limit}, ikke {told(value)}.")
        both = latitude is not None and longitude is not None
        return {
            "address": self.text(address, f"{where}.addresses[0]", 200),
            "latitude": float(latitude) if both else None,
            "longitude": float(longitude) if both else None,
        }

    def _when(self) -> dict[str, Any]:
        days: set[int] = set()
        at: time | None = None
        for number, one in enumerate(self.item.get("schedules", [])):
            for day in filter(None, (part.strip() for part in one.get("byday", "").split(","))):
                found = _DAY.fullmatch(day)
                if found:
                    days.add(BYDAY.index(found[1]))
                else:
                    self.tell(f"schedules[{number}].byday", f"skal være dage som “MO,TH”, ikke {told(day)}.")
            if one.get("opens_at") and at is None:
                at = self._clock(one["opens_at"], f"schedules[{number}].opens_at")
        return {"weekdays": tuple(sorted(days)), "time": at}

    def _clock(self, value: str, where: str) -> time | None:
        try:
            return time.fromisoformat(value).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError:
            self.tell(where, f"skal være et klokkeslæt som “13:30”, ikke {told(value)}.")
            return None

    def _contact(self) -> dict[str, Any]:
        contact = (self.item.get("contacts") or [{}])[0]
        phones = self.item.get("phones") or contact.get("phones") or [{}]
        return {
            "contact_name": self.text(contact.get("name", ""), "contacts[0].name", 200),
            "contact_phone": self.phone(phones[0].get("number", ""), "phones[0].number"),
        }

    def _price(self) -> int | None:
        for number, one in enumerate(self.item.get("cost_options", [])):
            if "amount" in one and one.get("currency", "DKK") == "DKK":
                return self.whole(one["amount"], f"cost_options[{number}].amount", least=0, most=1_000_000)
        return None

    def _confirmed_on(self) -> date | None:
        said = self.item.get("assured_date", "")
        if not said:
            return None
        try:
            day = date.fromisoformat(said[:10])
        except ValueError:
            self.tell("assured_date", f"skal være en dato som “2026-03-05”, ikke {told(said)}.")
            return None
        if day > self.today:
            self.tell("assured_date", f"{told(said)} ligger i fremtiden.")
        return day

    def _description(self) -> dict[str, str]:
        said = {"da": self.text(self.item.get("description", ""), "description", 20_000)}
        for where, label, value in self._ours():
            if label.startswith("description/"):
                if isinstance(value, str) and len(label) <= 20:
                    said[label.removeprefix("description/")] = self.text(value, where, 20_000)
                else:
                    self.tell(where, f"skal være en tekst, ikke {told(value)}.")
        return {language: text for language, text in said.items() if text}

    def _where(self, area: str) -> dict[str, Any]:
        names = [self.text(one.get("name") or one.get("extent", ""), f"service_areas[{number}].name", 100, needed=True)
                 for number, one in enumerate(self.item.get("service_areas", []))]  # fmt: skip
        nationwide = WHOLE_COUNTRY in names
        if nationwide:
            names.remove(WHOLE_COUNTRY)
        if area in names:
            names.remove(area)
        elif names and not area:
            area = names.pop(0)
        for name in names:
            if len(name) > 60:
                self.tell("service_areas", f"{told(name)} er på {len(name)} tegn; der er plads til 60.")
        return {"nationwide": nationwide, "area": area, "areas": tuple(names)}

    def _ours(self) -> list[tuple[str, str, Any]]:
        """Place, label and value of our own attributes."""
        found = []
        for number, one in enumerate(self.item.get("attributes", [])):
            if one.get("link_type") == OURS:
                where = f"attributes[{number}].value"
                try:
                    found.append((where, one.get("label", ""), json.loads(one["value"], parse_constant=no_constant)))
                except (KeyError, ValueError, RecursionError):
                    self.tell(where, "skal være JSON, som Brobygger skriver det.")
        return found

    def _own_facts(self) -> dict[str, Any]:
        found = {}
        for where, label, value in self._ours():
            read: Callable[[Any, str], Any] | None = None
            if label in _COUNTS:
                read = self._count
            elif label in _ANSWERS:
                read = self._answer
            elif label in _WORDS:
                read = self._word
            elif label == "figures":
                read = self._figures
            elif label == "area":
                read = self._area
            elif label == "for_volunteers":
                read = self._long_text
            if read:
                found[label] = read(value, f"{where} ({label})")
        return found

    def _count(self, value: Any, where: str) -> int | None:
        return self.whole(value, where, least=0, most=32_000)

    def _answer(self, value: Any, where: str) -> bool | None:
        if isinstance(value, bool):
            return value
        self.tell(where, f"skal være true eller false, ikke {told(value)}.")
        return None

    def _word(self, value: Any, where: str) -> str:
        words = next(known for label, known in _WORDS.items() if where.endswith(f"({label})"))
        if value in words:
            return str(value)
        self.tell(where, f"skal være {' eller '.join(words)}, ikke {told(value)}.")
        return ""

    def _figures(self, value: Any, where: str) -> dict[str, float]:
        if isinstance(value, dict) and all(
            isinstance(one, int | float) and not isinstance(one, bool) for one in value.values()
        ):
            return value
        self.tell(where, "skal være et objekt med tal.")
        return {}

    def _long_text(self, value: Any, where: str) -> str:
        return self._area(value, where, most=_LONGEST_TEXT)

    def _area(self, value: Any, where: str, *, most: int = 100) -> str:
        if isinstance(value, str):
            return self.text(value, where, most)
        self.tell(where, f"skal være en tekst, ikke {told(value)}.")
        return ""
