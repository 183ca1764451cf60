"""A link's address tells nothing, can be typed from paper, and opens nothing once it has ended."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.registry.links.rules import Life, LinkState, read, state, written

AT = datetime(2026, 3, 5, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
codes = some.integers(0, 9999).map(lambda number: f"{number:04}")
secrets = some.integers(0, 2**256 - 1)


@given(codes, secrets)
def test_what_is_written_is_read_again_also_when_typed_badly(code, secret):
    token = written(code, secret)
    assert read(token) == (code, token)
    typed = token.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read(typed) == (code, token)


@given(codes, secrets, secrets)
def test_two_secrets_give_two_addresses_unless_their_65_bits_are_the_same(code, one, other):
    same = one % 2**65 == other % 2**65
    assert (written(code, one) == written(code, other)) is same


@pytest.mark.parametrize(
    "text", ["", "x", "ABCD-EFGH", "UUUU-UUUU-UUUU-UUUU", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "0" * 17, "æ" * 16]
)
def test_anything_else_is_no_link(text):
    with pytest.raises(ValueError, match="not a link"):
        read(text)


@given(
    some.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    some.booleans(),
    some.booleans(),
)
def test_a_link_lives_only_before_its_end_unused_and_not_withdrawn(ends, used, withdrawn):
    ends = ends.replace(tzinfo=AT.tzinfo)
    life = Life(ends, AT if used else None, AT if withdrawn else None)
    lives = state(life, at=AT) is LinkState.LIVE
    assert lives is (ends > AT and not used and not withdrawn)


def test_on_the_very_moment_it_ends_it_has_ended():
    assert state(Life(AT, None, None), at=AT) is LinkState.EXPIRED
    assert state(Life(AT, None, None), at=AT - timedelta(seconds=1)) is LinkState.LIVE
