"""How long people wait, told honestly: with those who still wait, and never from too few. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEWEST = 10  # of fewer a median says more about chance than about waiting
FEWEST_DONE = 5


@dataclass(frozen=True)
class Wait:
    """One person's wait in days; over: somebody said yes to them. Else they wait still, or left without."""

    days: int
    over: bool


@dataclass(frozen=True)
class Expected:
    """Half of people have a yes within so many days. None: too few to say, or more than half wait longer than seen."""

    median: int | None
    people: int
    still: int
    too_few: bool


def expected(waits: Sequence[Wait]) -> Expected:
    """The median wait by the product-limit estimate (Kaplan and Meier), which also counts those who wait still.

    To look only at those who got something would promise too short a wait: the longest waits are not over yet.
    """
    done = sum(wait.over for wait in waits)
    too_few = len(waits) < FEWEST or done < FEWEST_DONE
    return Expected(None if too_few else _median(waits), len(waits), len(waits) - done, too_few)


def _median(waits: Iterable[Wait]) -> int | None:
    left, waiting = 1.0, sorted(waits, key=lambda wait: (wait.days, not wait.over))
    for place, wait in enumerate(waiting):
        if wait.over:
            left *= 1.0 - 1.0 / (len(waiting) - place)
        if left <= 0.5 + 1e-9:
            return wait.days
    return None


@dataclass(frozen=True)
class Side:
    """What somebody who waits asks for, as far as a shortage goes. area: the unit's name, or empty."""

    area: str
    company: str  # one_to_one, group, either or ""


@dataclass(frozen=True)
class Shortage:
    """How many there is nothing for yet: visitors for those who wish one, places in groups for the others."""

    visitors: int
    places: int
    areas: tuple[tuple[str, int, int], ...]  # (area, wish for a visitor, wish for a group), most first


def shortage(waiting: Sequence[Side], *, visits: int, places: int) -> Shortage:
    """What is lacking when volunteers can make so many visits and groups have so many places.

    Whoever is content with either is counted where there is most left.
    """
    one = sum(side.company == "one_to_one" for side in waiting)
    either = sum(side.company not in ("one_to_one", "group") for side in waiting)
    group = len(waiting) - one - either
    to_visits = min(either, max(0, visits - one))
    lacking_places = max(0, group + either - to_visits - places)
    by_area: dict[str, list[int]] = {}
    for side in waiting:
        by_area.setdefault(side.area, [0, 0])[0 if side.company == "one_to_one" else 1] += 1
    areas = [(name, ones, others) for name, (ones, others) in sorted(by_area.items())]
    areas.sort(key=lambda row: -(row[1] + row[2]))
    return Shortage(max(0, one - visits), lacking_places, tuple(areas))
