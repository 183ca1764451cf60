"""How well an entry answers a question, said in PostgreSQL's full-text language, and which entries need no look.

Plain Python. Besides its stems an entry holds marks that no typed word can be, since they have a capital letter: the
name's stems again (`Akaf`), so that the index alone finds what is called so, and the square of the country it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import floor

from brobygger.communities.directory.question_rules import WEAK, Group, Way

# How much a stem is worth by where an entry says it: “A or better”, “B or better” … (entry_rules.Lexemes).
WORTH = {"A": 1.0, "AB": 0.65, "ABC": 0.3, "ABCD": 0.12}
# What is looked at first: entries that meet each word at least so well, as a share of the best it can be met.
LOOKS = (0.6, 0.28)
FEW = 300  # so many are all looked at: choosing among them costs more than it saves
KM_A_DEGREE = 111.2
ANYWHERE = "Ganywhere"  # held where people are, or in the whole country
MOST_CELLS_KM = 30.0  # around a larger circle there are too many squares to name


@dataclass(frozen=True)
class Step:
    """One answer to “how well”: an entry for which `asks` holds of its vector is worth `value` for this word.

    `found`: the same for the index on `strong`; empty where only the text says it.
    """

    value: float
    asks: str
    found: str


@dataclass(frozen=True)
class Look:
    """Entries to look at: a question to what they are about. No other entry can be worth more than `outside`.

    `pairs`: those that meet two words or more, anywhere, where any word will do: they stand before all others.
    """

    query: str
    outside: float
    pairs: str = ""


@lru_cache(maxsize=1000)
def meets(group: Group) -> str:
    """The group as a question: any of its ways, anywhere. Stems are letters and digits: nothing to escape."""
    return _any(_all(_lexeme(one, way) for one in way.stems) for way in group.ways)


@lru_cache(maxsize=1000)
def steps(group: Group) -> tuple[Step, ...]:
    """The best of way times place, surest first. Ways of one weight are one step, so that an entry costs few."""
    by_weight: dict[float, list[Way]] = {}
    for way in group.ways:
        by_weight.setdefault(way.weight, []).append(way)
    found = [
        Step(
            weight * worth,
            _any(_all(_lexeme(one, way, labels) for one in way.stems) for way in ways),
            _any(_all(_marked(one, way, labels) for one in way.stems) for way in ways) if labels in ("A", "AB") else "",
        )
        for weight, ways in by_weight.items()
        for labels, worth in WORTH.items()
    ]
    return tuple(sorted(found, key=lambda step: (-step.value, step.asks)))


def look(telling: Sequence[Group], weak: Sequence[Group], least: float, *, every: bool) -> Look:
    """What is about every telling word (or any of them) with at least this share of its best, and what is outside."""
    kept, lost, best = [], [], []
    for group in telling:
        top = steps(group)[0].value
        near = [step for step in steps(group) if step.found and step.value >= least * top]
        kept.append(_any(step.found for step in near))
        lost.append(max(step.value for step in steps(group) if step not in near))
        best.append(top)
    outside = sum(best) - min(top - next_ for top, next_ in zip(best, lost, strict=True)) if every else max(lost)
    extra = sum(WEAK * steps(group)[0].value for group in weak)
    pairs = () if every else [_all(map(meets, two)) for two in combinations(telling, 2)]
    return Look((_all if every else _any)(kept), outside + extra, _any(pairs) if pairs else "")


def _lexeme(stem: str, way: Way, labels: str = "") -> str:
    return f"'{stem}':{'*' if way.begins else ''}{labels}" if way.begins or labels else f"'{stem}'"


def _marked(stem: str, way: Way, labels: str) -> str:
    return f"'{'A' if labels == 'A' else ''}{stem}'{':*' if way.begins else ''}"


def _all(asked: Iterable[str]) -> str:
    return "(" + " & ".join(asked) + ")"


def _any(asked: Iterable[str]) -> str:
    return "(" + " | ".join(asked) + ")"


# ---- squares of the country


def cell(latitude: float, longitude: float) -> str:
    """The square a place is in: a tenth of a degree north and a fifth east, about 11 by 12 km up here."""
    return f"G{floor(latitude * 10)}x{floor(longitude * 5)}"


def around(latitude: float, longitude: float, km: float) -> str:
    """The squares that touch a circle, as a question; empty when they are too many to name."""
    if km > MOST_CELLS_KM:
        return ""
    high, wide = km / KM_A_DEGREE, km / KM_A_DEGREE * 2  # degrees of longitude are half as wide up here
    rows = range(floor((latitude - high) * 10), floor((latitude + high) * 10) + 1)
    columns = range(floor((longitude - wide) * 5), floor((longitude + wide) * 5) + 1)
    return _any(f"'{name}'" for name in (ANYWHERE, *(f"G{row}x{column}" for row in rows for column in columns)))
