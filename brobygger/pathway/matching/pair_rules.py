"""Pairs of those who wait and volunteers: who may meet, how well they suit each other, and why. Pure.

All are matched at once by solve.pairs, proven; one more who arrives changes as little as possible (solve.arrival).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from brobygger.pathway.matching.group_rules import Waiter, gives_a_hand, languages
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.rules import WEIGHTS as USUAL
from brobygger.pathway.matching.rules import Reason, kilometres
from brobygger.pathway.matching.solve import pairs as solver
from brobygger.pathway.matching.solve.arrival import Standing
from brobygger.pathway.matching.solve.problem import PairsProblem

FARTHEST_KM = 15.0  # further than this a volunteer does not come every week
FARTHEST_BY_CAR_KM = 30.0
LIKE_AGE_YEARS = 10
NEAR_KM = 10.0
WEIGHTS: Mapping[str, float] = {
    "interest": 20.0,
    "near": 30.0,
    "weekday": 10.0,
    "language": 10.0,
    "resourceful": 10.0,
    "known": 25.0,
    "life": 10.0,  # for each word in common, two at the most count
    "car": 5.0,
    "age": 5.0,
    "background": 20.0,  # only where the person wishes it
    "own_language": 20.0,  # beside "language", where the person wishes it
}
PROOF_SECONDS = 8.0
MOST_ON_A_PAGE = 10_000  # persons × places with volunteers; more are solved by the worker: nobody waits for a page

Two = tuple[str, str]  # the waiter's id and the volunteer's


@dataclass(frozen=True)
class Volunteer:
    """What counts of a volunteer. Unknown (empty, None) neither helps nor blocks. places: persons to meet yet."""

    id: str
    interests: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    sex: str = ""
    meets_sex: str = ""  # "" anybody, male, female
    latitude: float | None = None
    longitude: float | None = None
    places: int = 1
    knows: frozenset[str] = frozenset()  # waiters this volunteer has met before
    wants_giver: bool = False  # the effort joins people who can both give
    skills: tuple[str, ...] = ()  # what the volunteer can and has lived, in own words
    has_car: bool = False
    age: int | None = None
    own_languages: tuple[str, ...] = ()  # said for those who wish somebody alike, and counted for nobody else (R048)
    background: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judged:
    """How well two suit each other (0–100), what speaks for it, and what stands in the way."""

    points: float
    reasons: tuple[Reason, ...]
    blocks: tuple[Reason, ...]


@dataclass(frozen=True)
class PairsAsked:
    """Who waits, who is there, who has been pinned to whom by a person, and whom a person has said no to."""

    waiters: Sequence[Waiter]
    volunteers: Sequence[Volunteer]
    pinned: Collection[Two] = ()
    refused: Collection[Two] = ()
    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)


@dataclass(frozen=True)
class PairsFound:
    """Two and two. `left`, `places`, `edges` are the solver's question, kept so that one more can arrive."""

    pairs: tuple[Two, ...]
    optimal: bool
    left: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # one for each person a volunteer can meet yet
    edges: tuple[tuple[int, int, float], ...] = field(default=(), repr=False)
    pins: tuple[tuple[int, int], ...] = ()


def pair_weights(own: Mapping[str, float]) -> dict[str, float]:
    """The weights of pairs where a municipality counts a reason for more or less than is usual."""
    return {
        code: weight * own[code] / USUAL[code] if code in own and code in USUAL else weight
        for code, weight in WEIGHTS.items()
    }


def judge_pair(waiter: Waiter, volunteer: Volunteer, weights: Mapping[str, float] = WEIGHTS) -> Judged:
    """Two people: hard rules first, then what they have in common."""
    seeker = waiter.seeker
    far = kilometres(seeker.latitude, seeker.longitude, volunteer.latitude, volunteer.longitude)
    blocks = []
    also = frozenset(volunteer.own_languages) if seeker.same_language else frozenset()
    spoken = languages(waiter) & ((frozenset(volunteer.languages) or frozenset({"dansk"})) | also)
    if seeker.company == "group":
        blocks.append(Reason("wants_group"))
    if not spoken:
        blocks.append(Reason("no_language"))
    if seeker.weekdays and volunteer.weekdays and not set(seeker.weekdays) & set(volunteer.weekdays):
        blocks.append(Reason("no_day"))
    if volunteer.meets_sex and seeker.sex and seeker.sex != volunteer.meets_sex:
        blocks.append(Reason("meets_sex", {"sex": volunteer.meets_sex}))
    if seeker.only_sex and volunteer.sex and seeker.only_sex != volunteer.sex:
        blocks.append(Reason("wants_sex", {"sex": seeker.only_sex}))
    if volunteer.wants_giver and not gives_a_hand(waiter):
        blocks.append(Reason("no_giver"))
    if far is not None and far > (FARTHEST_BY_CAR_KM if volunteer.has_car else FARTHEST_KM):
        blocks.append(Reason("far_from_each_other", {"km": round(far, 1)}))
    reasons = tuple(_reasons(waiter, volunteer, far, spoken))
    return Judged(min(100.0, sum(_worth(reason, weights) for reason in reasons)), reasons, tuple(blocks))


