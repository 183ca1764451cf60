"""The employees of a simulation are servers, and their queue is a queue: theory knows what it must show."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial, inf

import numpy as np
import pytest
from scipy.stats import norm

from brobygger.insight.simulation.draws import Draws, _lengths
from brobygger.insight.simulation.line import Line, Pool, Stage
from brobygger.insight.simulation.loop import Run
from brobygger.insight.simulation.way import Timing

PEOPLE = 300_000


VISIT = Stage(
    step="first_time", timing=Timing.WITHIN, wait=0.0, due=3.0, every=0.0, anchor=-1, pool=0, minutes=1.0,
    after_start=False, bit=0, shares=(), loss_bits=(), returns=(), works=(), loss_works=(),
)  # fmt: skip


def waits(*, servers: int, arrive: np.ndarray, service: np.ndarray) -> np.ndarray:
    """Days each of these waits for one of so many employees, by the simulation's own loop."""
    people = len(arrive)
    line = Line(
        stages=(VISIT,), pools=(Pool("mette", servers, 1.0),),
        place_before=0, first_time=0, notice=0.0, place=None, car=None, gives_up=inf, ends_after=inf, per_week=1.0,
        at_start=0, weeks_found=0.0, again_share=0.0, car_share=0.0, spread=1.0, minutes_no=0.0, session_hours=0.0,
        sessions_led=1.0, every=0.0,
    )  # fmt: skip
    draws = Draws(
        arrive=arrive.tolist(),
        fate=[-1] * people,
        fate2=[-1] * people,
        wait=[0.0] * people,
        service=service.tolist(),
        again=[False] * people,
        by_car=[False] * people,
        volunteers=[],
    )
    run = Run(line, draws, 1e12).go()
    return np.array(run.waits[0])


Lengths = Callable[[np.ndarray], np.ndarray]  # quantiles (0 to 1) → days


def exponential(quantiles: np.ndarray) -> np.ndarray:
    return -np.log1p(-quantiles)


def shown_by(*, servers: int, rate: float, work: Lengths, people: int = PEOPLE) -> tuple[float, float]:
    """The share who wait, and the mean wait, of these people in two halves.

    The second half has the mirrored chance of the first (long where it was short), and both have exactly the theory's
    load: so a sample that happens to be busy does not count as an error of ours.
    """
    coming, taking = np.random.default_rng(1).random((2, people // 2))
    halves = []
    for come, take in ((coming, taking), (1 - coming, 1 - taking)):
        gaps, lengths = exponential(come), work(take)
        arrive = np.cumsum(gaps / gaps.mean() / rate)
        halves.append(waits(servers=servers, arrive=arrive, service=lengths / lengths.mean()))
    shown = np.concatenate(halves)
    return float((shown > 0).mean()), float(shown.mean())


def erlang_c(servers: int, offered: float) -> float:
    """The share who must wait in M/M/c (Erlang 1917); offered: arrivals times the mean length of the work."""
    waiting = offered**servers / factorial(servers) * servers / (servers - offered)
    return waiting / (sum(offered**n / factorial(n) for n in range(servers)) + waiting)


@pytest.mark.parametrize(("servers", "people"), [(1, PEOPLE), (2, PEOPLE), (3, 3 * PEOPLE)])
def test_several_employees_keep_people_waiting_as_erlang_says(servers: int, people: int) -> None:
    rate = servers * 0.5  # half of their time is used: the mean length of the work is one day
    waiting, mean = shown_by(servers=servers, rate=rate, work=exponential, people=people)
    must_wait = erlang_c(servers, rate)
    assert waiting == pytest.approx(must_wait, rel=0.02)
    assert mean == pytest.approx(must_wait / (servers - rate), rel=0.02)


@pytest.mark.parametrize("spread", [0.0, 0.5, 1.0])
def test_one_employee_keeps_people_waiting_as_pollaczek_and_khinchine_say(spread: float) -> None:
    """M/G/1 with the simulation's own lengths of work: log-normal with mean 1 and this spread."""

    def lengths(quantiles: np.ndarray) -> np.ndarray:
        return _lengths(norm.ppf(quantiles), spread)

    load = 0.5
    _waiting, mean = shown_by(servers=1, rate=load, work=lengths)
    assert mean == pytest.approx(load * (1 + spread**2) / (2 * (1 - load)), rel=0.02)


def test_a_queue_is_as_lindley_says_person_by_person() -> None:
    """One employee, one queue: each wait follows from the one before (Lindley 1952), to the last digit that matters."""
    chance = np.random.default_rng(3)
    arrive, service = np.cumsum(chance.exponential(1.0, 2_000)), chance.exponential(0.9, 2_000)
    expected = [0.0]
    for number in range(1, len(arrive)):
        gap = arrive[number] - arrive[number - 1]
        expected.append(max(0.0, expected[-1] + service[number - 1] - gap))
    shown = waits(servers=1, arrive=arrive, service=service)
    assert np.allclose(shown, expected, atol=1e-9)
