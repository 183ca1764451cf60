"""A calendar as RFC 5545 wants it: what a phone or a mail program subscribes to. Plain Python.

Only the entries' own words stand in it; what may be in them is decided by the journey that collects them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE = 75  # octets, without the line break (RFC 5545 § 3.1)
REFRESH = "PT4H"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `starts`: a moment with a time zone, or a whole day. `minutes`: 0 for a whole day."""

    uid: str
    starts: datetime | date
    title: str
    place: str = ""
    minutes: int = 0


def icalendar(*, name: str, entries: Iterable[Entry], stamp: datetime) -> str:
    """The calendar, lines ended by CRLF and folded. `stamp`: when it was made, with a time zone."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Brobygger//Brobygger 1//DA", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]  # fmt: skip
    for entry in entries:
        lines += _lines(entry, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _lines(entry: Entry, stamp: datetime) -> list[str]:
    if isinstance(entry.starts, datetime):
        ends = entry.starts + timedelta(minutes=entry.minutes or 60)
        times = [f"DTSTART:{_moment(entry.starts)}", f"DTEND:{_moment(ends)}"]
    else:
        times = [
            f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.starts + timedelta(days=1):%Y%m%d}",
        ]
    place = [f"LOCATION:{_text(entry.place)}"] if entry.place else []
    return [
        "BEGIN:VEVENT", f"UID:{_text(entry.uid)}", f"DTSTAMP:{_moment(stamp)}", *times,
        f"SUMMARY:{_text(entry.title)}", *place, "CLASS:PRIVATE", "TRANSP:OPAQUE" if entry.minutes else
        "TRANSP:TRANSPARENT", "END:VEVENT",
    ]  # fmt: skip


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """§ 3.3.11: backslash, semicolon, comma and line break are escaped; no other control character may stand there."""
    clean = "".join(mark for mark in value.replace("\r\n", "\n").replace("\r", "\n") if mark == "\n" or mark >= " ")
    clean = clean.replace("\x7f", "")
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets on a line, the rest on lines that begin with a space; never inside a letter."""
    parts, room, part = [], LINE, b""
    for mark in line:
        octets = mark.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", LINE - 1
        part += octets
    return "\r\n ".join(piece.decode() for piece in [*parts, part])
