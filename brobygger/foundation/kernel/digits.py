"""A whole number that somebody else has written, read in one way: anything may come with a request."""

from __future__ import annotations

from unicodedata import decimal

MOST_DIGITS = 9  # fits the database's integers; Python itself refuses to read thousands of digits


def whole(text: str, *, most_digits: int = MOST_DIGITS) -> int | None:
    """The number from 0 up that the text is, in plain digits; None for anything else, also "²", "-1" and " 1"."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else None


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9: an Arabic or Persian keyboard writes ٢١ and ۲۱ for 21."""
    return text if text.isascii() else "".join(str(decimal(sign, sign)) for sign in text)
