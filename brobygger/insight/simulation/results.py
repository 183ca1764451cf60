"""What the runs show: means with the spread between runs, waiting with those who still wait, hours and cost.

No number is made up: where nobody got so far there is none, and a sentence says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from brobygger.insight.simulation.line import Line
from brobygger.insight.simulation.loop import NOWHERE, Run
from brobygger.registry.recipes.words import Words

Floats = NDArray[np.float64]

# name → from which step to which; the first of the steps the recipe has is taken
WAITS = {
    "found_to_yes": ("found", "consented"),
    "yes_to_first_contact": ("consented", "first_contact"),
    "yes_to_first_time": ("consented", "first_time"),
    "found_to_first_time": ("found", "first_time"),
}
NOT_THERE = Words("Trinnet er ikke med i opskriften.", "The recipe does not have the step.")
NOBODY = Words("Ingen kom så langt.", "Nobody came so far.")
STILL_WAITING = Words(
    "Der er ikke noget tal, fordi for mange stadig ventede, da perioden sluttede.",
    "There is no number, because too many were still waiting when the period ended.",
)
NO_COST = Words(
    "Ingen er med ved periodens slutning, så der er ingen at dele prisen ud på.",
    "Nobody is there at the end of the period, so there is nobody to share the cost.",
)


@dataclass(frozen=True)
class Spread:
    """The mean over the runs, and what a tenth of the runs are below and above."""

    mean: float
    p10: float
    p90: float

    def as_json(self) -> dict[str, float]:
        return {"mean": _round(self.mean), "p10": _round(self.p10), "p90": _round(self.p90)}


@dataclass(frozen=True)
class StepResult:
    """One step over the runs. entered: stood in front of it; passed: got over it; lost: reason → how many."""

    step: str
    entered: Spread
    passed: Spread
    lost: dict[str, Spread]


@dataclass(frozen=True)
class Waited:
    """Days waited by everybody in all runs together (Kaplan–Meier: who still waits counts as long as known).

    median: half have waited so long or less; p90: nine of ten. None with a sentence in `why` where it is not known.
    n: how many waited; reached: how many of them got there.
    """

    median: float | None
    p90: float | None
    n: int
    reached: int
    why: Words | None = None

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {
            "median": _maybe(self.median),
            "p90": _maybe(self.p90),
            "n": self.n,
            "reached": self.reached,
        }
        return told | ({"why": self.why.da} if self.why else {})


@dataclass(frozen=True)
class RoleResult:
    """One role: its hours, the days work waits for somebody free, and the share of the hours that are used."""

    role: str
    hours: Spread
    waits: Spread
    busy: Spread


@dataclass(frozen=True)
class Results:
    """Everything the runs show. volunteer_hours: work of roles that are not employees, sessions not counted."""

    bridge: tuple[StepResult, ...]
    waiting: dict[str, Waited]
    roles: tuple[RoleResult, ...]
    staff_hours: Spread
    volunteer_hours: Spread
    still_there: Spread
    lost_volunteer: Spread
    cost: Spread
    cost_each: Spread | None
    why_no_cost: Words | None
    moments: int


@dataclass
class Tally:
    """Counts, run by run; `add` each run, then `results`."""

    line: Line
    cost_hour: float
    entered: list[list[int]] = field(default_factory=list)
    passed: list[list[int]] = field(default_factory=list)
    lost: list[NDArray[np.int64]] = field(default_factory=list)
    hours: list[list[float]] = field(default_factory=list)
    role_waits: list[list[float]] = field(default_factory=list)
    busy: list[list[float]] = field(default_factory=list)
    led: list[float] = field(default_factory=list)
    given: list[float] = field(default_factory=list)
    there: list[int] = field(default_factory=list)
    left_alone: list[int] = field(default_factory=list)
    waited: dict[str, list[Floats]] = field(default_factory=dict)
    ended: dict[str, list[NDArray[np.bool_]]] = field(default_factory=dict)
    moments: int = 0

    def add(self, run: Run) -> None:
        """Count one run."""
        stages = self.line.stages
        n = len(run.at)
        reached = np.array(run.reached, dtype=np.float64).reshape(n, len(stages))
        gone_at = np.minimum(np.array(run.lost_at, dtype=np.float64), run.days)
        lost, at = np.array(run.lost, dtype=np.int64), np.array(run.at, dtype=np.int64)
        passed = np.isfinite(reached).sum(axis=0).tolist()
        self.passed.append(passed)
        self.entered.append([n, *passed[:-1]])
        widest = max(len(stage.shares) for stage in stages) + 1
        gone = lost != NOWHERE
        counts = np.bincount(at[gone] * widest + lost[gone], minlength=len(stages) * widest + widest)
        self.lost.append(counts[: len(stages) * widest].reshape(len(stages), widest))
        self._hours(run, reached, gone_at)
        self.there.append(self._still_there(reached, lost, at))
        self.left_alone.append(run.lost_volunteer)
        self._waits(reached, gone_at)
        self.moments += run.moments

    def _hours(self, run: Run, reached: Floats, gone_at: Floats) -> None:
        pools = self.line.pools
        each = [worked / pool.days_a_minute / 60 if pool.servers else 0.0
                for worked, pool in zip(run.worked, pools, strict=True)]  # fmt: skip
        self.hours.append(each)
        self.role_waits.append([float(np.mean(waits)) if waits else 0.0 for waits in run.waits])
        self.busy.append([worked / (pool.servers * run.days) if pool.servers else 0.0
                          for worked, pool in zip(run.worked, pools, strict=True)])  # fmt: skip
        self.given.append(run.given)
        first = reached[:, self.line.first_time]
        came = np.isfinite(first)
        times = np.floor((gone_at[came] - first[came]) / (self.line.every or np.inf)) + 1
        self.led.append(float(np.minimum(times, self.line.sessions_led).sum()) * self.line.session_hours)

    def _still_there(self, reached: Floats, lost: NDArray[np.int64], at: NDArray[np.int64]) -> int:
        """Came for the first time and have not stopped; whoever was only not measured again is still there."""
        stages = self.line.stages
        width = max(len(stage.shares) for stage in stages) + 1
        harmless = np.zeros((len(stages) + 1, width), dtype=np.bool_)
        for place, stage in enumerate(stages):
            for number, (reason, _share) in enumerate(stage.shares):
                harmless[place, number] = reason == "not_measured"
        stays = (lost == NOWHERE) | harmless[at, lost]
        return int((np.isfinite(reached[:, self.line.first_time]) & stays).sum())

    def _waits(self, reached: Floats, gone_at: Floats) -> None:
        names = [stage.step for stage in self.line.stages]
        for name, (since, until) in WAITS.items():
            if since not in names or until not in names:
                continue
            start, end = reached[:, names.index(since)], reached[:, names.index(until)]
            stood = np.isfinite(start)
            there = np.isfinite(end[stood])
            days = np.where(there, end[stood], gone_at[stood]) - start[stood]
            self.waited.setdefault(name, []).append(days)
            self.ended.setdefault(name, []).append(there)

    def results(self) -> Results:
        """What all runs show together."""
        hours = np.array(self.hours, dtype=np.float64).reshape(len(self.passed), len(self.line.pools))
        staff = hours.sum(axis=1) + np.array(self.led)
        cost, there = staff * self.cost_hour, np.array(self.there, dtype=np.float64)
        return Results(
            bridge=tuple(self._step(place) for place in range(len(self.line.stages))),
            waiting={name: self._waited(name) for name in WAITS},
            roles=tuple(self._role(place, hours) for place in range(len(self.line.pools))),
            staff_hours=spread(staff),
            volunteer_hours=spread(self.given),
            still_there=spread(there),
            lost_volunteer=spread(self.left_alone),
            cost=spread(cost),
            cost_each=_each(cost, there),
            why_no_cost=None if there.any() else NO_COST,
            moments=self.moments,
        )

    def _step(self, place: int) -> StepResult:
        stage = self.line.stages[place]
        lost = {reason: spread([counts[place, number] for counts in self.lost])
                for number, (reason, _share) in enumerate(stage.shares)}  # fmt: skip
        ordered = sorted(lost.items(), key=lambda pair: (-pair[1].mean, pair[0]))
        return StepResult(
            step=stage.step,
            entered=spread([counts[place] for counts in self.entered]),
            passed=spread([counts[place] for counts in self.passed]),
            lost={reason: number for reason, number in ordered if number.mean > 0},
        )

    def _role(self, place: int, hours: Floats) -> RoleResult:
        return RoleResult(
            role=self.line.pools[place].role,
            hours=spread(hours[:, place]),
            waits=spread([each[place] for each in self.role_waits]),
            busy=spread([each[place] for each in self.busy]),
        )

    def _waited(self, name: str) -> Waited:
        if name not in self.waited:
            return Waited(None, None, 0, 0, NOT_THERE)
        days, ended = np.concatenate(self.waited[name]), np.concatenate(self.ended[name])
        if not ended.any():
            return Waited(None, None, len(days), 0, NOBODY)
        median, p90 = waited_quantiles(days, ended, (0.5, 0.9))
        why = STILL_WAITING if median is None or p90 is None else None
        return Waited(median, p90, len(days), int(ended.sum()), why)


def waited_quantiles(days: Floats, ended: NDArray[np.bool_], shares: Sequence[float]) -> list[float | None]:
    """The days after which these shares have stopped waiting (Kaplan–Meier; who was lost or still waits is censored).

    None where the curve never comes so far. days ≥ 0, one for each person; ended: whether the wait came to its end.
    """
    order = np.lexsort((~ended, days))
    left = len(days) - np.arange(len(days))
    still = np.cumprod(1 - ended[order] / left)
    found: list[float | None] = []
    for share in shares:
        place = int(np.searchsorted(-still, share - 1 - 1e-12, side="left"))
        found.append(float(days[order][place]) if place < len(days) else None)
    return found


def spread(values: Sequence[float] | Floats) -> Spread:
    """Mean, p10 and p90 of one number for each run; at least one run."""
    numbers = np.asarray(values, dtype=np.float64)
    low, high = np.quantile(numbers, (0.1, 0.9))
    return Spread(float(numbers.mean()), float(low), float(high))


def _each(cost: Floats, there: Floats) -> Spread | None:
    """All cost over all who are there; the spread is of the runs where anybody is."""
    if not there.any():
        return None
    own = cost[there > 0] / there[there > 0]
    low, high = np.quantile(own, (0.1, 0.9))
    return Spread(float(cost.sum() / there.sum()), float(low), float(high))


def _round(value: float) -> float:
    return round(value, 3)


def _maybe(value: float | None) -> float | None:
    return None if value is None else _round(value)
