"""A code written by hand leads back to the thing it was printed for, also when letters are mistaken."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.short_codes import LETTERS, short_code, tail_of


@given(st.uuids())
def test_a_code_names_the_end_of_its_identifier(id):
    code = short_code(id)
    assert len(code) == 9
    assert set(code) - {"-"} <= set(LETTERS)
    assert tail_of(code) == str(id)[-10:]


@given(st.uuids())
def test_small_letters_spaces_and_misreadings_are_understood(id):
    code = short_code(id)
    written = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert tail_of(written) == tail_of(code)


@pytest.mark.parametrize("text", ["", "K7QF", "K7QF-3MPD-9", "K7QF-3MPU", "' or 1=1", "ÆØÅÆØÅÆØ", "-" * 8])
def test_anything_else_is_no_code(text):
    with pytest.raises(ValueError, match="short code"):
        tail_of(text)


def test_two_new_identifiers_have_different_codes():
    assert len({short_code(new_id()) for _n in range(1000)}) == 1000


def test_the_code_is_as_printed():
    assert short_code(UUID("00000000-0000-0000-0000-000000000020")) == "0000-0010"
