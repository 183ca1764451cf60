"""A Danish text cut into sentences and words with their places, and how hard it is to read (LIX). Plain Python."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG_WORD = 6  # letters; a longer word is a long word (Björnsson 1968)
HARD = 35  # LIX: up to here a text is easy for most (facts.md; Björnsson's scale calls 25–35 easy)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_APART = re.compile(r"[^\w\s\"”»)]|\d")  # a comma, a dash, a number before a word
_STOP = re.compile(r"[.!?…]+[\"”»)]*(?=\s|$)|\n+")
# After these a sentence goes on, whatever follows; after the others only when a small letter follows.
_GO_ON = frozenset(["kl", "ca", "pr", "nr", "tlf", "bl", "dvs", "evt", "inkl", "ekskl", "hr", "fr", "dr", "skt", "sct"])
_ABBREVIATED = frozenset(["kr", "osv", "mv", "mm", "fx", "mfl", "o.l", "m.fl", "m.v", "bl.a", "f.eks"])


@dataclass(frozen=True)
class Word:
    """A word as it stands, from `start` up to `end` in the text."""

    text: str
    start: int
    end: int
    alone: bool = False  # a comma or the like stands before it

    @property
    def low(self) -> str:
        return self.text.lower()

    def follows(self, before: Word) -> bool:
        """Whether nothing but a space stands between the two."""
        return not self.alone and self.start - before.end <= 2


@dataclass(frozen=True)
class Sentence:
    """One sentence as it stands, from `start` up to `end` in the text, with its words."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; a line of its own is one too. Those without a word are left out."""
    found, begin = [], 0
    for stop in [*_STOP.finditer(text), None]:
        if stop is not None and "\n" not in stop[0] and _goes_on(text, stop.start(), stop.end(), stop[0]):
            continue
        end = stop.end() if stop is not None else len(text)
        found += _sentence(text, begin, end)
        begin = end
    return tuple(found)


def _goes_on(text: str, start: int, end: int, sign: str) -> bool:
    """Whether a full stop belongs to a shortened word or an ordinal: “kl. 14”, “den 3. marts”, “20 kr. om ugen”."""
    if sign != ".":
        return False
    before = re.search(r"[\w.]*$", text[max(0, start - 12) : start])
    word = before[0].lower() if before else ""
    follows = text[end:].lstrip(" \t")[:1]
    if word in _GO_ON and follows:
        return True
    return (word in _ABBREVIATED or word.isdigit()) and (follows.islower() or follows.isdigit())


def _sentence(text: str, begin: int, end: int) -> list[Sentence]:
    part = text[begin:end]
    start = begin + len(part) - len(part.lstrip())
    shown = part.strip()
    words, last = [], 0
    for one in _WORD.finditer(shown):
        gap = shown[last : one.start()]
        words.append(Word(one[0], start + one.start(), start + one.end(), bool(_APART.search(gap))))
        last = one.end()
    return [Sentence(shown, start, start + len(shown), tuple(words))] if words else []


def lix(text: str) -> float:
    """Words for each sentence, and long words in a hundred (C. H. Björnsson: Läsbarhet, 1968). 0 for a text of none.

    A colon ends a sentence here, as in Björnsson's count; so does a line of its own.
    """
    found = sentences(text)
    words = [word for sentence in found for word in sentence.words]
    if not words:
        return 0.0
    colons = len(re.findall(r":(?=\s+\S)", text))
    long = sum(len(word.text) > LONG_WORD for word in words)
    return len(words) / (len(found) + colons) + 100 * long / len(words)
