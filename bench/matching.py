"""Pairs, groups and transport beside other ways to solve the same: time for pairs, quality for groups and transport.

Made-up people: places in a town, interests, wheelchairs. Ours and the reference take turns on the same questions.
Transport also stands beside published instances whose shortest routes are known.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from statistics import quantiles

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching
from scipy.spatial import cKDTree

from bench.lines import Line
from bench.matching_groups import of_groups, of_many, of_proven
from bench.matching_transport import of_published, of_transport
from bench.timing import growth, line_of, timed
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.solve import pairs
from brobygger.pathway.matching.solve.arrival import Standing
from brobygger.pathway.matching.solve.problem import PairsProblem

REPEATS = 5
CANDIDATES = 30
WEEKS = 52


def measure(
    *,
    pair_sizes: Sequence[int] = (1_000, 5_000),
    persons_waiting: int = 5_000,
    proven_sizes: Sequence[int] = (9, 12, 15, 24, 40),
    group_sizes: Sequence[int] = (40, 100, 200),
    many: Sequence[int] = (1_000, 10_000),
    riders: Sequence[int] = (40, 70, 100),
    seconds: int = 10,
    repeats: int = REPEATS,
) -> Iterator[Line]:
    """All lines, each when it is known. `seconds` is the time each way to plan a tour gets.

    At 20,000 on each side scipy had not answered after six minutes (two cores, scipy 1.17.1, November 2026): pairs stop
    at 5,000 here, and BROBYGGER_BENCH_PAIRS asks for other sizes.
    """
    paired = []
    for n in _asked(pair_sizes):
        paired += of_pairs(n, repeats if n < 20_000 else 1)
    yield from (*paired, *growth(paired))
    for volunteers in (9, 6):
        yield from of_waiting(persons=persons_waiting, volunteers=volunteers)
    for n in proven_sizes:
        yield from of_proven(n)
    for n in group_sizes:
        yield from of_groups(n)
    for n in many:
        yield from of_many(n, seconds=3 * seconds)
    for n in riders:
        yield from of_transport(n, seconds, min(3, repeats))
    yield from of_published(seconds)


def _asked(usual: Sequence[int]) -> Sequence[int]:
    asked = os.environ.get("BROBYGGER_BENCH_PAIRS")
    return [int(one) for one in asked.split(",")] if asked else usual


def of_pairs(n: int, repeats: int) -> list[Line]:
    """n on each side, and the same with 8 volunteers for 10 persons, which is what waiting lists look like."""
    even, scarce = town_of_pairs(n, n), town_of_pairs(n, n * 8 // 10)
    ours, proven, theirs, alone, arrive, full = [], [], [], [], [], []
    answer = pairs.solve(even)
    for _repeat in range(repeats):
        theirs.append(timed(lambda: _scipy(even))[0])
        ours.append(timed(lambda: pairs.solve(even, proof_seconds=-1.0))[0])
        taken, answer = timed(lambda: pairs.solve(even))
        proven.append(taken)
        taken, standing = timed(lambda: pairs.solve(scarce))
        full.append(taken)
        alone.append(timed(lambda: pairs.solve(scarce, proof_seconds=-1.0))[0])
        arrive += _arrivals(scarce, standing)
    bound = answer.bound or float("nan")
    return [
        line_of(f"pairs, {n} and {n}: flow", n, ours, theirs, "scipy sparse", "≤ 0.2 at 20,000"),
        line_of(f"pairs, {n} and {n}: flow and proof", n, proven, theirs, "scipy sparse", "≤ 0.2 at 20,000"),
        line_of(f"pairs, {n} and {n * 8 // 10}: flow and proof", n, full, alone, "the flow alone", "≤ 2"),
        line_of(f"pairs, {n} and {n * 8 // 10}: one arrives", n, arrive, full, "a full solve with proof", "≤ 0.05"),
        line_of(
            "pairs: what one by one reaches", n, [_one_by_one(even)], [answer.total], "the best", "< 1", unit="points"
        ),
        line_of("pairs: goodness over the proven bound", n, [answer.total], [bound], "dual bound", "1", unit="points"),
    ]


def of_waiting(persons: int, *, volunteers: int) -> list[Line]:
    """A year of weeks with so many volunteers for ten persons: how long all but one in twenty wait, and what it costs.

    With what the pages add for waiting (docs/matching.md) beside goodness alone.
    """
    plain, fair = (
        _year(persons, volunteers, extra) for extra in (lambda _days: 0.0, lambda days: with_patience(0.0, days))
    )
    few = f"{volunteers} volunteers for 10"
    return [
        line_of(
            f"pairs, {few}: 95 of 100 wait", persons, [fair[0]], [plain[0]], "goodness alone", "≤ 0.5", unit="days"
        ),
        line_of(
            f"pairs, {few}: how well they suit", persons, [fair[1]], [plain[1]], "goodness alone", "≥ 0.97",
            unit="points",
        ),
    ]  # fmt: skip


def _year(persons: int, volunteers_for_ten: int, extra_after: Callable[[int], float]) -> tuple[float, float]:
    """(days that 95 of 100 waited, with those who still wait; mean points of the pairs), pairing every week."""
    random = np.random.default_rng(3)
    came = np.sort(random.integers(0, WEEKS, persons))
    homes, difficult = random.random((persons, 2)), random.random(persons) * 40  # some suit nobody very well
    volunteers = np.sort(random.integers(0, WEEKS, persons * volunteers_for_ten // 10))
    theirs = random.random((len(volunteers), 2))
    met = np.full(persons, -1)
    reached = []
    for week in range(WEEKS):
        waiting = np.flatnonzero((came <= week) & (met < 0))
        here = np.flatnonzero(volunteers == week)
        if not len(here):
            continue
        far, near = cKDTree(theirs[here]).query(homes[waiting], k=min(CANDIDATES, len(here)))
        width = near.reshape(len(waiting), -1).shape[1]
        points = np.round(np.clip(100 - 100 * far.ravel() - np.repeat(difficult[waiting], width), 0, 100), 3)
        waited = np.repeat((week - came[waiting]) * 7, width)
        extra = [extra_after(int(days)) for days in waited]
        problem = PairsProblem(
            tuple(map(str, waiting)), tuple(map(str, here)), np.repeat(np.arange(len(waiting)), width),
            near.ravel().astype(np.int64), np.round(points + np.array(extra), 3),
        )  # fmt: skip
        ends = zip(problem.starts.tolist(), problem.ends.tolist(), strict=True)
        worth = dict(zip(ends, points.tolist(), strict=True))
        for one, other in pairs.solve(problem, proof_seconds=-1.0).pairs:
            met[waiting[one]] = week
            reached.append(worth[one, other])
    days = np.where(met < 0, WEEKS, met) - came
    return float(quantiles((days * 7).tolist(), n=20)[-1]), float(np.mean(reached))


def _one_by_one(problem: PairsProblem) -> float:
    """What a person with two lists does: always the best two who are left."""
    taken: tuple[set[int], set[int]] = (set(), set())
    total = 0.0
    for edge in np.argsort(-problem.goodness, kind="stable").tolist():
        one, other = int(problem.starts[edge]), int(problem.ends[edge])
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            total += float(problem.goodness[edge])
    return total


def town_of_pairs(persons: int, volunteers: int) -> PairsProblem:
    """Everybody may meet the nearest 30; goodness is nearness and luck, in ten-thousandths."""
    random = np.random.default_rng(1)
    homes, theirs = random.random((persons, 2)), random.random((volunteers, 2))
    far, near = cKDTree(theirs).query(homes, k=CANDIDATES)
    nearness = np.clip(1 - far.ravel() * np.sqrt(persons) / 8, 0, 1)
    goodness = np.round(0.5 * nearness + 0.5 * random.random(persons * CANDIDATES), 4)
    return PairsProblem(
        tuple(f"p{n}" for n in range(persons)),
        tuple(f"v{n}" for n in range(volunteers)),
        np.repeat(np.arange(persons), CANDIDATES),
        near.ravel().astype(np.int64),
        goodness,
    )


def _arrivals(problem: PairsProblem, answer: pairs.PairsAnswer) -> list[float]:
    standing = Standing(problem, answer)
    random = np.random.default_rng(2)
    times = []
    for one in random.integers(len(problem.left), size=5).tolist():
        near = problem.ends[one * CANDIDATES : (one + 1) * CANDIDATES].tolist()
        met = {end: round(float(random.random()), 4) for end in near}
        times.append(timed(lambda met=met: standing.arrives(met))[0])
    return times


def _scipy(problem: PairsProblem) -> float:
    """The same question to scipy as whole costs. It needs everybody to have a mate, and here they have."""
    costs = np.round((2.0 - problem.goodness) * 10_000)
    ends = problem.starts.astype(np.int32), problem.ends.astype(np.int32)
    table = csr_array((costs, ends), shape=(len(problem.left), len(problem.right)))
    rows, columns = min_weight_full_bipartite_matching(table)
    return float(table[rows, columns].sum())


if __name__ == "__main__":
    for line in measure():
        print(line, f"| load {os.getloadavg()[0]:.1f}", flush=True)
