"""The parts that reading HSDS needs: a file's documents, and one document read value by value. Plain Python."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from brobygger.communities.offers.hsds_shape import Mistake, mistakes, told
from brobygger.communities.offers.taxonomy_rules import BY_ID, OWNERS, Taxonomy
from brobygger.registry.organisations.facts import OrganisationFacts

SERVICES, ORGANIZATIONS = "services.json", "organizations.json"
MOST_ITEMS = 100_000
_PHONE = re.compile(r"[+\d][\d ()./-]{2,}")


def items(content: bytes, file: str, name: str, wrong: list[Mistake]) -> list[Mapping[str, Any]]:
    """The list of documents in a file, each of the right shape; else empty, with mistakes told."""
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=no_constant)
    except UnicodeDecodeError:
        wrong.append(Mistake(file, "", "Filen skal være skrevet i UTF-8."))
        return []
    except RecursionError:
        wrong.append(Mistake(file, "", "Filen har for mange niveauer inden i hinanden."))
        return []
    except json.JSONDecodeError as error:
        wrong.append(Mistake(file, f"linje {error.lineno}, tegn {error.colno}", "Herfra er det ikke JSON."))
        return []
    except ValueError as error:  # NaN, Infinity, or a number of thousands of digits
        wrong.append(Mistake(file, "", f"Filen har et tal, der ikke kan læses: {str(error)[:60]}"))
        return []
    if not isinstance(found, list):
        wrong.append(Mistake(file, "", f"Filen skal indeholde en liste […], ikke {told(found)}."))
        return []
    if len(found) > MOST_ITEMS:
        wrong.append(Mistake(file, "", f"Filen har {len(found)} poster; der kan læses {MOST_ITEMS} ad gangen."))
        return []
    before = len(wrong)
    for number, item in enumerate(found):
        wrong += mistakes(item, name, file=file, place=f"[{number}]")
    if len(wrong) == before:
        _no_twins(found, file, wrong)
    return found if len(wrong) == before else []


def no_constant(name: str) -> float:
    raise ValueError(name)


def _no_twins(items: Iterable[Mapping[str, Any]], file: str, wrong: list[Mistake]) -> None:
    places: dict[str, int] = {}
    for number, item in enumerate(items):
        key = item["id"].lower()
        if key in places:
            wrong.append(Mistake(file, f"[{number}].id", f"{told(key)} står allerede ved [{places[key]}]."))
        places.setdefault(key, number)


def organisation(item: Mapping[str, Any], file: str, place: str, wrong: list[Mistake]) -> OrganisationFacts:
    reader = Reader(item, file, place, wrong)
    phones, contacts = item.get("phones") or [{}], item.get("contacts") or [{}]
    return OrganisationFacts(
        id=UUID(item["id"]),
        name=reader.text(" ".join(item["name"].split()), "name", 200, needed=True),
        kind=next(iter(reader.codes(OWNERS)), ""),
        email=reader.text(item.get("email", ""), "email", 254),
        phone=reader.phone(phones[0].get("number", ""), "phones[0].number"),
        contact_name=reader.text(contacts[0].get("name", ""), "contacts[0].name", 200),
    )


class Reader:
    """One document of the right shape, read value by value; what our directory cannot hold is told."""

    def __init__(self, item: Mapping[str, Any], file: str, place: str, wrong: list[Mistake]) -> None:
        self.item, self.file, self.place, self.wrong = item, file, place, wrong

    def tell(self, where: str, message: str) -> None:
        self.wrong.append(Mistake(self.file, f"{self.place}.{where}" if where else self.place, message))

    def text(self, value: str, where: str, most: int, *, needed: bool = False) -> str:
        value = value.strip()
        if len(value) > most:
            self.tell(where, f"er på {len(value)} tegn; der er plads til {most}.")
            return value[:most]
        if needed and not value:
            self.tell(where, "er tom.")
        return value

    def phone(self, value: str, where: str) -> str:
        value = self.text(value, where, 20)
        if value and not _PHONE.fullmatch(value):
            self.tell(where, f"skal være et telefonnummer, ikke {told(value)}.")
        return value

    def whole(self, value: Any, where: str, *, least: int, most: int) -> int | None:
        """A whole number between the limits, rounded up: 49.50 kroner are 50; None with a mistake told."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.tell(where, f"skal være et tal fra {least} til {most}, ikke {told(value)}.")
            return None
        return math.ceil(value)

    def terms(self) -> list[tuple[str, Mapping[str, Any]]]:
        return [
            (f"attributes[{number}].taxonomy_term", one["taxonomy_term"])
            for number, one in enumerate(self.item.get("attributes", []))
            if "taxonomy_term" in one
        ]

    def codes(self, taxonomy: Taxonomy) -> list[str]:
        """The codes of one of our fixed lists, in the list's order."""
        found = set()
        for where, term in self.terms():
            if taxonomy_of(term) is taxonomy:
                code = term.get("code", term["name"])
                if code in taxonomy.terms:
                    found.add(code)
                else:
                    self.tell(where, f"{told(code)} findes ikke i “{taxonomy.name}”.")
        return [code for code in taxonomy.terms if code in found]


def taxonomy_of(term: Mapping[str, Any]) -> Taxonomy | None:
    """Which of our lists a term belongs to; None: somebody else's."""
    told_id = term.get("taxonomy_id") or term.get("taxonomy_detail", {}).get("id")
    return BY_ID.get(UUID(told_id)) if told_id else None
