"""Signed links: what one may open, how its address is written, and when it opens nothing any more. Plain Python.

The address holds the municipality's public code and 65 bits that only the installation's key can make: nothing about
a person, an offer or a visit can be read from it. It is written in Crockford's letters, so that it can be typed from a
letter and read aloud (kernel.short_codes).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from brobygger.foundation.kernel.short_codes import LETTERS

CODE_LETTERS, SECRET_LETTERS = 3, 13  # 15 bits of municipality (four digits), 65 bits of secret
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})


class Opens(StrEnum):
    """What a link is for. It opens that and nothing else."""

    KEEP_OFFER = "keep_offer"  # an organisation says whether its offer still is as it says
    ANSWER_VISIT = "answer_visit"  # the person, or a relative, moves or cancels the visit in a letter
    SEND_TIP = "send_tip"  # somebody outside tells of a worry, and sees nothing
    ANSWER_ROUND = "answer_round"  # the person, or a relative who helps, answers the questions of a round
    ANSWER_ORDER = "answer_order"  # a kitchen, a taxi or a speaker says yes or no
    COME_TO = "come_to"  # somebody who has been to an occasion says what he or she would like
    GREETINGS = "greetings"  # those who can refer say how often they want to hear from us
    ANSWER_DAYS = "answer_days"  # somebody whose yes is needed says to each of several days whether it suits
    OWN_PAIR = "own_pair"  # one of two who meet: when next, what was agreed, move or call off, how it goes
    ARRANGE = "arrange"  # a member of a group asks a museum, a guide or a speaker for one session


# They change what stands; the others only add.
SINGLE_USE = frozenset({Opens.KEEP_OFFER, Opens.ANSWER_VISIT, Opens.ANSWER_ROUND, Opens.ANSWER_ORDER})
LASTS = {
    Opens.KEEP_OFFER: timedelta(days=30),
    Opens.ANSWER_VISIT: timedelta(days=60),
    Opens.ANSWER_ROUND: timedelta(days=30),  # at most: it ends with the round's window
    Opens.SEND_TIP: timedelta(days=365),
    Opens.ANSWER_ORDER: timedelta(days=60),  # at most: it ends when the session begins
    Opens.COME_TO: timedelta(days=30),
    Opens.GREETINGS: timedelta(days=365),
    Opens.ANSWER_DAYS: timedelta(days=60),  # at most: it ends with the last of the days, or when one is chosen
    Opens.OWN_PAIR: timedelta(days=365),  # at most: it opens nothing when the two meet no more
    Opens.ARRANGE: timedelta(days=60),  # at most: it ends when the session begins
}


class LinkState(StrEnum):
    """What a link is at a moment."""

    LIVE = "live"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Life:
    """The moments that decide it."""

    expires_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None


def state(life: Life, *, at: datetime) -> LinkState:
    """What the link is at a moment. Withdrawn counts before used, used before expired: the reader is told why."""
    if life.withdrawn_at is not None:
        return LinkState.WITHDRAWN
    if life.used_at is not None:
        return LinkState.USED
    return LinkState.EXPIRED if at >= life.expires_at else LinkState.LIVE


def written(code: str, secret: int) -> str:
    """A link's token: "0Z6K-7QF3-MPD9-A2BX". code: the municipality's four digits; secret: at least 65 random bits."""
    letters = _letters(int(code), CODE_LETTERS) + _letters(secret & ((1 << 5 * SECRET_LETTERS) - 1), SECRET_LETTERS)
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def read(text: str) -> tuple[str, str]:
    """The municipality's code and the token as it was written, from what somebody typed or a telephone read.

    Small letters, spaces, missing hyphens and the usual misreadings are understood. Raises ValueError otherwise.
    """
    letters = text.upper().translate(_MISREAD)
    if len(letters) != CODE_LETTERS + SECRET_LETTERS or any(letter not in LETTERS for letter in letters):
        raise ValueError("not a link")
    code = 0
    for letter in letters[:CODE_LETTERS]:
        code = code << 5 | LETTERS.index(letter)
    if code > 9999:
        raise ValueError("not a link")
    return f"{code:04}", "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _letters(number: int, length: int) -> str:
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(length)))
