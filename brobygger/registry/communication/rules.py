"""Rules of what leaves the house: when, how often it is tried again, and what an answer means. Plain Python."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from enum import StrEnum

from brobygger.foundation.kernel.digits import plain_digits

QUIET_FROM, QUIET_UNTIL = time(20), time(8)  # nobody is woken or disturbed by an SMS or asked to ring
DIGEST_HOURS = (7, 12, 16)  # local time, when gathered e-mails leave
DIGEST_AFTER = timedelta(hours=4)  # the first e-mail leaves at once; more within four hours are gathered
WAITS = (1, 5, 15, 60, 240)  # minutes before each new try
CALLS = 3  # how often somebody is rung in vain before another way is proposed
ANSWER_DAYS = 14  # an SMS that comes later answers no question of ours


class Said(StrEnum):
    """What an answer means. UNKNOWN: a person reads it."""

    YES = "yes"
    NO = "no"
    STOP = "stop"
    UNKNOWN = "unknown"


def wakeful(at: datetime) -> datetime:
    """The first moment, at or after `at` (local time), that is not in the quiet hours (20 to 8)."""
    morning = at.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    if at.time() < QUIET_UNTIL:
        return morning
    return morning + timedelta(days=1) if at.time() >= QUIET_FROM else at


def try_again(attempts: int, at: datetime) -> datetime | None:
    """When to try again after so many tries that did not get through; None: never by itself."""
    return at + timedelta(minutes=WAITS[attempts - 1]) if 1 <= attempts <= len(WAITS) else None


def gathered(at: datetime, last: datetime | None) -> datetime:
    """When an e-mail that may be gathered leaves. `last`: the latest to the same address. Both in local time."""
    if last is None or at - last >= DIGEST_AFTER:
        return at
    days = (at + timedelta(days=ahead) for ahead in (0, 1))
    hours = (day.replace(hour=hour, minute=0, second=0, microsecond=0) for day in days for hour in DIGEST_HOURS)
    return next(hour for hour in hours if hour > at)


def mobile(phone: str) -> str | None:
    """A Danish number as the gateway wants it: "+4521000082". None for what is no number of eight digits."""
    digits = re.sub(r"\D", "", plain_digits(phone))
    if digits.startswith("0045"):
        digits = digits[4:]
    if len(digits) == 10 and digits.startswith("45"):
        digits = digits[2:]
    return f"+45{digits}" if len(digits) == 8 and digits[0] in "23456789" else None


def _words(several: str) -> frozenset[str]:
    return frozenset(several.split())


_YES = _words("ja jo jep jaeh jah jada jeps yes yep ok okay oki gerne selvfølgelig naturligvis klart j 👍")
_NO = _words("nej næ næh nix niks no nope n nah nejtak afbud desværre aflys aflyser 👎")
_STOP = _words("stop afmeld frameld afmelding stopsms")
_NOT = _words("ikke ik ikk ingen")
_COMING = _words("kommer komme deltager med kan vil passer")
_FILLING = _words(
    "tak mange jeg vi det den der til på i hej kære hilsen kh vh mvh gør fint godt dejligt glæder mig at os også og så "
    "dag morgen mandag tirsdag onsdag torsdag fredag lørdag søndag sms flere beskeder"
)


def _plain(word: str) -> str:
    """Small letters, and every run of one letter as one: people write «jaaa» and «nejjj»."""
    return re.sub(r"(.)\1+", r"\1", word.lower())


_NAMED = {"yes": _YES, "no": _NO, "stop": _STOP, "not": _NOT, "coming": _COMING, "filling": _FILLING}
_MEANING = {_plain(word): name for name, words in _NAMED.items() for word in words}


def understood(text: str) -> Said:
    """What a short answer means. One word that is not known, or signs of both yes and no: a person reads it.

    >>> [understood(text).value for text in ("Jaa tak, jeg kommer gerne", "kan desværre ik komme", "Ja, men hvornår?")]
    ['yes', 'no', 'unknown']
    """
    words = [_MEANING.get(_plain(word)) for word in re.findall(r"[^\W\d_]+|[👍👎]", text)]
    said = set(words)
    if not words or None in said:
        return Said.UNKNOWN
    if "stop" in said:
        return Said.STOP
    refused = "no" in said or {"not", "coming"} <= said
    agreed = "yes" in said or ("coming" in said and "not" not in said)
    if refused == agreed:
        return Said.UNKNOWN
    if agreed:
        return Said.UNKNOWN if "not" in said else Said.YES
    return Said.NO
