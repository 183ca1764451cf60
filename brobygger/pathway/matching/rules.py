"""Which offers suit a person, and why, in words a person can read. Pure.

Hard rules come first and each refusal can be shown; then a score whose parts are readable and whose weights a
municipality can set. Issue-size matching (pairs, groups, transport) builds on the same reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any

ROAD_FACTOR = 1.3  # roads are longer than a straight line; contracts.md uses the same factor for transport
WALKABLE_KM_WITHOUT_TRANSPORT = 15.0  # further than this nobody gets without transport being offered or arranged

WEIGHTS: Mapping[str, float] = {
    "interest": 30.0,  # for each interest in common, two at the most count
    "near": 25.0,  # full at the door, nothing at 10 km
    "company": 15.0,
    "weekday": 10.0,
    "free": 5.0,
    "step_free": 5.0,
    "transport": 5.0,
    "language": 5.0,
}


@dataclass(frozen=True)
class Seeker:
    """What counts of a person. None: not known, so it neither helps nor blocks."""

    age: int | None = None
    sex: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    walks_m: int | None = None
    walking_aid: str | None = None
    hearing: str | None = None
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    barriers: tuple[str, ...] = ()
    company: str = ""  # one_to_one, group, either
    weekdays: tuple[int, ...] = ()  # 0 = Monday; empty: any
    price_at_most_dkk: int | None = None
    only_sex: str = ""  # wishes for men only, or women only, around
    life: tuple[str, ...] = ()  # words of a life's story
    background: tuple[str, ...] = ()  # only where the person wishes somebody alike (R048)
    same_language: bool = False  # the person wishes somebody of the own language (R048)


@dataclass(frozen=True)
class Choice:
    """What counts of an offer."""

    id: Any
    kind: str
    interests: tuple[str, ...] = ()
    sex: str = ""
    min_age: int | None = None
    max_age: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    weekdays: tuple[int, ...] = ()
    price_dkk: int | None = None
    places_free: int | None = None
    step_free: bool | None = None
    hearing_loop: bool | None = None
    transport: bool | None = None
    languages: tuple[str, ...] = ()
    walks_needed_m: int | None = None


@dataclass(frozen=True)
class Reason:
    """One readable part: a code the pages have words for, and the numbers or names that go in."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """An offer with its score (0–100), what speaks for it and, if blocked, what stands in the way."""

    choice: Choice
    score: float
    reasons: tuple[Reason, ...]
    blocks: tuple[Reason, ...]

    @property
    def possible(self) -> bool:
        return not self.blocks


def kilometres(
    latitude_a: float | None, longitude_a: float | None, latitude_b: float | None, longitude_b: float | None
) -> float | None:
    """Estimated road distance in km: great circle × ROAD_FACTOR. None when a place is unknown."""
    if latitude_a is None or longitude_a is None or latitude_b is None or longitude_b is None:
        return None
    lat_a, lat_b = radians(latitude_a), radians(latitude_b)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(longitude_b - longitude_a) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half))) * ROAD_FACTOR


def suggest(seeker: Seeker, choices: Iterable[Choice], *, weights: Mapping[str, float] = WEIGHTS) -> list[Suggestion]:
    """Every choice judged, possible ones first, best first. Equal scores keep the order given."""
    judged = [judge(seeker, choice, weights=weights) for choice in choices]
    return sorted(judged, key=lambda suggestion: (not suggestion.possible, -suggestion.score))


def judge(seeker: Seeker, choice: Choice, *, weights: Mapping[str, float] = WEIGHTS) -> Suggestion:
    """One choice for one person."""
    distance = kilometres(seeker.latitude, seeker.longitude, choice.latitude, choice.longitude)
    reasons = tuple(_reasons(seeker, choice, distance))
    score = sum(_points(reason, weights) for reason in reasons)
    return Suggestion(choice, round(min(score, 100.0), 1), reasons, tuple(_blocks(seeker, choice, distance)))


def if_barrier_removed(suggestions: Iterable[Suggestion]) -> dict[str, int]:
    """How many more would be possible if one thing were solved, e.g. {"too_far": 4} («hvis kørsel: 4 mere»)."""
    counts: dict[str, int] = {}
    for suggestion in suggestions:
        codes = {block.code for block in suggestion.blocks}
        if len(codes) == 1:
            code = codes.pop()
            counts[code] = counts.get(code, 0) + 1
    return counts


def _blocks(seeker: Seeker, choice: Choice, distance: float | None) -> Iterable[Reason]:
    if choice.sex and seeker.sex and choice.sex != seeker.sex:
        yield Reason("only_sex", {"sex": choice.sex})
    if seeker.only_sex and choice.kind != "one_to_one" and choice.sex != seeker.only_sex:
        yield Reason("wants_only", {"sex": seeker.only_sex})
    if choice.min_age is not None and seeker.age is not None and seeker.age < choice.min_age:
        yield Reason("too_young", {"min_age": choice.min_age})
    if choice.max_age is not None and seeker.age is not None and seeker.age > choice.max_age:
        yield Reason("too_old", {"max_age": choice.max_age})
    if choice.places_free is not None and choice.places_free <= 0:
        yield Reason("full")
    if choice.step_free is False and seeker.walking_aid in ("wheelchair", "walker"):
        yield Reason("steps", {"aid": seeker.walking_aid})
    if choice.walks_needed_m is not None and seeker.walks_m is not None and seeker.walks_m < choice.walks_needed_m:
        yield Reason("walk_too_long", {"needed": choice.walks_needed_m, "walks": seeker.walks_m})
    too_dear = (
        seeker.price_at_most_dkk is not None
        and choice.price_dkk is not None
        and choice.price_dkk > seeker.price_at_most_dkk
    )
    if too_dear:
        yield Reason("price", {"price": choice.price_dkk, "at_most": seeker.price_at_most_dkk})
    if distance is not None and distance > _reach_km(seeker) and not choice.transport and choice.kind != "one_to_one":
        yield Reason("too_far", {"km": round(distance, 1)})


def _reach_km(seeker: Seeker) -> float:
    return 2.0 if "transport" in seeker.barriers else WALKABLE_KM_WITHOUT_TRANSPORT


def _reasons(seeker: Seeker, choice: Choice, distance: float | None) -> Iterable[Reason]:
    shared = [interest for interest in choice.interests if interest in seeker.interests]
    if shared:
        yield Reason("interest", {"interests": tuple(shared)})
    if distance is not None:
        yield Reason("near", {"km": round(distance, 1)})
    if seeker.walks_m is not None and choice.walks_needed_m is not None and seeker.walks_m >= choice.walks_needed_m:
        yield Reason("walks", {"m": seeker.walks_m})
    if seeker.company in ("one_to_one", "group") and _company(choice.kind) == seeker.company:
        yield Reason("company", {"company": seeker.company})
    days = [day for day in choice.weekdays if day in seeker.weekdays]
    if days:
        yield Reason("weekday", {"days": tuple(days)})
    if choice.price_dkk == 0:
        yield Reason("free")
    elif choice.price_dkk is not None:
        yield Reason("costs", {"price": choice.price_dkk})
    if choice.step_free and seeker.walking_aid in ("walker", "wheelchair"):
        yield Reason("step_free")
    if choice.transport and ("transport" in seeker.barriers or seeker.walking_aid in ("walker", "wheelchair")):
        yield Reason("transport")
    spoken = [language for language in choice.languages if language in seeker.languages and language != "dansk"]
    if spoken:
        yield Reason("language", {"languages": tuple(spoken)})


def _company(kind: str) -> str:
    return "one_to_one" if kind == "one_to_one" else "group"


def _points(reason: Reason, weights: Mapping[str, float]) -> float:
    weight = weights.get(reason.code, 0.0)
    if reason.code == "interest":
        return weight * min(len(reason.params["interests"]), 2)
    if reason.code == "near":
        return weight * max(0.0, 1.0 - float(reason.params["km"]) / 10.0)
    return weight
