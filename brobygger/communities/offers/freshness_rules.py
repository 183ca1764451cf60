"""How long what an offer says can be trusted. Plain Python; "today" is an argument."""

from __future__ import annotations

from datetime import date, timedelta

# A season: clubs plan in half years, and an entry older than that has met a new programme (R065).
TRUSTED_DAYS = 182


def stale_before(today: date) -> date:
    """An offer last checked before this day is marked and sinks below the others."""
    return today - timedelta(days=TRUSTED_DAYS)


def last_sign(confirmed_on: date | None, seen_on: date | None) -> date | None:
    """The last day we know an offer was as it says: somebody said so, a session was held or a referral answered."""
    return max((day for day in (confirmed_on, seen_on) if day is not None), default=None)


def score(sign: date | None, today: date) -> int:
    """How fresh an entry is, 0–100: 100 on the day of its last sign, 50 when it begins to sink, 0 a season later."""
    if sign is None:
        return 0
    return max(0, min(100, 100 - round(50 * (today - sign).days / TRUSTED_DAYS)))


def is_stale(sign: date | None, today: date) -> bool:
    """Whether nothing has shown lately that an offer still is as it says (last_sign)."""
    return sign is None or sign < stale_before(today)
