"""The file of "Tidlig opsporing": what is written is read back, and what is broken is refused whole, in Danish."""

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.observations.rules import AREAS, COLUMNS, LEVELS, BadFile, Row, read, together, written
from brobygger.registry.instruments.apart_rules import Sign, Way, needs_professional, ways

TODAY = date(2026, 11, 21)
HEADER = ";".join(COLUMNS)
GOOD = "K-17;610144-0000;2026-11-20;samvaer;gul;Kommer til kaffe;Er blevet væk;Karin"
PLAIN = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
WORDS = st.text(PLAIN, max_size=60).map(lambda text: " ".join(text.split()).lstrip("'"))
SAID = WORDS.filter(bool)
DAYS, LEVEL = st.dates(TODAY - timedelta(days=300), TODAY), st.sampled_from(["", *LEVELS])
ROWS = st.lists(
    st.builds(Row, st.just(0), SAID, st.just(""), DAYS, st.sampled_from(AREAS), LEVEL, WORDS, SAID, WORDS), max_size=6
)


@settings(max_examples=60)
@given(ROWS)
def test_what_is_written_is_read_back(rows):
    back = read(written(rows).encode(), today=TODAY)
    assert [row.print_of_it for row in back] == [row.print_of_it for row in rows]


@settings(max_examples=60)
@given(ROWS)
def test_no_cell_is_calculated_by_a_spreadsheet(rows):
    cells = [cell for line in csv.reader(io.StringIO(written(rows), newline=""), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@settings(max_examples=150)
@given(st.binary(max_size=300) | st.tuples(st.integers(0, 130), st.binary(min_size=1, max_size=5)))
def test_anything_is_read_whole_or_refused_in_danish(broken):
    if isinstance(broken, tuple):
        good = bytearray(f"{HEADER}\n{GOOD}\n{GOOD}\n".encode())
        good[broken[0] : broken[0] + len(broken[1])] = broken[1]
        broken = bytes(good)
    try:
        rows = read(broken, today=TODAY)
    except BadFile as bad:
        told = str(bad)
        assert told.endswith(".")
    else:
        assert all(row.now and row.area in AREAS for row in rows)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (GOOD.replace("samvaer", "fest"), "Linje 2, omraade"),
        (GOOD.replace("gul", "lilla"), "Linje 2, niveau"),
        (GOOD.replace("2026-11-20", "i går"), "Linje 2, dato: skriv den som"),
        (GOOD.replace("2026-11-20", "2027-11-20"), "inden for det seneste år"),
        (GOOD.replace("Er blevet væk", ""), "Linje 2, nu"),
        (GOOD.replace("K-17;610144-0000", ";"), "noegle eller cpr"),
        (GOOD + ";mere", "9 felter"),
        (GOOD.replace("Karin", "K" * 101), "for lang"),
    ],
)
def test_the_first_wrong_line_is_named_and_nothing_is_read(line, message):
    with pytest.raises(BadFile, match=message):
        read(f"{HEADER}\n{line}\n".encode(), today=TODAY)


def test_the_most_serious_word_is_suggested_first():
    assert together(["green", "", "red", "yellow"]) == "red"
    assert together(["", ""]) == ""


@given(st.sets(st.sampled_from(Sign)))
def test_a_word_of_death_comes_first_and_doubt_goes_to_the_doctor(signs):
    found = ways(signs)
    assert found
    assert (found[0] is Way.NOW) == (Sign.DEATH in signs)
    assert needs_professional(signs) == bool({Way.NOW, Way.DOCTOR} & set(found))
    if {Sign.LOW, Sign.NO_JOY} & signs:
        assert needs_professional(signs)
    assert needs_professional(signs | {Sign.DEATH})


def test_grief_missing_company_and_gladness_lead_where_they_belong():
    assert ways([Sign.LOST]) == (Way.GRIEF,)
    assert ways([Sign.LOST, Sign.LONG]) == (Way.DOCTOR, Way.GRIEF)
    assert ways([Sign.MISSES, Sign.GLAD]) == (Way.COMPANY,)
    assert ways([Sign.LOST, Sign.MISSES]) == (Way.GRIEF, Way.COMPANY)
    assert ways([Sign.LONG]) == (Way.WATCH,)
