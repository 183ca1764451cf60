"""Broken extracts: each is refused, or stored whole; nobody is stored by half, and nothing falls over.

About 150 in `make test`, 10,000 in `make nightly`.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import find
from brobygger.pathway.detection.models import RegisterEntry
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.extracts import of_men

FILES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 150
AT_ONCE = 500  # a test is one transaction, and each file takes locks for its temporary tables until the end of it
GOOD = of_men(6)

CELLS = st.sampled_from(
    ["", " ", '"', '""', "\ufffd", "\x00", "\x07", "31-02-1950", "9999999999", "310299-0000", "=1+1", "1e400", "-1",
     "NaN", "ja", "D", "𐍈" * 50, "x" * 250, "x" * 140_000, "\u2028", "\r", "\n", ";;;;", "\u00a0", "½", "0,05"]
)  # fmt: skip


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """A good file with up to four things done to it."""
    data = GOOD
    for _time in range(draw(st.integers(1, 4))):
        data = draw(st.sampled_from(WAYS))(data, draw)
    return data


def _bytes_spoiled(data: bytes, draw: st.DrawFn) -> bytes:
    place = draw(st.integers(0, len(data)))
    return data[:place] + draw(st.binary(max_size=4)) + data[place + draw(st.integers(0, 4)) :]


def _cell_replaced(data: bytes, draw: st.DrawFn) -> bytes:
    lines = data.split(b"\n")
    number = draw(st.integers(0, len(lines) - 1))
    cells = lines[number].split(b";")
    cells[draw(st.integers(0, len(cells) - 1))] = draw(CELLS).encode()
    return b"\n".join([*lines[:number], b";".join(cells), *lines[number + 1 :]])


def _cut_short(data: bytes, draw: st.DrawFn) -> bytes:
    return data[: draw(st.integers(0, len(data)))]


def _line_again(data: bytes, draw: st.DrawFn) -> bytes:
    lines = data.split(b"\n")
    return b"\n".join([*lines, lines[draw(st.integers(0, len(lines) - 1))]])


def _column_gone(data: bytes, draw: st.DrawFn) -> bytes:
    place = draw(st.integers(0, 6))
    return b"\n".join(b";".join(line.split(b";")[:place] + line.split(b";")[place + 1 :]) for line in data.split(b"\n"))


def _other_letters(data: bytes, draw: st.DrawFn) -> bytes:
    return data.decode("utf-8", "replace").encode(draw(st.sampled_from(["cp1252", "utf-16", "utf-8-sig"])), "replace")


def _other_ends(data: bytes, draw: st.DrawFn) -> bytes:
    return data.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r", b"\n\n"])))


WAYS: list[Callable[[bytes, st.DrawFn], bytes]] = [
    _bytes_spoiled, _cell_replaced, _cell_replaced, _cut_short, _line_again, _column_gone, _other_letters, _other_ends,
]  # fmt: skip


def counts(programme) -> tuple[int, int, int, int]:
    return (
        Person.objects.filter(found_by="register").count(),
        RegisterEntry.objects.count(),
        Episode.objects.filter(programme=programme).count(),
        MoveRow.objects.filter(programme=programme).count(),
    )


def stored_whole_or_not_at_all(cast, programme, data: bytes) -> bool:
    """Read, and store what can be read; what was stored is taken back. Returns whether anything was."""
    with transaction.atomic():
        before = counts(programme)
        seen = find.preview_extract(programme=programme, content=data, by=cast.mette, at=cast.at)
        assert seen.extract.people.height or seen.extract.problems
        assert counts(programme) == before
        try:
            extract = find.stage_extract(
                programme=programme, file_name="x.csv", content=data, preview=seen, by=cast.mette, at=cast.at
            )
        except Refusal:
            assert not seen.extract.people.height
            return False
        find.commit_extract(extract=extract, by=cast.mette, at=cast.at)
        new, chosen = seen.comparison.new.height, seen.eligible.height
        whole = (new, seen.extract.people.height, chosen, chosen)
        assert counts(programme) == tuple(was + more for was, more in zip(before, whole, strict=True))
        transaction.set_rollback(True)
    return True


@pytest.mark.slow
@pytest.mark.parametrize("handful", range(max(1, FILES // AT_ONCE)))
def test_a_broken_extract_is_refused_or_stored_whole(cast, programme, handful):
    found = {True: 0, False: 0}

    @settings(max_examples=min(FILES, AT_ONCE), suppress_health_check=list(HealthCheck))
    @given(broken())
    def each(data: bytes) -> None:
        found[stored_whole_or_not_at_all(cast, programme, data)] += 1

    with acting_as(cast.mette):
        each()
    assert min(found.values()) > min(FILES, AT_ONCE) // 20  # both happen, else the breaking is too hard or too soft


def test_control_a_half_import_is_seen(cast, programme, monkeypatch):
    whole = people.add_many
    monkeypatch.setattr(people, "add_many", lambda *, people, **how: whole(people=people.head(3), **how))
    with acting_as(cast.mette), pytest.raises(AssertionError):
        stored_whole_or_not_at_all(cast, programme, GOOD)
