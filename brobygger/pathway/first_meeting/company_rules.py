"""Company before and on the way: what there is left of the time that was granted, and what it costs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MEETINGS = ("intro_visit", "match_meeting", "second_visit")
FELLOWS = ("seat", "go_along", "tutor")
TIMES = ("klippekort", "loneliness_time", "companion")
GAVE = ("much", "some", "little")  # what an organisation thinks that one person's way with them gave
GOES_ON = ("here", "elsewhere", "stopped")
LONGEST_MINUTES = 600  # of one entry: a longer one is a slip of the pen
AFTER_DAYS = 14  # how long after the last time with a companion somebody asks whether the person still goes


@dataclass(frozen=True)
class Granted:
    """So many minutes from a day until a day."""

    minutes: int
    since: date
    until: date


@dataclass(frozen=True)
class Used:
    """So many minutes on a day."""

    minutes: int
    on: date


def left(granted: Iterable[Granted], used: Iterable[Used], *, on: date) -> int:
    """Minutes that can still be spent on a day. What ends first is spent first, and what has ended is lost.

    Raises nothing: more spent than was granted is 0 left.
    """
    pots = sorted(granted, key=lambda pot: (pot.until, pot.since))
    rest = [pot.minutes for pot in pots]
    for one in sorted(used, key=lambda use: use.on):
        wanted = one.minutes
        for number, pot in enumerate(pots):
            if pot.since <= one.on <= pot.until and wanted:
                taken = min(wanted, rest[number])
                rest[number] -= taken
                wanted -= taken
    return sum(minutes for minutes, pot in zip(rest, pots, strict=True) if pot.since <= on <= pot.until)


def cost_ore(minutes: int, kroner_an_hour: int, *, by_volunteer: bool) -> int:
    """What an employee's time costs, in øre; a volunteer's costs nothing."""
    return 0 if by_volunteer else round(minutes * kroner_an_hour * 100 / 60)
