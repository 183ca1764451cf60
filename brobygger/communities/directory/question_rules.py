"""What somebody asks for: words they typed, turned into what to look for and how much each is worth. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from brobygger.communities.directory.vocabulary import Vocabulary
from brobygger.communities.directory.word_rules import LINKS, distance, parts, pieces, slips_allowed, stem, words

LONGEST_QUESTION = 200  # letters that are read
MOST_GROUPS = 6
MOST_WAYS = 12
LEADS = frozenset({"ud", "ind", "op", "ned"})  # short words that compounds begin with
# How sure we are that an offer with this instead of the word itself is what was meant. Set on the part of the
# judged questions that is marked `build` (bench/data/search_questions.tsv).
SAME, NEAR, COMPOUND, ONE_PART, BEGINS = 0.75, 0.3, 0.85, 0.45, 0.6
SLIPPED = (1.0, 0.85, 0.6)  # by the number of slips
WEAK = 0.15  # what a word like “gruppe” adds beside one that says something


@dataclass(frozen=True)
class Way:
    """One way to have what a word asks for: an entry with all of these stems. `begins`: with words beginning so."""

    stems: tuple[str, ...]
    weight: float
    begins: bool = False


@dataclass(frozen=True)
class Group:
    """One word of the question with the ways it can be met, the surest first."""

    word: str
    ways: tuple[Way, ...]
    weak: bool = False


@dataclass(frozen=True)
class Lexicon:
    """What the directory's own words say about the words of one question.

    `stems`: those of the question that stand in it; `pieces`: folded words of it found inside the question's words;
    `near`: for a word that is not there, the written words that may have been meant.
    """

    stems: frozenset[str] = frozenset()
    pieces: frozenset[str] = frozenset()
    near: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Joined:
    """Two words of a question as the one they may have been meant as. `stands_for`: which of them say something."""

    word: str
    parts: tuple[str, str]
    stands_for: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """The words of a question, before the directory has been looked in."""

    words: tuple[str, ...]
    joined: tuple[Joined, ...] = ()

    def stems(self) -> list[str]:
        """What to look up as stems."""
        return sorted({stem(word) for word in (*self.words, *(one.word for one in self.joined))})

    def pieces(self) -> list[str]:
        """What to look up as written words."""
        return sorted(set().union(*(pieces(word) for word in self.words if len(word) <= 30), set()))

    def unknown(self, vocabulary: Vocabulary, stems: frozenset[str]) -> list[str]:
        """The words with letters enough to be meant otherwise that neither the directory (its `stems`) nor we know."""
        return [word for word in self.words if slips_allowed(word) and not _is_known(word, vocabulary, stems)]


def asked(text: str, vocabulary: Vocabulary) -> Asked:
    """The words of a question that say something; all of them when none does."""
    every = words(text[:LONGEST_QUESTION])
    telling = [word for word in every if word not in vocabulary.stop and len(word) > 1] or every
    first = tuple(dict.fromkeys(telling))[:MOST_GROUPS]
    return Asked(first, tuple(_joined(every[: 3 * MOST_GROUPS], frozenset(first), vocabulary)))


def _joined(every: Sequence[str], telling: frozenset[str], vocabulary: Vocabulary) -> Iterator[Joined]:
    """People write compounds apart: “hånd arbejde”, “have klub”, “besøg ven”. Danish may put an s or an e between.

    A word that says nothing may be a part (“have”), but not one that only holds others together: “noget for ældre” is
    not about “forældre”.
    """
    for one, other in pairwise(every):
        stands_for = tuple(word for word in (one, other) if word in telling)
        if stands_for and all(word in stands_for or vocabulary.is_part(word) or word in LEADS for word in (one, other)):
            yield from (Joined(one + link + other, (one, other), stands_for) for link in LINKS)


def nearest(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Of written words, those with the fewest slips from this one; at most three. Empty when all are too far."""
    most = slips_allowed(word)
    measured = sorted((distance(word, other, most), other) for other in candidates if other != word)
    fewest = measured[0][0] if measured else most + 1
    if fewest > most:
        return ()
    found = [other for slips, other in measured if slips == fewest]
    # People seldom get the first letter wrong, nor the length when two are equally near.
    return tuple(sorted(found, key=lambda other: (other[0] != word[0], abs(len(other) - len(word)), other))[:3])


