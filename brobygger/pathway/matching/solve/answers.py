"""The answer to a file, as contracts.md's `brobygger match solve` prints it."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Any

from brobygger.pathway.matching.solve import groups, pairs, transport
from brobygger.pathway.matching.solve.problem import (
    Asked,
    BadProblem,
    GroupsProblem,
    PairsProblem,
    TransportProblem,
)
from brobygger.pathway.matching.solve.reading import read

MINUTES_OF_A_DAY = 24 * 60


def solve_content(content: bytes, *, seconds: float | None = None, seed: int | None = None) -> dict[str, Any]:
    """Read and solve the question in a file; `seconds` and `seed` go before those of the file. Raises BadProblem."""
    asked = read(content)
    if seconds is not None:
        asked = replace(asked, seconds=seconds)
    if seed is not None:
        asked = replace(asked, seed=seed)
    return solve(asked)


def solve(asked: Asked) -> dict[str, Any]:
    """The answer as contracts.md has it. Keys beside it: `complete`, and `bound` or `optimal` where there is none."""
    began = perf_counter()
    if isinstance(asked.problem, PairsProblem):
        answer = _pairs(asked.problem, asked)
    elif isinstance(asked.problem, GroupsProblem):
        answer = _groups(asked.problem, asked)
    else:
        answer = _transport(asked.problem, asked)
    return {**answer, "seconds": round(perf_counter() - began, 3)}


def mistakes(bad: BadProblem) -> dict[str, Any]:
    """What is wrong with a file, for programs."""
    return {"errors": [{"where": one.where, "message": one.message} for one in bad.mistakes]}


def _pairs(problem: PairsProblem, asked: Asked) -> dict[str, Any]:
    found = pairs.solve(problem, proof_seconds=asked.seconds)
    return {
        "pairs": [[problem.left[one], problem.right[other]] for one, other in found.pairs],
        "matched": len(found.pairs),
        "total": found.total,
        "bound": found.bound,
        "optimal": found.optimal,
        "complete": found.optimal,
    }


def _groups(problem: GroupsProblem, asked: Asked) -> dict[str, Any]:
    found = groups.solve(problem, seed=asked.seed, seconds=asked.seconds)
    return {
        "groups": [[problem.people[person] for person in group] for group in found.groups],
        "left_out": [{"id": problem.people[person], "why": why} for person, why in found.left_out],
        "total": found.total,
        "bound": found.bound,
        "optimal": found.optimal,
        "complete": found.complete,
    }


def _transport(problem: TransportProblem, asked: Asked) -> dict[str, Any]:
    found = transport.solve(problem, seed=asked.seed, seconds=asked.seconds)
    return {
        "routes": [
            {
                "vehicle": route.vehicle,
                "stops": [[person, clock(minute)] for person, minute in route.stops],
                "arrive": clock(route.arrive),
            }
            for route in found.routes
        ],
        "not_served": [{"id": person, "why": why} for person, why in found.not_served],
        "minutes": round(found.minutes, 3),
        "bound": None if found.bound is None else round(min(found.bound, found.minutes), 3),
        "complete": found.complete,
    }


def clock(minute: int) -> str:
    """A minute after midnight as a time of day; before midnight is the day before."""
    hours, minutes = divmod(minute % MINUTES_OF_A_DAY, 60)
    return f"{hours:02}:{minutes:02}"
