"""Words that repel the one who reads them, told from the same letters about a lamp, a party or a meadow.

Nobody comes because of what is wrong with them (seed 002; facts.md § 5): ensom, mistrivsel, svag, skrøbelig, udsat,
sårbar, with their forms and compounds. Each root is decided by what it says something about: people by default, unless
the word beside it is a thing. Plain Python; the word lists are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from brobygger.registry.wording.reading import Sentence, Word
from brobygger.registry.wording.word_lists import (
    BEGINNINGS,
    DEGREES,
    HAPPENINGS,
    PEOPLE,
    PLACES,
    PUTS_OFF,
    READER,
    THINGS,
    WHOLE,
)

ROOTS = ("ensom", "mistrivsel", "svag", "skrøbelig", "udsat", "sårbar")
NEAR = 3  # words between an adjective and what it is about, or between a subject and what is said of it
# Names that cannot be written differently: what they are called is not what we call the reader.
NAMES = re.compile(
    r"ensomme gamles værn|ensom-nejtak(?:\.dk)?|folkebevægelsen mod ensomhed|\S+@\S+|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_SOFTLY = re.compile(r"(?:\w+ende|\w+et|\w+t|\w+ede)$")  # “svagt skrånende”, “svagt krydret”, “svagt oplyst”


@dataclass(frozen=True)
class Repelling:
    """A word that repels, where it stands, and its root."""

    word: Word
    root: str


def repelling(sentence: Sentence) -> tuple[Repelling, ...]:
    """The words of one sentence that repel, in order."""
    masked = [(name.start() + sentence.start, name.end() + sentence.start) for name in NAMES.finditer(sentence.text)]
    found = []
    for place, word in enumerate(sentence.words):
        if any(start <= word.start and word.end <= end for start, end in masked):
            continue
        for root, says in _RULES.items():
            if says(sentence.words, place):
                found.append(Repelling(word, root))
    return tuple(found)


def _ensom(words: Sequence[Word], place: int) -> bool:
    # “sensommer” is the late summer; “sensomme” is nothing.
    return bool(re.search(r"ensom", re.sub(r"sensommer", "", words[place].low)))


def _mistrivsel(words: Sequence[Word], place: int) -> bool:
    return "mistriv" in words[place].low


def _svag(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    if re.match(r"svaghed", low):
        return _next(words, place) != "for"
    if re.match(r"svag(?:elig|t?syne|t?seende|t?hør|børn)", low) or re.search(r"\wsvage?(?:ste|st|re|s)?$", low):
        return True
    if low == "svagt":
        return _about(words, place, PEOPLE) and not _thing_beside(words, place)
    if not re.fullmatch(r"svag(?:e|es|ere|est|este|estes)?", low):
        return False
    return _next(words, place) != "for" and not _thing_beside(words, place)


def _skroebelig(words: Sequence[Word], place: int) -> bool:
    return "skrøbelig" in words[place].low and not _thing_beside(words, place)


def _saarbar(words: Sequence[Word], place: int) -> bool:
    return "sårbar" in words[place].low and not _thing_beside(words, place)


def _udsat(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    if "forudsat" in low or "udsat" not in low:
        return False
    if low not in ("udsat", "udsatte"):
        return True  # udsathed, udsattes, socialudsat, udsatteråd
    if low == "udsatte":
        if _next_of(words, place, HAPPENINGS):
            return False
        return not (place and words[place - 1].low in PUTS_OFF)
    before = words[place - 1].low if place else ""
    if before in DEGREES or _next_of(words, place, [*PEOPLE, *PLACES]):
        return True
    follows = _next(words, place)
    if follows in ("for", "til", "på", "fra", "indtil", "en", "to", "i"):
        return False
    earlier = {word.low for word in words[max(0, place - NEAR) : place]}
    return bool(earlier & set(READER)) or before == "som"


_RULES: dict[str, Callable[[Sequence[Word], int], bool]] = {
    "ensom": _ensom,
    "mistrivsel": _mistrivsel,
    "svag": _svag,
    "skrøbelig": _skroebelig,
    "udsat": _udsat,
    "sårbar": _saarbar,
}


def _next(words: Sequence[Word], place: int) -> str:
    return words[place + 1].low if place + 1 < len(words) else ""


def _next_of(words: Sequence[Word], place: int, kinds: Sequence[str]) -> bool:
    """Whether the word after, or the one after that, is of the kinds."""
    return any(_is_one(word.low, kinds) for word in words[place + 1 : place + 3])


def _about(words: Sequence[Word], place: int, kinds: Sequence[str]) -> bool:
    """Whether a word of the kinds stands near, before or after."""
    near = [*words[max(0, place - NEAR) : place], *words[place + 1 : place + 1 + NEAR]]
    return any(_is_one(word.low, kinds) for word in near)


def _thing_beside(words: Sequence[Word], place: int) -> bool:
    """Whether it says something about a thing: “svagt lys”, “de skrøbelige kopper”, “lyset er svagt”.

    The word after decides; only when it is no thing and no person, what was named before does.
    """
    low, after = words[place].low, _next(words, place)
    if low == "svagt" and _SOFTLY.match(after) and not _is_one(after, PEOPLE) and after not in READER:
        return True
    if _is_one(after, PEOPLE):
        return False
    if _is_thing(after):
        return True
    earlier = words[max(0, place - NEAR - 1) : place]
    if any(word.low in READER or _is_one(word.low, PEOPLE) for word in earlier):
        return False
    return any(_is_thing(word.low) for word in earlier)


def _is_thing(word: str) -> bool:
    return word in WHOLE or word.startswith(BEGINNINGS) or _is_one(word, THINGS)


def _is_one(word: str, kinds: Sequence[str]) -> bool:
    """Whether the word is one of the kinds, inflected, or a compound of it: “lyset”, “stearinlys”, “kaffekop”."""
    return _pattern(tuple(kinds)).match(word) is not None


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    searched = [kind for kind in kinds if kind not in WHOLE]
    ends = rf"(?:\w{{3,}})?(?:{'|'.join(searched)})(?:en|et|ene|erne|er|e|ne|n|t|s|r|ens|ets)?$"
    begins = "|".join(kind for kind in searched if len(kind) > 4)
    return re.compile(rf"{ends}|(?:{begins})\w*$")
