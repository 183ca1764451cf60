"""Whole numbers from outside: what is none is told, never an error of the program's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.digits import plain_digits, whole


@pytest.mark.parametrize("text", ["", " 1", "-1", "+1", "1.0", "1_000", "²", "٣", "①", "9" * 10, "9" * 5000])
def test_what_is_no_whole_number_is_none(text):
    assert whole(text) is None


@given(st.integers(0, 10**9 - 1))
def test_what_is_one_is_read(number):
    assert whole(str(number)) == number
    assert whole(str(number), most_digits=len(str(number)) - 1) is None


@given(st.text(alphabet=st.characters(categories=["Nd", "No", "Nl"]), max_size=12))
def test_no_digits_of_any_script_stop_the_program(text):
    found = whole(text)
    assert found is None or str(found) == text.lstrip("0") or found == 0


@pytest.mark.parametrize("written", ["٢١٢٢٣٣٤٤", "۲۱۲۲۳۳۴۴", "21223344", "२१२२३३४४"])
def test_digits_of_every_script_are_read_as_plain_ones(written):
    assert plain_digits(f"+45 {written} ²½①") == "+45 21223344 ²½①"
