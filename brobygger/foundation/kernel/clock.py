"""Days and times as Denmark counts them. Rules never look at the clock; pages and jobs pass it in from here."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """The time now, with Danish offset."""
    return datetime.now(DENMARK)


def local_date(moment: datetime) -> date:
    """The day a moment falls on in Denmark. Raises ValueError for a moment without offset."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment.astimezone(DENMARK).date()
