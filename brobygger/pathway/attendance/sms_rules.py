"""Who came, told in an SMS: «ALLE», or «MANGLER 2 5». Plain rules: numbers are those of the list that was sent."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_IN_AN_SMS = 20  # more than that is no list one reads on a telephone
_EVERYBODY = frozenset({"alle", "kom", "alle kom", "all"})
_FILLING = frozenset(
    {"mangler", "mangle", "manglede", "ikke", "kom", "nr", "nummer", "og", "and", "tak", "hej", "undtagen"}
)


def who_was_missing(text: str, *, most: int) -> frozenset[int] | None:
    """The numbers of those who were not there; empty: everybody came. None: a person has to read it.

    >>> [who_was_missing(text, most=12) for text in ("Alle!", "mangler 2 og 5", "2,5", "13", "Birger er syg")]
    [frozenset(), frozenset({2, 5}), frozenset({2, 5}), None, None]
    """
    said = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
    numbers = {int(one) for one in re.findall(r"\d{1,4}", text)}
    if not numbers:
        return frozenset() if said in _EVERYBODY else None
    if set(said.split()) - _FILLING or not numbers <= set(range(1, most + 1)):
        return None
    return frozenset(numbers)


def as_list(names: Sequence[tuple[int, str]]) -> str:
    """ "1 Alma, 2 Birger"."""
    return ", ".join(f"{number} {name}" for number, name in names)
