"""Set beside each other: taking part and waiting, one programme and others of its recipe, much and little attendance.

None of these shows a cause, and each says so itself. Plain Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.insight.analyses import words
from brobygger.insight.analyses.change_rules import share
from brobygger.insight.analyses.estimate import LEVEL, Estimate, weighted

Changes = Mapping[int, int]  # change in points → persons
SESSIONS = 10  # the difference is told for so many sessions


def against_waiting(taking_part: Changes, waiting: Changes) -> Estimate:
    """Mean change while taking part minus mean change while waiting, in points (Welch's interval). Not causal."""
    (n, mean, squares), (m, other, other_squares) = weighted(taking_part), weighted(waiting)
    if min(n, m) < 2:
        return words.WAITING_COMPARED.unknown(n + m, words.TWO_GROUPS)
    one, two = squares / (n - 1) / n, other_squares / (m - 1) / m
    if not one + two:
        return words.WAITING_COMPARED.known(n + m, mean - other, why_not=words.ALL_EQUAL)
    from scipy.special import stdtrit

    freedom = (one + two) ** 2 / (one**2 / (n - 1) + two**2 / (m - 1))
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * math.sqrt(one + two)
    return words.WAITING_COMPARED.known(n + m, mean - other, mean - other - half, mean - other + half)


@dataclass(frozen=True)
class Among:
    """Programmes of one recipe: their common mean, how much they differ beyond chance, and each one drawn in."""

    mean: float
    between: float  # variance between programmes, points²
    drawn: tuple[Estimate, ...]


def drawn_in(means: Sequence[float], variances: Sequence[float], persons: Sequence[int]) -> Among:
    """Empirical Bayes: B·common + (1 − B)·own with B = variance/(variance + between).

    `between` is DerSimonian and Laird's (1986). The interval takes the common mean's own uncertainty along.
    Raises ValueError for fewer than two, or a variance that is not above nought.
    """
    if len(means) < 2 or min(variances) <= 0:
        raise ValueError("two or more means with variances above nought")
    from scipy.special import ndtri

    between = _between(means, variances)
    weights = [1 / (variance + between) for variance in variances]
    common = math.fsum(w * mean for w, mean in zip(weights, means, strict=True)) / math.fsum(weights)
    z = float(ndtri((1 + LEVEL) / 2))
    drawn = []
    for mean, variance, n in zip(means, variances, persons, strict=True):
        b = variance / (variance + between)
        value = b * common + (1 - b) * mean
        half = z * math.sqrt((1 - b) * variance + b**2 / math.fsum(weights))
        drawn.append(words.AMONG_PROGRAMMES.known(n, value, value - half, value + half))
    return Among(common, between, tuple(drawn))


def _between(means: Sequence[float], variances: Sequence[float]) -> float:
    """DerSimonian and Laird's variance between, never below nought (statsmodels divides by it before it is raised)."""
    weights = [1 / variance for variance in variances]
    total = math.fsum(weights)
    common = math.fsum(w * mean for w, mean in zip(weights, means, strict=True)) / total
    q = math.fsum(w * (mean - common) ** 2 for w, mean in zip(weights, means, strict=True))
    return max(0.0, (q - len(means) + 1) / (total - math.fsum(w * w for w in weights) / total))


@dataclass(frozen=True)
class Cell:
    """Scores of one unit in one quarter, before or after the programme began there. total: their sum."""

    unit: str
    quarter: int
    begun: bool
    n: int
    total: int


def stepped(cells: Sequence[Cell]) -> Estimate:
    """Units where the programme has begun against units where it has not, in the same quarters (stepped start).

    Mean of a cell = level of the unit + level of the quarter + effect where it has begun, weighted by n; the interval
    is Student's t on what the levels leave, so that scores of one cell are not taken for independent (Hussey and
    Hughes 2007, with fixed levels of units). n: scores. Without two units that began at different times: the sentence.
    """
    kept = [cell for cell in cells if cell.n > 0]
    n = sum(cell.n for cell in kept)
    if len({cell.unit for cell in kept}) < 2 or len({cell.begun for cell in kept}) < 2:
        return words.STEPPED.unknown(n, words.NO_STEPS)
    import numpy as np

    units = sorted({cell.unit for cell in kept})[1:]
    quarters = sorted({cell.quarter for cell in kept})[1:]
    rows = [
        [cell.begun, 1, *(cell.unit == unit for unit in units), *(cell.quarter == quarter for quarter in quarters)]
        for cell in kept
    ]
    weight = np.sqrt(np.array([cell.n for cell in kept], dtype=float))
    left = np.array(rows, dtype=float) * weight[:, None]
    right = np.array([cell.total / cell.n for cell in kept]) * weight
    rank = int(np.linalg.matrix_rank(left))
    freedom = len(kept) - rank
    if rank == int(np.linalg.matrix_rank(left[:, 1:])) or freedom < 1:
        return words.STEPPED.unknown(n, words.NO_STEPS)
    solved = np.linalg.lstsq(left, right, rcond=None)[0]
    value = float(solved[0])
    spare = right - left @ solved
    variance = float(spare @ spare) / freedom * float(np.linalg.pinv(left.T @ left)[0, 0])
    if variance <= 1e-18:
        return words.STEPPED.known(n, value, why_not=words.NO_ERROR)
    from scipy.special import stdtrit

    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * math.sqrt(variance)
    return words.STEPPED.known(n, value, value - half, value + half)


def two_shares(before: int, of_before: int, after: int, of_after: int) -> Estimate:
    """The second share minus the first (0–1), two groups of different people: Newcombe's (1998) hybrid score interval.

    Raises ValueError for a part outside its group.
    """
    first, second = share(before, of_before), share(after, of_after)
    if first.value is None or second.value is None:
        return words.TWO_SHARES.unknown(of_before + of_after, words.NOBODY)
    value = second.value - first.value
    low = value - math.hypot(second.value - (second.low or 0.0), (first.high or 0.0) - first.value)
    high = value + math.hypot((second.high or 0.0) - second.value, first.value - (first.low or 0.0))
    return words.TWO_SHARES.known(of_before + of_after, value, low, high)


def dose(lines: Mapping[tuple[int, int], int]) -> Estimate:
    """Difference in change for every ten sessions. lines: (sessions come to, change in points) → persons.

    Least squares with Student's t; whole numbers, so the sums are exact also where everybody lies on one line.
    """
    n = sum(lines.values())
    if n < 3:
        return words.DOSE.unknown(n, words.TWO_GROUPS if n else words.NOBODY)
    x, y = (sum(pair[axis] * count for pair, count in lines.items()) for axis in (0, 1))
    xx, xy, yy = (
        n * sum(pair[one] * pair[two] * count for pair, count in lines.items()) - product
        for one, two, product in ((0, 0, x * x), (0, 1, x * y), (1, 1, y * y))
    )
    if not xx:
        return words.DOSE.unknown(n, words.SAME_DOSE)
    value, left = SESSIONS * xy / xx, xx * yy - xy * xy
    if not left:
        return words.DOSE.known(n, value, why_not=words.NO_ERROR if yy else words.ALL_EQUAL)
    from scipy.special import stdtrit

    half = SESSIONS * float(stdtrit(n - 2, (1 + LEVEL) / 2)) * math.sqrt(left / (n - 2)) / xx
    return words.DOSE.known(n, value, value - half, value + half)
