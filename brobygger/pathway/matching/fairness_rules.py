"""Is the waiting shared fairly? Waiting by sex, area and strength, before and after the proposals that stand. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from brobygger.pathway.matching.group_rules import WALKS_LITTLE_M, WALKS_WELL_M
from brobygger.pathway.matching.wait_rules import Expected, Wait, expected

GIVES, NEEDS, BETWEEN = "gives", "needs", "between"
UNFAIR_RATIO = 1.5  # from here on the difference is told in words


@dataclass(frozen=True)
class Waited:
    """Somebody who said yes in the last year. placed: a place, a group or a volunteer is proposed or promised now."""

    sex: str
    area: str
    strength: str
    days: int
    over: bool  # somebody said yes to them
    waits_now: bool
    placed: bool = False


@dataclass(frozen=True)
class Share:
    """One group of people: how many wait, how long half of them have, and what it would be after the proposals.

    last_year: how long people of the group waited for a yes.
    """

    waiting: int
    placed: int
    before: float | None
    after: float | None
    last_year: Expected


def strength(*, walks_m: int | None, walking_aid: str | None, resources: str) -> str:
    """The more or less resourceful, as group_rules sees them."""
    if walking_aid in ("walker", "wheelchair") or (walks_m is not None and walks_m < WALKS_LITTLE_M):
        return NEEDS
    if resources or (walks_m is not None and walks_m >= WALKS_WELL_M):
        return GIVES
    return BETWEEN


def shares(people: Sequence[Waited], by: Callable[[Waited], str]) -> dict[str, Share]:
    """Each group's share, by what `by` says of a person; groups in the order of their names."""
    parts: dict[str, list[Waited]] = {}
    for one in people:
        parts.setdefault(by(one), []).append(one)
    return {name: _share(parts[name]) for name in sorted(parts)}


def _share(people: Sequence[Waited]) -> Share:
    now = [one for one in people if one.waits_now]
    left = [one.days for one in now if not one.placed]
    return Share(
        waiting=len(now),
        placed=len(now) - len(left),
        before=_half([one.days for one in now]),
        after=_half(left),
        last_year=expected([Wait(one.days, one.over) for one in people]),
    )


def _half(days: Sequence[int]) -> float | None:
    return float(median(days)) if days else None


def widest(told: Mapping[str, Share]) -> tuple[str, str] | None:
    """The group that waited longest last year and the one that waited shortest, when the first waited much longer."""
    known = {name: share.last_year.median for name, share in told.items() if share.last_year.median is not None}
    if len(known) < 2:
        return None
    longest = max(known, key=lambda name: (known[name], name))
    shortest = min(known, key=lambda name: (known[name], name))
    return (longest, shortest) if known[longest] >= UNFAIR_RATIO * max(1, known[shortest]) else None
