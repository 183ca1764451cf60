"""Before and after: mean change, effect size, who got better, and what the missing could mean. Plain Python.

Scores are whole numbers on a short scale, so the data of any number of persons is a small table: (before, after) →
how many (`Pairs`). The database counts it; nothing here grows with the persons.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from brobygger.insight.analyses import words
from brobygger.insight.analyses.estimate import LEVEL, Estimate, weighted
from brobygger.registry.recipes.words import Words

Pairs = Mapping[tuple[int, int], int]
Scale = tuple[int, int]  # lowest and highest possible score
Direction = Literal["lower", "higher"]


@dataclass(frozen=True)
class Shares:
    """How many moved by at least the threshold in the good way, the bad way, or neither. Together everybody."""

    better: int
    same: int
    worse: int

    @property
    def n(self) -> int:
        return self.better + self.same + self.worse


def within(pairs: Pairs, scale: Scale) -> tuple[Pairs, tuple[Words, ...]]:
    """The pairs whose two scores lie on the scale, and a note when some do not."""
    low, high = scale
    kept = {pair: n for pair, n in pairs.items() if n and all(low <= score <= high for score in pair)}
    return kept, () if sum(kept.values()) == sum(pairs.values()) else (words.SOME_OUTSIDE,)


def mean_change(pairs: Pairs, scale: Scale) -> Estimate:
    """The mean of after − before, in points, with Student's t interval."""
    kept, notes = within(pairs, scale)
    n, mean, squares = weighted(_changes(kept))
    if not n:
        return words.MEAN_CHANGE.unknown(0, _nobody(pairs), notes)
    if n == 1 or not squares:
        why = words.ONE_PERSON if n == 1 else words.ALL_EQUAL
        return words.MEAN_CHANGE.known(n, mean, why_not=why, notes=notes)
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, (1 + LEVEL) / 2)) * math.sqrt(squares / (n - 1) / n)
    return words.MEAN_CHANGE.known(n, mean, mean - half, mean + half, notes=notes)


def effect_size(pairs: Pairs, scale: Scale) -> Estimate:
    """Becker's standardised mean change: the mean change over the standard deviation at the start, corrected.

    Becker (1988), Br J Math Stat Psychol 41: variance 2(1 − r)/n + d²/(2n), r the correlation of before and after.
    """
    kept, notes = within(pairs, scale)
    before, after = Counter[float](), Counter[float]()
    for (first, last), count in kept.items():
        before[first] += count
        after[last] += count
    n, mean_before, squares_before = weighted(before)
    _, mean_after, squares_after = weighted(after)
    if n < 2:
        return words.EFFECT.unknown(n, words.ONE_PERSON if n else _nobody(pairs), notes)
    if not squares_before:
        return words.EFFECT.unknown(n, words.SAME_START, notes)
    sd = math.sqrt(squares_before / (n - 1))
    value = correction(n - 1) * (mean_after - mean_before) / sd
    if not squares_after:
        return words.EFFECT.known(n, value, why_not=words.SAME_END, notes=notes)
    together = math.fsum(count * (first - mean_before) * (last - mean_after) for (first, last), count in kept.items())
    correlation = max(-1.0, min(1.0, together / math.sqrt(squares_before * squares_after)))
    half = _z() * math.sqrt(effect_variance(value, correlation, n))
    return words.EFFECT.known(n, value, value - half, value + half, notes=notes)


def correction(freedom: int) -> float:
    """Hedges' (1981) exact correction of a standardised difference for small groups; 1 in the limit."""
    return math.exp(math.lgamma(freedom / 2) - math.lgamma((freedom - 1) / 2)) / math.sqrt(freedom / 2) \
        if freedom > 1 else 0.0  # fmt: skip


def effect_variance(effect: float, correlation: float, n: int) -> float:
    """Becker's large-sample variance of the standardised mean change."""
    return 2 * (1 - correlation) / n + effect**2 / (2 * n)


def shares(pairs: Pairs, scale: Scale, *, better: Direction, least: int) -> Shares:
    """Who moved at least `least` points (1 or more) in each direction."""
    kept, _notes = within(pairs, scale)
    sign = -1 if better == "lower" else 1
    good = sum(n for (first, last), n in kept.items() if sign * (last - first) >= least)
    bad = sum(n for (first, last), n in kept.items() if sign * (last - first) <= -least)
    return Shares(good, sum(kept.values()) - good - bad, bad)


