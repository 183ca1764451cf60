"""Danish words as a search sees them: one spelling, one stem, the parts of a compound, and slips of the finger.

Plain Python. Everything here is applied alike to what offers say and to what people ask, so that the two meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

LONGEST_WORD = 40  # letters; what is longer is no word, and nobody searches for it
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ß": "ss", "é": "e", "ü": "y"})
_WORD = re.compile(r"[a-z0-9]+")
# Plurals that change their vowel: no ending can be cut from them.
_IRREGULAR = {
    "maend": "mand", "maendene": "mand", "maends": "mand", "mande": "mand", "boern": "barn", "boernene": "barn",
    "boerne": "barn", "boeger": "bog", "boegerne": "bog", "haender": "haand", "haenderne": "haand",
    "doetre": "datter", "moedre": "mor", "faedre": "far", "broedre": "bror", "soestre": "soester", "venner": "ven",
    "vennen": "ven", "vennerne": "ven", "vennens": "ven", "aeldre": "aeldre", "sammen": "sammen", "faelles": "faelles",
    "have": "have", "haven": "have", "haver": "have", "havens": "have", "traeet": "trae", "traeer": "trae",
    "syr": "sy", "syning": "sy", "gaar": "gaa", "dans": "dans", "danser": "dans", "dansene": "dans",
    "spillet": "spil", "spiller": "spil", "spille": "spil", "spillene": "spil", "maden": "mad", "madens": "mad",
    "koret": "kor", "korene": "kor", "roning": "ro", "ror": "ro", "cafe": "cafe", "cafeen": "cafe", "cafeer": "cafe",
}  # fmt: skip
# The same as the last part of a compound: hørecaféen is hørecafé, lydbøger is lydbog.
_IRREGULAR_LAST = (
    ("cafeerne", "cafe"), ("cafeen", "cafe"), ("cafeer", "cafe"), ("cafe", "cafe"), ("boegerne", "bog"),
    ("boeger", "bog"), ("maendene", "mand"), ("maend", "mand"),
)  # fmt: skip
# The endings of Danish nouns, adjectives and verbs, longest first (the Snowball project's published list).
_ENDINGS = (
    "erendes", "erende", "hedens", "endes", "erede", "ernes", "erens", "erets", "ethed", "heden", "heder", "ered",
    "ende", "erne", "eren", "erer", "heds", "enes", "eres", "eret", "hed", "ene", "ere", "ens", "ers", "ets",
    "en", "er", "es", "et", "e",
)  # fmt: skip
_S_AFTER = frozenset("abcdfghjklmnoprtvyz")
_DOUBLED = frozenset({"bb", "dd", "ff", "gg", "kk", "ll", "mm", "nn", "pp", "rr", "ss", "tt"})
_VOWELS = frozenset("aeiouy")


def fold(text: str) -> str:
    """Small letters a–z and digits only: “Gåtur på Æblevej” is “gaatur paa aeblevej”. Also old phones' maend."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word for word in _WORD.findall(fold(text)) if len(word) <= LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What forms of a folded word have in common: spisningen, spisninger → spisning; mænd → mand."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word.isdigit():
        return word
    for ending, base in _IRREGULAR_LAST:
        if word.endswith(ending):
            return word.removesuffix(ending) + base
    first = _first_region(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= first:
            return _single(word[: -len(ending)])
    if word.endswith("s") and len(word) - 1 >= first and word[-2] in _S_AFTER:
        return _single(word[:-1])
    return _single(word)


def _first_region(word: str) -> int:
    """Where endings may begin: after the first consonant that follows a vowel, and never before the third letter."""
    seen = False
    for place, letter in enumerate(word):
        if seen and letter not in _VOWELS:
            return max(3, place + 1)
        seen = seen or letter in _VOWELS
    return len(word)


def _single(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-2:] in _DOUBLED else word


# ---- compounds -----------------------------------------------------------------------------------------

LINKS = ("", "s", "e")
SHORTEST_PART = 3
MOST_PARTS = 4


def parts(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The known words a folded compound is put together of; empty when it is none.

    mandegruppe → mande, gruppe; fællesspisning → fælles, spisning. Fewest parts first, then the fewest letters between
    them (an s or an e may stand there), then the longest last part: a Danish compound is a kind of its last part.
    """
    if len(word) < 2 * SHORTEST_PART or word.isdigit():
        return ()
    found = [split for split in _splits(word, known, MOST_PARTS) if len(split) > 1]
    return min(found, key=lambda split: (len(split), len(word) - sum(map(len, split)), -len(split[-1])), default=())


def _splits(word: str, known: Callable[[str], bool], most: int) -> Iterator[tuple[str, ...]]:
    if known(word):
        yield (word,)
    if most == 1:
        return
    for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        if not known(word[:end]):
            continue
        for link in LINKS:
            rest = word[end + len(link) :]
            if word.startswith(link, end) and len(rest) >= SHORTEST_PART:
                for tail in _splits(rest, known, most - 1):
                    yield (word[:end], *tail)


def pieces(word: str) -> set[str]:
    """Every stretch of a word that could be a part of it: what to look up before asking for its parts."""
    size = len(word)
    return {word[a:b] for a in range(size) for b in range(a + SHORTEST_PART, size + 1) if b - a < size}


# ---- slips of the finger -------------------------------------------------------------------------------

_LOOKED_AT = 7  # letters from the front that near words are looked up by; the whole word decides afterwards


def slips_allowed(word: str) -> int:
    """How many wrong, missing, doubled or swapped letters a word may have and still be meant."""
    return 0 if len(word) < 4 or word.isdigit() else 1 if len(word) < 6 else 2


@lru_cache(maxsize=50_000)
def shortened(word: str) -> frozenset[str]:
    """The word with letters left out, as many as it may have slips (symmetric deletion, W. Garbe 2012).

    Two words near each other share one of these, so near words are found by equality and no extension is needed.
    """
    found = level = {word[:_LOOKED_AT]}
    for _slip in range(slips_allowed(word)):
        level = {one[:place] + one[place + 1 :] for one in level for place in range(len(one))}
        found = found | level
    return frozenset(one for one in found if len(one) > 1)


def distance(one: str, other: str, most: int) -> int:
    """Letters wrong, missing, doubled or swapped between two words; `most` + 1 when it is more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i] + [0] * len(other)
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
