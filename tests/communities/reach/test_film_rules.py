"""Which files are taken for a film, what it lacks, and a piece of it at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.communities.reach import film_rules as rules

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nVelkommen\n"
WHOLE = {
    "link": "", "link_has_captions": False, "parts": set(rules.PARTS), "nobody_seen": False,
    "transcript": "Bent siger velkommen ved døren.", "agreed": 1, "withdrawn": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("video", b"", "empty"),
        ("video", b"<html>", "type"),
        ("video", b"\x00\x00\x00\x18ftypmp42", ""),
        ("video", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", ""),
        ("video", b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", "type"),
        ("poster", b"<svg onload='x'>", "type"),
        ("poster", b"\xff\xd8\xff\xe0", ""),
        ("poster", b"\xff\xd8\xff" + b"x" * 60_000, "too_large"),
        ("captions", CAPTIONS, ""),
        ("captions", b"\xef\xbb\xbf" + CAPTIONS.replace(b"\n", b"\r\n"), ""),
        ("captions", b"WEBVTT\n\n", "type"),  # nothing is shown at any time
        ("captions", b"1\n00:00:00,000 --> 00:00:02,000\nSRT\n", "type"),
        ("captions", b"WEBVTT\n\xff\xfe", "type"),
    ],
)
def test_a_file_is_known_by_what_it_holds(part, content, why):
    assert rules.wrong(part, content) == why


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({}, ()),
        ({"parts": {"video"}}, ("captions", "poster")),
        ({"transcript": "  kort  "}, ("transcript",)),
        ({"agreed": 0}, ("consent",)),
        ({"agreed": 0, "nobody_seen": True}, ()),
        ({"agreed": 3, "withdrawn": 1, "nobody_seen": True}, ("withdrawn",)),
        ({"link": "https://x.dk", "parts": set()}, ("captions",)),
        ({"link": "https://x.dk", "parts": set(), "link_has_captions": True}, ()),
    ],
)
def test_nobody_sees_a_film_that_lacks_something(changed, lacks):
    assert rules.missing(**WHOLE | changed) == lacks


@given(some.integers(1, 5_000_000), some.text(alphabet="bytes=-0123456789, ", max_size=20))
def test_whatever_is_asked_for_a_piece_lies_inside_the_film(size, asked):
    piece = rules.piece(asked, size)
    if piece is not None:
        first, last = piece
        assert 0 <= first <= last < size
        assert last - first < rules.AT_A_TIME


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("bytes=0-", (0, 999_999)),
        ("bytes=0-1", (0, 1)),
        ("bytes=1999000-", (1_999_000, 1_999_999)),
        ("bytes=-500", (1_999_500, 1_999_999)),
        ("bytes=2000000-", None),
        ("bytes=5-2", None),
        ("", None),
        ("bytes=-", None),
        ("bytes=0-999999999999999999", (0, 999_999)),
        (f"bytes={'1' * 5000}-", None),
        ("bytes=٣-", None),
    ],
)
def test_pieces(asked, piece):
    assert rules.piece(asked, 2_000_000) == piece
