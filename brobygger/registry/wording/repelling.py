"""Words that repel the one who reads them, told from the same letters about a lamp, a party or a meadow.

Nobody comes because of what is wrong with them (seed 002; facts.md § 5): ensom, mistrivsel, svag, skrøbelig, udsat,
sårbar, with their forms and compounds. Each root is decided by what it is said of: the noun after it, else the subject.
People and what is theirs are a list; a noun that is not on it is a thing. Plain Python; the word lists are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from brobygger.registry.wording.reading import Sentence, Word
from brobygger.registry.wording.word_lists import ALSO_ADJECTIVES, BEING, DEGREES, PEOPLE, PLACES, READER, SMALL

ROOTS = ("ensom", "mistrivsel", "svag", "skrøbelig", "udsat", "sårbar")
FAR = 12  # words back in which the subject of a word is looked for
NEAR = 3  # words between an adjective and what it is about, or between a subject and what is said of it
# Names that cannot be written differently: what they are called is not what we call the reader.
NAMES = re.compile(
    r"ensomme gamles værn|ensom-nejtak(?:\.dk)?|folkebevægelsen mod ensomhed|\S{1,64}@\S{1,64}|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)


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
    if low.startswith("svaghed"):
        return _next(words, place) != "for"
    if re.match(r"svag(?:elig|t?(?:syn|seende|hør|gående|begav|børn))", low):
        return True
    if re.search(r"\wsvage?(?:ste|st|re|s)?$", low):  # ressourcesvag, hukommelsessvage
        return True
    if low == "svagt":  # most often an adverb: “svagt krydret”
        return _is_one(_next(words, place), PEOPLE) or _is_one(_subject(words, place), PEOPLE)
    if not re.fullmatch(r"svag(?:e|es|ere|est|este|estes)?", low):
        return False
    return _next(words, place) != "for" and _of_people(words, place)


def _skroebelig(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    return "skrøbelighed" in low or ("skrøbelig" in low and _of_people(words, place))


def _saarbar(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    return "sårbarhed" in low or ("sårbar" in low and _of_people(words, place))


def _udsat(words: Sequence[Word], place: int) -> bool:
    low = words[place].low
    if "forudsat" in low or "udsat" not in low:
        return False
    if low not in ("udsat", "udsatte"):
        return True  # udsathed, udsattes, socialudsat, udsatteråd
    named = _named(words, place)
    if named:  # “udsatte ældre”, “et udsat kvarter”; but “udsatte mødet”, “den udsatte tur”
        return any(_is_one(word, (*PEOPLE, *PLACES)) for word in named)
    if low == "udsatte":
        return True
    if place and words[place - 1].low in DEGREES:
        return True
    if _next(words, place) in ("for", "til", "på", "fra", "indtil", "en", "to"):
        return False
    subject = _subject(words, place)
    return subject in READER or _is_one(subject, PEOPLE) or (place > 0 and words[place - 1].low == "som")


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


def _of_people(words: Sequence[Word], place: int) -> bool:
    """Whether an adjective is said of people: of the noun after it, else of the subject, else of nobody but the reader.

    People are a short list and things are not, so a noun that is unknown is a thing.
    """
    named = _named(words, place)
    if named:
        return any(_is_one(word, PEOPLE) or word in READER for word in named)
    subject = _subject(words, place) or _before_comma(words, place)
    return not subject or subject in READER or _is_one(subject, PEOPLE)


def _before_comma(words: Sequence[Word], place: int) -> str:
    """“kaffe, både stærk og svag”: a single word after a comma is said of the noun before it; empty when not so."""
    clause = _clause(words, place)
    if words[place].low.endswith("e") or any(word.low in BEING for word in clause) or place == len(clause):
        return ""
    earlier = [word.low for word in words[max(0, place - FAR) : place - len(clause)] if _may_be_subject(word.low)]
    people = [word for word in earlier if word in READER or _is_one(word, PEOPLE)]  # “er du ensom, svag, …”
    return next(iter([*people, *reversed(earlier)]), "")


def _named(words: Sequence[Word], place: int) -> list[str]:
    """The words that an adjective may belong to: those after it up to a comma or a small word; empty when alone."""
    found: list[str] = []
    for before, word in pairwise(words[place : place + 1 + NEAR]):
        if not word.follows(before) or word.low in SMALL:
            break
        found.append(word.low)
    return found


def _subject(words: Sequence[Word], place: int) -> str:
    """What “er”, “bliver”, “føles” says the word of: the last noun or pronoun beside the verb; empty without one.

    “Lyset er svagt”, “er du svag”, “når kroppen bliver skrøbelig”. After “at være” it is said of nobody, so of all.
    """
    clause = _clause(words, place)
    verbs = [number for number, word in enumerate(clause) if word.low in BEING]
    if not verbs or (verbs[-1] and clause[verbs[-1] - 1].low == "at"):
        return ""
    before = [word.low for word in clause[: verbs[-1]]]
    between = [word.low for word in clause[verbs[-1] + 1 :] if word.low not in ALSO_ADJECTIVES]
    nouns = [word for word in between if _may_be_subject(word)]
    for word, after in pairwise([*before, "er"]):
        if _may_be_subject(word) and not (word in ALSO_ADJECTIVES and _may_be_subject(after)):
            nouns.append(word)
    people = [word for word in nouns if word in READER or _is_one(word, PEOPLE)]
    return next(iter([*people, *nouns]), "")


def _clause(words: Sequence[Word], place: int) -> list[Word]:
    """The words before, back to a comma; a relative “der” or “som” takes what stands before its comma along."""
    start = place
    while start and place - start < FAR and words[start].follows(words[start - 1]):
        start -= 1
    return list(words[start:place])


def _may_be_subject(word: str) -> bool:
    return word in READER or (word not in SMALL and word not in BEING and word not in DEGREES)


@lru_cache(maxsize=20_000)
def _is_one(word: str, kinds: tuple[str, ...]) -> bool:
    """Whether the word is one of the kinds, inflected, or a compound of it: “kroppen”, “medborgere”, “hukommelsen”."""
    return _pattern(kinds).match(word) is not None


@cache
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:\w{{3,}})?(?:{'|'.join(kinds)})(?:en|et|ene|erne|er|e|ne|n|t|r|rne)?s?$")
