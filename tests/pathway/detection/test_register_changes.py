"""Who of an extract is new, has moved, or has been offered a visit before; and who suits, asked once for all alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.cpr import fake
from brobygger.pathway.detection.register_changes import choose, compare
from tests.pathway.detection.extracts import AASE, BENT, TODAY, extract, file_of, person

PEOPLE = extract(
    file_of(
        person(AASE, adresse="Åvænget 3, st. th.", postnr="8700"),
        person(BENT, adresse="Havnen 1", postnr="8700"),
    )
).people


def on_file(*known: tuple[int, str, str, bool]) -> pl.DataFrame:
    return pl.DataFrame(known, ["line", "address", "postcode", "offered"], orient="row")


def test_whoever_is_not_on_file_is_new() -> None:
    changes = compare(PEOPLE, on_file((3, "", "", False)))
    assert changes.new["cpr"].to_list() == [AASE]
    assert changes.known["cpr"].to_list() == [BENT]


def test_known_moved_and_offered() -> None:
    changes = compare(PEOPLE, on_file((2, "Åvænget 3 st th", "8700", True), (3, "Kirkegade 9", "8700", False)))
    assert (changes.new.height, changes.known.height) == (0, 2)
    assert changes.moved["cpr"].to_list() == [BENT]
    assert changes.already_offered["cpr"].to_list() == [AASE]


def test_the_same_street_in_another_town_is_a_move_and_an_empty_address_is_not() -> None:
    assert compare(PEOPLE, on_file((3, "Havnen 1", "8000", False))).moved["cpr"].to_list() == [BENT]
    assert compare(PEOPLE, on_file((3, "", "", False))).moved.height == 0


@given(st.lists(st.tuples(st.dates(date(1930, 1, 1), date(1975, 1, 1)), st.booleans()), min_size=1, max_size=12))
def test_who_suits_is_the_same_asked_one_by_one(lives: list[tuple[date, bool]]) -> None:
    """Single men of 65 and more: asked of groups that are alike, and of each by the calendar."""
    found = extract(
        file_of(*[
            person(fake(born, "male" if man else "female", number), bor_alene="ja" if number % 2 else "nej")
            for number, (born, man) in enumerate(lives)
        ])
    )  # fmt: skip

    def suits(_born: date, facts: Any) -> bool:
        return facts["age"] >= 65 and facts["sex"] == "male" and facts["lives_alone"] is True

    expected = [
        row.line
        for row in found.rows
        if (TODAY.year - row.born.year - ((TODAY.month, TODAY.day) < (row.born.month, row.born.day))) >= 65
        and row.sex == "male"
        and row.lives_alone
    ]
    assert choose(found.people, today=TODAY, suits=suits)["line"].to_list() == expected