def understood(question: Asked, vocabulary: Vocabulary, lexicon: Lexicon) -> tuple[Group, ...]:
    """The question as groups of ways, one group for each word."""
    as_one: dict[str, Joined] = {}
    for joined in question.joined:
        if _is_known(joined.word, vocabulary, lexicon.stems) and not as_one.keys() & set(joined.stands_for):
            as_one |= dict.fromkeys(joined.stands_for, joined)
    met: dict[str, _Ways] = {}
    for word in question.words:
        if word in as_one:  # what was meant is the compound: its words alone would find what else they may mean
            met.setdefault(as_one[word].word, _apart(as_one[word], vocabulary))
        else:
            met[word] = _ways(word, vocabulary, lexicon)
    weak = {word: stem(word) in vocabulary.weak for word in met}
    return tuple(Group(word, _surest(ways), weak=weak[word] and not all(weak.values())) for word, ways in met.items())


_Ways = dict[tuple[tuple[str, ...], bool], float]


def _take(ways: _Ways, others: _Ways, share: float) -> None:
    for key, weight in others.items():
        ways[key] = max(ways.get(key, 0.0), weight * share)


def _surest(ways: _Ways) -> tuple[Way, ...]:
    ordered = sorted(ways.items(), key=lambda way: (-way[1], len(way[0][0][0]), way[0]))[:MOST_WAYS]
    return tuple(Way(stems, round(weight, 4), begins) for (stems, begins), weight in ordered)


def _meaning(word: str, vocabulary: Vocabulary) -> _Ways:
    """The word itself, what means the same, and what is near it."""
    base = stem(word)
    ways: _Ways = {((base,), False): 1.0}
    _take(ways, {((other,), False): NEAR for other in vocabulary.near.get(base, ())}, 1.0)
    _take(ways, {((other,), False): SAME for other in vocabulary.same.get(base, ())}, 1.0)
    return ways


def _apart(joined: Joined, vocabulary: Vocabulary) -> _Ways:
    """A compound that was written as two words is asked for as if it had been written as one."""
    ways = _meaning(joined.word, vocabulary)
    _take(ways, _of_parts(joined.parts, vocabulary), 1.0)
    return ways


def _is_known(word: str, vocabulary: Vocabulary, stems: frozenset[str]) -> bool:
    return stem(word) in stems or stem(word) in vocabulary.same


def _ways(word: str, vocabulary: Vocabulary, lexicon: Lexicon) -> _Ways:
    ways = _meaning(word, vocabulary)
    known = _is_known(word, vocabulary, lexicon.stems)
    split = parts(word, lambda one: one in lexicon.pieces or vocabulary.is_part(one))
    if split:
        _take(ways, _of_parts(split, vocabulary), 1.0)
    if known:
        return ways
    for other in lexicon.near.get(word, ()):
        slips = distance(word, other, len(SLIPPED) - 1)
        if slips < len(SLIPPED):
            _take(ways, _meaning(other, vocabulary), SLIPPED[slips])
            told = parts(other, vocabulary.is_part)
            _take(ways, _of_parts(told, vocabulary) if told else {}, SLIPPED[slips])
    if len(word) > 3:
        ways[((word,), True)] = BEGINS
    return ways


def _of_parts(split: tuple[str, ...], vocabulary: Vocabulary) -> _Ways:
    """A compound written as its parts (all of them), and one part alone for less; “gruppe” alone says nothing."""
    stems = [stem(part) for part in split]
    telling = [(part, base) for part, base in zip(split, stems, strict=True) if base not in vocabulary.weak]
    ways: _Ways = {}
    if len(telling) == 1:
        _take(ways, _meaning(telling[0][0], vocabulary), COMPOUND)
        return ways
    _take(ways, {(tuple(base for _part, base in telling or zip(split, stems, strict=True)), False): COMPOUND}, 1.0)
    for part, _base in telling:
        if len(part) > 3 or stem(part) in vocabulary.same:
            _take(ways, _meaning(part, vocabulary), ONE_PART)
    return ways
