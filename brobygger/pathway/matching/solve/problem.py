"""The three questions, read and checked. Persons are numbers here: their place in the lists of the file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
TOLD_AT_MOST = 20  # mistakes named one by one; the rest are counted


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file, and where: `edges[3]` is the fourth of the edges."""

    where: str
    message: str

    def sentence(self) -> str:
        """The mistake as one Danish line."""
        return f"{self.where}: {self.message}"


class BadProblem(Exception):
    """The question cannot be read or contradicts itself. `mistakes` are in the order they were found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(mistake.sentence() for mistake in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, eq=False)
class PairsProblem:
    """Who may meet whom, and how good that is. Edge number e joins left[starts[e]] and right[ends[e]]."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    starts: Ints
    ends: Ints
    goodness: Floats
    pins: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class InEach:
    """So many of these people in every group: two of the more resourceful, one host, at most two wheelchairs."""

    who: str
    ids: frozenset[int]
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, eq=False)
class GroupsProblem:
    """People, the sizes a group may have, and how good it is that two are in the same group (unlisted: 0)."""

    people: tuple[str, ...]
    smallest: int
    largest: int
    affinity: dict[tuple[int, int], float]  # (a, b) with a < b
    together: tuple[tuple[int, ...], ...] = ()  # whole companies: two wishes that share a person are one
    apart: frozenset[tuple[int, int]] = frozenset()  # (a, b) with a < b
    in_each: tuple[InEach, ...] = ()
    most_groups: int | None = None  # so many hosts, or rooms, there are


@dataclass(frozen=True)
class Vehicle:
    """`count` alike. A person in a wheelchair takes a wheelchair place and no seat."""

    id: str
    count: int
    seats: int
    wheelchairs: int


@dataclass(frozen=True)
class Rider:
    """A person to fetch at (x, y) km; the vehicle stands still `load_minutes` at the door."""

    id: str
    x: float
    y: float
    wheelchair: bool = False
    load_minutes: float = 0.0


@dataclass(frozen=True)
class TransportProblem:
    """Everybody alights together at (x, y) km between two times of day, in minutes after midnight."""

    x: float
    y: float
    earliest: int
    latest: int
    vehicles: tuple[Vehicle, ...]
    people: tuple[Rider, ...]
    speed_kmh: float
    max_ride_minutes: float


@dataclass(frozen=True)
class Asked:
    """A question with how to go about it. Neither changes what is a right answer."""

    problem: PairsProblem | GroupsProblem | TransportProblem
    seconds: float = 30.0
    seed: int = 1
