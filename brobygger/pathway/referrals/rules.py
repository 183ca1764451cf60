"""The life of a referral, as a table that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # no answer by the day it was due
    WITHDRAWN = "withdrawn"  # the person took the consent back, or chose something else


MOVES: Mapping[Status, frozenset[Status]] = {
    Status.SENT: frozenset({Status.ACCEPTED, Status.DECLINED, Status.LAPSED, Status.WITHDRAWN}),
    Status.LAPSED: frozenset({Status.ACCEPTED, Status.WITHDRAWN}),  # a late yes is still a yes
    Status.ACCEPTED: frozenset({Status.WITHDRAWN}),
    Status.DECLINED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

# Why a receiver says no (R036, R279); the code goes on the person's line, the words are the pages'.
DECLINE_REASONS = ("no_place", "wrong_time", "transport_time", "needs_other_help", "no_volunteer", "other")


def may(seen: Status, wanted: Status) -> bool:
    """Whether a referral may go from the status that was seen to the one that is wanted."""
    return wanted in MOVES[seen]


# What visitation can be asked for; pages have the words.
WANTED = ("day_centre", "training", "transport", "meals", "companion", "technology", "other")
ANSWER_DAYS = 14
