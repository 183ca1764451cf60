"""Planning by simulation against a bare loop of the same number of moments.

The bare loop is the least an event simulation can be: one heap and one generator for each person, who waits a drawn
time and comes again. SimPy is not among our parts, so the anchor is its idea and not its code.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from heapq import heapify, heappop, heappush
from typing import TypeVar

from bench.lines import Line
from brobygger.insight.simulation.draws import draw
from brobygger.insight.simulation.line import line_of, settled
from brobygger.insight.simulation.loop import Run
from brobygger.insight.simulation.rules import simulate
from brobygger.registry.recipes import load

Made = TypeVar("Made")
RECIPE, WEEKS, RUNS, PEOPLE = "000-horsens", 52, 100, 10_000
PARTS = 5  # the runs are played in so many parts, ours and the bare loop in turn; all of it takes some minutes
# Seats and employees for the town the figure is about: 10,000 found in a year instead of Horsens' 1,300.
TOWN = {"arrivals.per_week": str(PEOPLE / WEEKS), "places.groups": "160", "staff.prevention_consultant.people": "8"}


def measure(*, runs: int = RUNS, parts: int = PARTS) -> list[Line]:
    """All runs, each once (chance, loop and counting), and the loop alone for one run of each part."""
    recipe = load.load(RECIPE)
    line = line_of(recipe, settled(recipe, TOWN))
    whole, bare, loop, bare_one = [], [], [], []
    moments, played = 0, 0
    for part in range(parts):
        taken, done = _timed(partial(simulate, recipe, weeks=WEEKS, runs=runs // parts, seed=part + 1, changes=TOWN))
        whole.append(taken)
        moments += done.results.moments
        bare.append(_bare([done.results.moments * parts // runs] * (runs // parts)))
        one = draw(line, days=WEEKS * 7.0, seed=part + 1, run=0)
        taken, shown = _timed(Run(line, one, WEEKS * 7.0).go)
        loop.append(taken)
        played += shown.moments
        bare_one.append(_bare([shown.moments]))
    what = "bare heapq loop, {} moments"
    return [
        _line(f"simulation: {runs} runs of {WEEKS} weeks", whole, bare, what.format(moments)),
        _line(f"simulation: the loop alone, {parts} runs", loop, bare_one, what.format(played)),
    ]


def _bare(moments: list[int]) -> float:
    return _timed(lambda: [bare_loop(PEOPLE, number) for number in moments])[0]


def bare_loop(people: int, moments: int) -> int:
    """So many moments of so many people: pop the next, let the person go on, push the next one."""
    chance = random.Random(1)
    persons = [_person(chance) for _person_number in range(people)]
    heap = [(next(person), number) for number, person in enumerate(persons)]
    heapify(heap)
    passed = 0
    while passed < moments:
        now, number = heappop(heap)
        heappush(heap, (now + next(persons[number]), number))
        passed += 1
    return passed


def _person(chance: random.Random) -> Iterator[float]:
    while True:
        yield chance.expovariate(1 / 30)


def _timed(run: Callable[[], Made]) -> tuple[float, Made]:
    began = time.perf_counter()
    made = run()
    return (time.perf_counter() - began) * 1000, made


def _line(name: str, ours: list[float], reference: list[float], what: str) -> Line:
    """The sum of the parts; the least and the most are what all would have taken at the pace of one part."""
    pace = len(ours)
    return Line(name, PEOPLE, sum(ours), pace * min(ours), pace * max(ours), sum(reference), what, "≤ 2")
