"""Who decides, who meets, and what is unclear. Plain Python; today is an argument.

The unclear things are those the source documents tell of: a group that may not decide (Lolland-Guldborgsund), groups
for a short time that nobody closed (Svendborg), two groups with the same people and roles nobody could tell apart
(Stevns), leaders who share the work without having said how (Favrskov, Nordfyns, Odense).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

COUNCIL_KINDS = ("steering", "working", "local", "follow", "reference", "network", "coordinating", "ad_hoc")
LOCAL = "local"  # a group for an area, which may name the units it is for (R343)
PAPER_BYTES = 10 * 2**20  # an agreement as a PDF; the register's own limit is asked first
MOST_PAPER = 60_000  # signs: some twenty pages
SOON_DAYS = 14  # a milestone of an agreement is told of so long before
ASSET_KINDS = ("room", "vehicle", "other")
LEVELS = ("low", "middle", "high")
SAME_PEOPLE = 2  # fewer than two in common is what groups are for
WARN_WEEKS = 8

UnclearCode = Literal[
    "nobody_decides", "several_decide", "may_not_decide", "same_people", "no_members", "no_chair", "several_chairs",
    "no_task", "past_end", "late_meeting", "same_duty", "leader_without_duty",
]  # fmt: skip


@dataclass(frozen=True)
class Sitting:
    """One who sits in a group today. who: the same for the same person in every group."""

    who: str
    name: str
    chairs: bool = False


@dataclass(frozen=True)
class Body:
    """A governing group that is not closed, with those who sit in it today."""

    name: str
    kind: str
    may_decide: bool
    task: str
    begins_on: date
    ends_on: date | None = None
    meets_every_days: int | None = None
    last_met: date | None = None
    seats: tuple[Sitting, ...] = ()


@dataclass(frozen=True)
class Doing:
    """A duty that somebody has taken in the programme."""

    who: str
    name: str
    what: str


@dataclass(frozen=True)
class Unclear:
    """One thing to clear up: groups and people it is about, and days where time is the matter."""

    code: UnclearCode
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    days: int | None = None


def unclear(
    bodies: Sequence[Body], *, duties: Sequence[Doing] = (), leaders: Mapping[str, str] | None = None, today: date
) -> tuple[Unclear, ...]:
    """Everything that is unclear about who decides and who does what, gravest first. leaders: who → name."""
    found = [*_deciding(bodies), *_duties(duties, leaders or {})]
    for body in bodies:
        found += _one(body, today)
    found += _overlaps(bodies)
    return tuple(found)


def _deciding(bodies: Sequence[Body]) -> Iterable[Unclear]:
    deciding = tuple(body.name for body in bodies if body.may_decide)
    if bodies and not deciding:
        yield Unclear("nobody_decides", tuple(body.name for body in bodies))
    if len(deciding) > 1:
        yield Unclear("several_decide", deciding)
    for body in bodies:
        if body.kind == "steering" and not body.may_decide and deciding:
            yield Unclear("may_not_decide", (body.name,))


def _one(body: Body, today: date) -> Iterable[Unclear]:
    name = (body.name,)
    chairs = tuple(seat.name for seat in body.seats if seat.chairs)
    if not body.seats:
        yield Unclear("no_members", name)
    elif not chairs:
        yield Unclear("no_chair", name)
    if len(chairs) > 1:
        yield Unclear("several_chairs", name, chairs)
    if not body.task.strip():
        yield Unclear("no_task", name)
    if body.ends_on is not None and body.ends_on < today:
        yield Unclear("past_end", name, days=(today - body.ends_on).days)
    late = days_late(body, today)
    if late:
        yield Unclear("late_meeting", name, days=late)


def days_late(body: Body, today: date) -> int:
    """Days since the group should have met; 0 when it is in time or has no rhythm."""
    if body.meets_every_days is None:
        return 0
    due = (body.last_met or body.begins_on) + timedelta(days=body.meets_every_days)
    return max(0, (today - due).days)


def _overlaps(bodies: Sequence[Body]) -> Iterable[Unclear]:
    """Two groups where the smaller sits mostly in the larger: which of them decides what?"""
    for one, other in combinations(bodies, 2):
        here = {seat.who: seat.name for seat in one.seats}
        there = {seat.who for seat in other.seats}
        common = tuple(name for who, name in here.items() if who in there)
        if len(common) >= SAME_PEOPLE and 2 * len(common) >= min(len(here), len(there)):
            yield Unclear("same_people", (one.name, other.name), common)


def _duties(duties: Sequence[Doing], leaders: Mapping[str, str]) -> Iterable[Unclear]:
    by_what: dict[str, dict[str, str]] = {}
    for duty in duties:
        by_what.setdefault(" ".join(duty.what.casefold().split()), {})[duty.who] = duty.name
    said = {" ".join(duty.what.casefold().split()): duty.what for duty in reversed(duties)}
    for what, people in by_what.items():
        if len(people) > 1:
            yield Unclear("same_duty", (said[what],), tuple(people.values()))
    if len(leaders) > 1:
        without = tuple(name for who, name in leaders.items() if who not in {duty.who for duty in duties})
        if without:
            yield Unclear("leader_without_duty", people=without)


def renewal(ends_on: date | None, *, warn_weeks: int, today: date) -> Literal["runs", "renew", "ended"]:
    """How an agreement stands: it runs, it is time to renew it (from `warn_weeks` weeks before), or it has ended."""
    if ends_on is None:
        return "runs"
    if ends_on < today:
        return "ended"
    return "renew" if today >= ends_on - timedelta(weeks=warn_weeks) else "runs"


def stops_with(promised_until: date | None, last_day: date | None) -> bool:
    """Whether a promise ends no later than the effort itself: then nothing is promised for afterwards (R204)."""
    return promised_until is not None and last_day is not None and promised_until <= last_day


def risk_colour(likelihood: str, impact: str) -> Literal["green", "yellow", "red"]:
    """How grave a risk is: two highs, or a high and a middle, are red; two lows, or a low and a middle, green."""
    grave = LEVELS.index(likelihood) + LEVELS.index(impact)
    return "red" if grave >= 3 else "yellow" if grave == 2 else "green"


CHANCES = ("area", "shop", "library", "neighbours", "association", "parish", "firm", "other")
CHANCE_STATES = ("idea", "asked", "agreed", "running", "stopped")


def by_place(lines: Iterable[tuple[str, str, int, str]]) -> tuple[list[int], list[tuple[str, str, dict[int, str]]]]:
    """Places in rows and years in columns: (years, [(kind, name, state by year)]) from (kind, name, year, state)."""
    told: dict[tuple[str, str], dict[int, str]] = {}
    years: set[int] = set()
    for kind, name, year, state in lines:
        years.add(year)
        told.setdefault((kind, name), {})[year] = state
    in_order = sorted(told.items(), key=lambda pair: (CHANCES.index(pair[0][0]), pair[0][1].casefold()))
    return sorted(years), [(kind, name, states) for (kind, name), states in in_order]


def step_stands(due_on: date, done_on: date | None, *, today: date) -> Literal["done", "late", "soon", "ahead"]:
    """How a milestone of an agreement stands (R342)."""
    if done_on is not None:
        return "done"
    if due_on < today:
        return "late"
    return "soon" if due_on <= today + timedelta(days=SOON_DAYS) else "ahead"


def is_pdf(content: bytes) -> bool:
    """Whether a file says of itself that it is a PDF."""
    return content.startswith(b"%PDF-")
