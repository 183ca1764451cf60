"""Reading data/vocabulary.txt: which words mean the same or nearly so. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from brobygger.communities.directory.word_rules import SHORTEST_PART, stem, words

FILE = Path(__file__).parent / "data" / "vocabulary.txt"


@dataclass(frozen=True)
class Vocabulary:
    """Words as stems. `same` and `near`: what else to look for when one of them is asked for.

    `forms`: folded words as they are written, which typing errors are held against; `parts`: stems that compounds
    may be made of; `weak`: never decide alone; `stop`: no part of a question.
    """

    same: dict[str, frozenset[str]]
    near: dict[str, frozenset[str]]
    forms: frozenset[str]
    parts: frozenset[str]
    weak: frozenset[str]
    stop: frozenset[str]

    def is_part(self, word: str) -> bool:
        """Whether a folded word may stand inside a compound."""
        return word in self.parts or (len(word) > SHORTEST_PART and stem(word) in self.parts)


@cache
def vocabulary() -> Vocabulary:
    """The directory's own, read once."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Vocabulary:
    """The vocabulary a file's text says. A line that says nothing is passed over."""
    same: dict[str, set[str]] = {}
    near: dict[str, set[str]] = {}
    forms: set[str] = set()
    listed: dict[str, set[str]] = {"part": set(), "weak": set(), "stop": set()}
    for line in text.splitlines():
        kind, _colon, rest = line.partition(":")
        if line.startswith("#") or not line.strip():
            continue
        if kind in listed:
            listed[kind] |= set(words(rest))
            continue
        alike, others = (_single_words(half) for half in (line + ";").split(";")[:2])
        forms |= alike | others
        _join(same, alike, alike)
        _join(near, alike, others)
    stems = {stem(word) for word in forms | listed["part"]}
    return Vocabulary(
        same={word: frozenset(others) for word, others in same.items()},
        near={word: frozenset(others - same.get(word, set())) for word, others in near.items()},
        forms=frozenset(forms),
        parts=frozenset(
            one for one in stems | forms | listed["part"] if len(one) >= SHORTEST_PART and not one.isdigit()
        ),
        weak=frozenset(stem(word) for word in listed["weak"]),
        stop=frozenset(listed["stop"]),
    )


def _single_words(text: str) -> set[str]:
    """Folded words; what is said in several words (“lave mad”) is found word by word and needs no entry."""
    return {words(one)[0] for one in text.split(",") if len(words(one)) == 1}


def _join(table: dict[str, set[str]], keys: set[str], others: set[str]) -> None:
    stems = {stem(word) for word in others}
    for key in {stem(word) for word in keys}:
        table.setdefault(key, set()).update(stems - {key})
