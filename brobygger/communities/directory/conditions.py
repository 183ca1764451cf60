"""Conditions and worths of a search as SQL. Values are parameters; only our own names are written into statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from brobygger.communities.directory.question_rules import Group
from brobygger.communities.directory.ranking_rules import KM_A_DEGREE, around, steps
from brobygger.communities.offers.freshness_rules import stale_before

HALF_KM, UNPLACED = 10, 0.4  # how far away half the worth is gone, and what is worth nowhere in particular


@dataclass(frozen=True)
class Near:
    """Where to look around, in degrees, and how far (km); a place that offers of our own stand at."""

    latitude: float
    longitude: float
    km: float | None = None
    said: str = ""


@dataclass(frozen=True)
class Wanted:
    """The filters of a search. Empty or None: it does not matter."""

    weekdays: Sequence[int] = ()
    most_dkk: int | None = None
    walks_m: int | None = None  # as far as the person walks; offers that do not tell stay
    step_free: bool = False
    hearing_loop: bool = False
    transport: bool = False
    at_home: bool = False
    sex: str = ""
    language: str = ""
    kinds: Sequence[str] = ()
    age_groups: Sequence[str] = ()
    interventions: Sequence[str] = ()
    strategies: Sequence[str] = ()
    near: Near | None = None


@dataclass
class Parts:
    """An SQL condition under construction."""

    where: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        """One more condition, with the values it names."""
        self.where.append(condition)
        self.values |= values

    @property
    def condition(self) -> str:
        """All of them as one."""
        return " and ".join(self.where) or "true"


def score(group: Group, number: int, parts: Parts) -> str:
    """SQL of how well an entry meets one group: the first step that holds. Few for each entry make it cheap."""
    ordered = steps(group)
    parts.values |= {f"w{number}_{place}": step.found or step.asks for place, step in enumerate(ordered)}
    conditions = (
        f"when {'strong' if step.found else 'vector'} @@ %(w{number}_{place})s::tsquery then {step.value:.4f}"
        for place, step in enumerate(ordered)
    )
    return f"case {' '.join(conditions)} else 0 end"


def trust(parts: Parts, on: date) -> str:
    """What nobody has checked lately is worth less; what is for others than older people too."""
    parts.values["stale"] = stale_before(on)
    stale = "case when confirmed_on is null or confirmed_on < %(stale)s then 0.6 else 1 end"
    others = "case when age_group in ('boern', 'unge', 'familier') then 0.5 else 1 end"
    return f"{stale} * {others}"


def closeness(parts: Parts, near: Near | None) -> str:
    """Ten kilometres away is worth half of next door (the middle of what R161's recipes call near)."""
    return "1" if near is None else f"case when km is null then {UNPLACED} else 1 / (1 + km / {HALF_KM}) end"


def km_of(parts: Parts, near: Near | None) -> str:
    """SQL of how far an entry is from there, in km; null where either is not known."""
    if near is None:
        return "null::float8"
    parts.values |= {"lat": near.latitude, "long": near.longitude, "a_degree": KM_A_DEGREE}
    return (
        "%(a_degree)s * sqrt((latitude - %(lat)s) ^ 2 + "
        "((longitude - %(long)s) * cos(radians(%(lat)s))) ^ 2)"
    )  # flat is near enough: 0.1 % at 100 km


def within(parts: Parts, near: Near | None) -> str:
    """SQL of being near enough, or held wherever one is."""
    if near is None or near.km is None:
        return "true"
    parts.values["most_km"] = near.km
    return "(km <= %(most_km)s or nationwide or at_home and latitude is null)"


def narrow(parts: Parts, wanted: Wanted, column: str = "strong") -> None:
    """Add the filters. `column`: the vector whose index is asked anyway, so that it finds the place as well."""
    plain = {
        "weekdays && %(weekdays)s::smallint[]": ("weekdays", list(wanted.weekdays)),
        "kind = any(%(kinds)s)": ("kinds", list(wanted.kinds)),
        "age_group = any(%(age_groups)s)": ("age_groups", list(wanted.age_groups)),
        "interventions && %(interventions)s::varchar[]": ("interventions", list(wanted.interventions)),
        "strategies && %(strategies)s::varchar[]": ("strategies", list(wanted.strategies)),
        "%(language)s = any(languages)": ("language", wanted.language),
        "sex = %(sex)s": ("sex", wanted.sex),
    }
    for condition, (name, value) in plain.items():
        if value:
            parts.add(condition, **{name: value})
    for name in ("step_free", "hearing_loop", "transport", "at_home"):
        if getattr(wanted, name):
            parts.add(name)
    if wanted.most_dkk is not None:
        parts.add("price_dkk <= %(most_dkk)s", most_dkk=wanted.most_dkk)
    if wanted.walks_m is not None:
        parts.add("(walks_needed_m <= %(walks)s or walks_needed_m is null)", walks=wanted.walks_m)
    if wanted.near is not None and wanted.near.km is not None:
        _box(parts, wanted.near, wanted.near.km, column)


def _box(parts: Parts, near: Near, km: float, column: str) -> None:
    """A rectangle that holds the circle, and the squares it touches, which the index of words knows too."""
    squares = around(near.latitude, near.longitude, km)
    if squares:
        parts.add(f"{column} @@ %(squares)s::tsquery", squares=squares)
    parts.add(
        "(latitude between %(south)s and %(north)s and longitude between %(west)s and %(east)s "
        "or nationwide or at_home and latitude is null)",
        south=near.latitude - km / KM_A_DEGREE,
        north=near.latitude + km / KM_A_DEGREE,
        west=near.longitude - km / KM_A_DEGREE * 2,
        east=near.longitude + km / KM_A_DEGREE * 2,
    )
