"""Visits laid into employees' calendars, with time to get from one address to the next. Plain rules: no clock.

Every employee's free time is a row of gaps between what already stands in the calendar. A round is begun with whoever
has waited longest and grows by the address that adds the fewest minutes; the employee with the smallest share of own
time in use gets the next visit, so that nobody carries the work alone. Then each round is put in its shortest order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
ROAD = 1.3  # roads are longer than the straight line; about 1.2–1.4 in Danish towns and country
KM_AN_HOUR = 40.0
ON_THE_STEP = 4  # minutes to park, walk and find the door, whatever the distance
UNKNOWN = 15  # minutes, when one of two addresses is not on the map
NEAR_ENOUGH = 250  # how many of those who have waited longest a round may choose among
Place = tuple[float, float] | None  # latitude, longitude


@dataclass(frozen=True)
class Stop:
    """Somebody to visit. In a list of stops, whoever has waited longest stands first."""

    key: str
    place: Place = None


@dataclass(frozen=True)
class Shift:
    """An employee's time for visits on a day, in minutes from midnight. place: where the day begins, if known."""

    employee: str
    day: date
    begins: int
    ends: int
    place: Place = None


@dataclass(frozen=True)
class Held:
    """Something that already stands in an employee's calendar."""

    employee: str
    day: date
    begins: int
    ends: int
    place: Place = None


@dataclass(frozen=True)
class Placed:
    """A visit with an employee, a day and a time. travel: minutes on the road just before it."""

    key: str
    employee: str
    day: date
    begins: int
    travel: int


