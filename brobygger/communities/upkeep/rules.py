"""When to ask those who run an offer whether it is still as it says. Plain Python."""

from __future__ import annotations

from datetime import date, timedelta

EVERY_DAYS = 182  # as long as an entry is trusted (offers.freshness_rules)
CHOICES = (0, 30, 91, 182, 365)
PATIENCE_DAYS = 30  # the link in one e-mail lasts so long; nobody is asked again meanwhile


def due(*, confirmed_on: date | None, asked_on: date | None, every_days: int, today: date) -> bool:
    """Whether somebody should be asked today: the interval has passed since the last word and the last question."""
    if every_days == 0 or (asked_on is not None and today - asked_on < timedelta(days=PATIENCE_DAYS)):
        return False
    return confirmed_on is None or today - confirmed_on >= timedelta(days=every_days)
