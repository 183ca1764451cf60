"""A calendar read back by a small reader of our own, written from RFC 5545 and knowing nothing of the writer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.registry.communication.calendar_rules import Entry, icalendar
from tests.icalendar_reading import read

STAMP = datetime(2026, 3, 5, 9, tzinfo=UTC)
TEXTS = st.text(max_size=90)
STARTS = st.dates(date(1990, 1, 1), date(2090, 1, 1)) | st.datetimes(
    datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)
)


@settings(max_examples=100)
@given(st.lists(st.tuples(TEXTS, TEXTS, STARTS), max_size=4))
def test_whatever_is_written_is_read_back(told):
    entries = [Entry(f"n-{number}", starts, title, place) for number, (title, place, starts) in enumerate(told)]
    found = read(icalendar(name="Æblegrød, med; \\ fløde", entries=entries, stamp=STAMP))
    assert found.properties["X-WR-CALNAME"] == "Æblegrød, med; \\ fløde"
    assert [one["SUMMARY"] for one in found.entries] == [_kept(title) for title, _place, _starts in told]
    assert [one.get("LOCATION", "") for one in found.entries] == [_kept(place) for _title, place, _starts in told]
    for one, (_title, _place, starts) in zip(found.entries, told, strict=True):
        whole = starts.replace(microsecond=0) if isinstance(starts, datetime) else starts
        assert one["DTSTART"] == whole


def _kept(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", "", lines)


def test_the_reader_refuses_what_the_standard_forbids():
    import pytest

    good = icalendar(name="x", entries=[Entry("1", date(2026, 3, 5), "Å" * 60)], stamp=STAMP)
    for bad in (good.replace("\r\n", "\n"), good.replace("\r\n ", ""), good.replace("UID:1\r\n", ""), good[:-15]):
        with pytest.raises(AssertionError):
            read(bad)
