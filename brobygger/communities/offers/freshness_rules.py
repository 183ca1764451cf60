"""How long what an offer says can be trusted. Plain Python; "today" is an argument."""

from __future__ import annotations

from datetime import date, timedelta

# A season: clubs plan in half years, and an entry older than that has met a new programme (R065).
TRUSTED_DAYS = 182


def stale_before(today: date) -> date:
    """An offer last checked before this day is marked and sinks below the others."""
    return today - timedelta(days=TRUSTED_DAYS)


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """Whether nobody has said lately that an offer still is as it says."""
    return confirmed_on is None or confirmed_on < stale_before(today)
