"""A whole number that somebody else has written, read in one way: anything may come with a request."""

from __future__ import annotations

MOST_DIGITS = 9  # fits the database's integers; Python itself refuses to read thousands of digits


def whole(text: str, *, most_digits: int = MOST_DIGITS) -> int | None:
    """The number from 0 up that the text is, in plain digits; None for anything else, also "²", "-1" and " 1"."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None
