"""Many CPR numbers are sealed as one is: opened by the same key, no two alike, and a changed one is refused."""

from __future__ import annotations

from uuid import uuid4

import pytest
from cryptography.fernet import InvalidToken
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.secrecy import blind, blind_many, decrypt, encrypt_many


@given(st.lists(st.text(alphabet="0123456789æ", max_size=7), max_size=9))
def test_what_is_sealed_together_is_opened_one_by_one(texts: list[str]) -> None:
    sealed = encrypt_many(texts)
    assert [decrypt(one) for one in sealed] == texts
    assert len(set(sealed)) == len(sealed)
    here = uuid4()
    assert blind_many(texts, municipality_id=here) == [blind(text, municipality_id=here) for text in texts]


def test_a_changed_token_is_refused_and_a_long_text_is_not_cut() -> None:
    (sealed,) = encrypt_many(["6101440000"])
    with pytest.raises(InvalidToken):
        decrypt(sealed[:30] + (b"A" if sealed[30:31] != b"A" else b"B") + sealed[31:])
    with pytest.raises(ValueError, match="block"):
        encrypt_many(["1234567890123456"])
