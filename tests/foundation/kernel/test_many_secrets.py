"""Many CPR numbers are looked up by the same marks as one is."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.secrecy import blind, blind_many


@given(st.lists(st.text(alphabet="0123456789æ", max_size=7), max_size=9))
def test_marks_made_together_are_those_made_one_by_one(texts: list[str]) -> None:
    here, there = uuid4(), uuid4()
    assert blind_many(texts, municipality_id=here) == [blind(text, municipality_id=here) for text in texts]
    assert not set(blind_many(texts, municipality_id=here)) & set(blind_many(texts, municipality_id=there))
