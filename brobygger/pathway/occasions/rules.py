"""What kinds of occasion there are, what people can want afterwards, and who a birth year is. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Seeds 000, 001 and 004: where people meet the offers without having been looked for one by one (R050, R053, R102–103).
KINDS = (
    "market_day", "theme_day", "residents_meeting", "stand", "bus_tour", "birth_year", "open_house", "follow_up",
    "other",
)  # fmt: skip
WANTS = ("call", "more", "volunteer", "nothing")  # ring to me; interested in something; would like to help; only came
TURNS = 65  # the year somebody is invited with the others of the same year (seed 004)
# How somebody has heard of an offer. Several usually stand behind one yes, so each is kept (R033, R034).
HEARD = (
    "letter", "home_care", "preventive_visit", "relative", "neighbour", "doctor", "pharmacy", "association", "church",
    "local_paper", "poster", "web", "radio_tv", "occasion", "other",
)  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """Who came to an occasion and what they wanted. `others`: those whose names nobody wrote down."""

    invited: int
    came: int
    others: int
    call: int
    more: int
    volunteer: int = 0


def counts(guests: Iterable[tuple[bool, bool | None, str]], *, others: int) -> Counts:
    """Count guests: (invited, came, wants) each."""
    everybody = list(guests)
    return Counts(
        invited=sum(invited for invited, _came, _wants in everybody),
        came=sum(bool(came) for _invited, came, _wants in everybody) + others,
        others=others,
        call=sum(wants == "call" for _invited, _came, wants in everybody),
        more=sum(wants == "more" for _invited, _came, wants in everybody),
        volunteer=sum(wants == "volunteer" for _invited, _came, wants in everybody),
    )


def birth_year(*, turns: int, in_year: int) -> tuple[date, date]:
    """The first and last birth date of those who turn so many years in a calendar year."""
    return date(in_year - turns, 1, 1), date(in_year - turns, 12, 31)


def seats_left(*, seats: int | None, signed_up: int) -> int | None:
    """Free seats of a bus; None when the number does not matter."""
    return None if seats is None else max(seats - signed_up, 0)