def share(part: int, n: int) -> Estimate:
    """A share (0–1) with Wilson's interval (1927). Raises ValueError for a part outside 0–n."""
    if not 0 <= part <= n:
        raise ValueError(f"{part} of {n}")
    if not n:
        return words.SHARE.unknown(0, words.NOBODY)
    p, z = part / n, _z()
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return words.SHARE.known(n, p, max(0.0, middle - half) if part else 0.0, min(1.0, middle + half) if part < n else 1)


def reliable_least(reliability: float, sd: float) -> float:
    """The smallest change of one person that is more than the instrument's own uncertainty (p < 0.05).

    Jacobson and Truax (1991), J Consult Clin Psychol 59. Raises ValueError for a reliability outside 0–1.
    """
    if not 0 <= reliability <= 1 or sd < 0:
        raise ValueError(f"reliability {reliability}, standard deviation {sd}")
    return _z() * sd * math.sqrt(2 * (1 - reliability))


def reliable_change(pairs: Pairs, scale: Scale, *, better: Direction, reliability: float | None) -> Estimate:
    """The share whose change for the better is reliable. Without a known reliability: the sentence that says so."""
    kept, notes = within(pairs, scale)
    before = Counter[float]()
    for (first, _last), count in kept.items():
        before[first] += count
    n, _mean, squares = weighted(before)
    if reliability is None:
        return words.RELIABLE.unknown(n, words.NO_RELIABILITY, notes)
    if n < 2 or not squares:
        return words.RELIABLE.unknown(n, _nobody(pairs) if not n else words.ONE_PERSON if n < 2 else words.SAME_START)
    least = reliable_least(reliability, math.sqrt(squares / (n - 1)))
    sign = -1 if better == "lower" else 1
    part = sum(count for (first, last), count in kept.items() if sign * (last - first) > least)
    found = share(part, n)
    return words.RELIABLE.known(n, part / n, found.low, found.high, notes=notes)


def change_bound(pairs: Pairs, scale: Scale, *, only_before: Mapping[int, int], never: int) -> Estimate:
    """The mean change of everybody, with the missing at the worst and at the best end of the scale (Manski).

    only_before: score at the start → persons not measured again. never: persons without a usable score at the start.
    `value` is None: the limits are all that is known.
    """
    low, high = scale
    kept, notes = within(pairs, scale)
    alone = {score: n for score, n in only_before.items() if low <= score <= high}
    never += sum(pairs.values()) - sum(kept.values()) + sum(only_before.values()) - sum(alone.values())
    everybody = sum(kept.values()) + sum(alone.values()) + never
    if not everybody:
        return words.BOUND.unknown(0, words.NOBODY)
    known = sum((last - first) * n for (first, last), n in kept.items())
    least = known + sum((low - score) * n for score, n in alone.items()) + (low - high) * never
    most = known + sum((high - score) * n for score, n in alone.items()) + (high - low) * never
    estimate = words.BOUND.unknown(everybody, words.NOBODY, notes)
    return Estimate(
        everybody, estimate.definition, estimate.caveat, None, least / everybody, most / everybody, None, notes
    )


def share_bound(better: int, measured: int, everybody: int) -> Estimate:
    """The share of everybody who are better: none, or all, of those not measured counted in."""
    if not 0 <= better <= measured <= everybody:
        raise ValueError(f"{better} of {measured} of {everybody}")
    if not everybody:
        return words.SHARE_BOUND.unknown(0, words.NOBODY)
    meaning = words.SHARE_BOUND
    best = (better + everybody - measured) / everybody
    return Estimate(everybody, meaning.definition, meaning.caveat, None, better / everybody, best)


def _changes(pairs: Pairs) -> dict[float, int]:
    found = Counter[float]()
    for (first, last), count in pairs.items():
        found[last - first] += count
    return dict(found)


def _nobody(pairs: Pairs) -> Words:
    return words.ALL_OUTSIDE if sum(pairs.values()) else words.NOBODY_TWICE


def _z() -> float:
    from scipy.special import ndtri

    return float(ndtri((1 + LEVEL) / 2))