@dataclass(frozen=True)
class Plan:
    """placed: by day, employee and time. left_out: those there was no time for, longest waiting first."""

    placed: tuple[Placed, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """minutes: how long a visit lasts. every: visits begin at whole quarters of an hour when 15. most: in a day."""

    minutes: int = 60
    every: int = 15
    most: int = 5


@lru_cache(maxsize=200_000)
def travel_minutes(one: Place, other: Place) -> int:
    """Minutes from door to door by car: the straight line over the globe, lengthened as roads are, rounded up."""
    if one is None or other is None:
        return UNKNOWN
    if one == other:
        return 0
    return ON_THE_STEP + -int(-_kilometres(one, other) * ROAD / KM_AN_HOUR * 60 // 1)


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat_a, lon_a, lat_b, lon_b = (radians(each) for each in (*one, *other))
    part = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


@dataclass
class _Gap:
    """Free time between two things in a calendar. before/after: where one comes from and must be next."""

    employee: str
    day: date
    begins: int
    ends: int
    before: Place
    starts_there: bool  # there is a way to travel from `before`
    after: Place
    goes_on: bool  # something follows at `ends`, at `after`
    round: list[Stop] = field(default_factory=list)


def plan(stops: Sequence[Stop], shifts: Sequence[Shift], held: Iterable[Held], terms: Terms) -> Plan:
    """Place as many visits as there is time for. The same question always gives the same answer."""
    calendar: dict[tuple[str, date], list[Held]] = {}
    for each in held:
        calendar.setdefault((each.employee, each.day), []).append(each)
    gaps = [gap for shift in sorted(shifts, key=_by_day) for gap in _gaps(shift, calendar, terms)]
    own_time = _own_time(shifts)
    in_use = {employee: sum(one.ends - one.begins for row in calendar.values() for one in row
                            if one.employee == employee) for employee in own_time}  # fmt: skip
    waiting = list(stops)
    for day in sorted({gap.day for gap in gaps}):
        if waiting:
            waiting = _fill([gap for gap in gaps if gap.day == day], waiting, own_time, in_use, calendar, terms)
    placed = [one for gap in gaps for one in _times(gap, _shortest(gap, terms), terms) or ()]
    placed.sort(key=lambda one: (one.day, one.employee, one.begins))
    return Plan(tuple(placed), tuple(stop.key for stop in waiting))


def _by_day(shift: Shift) -> tuple[date, str, int]:
    return shift.day, shift.employee, shift.begins


def _own_time(shifts: Iterable[Shift]) -> dict[str, int]:
    total: dict[str, int] = {}
    for shift in shifts:
        total[shift.employee] = total.get(shift.employee, 0) + shift.ends - shift.begins
    return total


def _gaps(shift: Shift, calendar: Mapping[tuple[str, date], Sequence[Held]], terms: Terms) -> list[_Gap]:
    """The free stretches of a shift that a visit could fit in."""
    there = sorted(calendar.get((shift.employee, shift.day), ()), key=lambda one: one.begins)
    marks: list[tuple[int, int, Place, bool]] = [(0, shift.begins, shift.place, shift.place is not None)]
    for one in there:
        if one.ends > marks[-1][1] or one.ends <= shift.begins:  # not within something longer
            marks.append((one.begins, max(one.ends, shift.begins), one.place, True))
    marks.append((shift.ends, shift.ends, None, False))
    found = []
    for (_from, begins, before, starts_there), (ends, _to, after, goes_on) in pairwise(marks):
        until = min(ends, shift.ends)
        if until - begins >= terms.minutes:
            found.append(_Gap(shift.employee, shift.day, begins, until, before, starts_there, after, goes_on))
    return found


def _fill(
    gaps: Sequence[_Gap],
    waiting: list[Stop],
    own_time: Mapping[str, int],
    in_use: dict[str, int],
    calendar: Mapping[tuple[str, date], Sequence[Held]],
    terms: Terms,
) -> list[Stop]:
    """Fill a day's gaps, one visit at a time; who is still waiting afterwards."""
    left = list(waiting)
    today = {employee: len(calendar.get((employee, gaps[0].day), ())) for employee in own_time}
    open_gaps = list(gaps)
    while left and open_gaps:
        gap = min(open_gaps, key=lambda one: (in_use[one.employee] / own_time[one.employee], one.employee, one.begins))
        chosen = None if today[gap.employee] >= terms.most else _next(gap, left[:NEAR_ENOUGH], terms)
        if chosen is None:
            open_gaps.remove(gap)
            continue
        stop, at = chosen
        gap.round.insert(at, stop)
        left.remove(stop)
        today[gap.employee] += 1
        in_use[gap.employee] += terms.minutes
    return left


def _next(gap: _Gap, waiting: Sequence[Stop], terms: Terms) -> tuple[Stop, int] | None:
    """Whom to visit too, and as which in the round: the longest waiting first, then the fewest minutes more."""
    if not gap.round:
        return next(((stop, 0) for stop in waiting if _fits(gap, [stop], terms)), None)
    ways = sorted(
        (_detour(gap, stop, at), number, at) for number, stop in enumerate(waiting) for at in range(len(gap.round) + 1)
    )
    for _minutes, number, at in ways:
        if _fits(gap, [*gap.round[:at], waiting[number], *gap.round[at:]], terms):
            return waiting[number], at
    return None


def _detour(gap: _Gap, stop: Stop, at: int) -> int:
    """Minutes more on the road with a stop at a place in the round."""
    before = gap.round[at - 1].place if at else gap.before
    comes = at > 0 or gap.starts_there
    after = gap.round[at].place if at < len(gap.round) else gap.after
    goes = at < len(gap.round) or gap.goes_on
    minutes = (travel_minutes(before, stop.place) if comes else 0) + (travel_minutes(stop.place, after) if goes else 0)
    return minutes - (travel_minutes(before, after) if comes and goes else 0)


def _fits(gap: _Gap, stops: Sequence[Stop], terms: Terms) -> bool:
    return _times(gap, stops, terms) is not None


def _times(gap: _Gap, stops: Sequence[Stop], terms: Terms) -> list[Placed] | None:
    """When each visit of a round begins; None when the last does not end in time."""
    free, here, comes, made = gap.begins, gap.before, gap.starts_there, []
    for stop in stops:
        travel = travel_minutes(here, stop.place) if comes else 0
        begins = -(-(free + travel) // terms.every) * terms.every
        made.append(Placed(stop.key, gap.employee, gap.day, begins, travel))
        free, here, comes = begins + terms.minutes, stop.place, True
    onwards = travel_minutes(here, gap.after) if gap.goes_on and stops else 0
    return made if free + onwards <= gap.ends else None


def _shortest(gap: _Gap, terms: Terms) -> list[Stop]:
    """The round with stretches turned round as long as that saves minutes (2-opt)."""
    best, length = list(gap.round), _length(gap, gap.round)
    better = True
    while better:
        better = False
        for first in range(len(best)):
            for last in range(first + 2, len(best) + 1):
                tried = [*best[:first], *reversed(best[first:last]), *best[last:]]
                minutes = _length(gap, tried)
                if minutes < length and _fits(gap, tried, terms):
                    best, length, better = tried, minutes, True
    return best


def _length(gap: _Gap, stops: Sequence[Stop]) -> int:
    places = [*([gap.before] if gap.starts_there else []), *(stop.place for stop in stops),
              *([gap.after] if gap.goes_on else [])]  # fmt: skip
    return sum(travel_minutes(one, other) for one, other in pairwise(places))


def in_the_way(begins: int, place: Place, held: Iterable[Held], *, minutes: int) -> Held | None:
    """What in an employee's day leaves no time for a visit that begins then, with the way there and back; or None."""
    for one in sorted(held, key=lambda each: each.begins):
        way = travel_minutes(one.place, place)
        if begins < one.ends + way and one.begins < begins + minutes + way:
            return one
    return None
