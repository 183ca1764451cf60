"""Rules of volunteering: what is missing before the first visit, how long it counts, and whether there are enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class StepKind(StrEnum):
    """What an association can ask for (R252), in the order it is usually taken."""

    TALK = "talk"
    SUITABILITY = "suitability"
    REFERENCES = "references"
    CHILDREN_CERTIFICATE = "children_certificate"  # børneattest
    CRIMINAL_RECORD = "criminal_record"  # straffeattest
    EXPECTATIONS = "expectations"
    SECRECY = "secrecy"
    AGREEMENT = "agreement"  # in writing, with insurance


CERTIFICATES = frozenset({StepKind.CHILDREN_CERTIFICATE, StepKind.CRIMINAL_RECORD})
LEAST = (StepKind.TALK, StepKind.SECRECY, StepKind.AGREEMENT)  # secrecy is the law's (facts.md § 4), never optional
IDLE_DAYS = 30  # a volunteer nobody has needed for a month loses heart (R255)


class Standing(StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    SOON = "soon"  # warned, weeks before
    GRACE = "grace"  # has ended; visits go on while it is renewed
    CLOSED = "closed"  # no new persons


@dataclass(frozen=True)
class Terms:
    """An association's demands. kinds: in order."""

    kinds: tuple[StepKind, ...] = LEAST
    valid_months: int = 24
    warn_weeks: int = 6
    grace_days: int = 30


def in_order(kinds: Iterable[str]) -> tuple[StepKind, ...]:
    """The asked steps in the order they are taken, secrecy always among them. ValueError for an unknown one."""
    asked = {StepKind(kind) for kind in kinds} | {StepKind.SECRECY}
    return tuple(kind for kind in StepKind if kind in asked)


def missing(terms: Terms, done: Collection[str]) -> tuple[StepKind, ...]:
    """The steps that are not taken yet; the first is the next."""
    return tuple(kind for kind in terms.kinds if kind not in done)


def valid_until(kind: StepKind, done_on: date, terms: Terms) -> date | None:
    """The last day a step counts; None: it does not end. Certificates end after so many months."""
    return months_after(done_on, terms.valid_months) if kind in CERTIFICATES else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is none."""
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - timedelta(days=1)).day))


def standing(until: date | None, on: date, terms: Terms) -> Standing:
    """How a step with a last day stands: valid, to be renewed soon, in grace, or closed for new persons."""
    if until is None or on < until - timedelta(weeks=terms.warn_weeks):
        return Standing.VALID
    if on <= until:
        return Standing.SOON
    return Standing.GRACE if on <= until + timedelta(days=terms.grace_days) else Standing.CLOSED


def pay_for(km: Decimal, oere: int) -> int:
    """Øre for a drive: kilometres times the rate, halves up."""
    return int((km * oere).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Side:
    """One area as it stands: persons who wait for a volunteer, and places volunteers have."""

    area: str
    wanted: int
    places: int


@dataclass(frozen=True)
class RoleSide:
    """One kind of help as it stands: how many wait for it, and how many it can be given to."""

    role: str
    wanted: int
    places: int


@dataclass(frozen=True)
class Week:
    """A week ahead: how many will wait, how many places will be free, if it goes as it has gone."""

    number: int
    wanted: float
    places: float


@dataclass(frozen=True)
class Pace:
    """What a week has brought lately: persons who began to wait, new volunteers' places, places that ended."""

    asked: float
    joined: float
    left: float


def forecast(*, wanted: int, places: int, pace: Pace, weeks: int) -> list[Week]:
    """The weeks ahead. Each week those who wait and the free places meet as far as they go; what is left goes on."""
    found, waiting, free = [], float(wanted), float(places)
    for number in range(1, weeks + 1):
        waiting, free = waiting + pace.asked, max(0.0, free + pace.joined - pace.left)
        met = min(waiting, free)
        waiting, free = waiting - met, free - met
        found.append(Week(number, waiting, free))
    return found


class Balance(StrEnum):
    SHORTAGE = "shortage"
    IDLE = "idle"
    EVEN = "even"


def balance(wanted: float, places: float) -> Balance:
    """Shortage when more wait than there are places; idle when a third of the places (at least two) are free."""
    if wanted > places:
        return Balance.SHORTAGE
    return Balance.IDLE if places - wanted >= max(2.0, places / 3) else Balance.EVEN


ROLES = ("visitor", "companion", "driver")  # the help that persons wait for one by one


def by_role(wanted: Mapping[str, int], volunteers: Iterable[tuple[Collection[str], int]]) -> list[RoleSide]:
    """Both sides by role, in their order. volunteers: roles (none: visits; "open": whatever is lacking) and places.

    A volunteer in several roles stands in each of them: one place can be used once, by whoever is asked first.
    """
    counted = dict.fromkeys(ROLES, 0)
    for roles, places in volunteers:
        for role in ROLES if "open" in roles else roles or ("visitor",):
            if role in counted:
                counted[role] += places
    return [RoleSide(role, wanted.get(role, 0), counted[role]) for role in ROLES]


def by_area(wanted: Iterable[str], places: Iterable[tuple[str, int]]) -> list[Side]:
    """Both sides by area, the largest lack first. wanted: an area for each who waits; "" when it is not known."""
    lacking: dict[str, list[int]] = {}
    named: dict[str, str] = {}  # written alike in all but capitals and blanks is the same area; the unit's way is told

    def of(area: str) -> list[int]:
        return lacking.setdefault(named.setdefault(" ".join(area.lower().split()), area.strip()), [0, 0])

    for area in wanted:
        of(area)[0] += 1
    for area, free in places:
        of(area)[1] += free
    sides = [Side(area, *counts) for area, counts in lacking.items()]
    return sorted(sides, key=lambda side: (side.places - side.wanted, side.area))
