"""A group that lives: its size and balance, how roles grow, what may follow what. Plain rules: no clock, no tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

PHASES = ("starting", "running", "self_run", "anchored", "ended")
# A participant may become the one who leads an exercise, then the one who keeps the group going, then a volunteer
# (R180). Each is held beside being a participant: nobody stops belonging because he or she helps.
ROLES = ("instructor", "table_host", "convener", "successor", "volunteer")
ONE_ONLY = frozenset({"convener", "successor"})
TAKING_PART = ("active", "passive", "resting")  # being there without doing is a way of taking part (R152)
TROUBLES = ("cliques", "left_out", "conflict", "dominates", "other")
CARRIERS = 3  # one who has something to spare for at most so many who need it


def size_says(size: int, *, least: int, most: int) -> str:
    """few, full or over when the number of people deserves a word; empty when it is fine (R110)."""
    if size > most:
        return "over"
    if size == most:
        return "full"
    return "few" if size < least else ""


def balance_says(*, carriers: int, size: int) -> str:
    """lone_carrier, no_carrier or empty: whether somebody in the group can take care of others (R108).

    Small groups manage; above so many people for each carrier somebody is needed.
    """
    if size < 2 * CARRIERS:
        return ""
    if carriers == 0:
        return "no_carrier"
    return "few_carriers" if size > carriers * (CARRIERS + 1) * 2 else ""


@dataclass(frozen=True)
class Held:
    """A role somebody holds in a group now."""

    person: str
    role: str
    since: date


def ends_with(held: Collection[Held], *, person: str, role: str) -> tuple[Held, ...]:
    """The roles that end when a person takes one: the one before in a role only one can have, and the successor's own.

    A successor who becomes convener is no longer the successor. Taking what one holds already ends nothing.
    """
    if any(each.person == person and each.role == role for each in held):
        return ()
    return tuple(
        each
        for each in held
        if (role in ONE_ONLY and each.role == role)
        or (role == "convener" and each.role == "successor" and each.person == person)
    )


def may_run_itself(held: Collection[Held]) -> str:
    """convener or successor when that is missing before staff withdraw; empty when the group can stand alone (R114)."""
    roles = {each.role for each in held}
    return next((role for role in ("convener", "successor") if role not in roles), "")


def parted(members: Collection[str], leaving: Collection[str], *, least: int) -> str:
    """Why a group cannot be split so: nobody, everybody, too_few_left or too_few_go; empty when it can."""
    going = set(leaving) & set(members)
    if not going:
        return "nobody"
    left = len(set(members)) - len(going)
    if left == 0:
        return "everybody"
    if left < least:
        return "too_few_left"
    return "too_few_go" if len(going) < least else ""


@dataclass(frozen=True)
class Seen:
    """A member as the group has seen him or her: a carrier of others, roles held, times there of times expected."""

    person: str
    carries: bool
    roles: int
    there: int
    times: int
    active: bool = True


def could_convene(members: Collection[Seen], *, most: int = 3) -> list[str]:
    """Who could keep the group going, the likeliest first: takes care of others, has led something, comes most times.

    Only who takes an active part and has come to at least three of four of at least three times (R199).
    """
    able = [one for one in members if one.active and one.times >= 3 and one.there * 4 >= one.times * 3]
    ready = [one for one in able if one.carries or one.roles]
    return [one.person for one in sorted(ready, key=lambda one: (-one.carries, -one.roles, -one.there, one.person))][
        :most
    ]


def unlike(*, sex: str, born: int | None, members: Collection[tuple[str, int | None]]) -> tuple[str, ...]:
    """How a host differs from most of the members: "sex", "age" (more than ten years from their middle one) or neither.

    What is not known differs from nothing (R155).
    """
    sexes = [one for one, _year in members if one]
    years = sorted(year for _one, year in members if year)
    found = []
    if sex and sexes and sexes.count(sex) * 2 < len(sexes):
        found.append("sex")
    if born and years and abs(born - years[len(years) // 2]) > 10:
        found.append("age")
    return tuple(found)
