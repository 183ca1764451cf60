"""Reading a calendar back by RFC 5545: strict, small, and written apart from what writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

NEEDED = {"UID", "DTSTAMP", "DTSTART"}  # § 3.6.1, with METHOD set


@dataclass
class Calendar:
    properties: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)


def read(text: str) -> Calendar:
    """The calendar's own properties and its entries. AssertionError for what the standard forbids."""
    assert text.endswith("\r\n")
    physical = text[:-2].split("\r\n")
    assert all("\n" not in line and "\r" not in line for line in physical), "lines end by CRLF"
    assert all(len(line.encode()) <= 75 for line in physical), "a line has at most 75 octets"
    lines: list[str] = []
    for line in physical:
        if line[:1] == " ":
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found, one = Calendar(), None
    for line in lines[1:-1]:
        name, value = _property(line)
        if name == "BEGIN":
            assert (value, one) == ("VEVENT", None)
            one = {}
        elif name == "END":
            assert one is not None
            assert set(one) >= NEEDED, "an entry lacks what the standard demands"
            found.entries.append(one)
            one = None
        else:
            where = found.properties if one is None else one
            assert name not in where, f"{name} twice"
            where[name] = value
    assert one is None
    assert found.properties["VERSION"] == "2.0"
    assert found.properties["PRODID"]
    uids = [entry["UID"] for entry in found.entries]
    assert len(uids) == len(set(uids))
    return found


def _property(line: str) -> tuple[str, Any]:
    head, colon, value = line.partition(":")
    assert colon, line
    name, *parameters = head.split(";")
    if "VALUE=DATE" in parameters:
        return name, date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    if name in ("DTSTART", "DTEND", "DTSTAMP"):
        return name, datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return name, _text(value)


def _text(value: str) -> str:
    found, marks = "", iter(value)
    for mark in marks:
        assert mark >= " " or mark == "\t", "no control character in a text"
        assert mark not in ",;", "a comma or semicolon in a text is escaped"
        if mark == "\\":
            after = next(marks)
            assert after in "\\;,nN", after
            mark = "\n" if after in "nN" else after
        found += mark
    return found
