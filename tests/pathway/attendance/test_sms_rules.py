"""Who came, told in an SMS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.attendance.sms_rules import who_was_missing


@pytest.mark.parametrize(
    ("said", "missing"),
    [("ALLE", set()), ("alle kom", set()), ("MANGLER 2 5", {2, 5}), ("Nr. 1, 3 og 12, tak", {1, 3, 12}), ("7", {7})],
)
def test_what_hosts_write(said: str, missing: set[int]) -> None:
    assert who_was_missing(said, most=12) == missing


@pytest.mark.parametrize("said", ["", "13", "0", "Birger er syg", "alle undtagen Birger", "2 kom for sent", "ja"])
def test_what_a_person_must_read(said: str) -> None:
    assert who_was_missing(said, most=12) is None


@given(st.sets(st.integers(1, 20), min_size=1), st.sampled_from([" ", ", ", " og "]))
def test_numbers_are_read_as_they_were_meant(numbers: set[int], between: str) -> None:
    said = "mangler " + between.join(str(one) for one in sorted(numbers))
    assert who_was_missing(said, most=20) == numbers
