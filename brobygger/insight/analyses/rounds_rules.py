"""All rounds together: a straight line over time with each person's own level (mixed model, REML). Plain Python.

The likelihood of such a model needs only sums over persons with equally many rounds (`Sums`), and the database makes
those; fitting takes the same time for ten persons as for a million. Days and scores are whole numbers, so the sums
are exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brobygger.insight.analyses import words
from brobygger.insight.analyses.estimate import LEVEL, Estimate

DAYS = 30  # the change is told for so many days


@dataclass(frozen=True)
class Sums:
    """Sums over persons with `rounds` scores each: t is the day of a score, y the score.

    s* are over all scores; p* are over persons, of products of the person's own sums.
    """

    rounds: int
    persons: int
    st: int
    stt: int
    sy: int
    sty: int
    syy: int
    ptt: int
    pty: int
    pyy: int


def sums(lines: Iterable[Sequence[tuple[int, int]]]) -> tuple[Sums, ...]:
    """Add up persons' lines of (day, score)."""
    added: dict[int, list[int]] = {}
    for line in lines:
        if not line:
            continue
        t, y = sum(day for day, _ in line), sum(score for _, score in line)
        own = (
            1, t, sum(day * day for day, _ in line), y, sum(day * score for day, score in line),
            sum(score * score for _, score in line), t * t, t * y, y * y,
        )  # fmt: skip
        before = added.setdefault(len(line), [0] * len(own))
        added[len(line)] = [one + other for one, other in zip(before, own, strict=True)]
    return tuple(Sums(rounds, *numbers) for rounds, numbers in sorted(added.items()))


@dataclass(frozen=True)
class _Fit:
    slope: float
    error: float = 0.0  # standard error of the slope
    criterion: float = -math.inf  # −2 × restricted log-likelihood, without its constant
    level: float = 0.0
    variance: float = 0.0  # within persons
    weights: tuple[float, float, float] = (0.0, 0.0, 0.0)  # weighted sums of 1·1, 1·t and t·t


def over_rounds(groups: Sequence[Sums]) -> Estimate:
    """The change for every 30 days. The interval is Wald's (normal); the variance ratio maximises the REML."""
    persons = sum(group.persons for group in groups)
    scores = sum(group.rounds * group.persons for group in groups)
    if not persons:
        return words.OVER_ROUNDS.unknown(0, words.NOBODY)
    again = sum(group.persons for group in groups if group.rounds > 1)
    if again < 2 or scores - persons < 2 or _spread(groups) <= 0:
        return words.OVER_ROUNDS.unknown(persons, words.FEW_ROUNDS)
    if _within_error(groups) <= 0:
        slope = _fit(groups, math.inf)
        return words.OVER_ROUNDS.known(persons, slope.slope * DAYS, why_not=words.NO_ERROR)
    best = _best(groups)
    from scipy.special import ndtri

    half = float(ndtri((1 + LEVEL) / 2)) * best.error * DAYS
    return words.OVER_ROUNDS.known(persons, best.slope * DAYS, best.slope * DAYS - half, best.slope * DAYS + half)


def _best(groups: Sequence[Sums]) -> _Fit:
    """The ratio of variances (between over within persons) with the smallest criterion; nought may be it.

    A search finds the valley, and the criterion's slope, which is nought at its floor, the ratio to full precision.
    """
    from scipy.optimize import brentq, minimize_scalar

    found = float(minimize_scalar(lambda x: _fit(groups, math.exp(x)).criterion, bounds=(-16, 16), method="bounded").x)
    none = _fit(groups, 0.0)
    if none.criterion <= _fit(groups, math.exp(found)).criterion:
        return none
    if _incline(groups, math.exp(found - 0.1)) < 0 < _incline(groups, math.exp(found + 0.1)):
        found = float(brentq(lambda x: _incline(groups, math.exp(x)), found - 0.1, found + 0.1, xtol=1e-15))
    return _fit(groups, math.exp(found))


def _incline(groups: Sequence[Sums], ratio: float) -> float:
    """How the criterion changes with the ratio (its derivative)."""
    fit = _fit(groups, ratio)
    around, of_residuals, logs = [0.0] * 3, 0.0, 0.0
    for group in groups:
        m, k = group.rounds, group.persons
        w = 1 / (1 + m * ratio) ** 2
        around = [x + w * y for x, y in zip(around, (m * m * k, m * group.st, group.ptt), strict=True)]
        of_residuals += w * _squared_residuals(group, fit)
        logs += k * m / (1 + m * ratio)
    n, t, tt = fit.weights
    determinant = n * tt - t * t
    trace = (tt * around[0] - 2 * t * around[1] + n * around[2]) / determinant
    return logs - trace - of_residuals / fit.variance


def _squared_residuals(group: Sums, fit: _Fit) -> float:
    """Over persons: the square of the sum of what the line leaves of the person's scores."""
    m, a, b = group.rounds, fit.level, fit.slope
    return (
        group.pyy + a * a * m * m * group.persons + b * b * group.ptt
        - 2 * a * m * group.sy - 2 * b * group.pty + 2 * a * b * m * group.st
    )  # fmt: skip


def _fit(groups: Sequence[Sums], ratio: float) -> _Fit:
    """Generalised least squares of score on day for one ratio; infinity: within persons only.

    Each person's scores have covariance σ²(I + ratio·J), whose inverse is (I − w·J)/σ² with w = ratio/(1 + m·ratio).
    """
    a = [0.0] * 6  # n, t, tt, y, ty, yy: weighted sums of 1·1, 1·t, t·t, 1·y, t·y, y·y
    logs = 0.0
    for group in groups:
        m, k = group.rounds, group.persons
        w = 1 / m if math.isinf(ratio) else ratio / (1 + m * ratio)
        plain = (m * k, group.st, group.stt, group.sy, group.sty, group.syy)
        person = (m * m * k, m * group.st, group.ptt, m * group.sy, group.pty, group.pyy)
        a = [total + one - w * other for total, one, other in zip(a, plain, person, strict=True)]
        logs += 0.0 if math.isinf(ratio) else k * math.log1p(m * ratio)
    n, t, tt, y, ty, yy = a
    if math.isinf(ratio):
        return _Fit(ty / tt)
    scores = sum(group.rounds * group.persons for group in groups)
    determinant = n * tt - t * t
    slope = (n * ty - t * y) / determinant
    level = (y - slope * t) / n
    residual = max(yy - level * y - slope * ty, 0.0)
    variance = residual / (scores - 2)
    if variance <= 0:
        return _Fit(slope)
    criterion = (scores - 2) * math.log(variance) + logs + math.log(determinant)
    return _Fit(slope, math.sqrt(variance * n / determinant), criterion, level, variance, (n, t, tt))


def _spread(groups: Sequence[Sums]) -> float:
    """How much persons' own days differ: without it there is no change over time to see."""
    return sum(group.stt - group.ptt / group.rounds for group in groups)


def _within_error(groups: Sequence[Sums]) -> float:
    """What is left of persons' own scores around their lines of one common slope; nought when they lie on them."""
    ty = sum(group.sty - group.pty / group.rounds for group in groups)
    yy = sum(group.syy - group.pyy / group.rounds for group in groups)
    left = yy - ty * ty / _spread(groups)
    return left if left > 1e-9 * max(1.0, yy) else 0.0
