"""Gaps: wishes that no offer near the person meets, by area and interest, beside what there is; and overlap.

Plain Python. A person counts once for each interest, in the area he or she lives in; nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from brobygger.pathway.matching.rules import kilometres

REACH_KM = 5.0  # without being fetched; farther than that few come (seed 002: the way there)
TOLD_FROM = 5  # fewer than this are never told outside the municipality's own work (security.md)
OVERLAP_KM = 1.0


@dataclass(frozen=True)
class Wisher:
    """Somebody who waits: where, and for what. Nothing that tells who."""

    area: str
    interests: tuple[str, ...]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Place:
    """An offer as far as gaps are concerned. `free`: places left; None: nobody counts them."""

    name: str
    interests: frozenset[str]
    weekdays: frozenset[int] = frozenset()
    latitude: float | None = None
    longitude: float | None = None
    comes_home: bool = False  # it fetches people, or comes to them
    free: int | None = None


@dataclass(frozen=True)
class Gap:
    """So many in an area wish for what no offer near them has room for. `elsewhere`: offers that have it at all."""

    area: str
    interest: str
    waiting: int
    elsewhere: tuple[str, ...]

    @property
    def told(self) -> str:
        """The number as it may leave the municipality: itself from five on, else nothing."""
        return str(self.waiting) if self.waiting >= TOLD_FROM else ""


def gaps(wishers: Iterable[Wisher], places: Sequence[Place]) -> list[Gap]:
    """Every unmet wish, most people first, then by area and interest."""
    counted: dict[tuple[str, str], int] = {}
    for wisher in wishers:
        for interest in dict.fromkeys(wisher.interests):
            if not any(_meets(place, wisher, interest) for place in places):
                counted[wisher.area, interest] = counted.get((wisher.area, interest), 0) + 1
    found = [
        Gap(area, interest, waiting, tuple(sorted(place.name for place in places if interest in place.interests)))
        for (area, interest), waiting in counted.items()
    ]
    return sorted(found, key=lambda gap: (-gap.waiting, gap.area, gap.interest))


@dataclass(frozen=True)
class Centre:
    """Where the people of an area with unmet wishes live, taken together: never one person's home."""

    area: str
    waiting: int
    latitude: float
    longitude: float


def centres(wishers: Iterable[Wisher], places: Sequence[Place]) -> list[Centre]:
    """The middle of those with an unmet wish, for areas with at least TOLD_FROM of them whose homes are known."""
    homes: dict[str, list[tuple[float, float]]] = {}
    for wisher in wishers:
        unmet = any(
            not any(_meets(place, wisher, interest) for place in places) for interest in dict.fromkeys(wisher.interests)
        )
        if unmet and wisher.latitude is not None and wisher.longitude is not None:
            homes.setdefault(wisher.area, []).append((wisher.latitude, wisher.longitude))
    return [
        Centre(
            area, len(known), sum(lat for lat, _lon in known) / len(known), sum(lon for _l, lon in known) / len(known)
        )
        for area, known in sorted(homes.items())
        if len(known) >= TOLD_FROM
    ]


def _meets(place: Place, wisher: Wisher, interest: str) -> bool:
    if interest not in place.interests or place.free == 0:
        return False
    away = kilometres(wisher.latitude, wisher.longitude, place.latitude, place.longitude)
    return place.comes_home or away is None or away <= REACH_KM


def overlaps(places: Sequence[Place]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Pairs of offers close to each other, on a day in common, about the same: names and what they share."""
    found = []
    for one, other in combinations(sorted(places, key=lambda place: place.name), 2):
        shared, days = one.interests & other.interests, one.weekdays & other.weekdays
        away = kilometres(one.latitude, one.longitude, other.latitude, other.longitude)
        if shared and days and away is not None and away <= OVERLAP_KM:
            found.append((one.name, other.name, tuple(sorted(shared))))
    return found
