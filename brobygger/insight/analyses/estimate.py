"""What every analysis answers with: a number, its interval, over how many, what it means and what it does not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from brobygger.registry.recipes.words import Words

N = TypeVar("N", int, float)
LEVEL = 0.95  # every interval


@dataclass(frozen=True)
class Estimate:
    """One number with its interval (95 %).

    value, low and high are finite, or None; `why_not` then says why. n: persons behind it. definition: what the
    number is. caveat: what it does not say. notes: what else a reader must know about these very data.
    """

    n: int
    definition: Words
    caveat: Words
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why_not: Words | None = None
    notes: tuple[Words, ...] = ()

    def as_data(self, language: str = "da") -> dict[str, Any]:
        """JSON-able, in one language; the keys are this class's own."""
        told = asdict(self)
        for key in ("definition", "caveat", "why_not"):
            words: Words | None = getattr(self, key)
            told[key] = said(words, language) if words else None
        told["notes"] = [said(note, language) for note in self.notes]
        return told


@dataclass(frozen=True)
class Meaning:
    """The words that follow a kind of number wherever it is told."""

    definition: Words
    caveat: Words

    def known(
        self, n: int, value: float, low: float | None = None, high: float | None = None, *,
        why_not: Words | None = None, notes: Sequence[Words] = (),
    ) -> Estimate:  # fmt: skip
        """An estimate; without an interval `why_not` says why. Raises ValueError for a number that is not finite."""
        for number in (value, low, high):
            if number is not None and not math.isfinite(number):
                raise ValueError(f"{number} is no number to tell")
        return Estimate(n, self.definition, self.caveat, value, low, high, why_not, tuple(notes))

    def unknown(self, n: int, why_not: Words, notes: Sequence[Words] = ()) -> Estimate:
        """No number, and the sentence that says so."""
        return Estimate(n, self.definition, self.caveat, why_not=why_not, notes=tuple(notes))


def said(words: Words, language: str) -> str:
    """Words in one language; Danish unless English is asked for."""
    return words.en if language == "en" else words.da


def weighted(cells: Mapping[N, int]) -> tuple[int, float, float]:
    """How many, their mean and the sum of squared deviations; (0, 0, 0) for nobody. Exact to rounding (fsum)."""
    n = sum(cells.values())
    if not n:
        return 0, 0.0, 0.0
    mean = math.fsum(value * count for value, count in cells.items()) / n
    return n, mean, math.fsum(count * (value - mean) ** 2 for value, count in cells.items())