def _reasons(waiter: Waiter, volunteer: Volunteer, far: float | None, spoken: Collection[str]) -> list[Reason]:
    seeker = waiter.seeker
    found = []
    shared = tuple(interest for interest in seeker.interests if interest in volunteer.interests)
    if waiter.id in volunteer.knows:
        found.append(Reason("known"))
    if shared:
        found.append(Reason("interest", {"interests": shared}))
    lived = tuple(word for word in seeker.life if word in volunteer.skills)
    if lived:
        found.append(Reason("life", {"words": lived}))
    if far is not None:
        found.append(Reason("near", {"km": round(far, 1)}))
    days = tuple(day for day in volunteer.weekdays if day in seeker.weekdays)
    if days:
        found.append(Reason("weekday", {"days": days}))
    other = tuple(sorted(set(spoken) - {"dansk"}))
    if other:
        found.append(Reason("language", {"languages": other}))
        if seeker.same_language:
            found.append(Reason("own_language", {"languages": other}))
    alike = tuple(word for word in seeker.background if word in volunteer.background)
    if alike:
        found.append(Reason("background", {"words": alike}))
    if volunteer.has_car and ("transport" in seeker.barriers or (far or 0.0) > FARTHEST_KM):
        found.append(Reason("car"))
    ages = [age for age in (seeker.age, volunteer.age) if age is not None]
    if len(ages) == 2 and max(ages) - min(ages) <= LIKE_AGE_YEARS:
        found.append(Reason("age"))
    if gives_a_hand(waiter):
        found.append(Reason("resourceful"))
    return found


def _worth(reason: Reason, weights: Mapping[str, float]) -> float:
    weight = weights[reason.code]
    if reason.code == "interest":
        return weight * min(len(reason.params["interests"]), 2)
    if reason.code == "life":
        return weight * min(len(reason.params["words"]), 2)
    if reason.code == "near":
        return weight * max(0.0, 1.0 - float(reason.params["km"]) / NEAR_KM)
    return weight


def match_all(asked: PairsAsked) -> PairsFound:
    """As many pairs as possible, then those who suit each other best and have waited longest; proven when `optimal`."""
    left = sorted(asked.waiters, key=lambda one: one.id)
    right = [one for one in sorted(asked.volunteers, key=lambda one: one.id) for _place in range(one.places)]
    places = tuple(one.id for one in right)
    edges = _edges(left, right, frozenset(asked.refused), asked.weights)
    pins = _pins([one.id for one in left], places, asked.pinned)
    return solve(PairsFound((), False, tuple(one.id for one in left), places, edges, pins))


def _edges(
    left: Sequence[Waiter], right: Sequence[Volunteer], refused: Collection[Two], weights: Mapping[str, float]
) -> tuple[tuple[int, int, float], ...]:
    edges = []
    for number, waiter in enumerate(left):
        judged: dict[str, Judged] = {}
        for place, volunteer in enumerate(right):
            if (waiter.id, volunteer.id) in refused:
                continue
            told = judged.setdefault(volunteer.id, judge_pair(waiter, volunteer, weights))
            if not told.blocks:
                edges.append((number, place, round(with_patience(told.points, waiter.waited_days), 3)))
    return tuple(edges)


def _pins(left: Sequence[str], places: Sequence[str], pinned: Collection[Two]) -> tuple[tuple[int, int], ...]:
    """Each pinned pair gets one of the volunteer's places; one too many is left to the solver."""
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    numbers = {one: number for number, one in enumerate(left)}
    for one, volunteer in sorted(pinned):
        free = [place for place, other in enumerate(places) if other == volunteer and place not in taken]
        if one in numbers and free and numbers[one] not in {number for number, _place in found}:
            found.append((numbers[one], free[0]))
            taken.add(free[0])
    return tuple(found)


def solve(asked: PairsFound) -> PairsFound:
    """The pairs of a question of numbers; the same question has the same answer."""
    found = solver.solve(_problem(asked), proof_seconds=PROOF_SECONDS)
    return PairsFound(
        tuple((asked.left[one], asked.places[place]) for one, place in found.pairs),
        found.optimal, asked.left, asked.places, asked.edges, asked.pins,
    )  # fmt: skip


def _problem(asked: PairsFound) -> PairsProblem:
    ends = np.array([edge[:2] for edge in asked.edges], dtype=np.int64).reshape(len(asked.edges), 2)
    worth = np.array([edge[2] for edge in asked.edges], dtype=np.float64)
    # The solver's right side has one name for each place.
    names = tuple(f"{other}/{place}" for place, other in enumerate(asked.places))
    return PairsProblem(asked.left, names, ends[:, 0].copy(), ends[:, 1].copy(), worth, asked.pins)


def take_in(
    stands: PairsFound,
    newcomers: Sequence[Waiter],
    volunteers: Mapping[str, Volunteer],
    refused: Collection[Two] = (),
    weights: Mapping[str, float] = WEIGHTS,
) -> PairsFound:
    """Newcomers join pairs that stand: the pairs change along the path that a newcomer touches and nowhere else.

    The standing question is solved once more (it has the same answer), so that its prices guide the change. Raises
    ValueError when it is not proven, or when a newcomer's points are beyond it: then match all anew.
    """
    problem = _problem(stands)
    standing = Standing(problem, solver.solve(problem, proof_seconds=PROOF_SECONDS))
    edges, left = list(stands.edges), list(stands.left)
    for waiter in sorted(newcomers, key=lambda one: (-one.waited_days, one.id)):
        goodness = {}
        for place, volunteer_id in enumerate(stands.places):
            told = judge_pair(waiter, volunteers[volunteer_id], weights) if volunteer_id in volunteers else None
            if told is not None and not told.blocks and (waiter.id, volunteer_id) not in refused:
                goodness[place] = round(with_patience(told.points, waiter.waited_days), 3)
        standing.arrives(goodness)
        edges += [(len(left), place, worth) for place, worth in sorted(goodness.items())]
        left.append(waiter.id)
    pairs = tuple((left[one], stands.places[place]) for one, place in sorted(standing.mate.items()))
    return PairsFound(pairs, True, tuple(left), stands.places, tuple(edges), stands.pins)
