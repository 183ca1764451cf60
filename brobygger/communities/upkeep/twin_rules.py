"""Two organisations that describe one offer: how likely it is, from name, place, time and telephone. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from math import cos, hypot, radians
from typing import Any
from uuid import UUID

LIKELY = 3  # points; below it nobody is asked
NEAR_KM = 0.3
_COMMON = {"i", "og", "på", "for", "om", "den", "det", "en", "et", "hos", "med", "til", "af", "ved"}
# What the kept offer takes over from the other, where it has nothing itself.
FILLED = (
    "address", "latitude", "longitude", "weekdays", "time", "price_dkk", "places_total", "step_free", "hearing_loop",
    "toilets", "well_lit", "good_sound", "signposted", "parking", "for_volunteers", "transport", "languages",
    "walks_needed_m", "contact_name", "contact_phone", "area", "interests",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An offer as far as recognising it is concerned."""

    id: UUID
    name: str
    kind: str
    address: str = ""
    phone: str = ""
    weekdays: frozenset[int] = frozenset()
    time: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Twins:
    """Two that may be one, and why: codes of name, place, phone, time."""

    one: Told
    other: Told
    why: tuple[str, ...]
    points: int


def twins(offers: Iterable[Told]) -> list[Twins]:
    """Pairs that are likely to be one offer, the likeliest first."""
    found = [_compared(one, other) for one, other in combinations(sorted(offers, key=lambda told: told.name), 2)]
    return sorted((pair for pair in found if pair.points >= LIKELY), key=lambda pair: (-pair.points, pair.one.name))


def _compared(one: Told, other: Told) -> Twins:
    why: list[tuple[str, int]] = []
    likeness = alike(one.name, other.name)
    if likeness >= 0.6:
        why.append(("name", 2 if likeness < 0.85 else 3))
    if _same_place(one, other):
        why.append(("place", 1))
    if _digits(one.phone) and _digits(one.phone) == _digits(other.phone):
        why.append(("phone", 1))
    if one.weekdays & other.weekdays and one.time and one.time == other.time:
        why.append(("time", 1))
    named = any(code == "name" for code, _points in why)
    points = sum(points for _code, points in why) if named and one.kind == other.kind else 0
    # A name alone is not enough: two villages each have a «Spisevenner».
    return Twins(one, other, tuple(code for code, _points in why), points if len(why) > 1 else 0)


def alike(one: str, other: str) -> float:
    """How alike two names are, 0 to 1: by their words in any order and by their letters, whichever is more."""
    words, others = _words(one), _words(other)
    if not words or not others:
        return 0.0
    shared = len(words & others) / len(words | others)
    # difflib weighs which one stands first, and nobody reading two offers side by side does.
    first, second = sorted((" ".join(sorted(words)), " ".join(sorted(others))))
    return max(shared, SequenceMatcher(None, first, second).ratio())


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"\w+", name.casefold()) if word not in _COMMON}


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-8:]


def _same_place(one: Told, other: Told) -> bool:
    if one.address and " ".join(one.address.casefold().split()) == " ".join(other.address.casefold().split()):
        return True
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    north = (one.latitude - other.latitude) * 111.2
    east = (one.longitude - other.longitude) * 111.2 * cos(radians(one.latitude))
    return hypot(north, east) <= NEAR_KM


def taken_over(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the kept offer gets from the other: only where it has none. False and 0 are facts."""
    return {
        name: other[name]
        for name in FILLED
        if kept[name] in (None, "", [], ()) and other[name] not in (None, "", [], ())
    }
