"""What somebody writes on a public page: whom it is for, where it goes, and when we call. Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from brobygger.communities.directory.word_rules import words
from brobygger.foundation.kernel.digits import plain_digits

DANISH_DIGITS = 8
SAME_WITHIN_DAYS = 14  # who writes again within two weeks means the same
WORKING_DAYS_TO_CALL = 2
LONGEST_CHANNEL = 30
KEPT_DAYS_AFTER_ANSWER = 90
KEPT_DAYS_WITHOUT_ANSWER = 365
WRITES_AN_HOUR = 20  # from one address: a library's readers share one
WRITES_AN_HOUR_IN_ALL = 600  # of an installation; beyond it people are asked to call instead


class ForWhom(StrEnum):
    """Who it is about."""

    SELF = "self"
    RELATIVE = "relative"
    VOLUNTEER = "volunteer"  # wants to give a hand, not to be helped


class Way(StrEnum):
    """Where it goes: to the organisation that has the offer, or to the municipality's coordinators as a tip."""

    SIGN_UP = "sign_up"
    TIP = "tip"


@dataclass(frozen=True)
class Written:
    """One filled-in page. `id` is made with the page; `phone` is the one to call, the relative's own for a relative."""

    id: UUID
    for_whom: ForWhom
    name: str
    phone: str
    best_time: str
    consent_text: str
    relative_name: str = ""
    relation: str = ""
    knows: bool = True
    language: str = "da"
    channel: str = ""


def way(written: Written, *, has_receiver: bool) -> Way:
    """An organisation learns somebody's name only when that somebody knows; otherwise a coordinator calls first."""
    return Way.SIGN_UP if has_receiver and written.knows else Way.TIP


def plain_phone(text: str) -> str:
    """A telephone number as digits, Danish ones without +45; empty when it cannot be one."""
    digits = re.sub(r"[\s().-]", "", plain_digits(text))
    digits = re.sub(r"^(?:\+|00)45(?=\d{8}$)", "", digits)
    if re.fullmatch(rf"[2-9]\d{{{DANISH_DIGITS - 1}}}|1\d{{{DANISH_DIGITS - 1}}}", digits, re.ASCII):
        return digits
    return digits if re.fullmatch(r"(?:\+|00)[1-9]\d{6,14}", digits, re.ASCII) else ""


def plain_channel(text: str) -> str:
    """Where a paper hangs, as a short code for its QR: “Bibliotek i Nørby” is bibliotek-i-noerby."""
    return "-".join(words(text))[:LONGEST_CHANNEL].strip("-")


def call_by(today: date) -> date:
    """The last day on which we call: two working days from today (weekends do not count)."""
    day, left = today, WORKING_DAYS_TO_CALL
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
