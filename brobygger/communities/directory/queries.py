"""Searching the directory, and the places it can search around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from brobygger.communities.directory.entry_rules import street_of
from brobygger.communities.directory.question_rules import Asked, Group, Lexicon, Way, asked, nearest, understood
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import fold, slips_allowed
from brobygger.communities.offers import queries as offers
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.freshness_rules import stale_before
from brobygger.foundation.kernel.context import as_anybody
from brobygger.foundation.kernel.floors import NATIONAL

MOST_FOUND = 1000  # nobody reads more; a page beyond it is empty
ENOUGH = 10  # found with every word in what an offer is about: no need to look in what its text mentions
KM_A_DEGREE = 111.2


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


@dataclass(frozen=True)
class Hit:
    """One offer that was found, best first. `km`: as the crow flies from where was looked; None when not known."""

    id: UUID
    km: float | None


@dataclass(frozen=True)
class Found:
    """A page of hits. `total`: how many there are in all; `loosely`: not every word of the question was met."""

    hits: list[Hit]
    total: int
    loosely: bool = False


@dataclass
class _Parts:
    """An SQL condition under construction."""

    where: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        self.where.append(condition)
        self.values |= values


def search(text: str, wanted: Wanted, *, on: date, first: int = 0, many: int = 20) -> Found:
    """Published offers that answer a question in Danish, best first; without words: nearest or by name.

    Entries nobody has checked lately sink (freshness_rules). At most four statements, whatever is asked.
    """
    groups = understand(text)
    if not groups:
        return _listed(wanted, on=on, first=first, many=many)
    for column, every in (("strong", True), ("vector", True), ("vector", False)):
        if every or len(_telling(groups)) > 1:
            found = _ranked(groups, wanted, column, every=every, on=on, first=first, many=many)
            if found.total >= ENOUGH or (found.total and column == "vector" and every):
                return found
    return Found(found.hits, found.total, loosely=bool(found.total) and len(_telling(groups)) > 1)


def understand(text: str) -> tuple[Group, ...]:
    """The groups of a question as the directory's own words explain it. One statement; none without words."""
    question = asked(text, vocabulary())
    return understood(question, vocabulary(), _lexicon(question)) if question.words else ()


_LEXICON = """
select 's', stem, null from directory_word where stem = any(%(stems)s)
union all select 'p', word, null from directory_word where word = any(%(pieces)s)
union all select 'n', word, stem from directory_word where shortened && %(shortened)s::varchar[]
"""


def _lexicon(question: Asked) -> Lexicon:
    asking = {"stems": question.stems(), "pieces": question.pieces(), "shortened": question.shortened()}
    with connection.cursor() as cursor:
        cursor.execute(_LEXICON, asking)
        rows = cursor.fetchall()
    near = [word for kind, word, _stem in rows if kind == "n"]
    return Lexicon(
        stems=frozenset(word for kind, word, _stem in rows if kind == "s"),
        pieces=frozenset(word for kind, word, _stem in rows if kind == "p" and len(word) > 3),
        near={word: nearest(word, near) for word in question.words if slips_allowed(word)},
    )


def _telling(groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if not group.weak]


# ---- the statements


def _ranked(
    groups: Sequence[Group], wanted: Wanted, column: str, *, every: bool, on: date, first: int, many: int
) -> Found:
    """Entries that meet every telling group (or any of them), by how surely and where they say it."""
    parts = _Parts()
    _filter(parts, wanted)
    telling = _telling(groups)
    joiner = " & " if every else " | "
    parts.add(f"{column} @@ %(query)s::tsquery", query=joiner.join(_query(group) for group in telling))
    scores = [_score(group, number, parts) for number, group in enumerate(telling)]
    bonus = [f"0.15 * {_score(group, 90 + number, parts)}" for number, group in enumerate(groups) if group.weak]
    worth = f"({' + '.join([*scores, *bonus])}) * {_trust(parts, on)} * {_closeness(parts, wanted.near)}"
    order = (
        f"{'' if every else _words_met(telling, parts) + ' desc, '}{worth} desc, confirmed_on desc nulls last, name, id"
    )
    return _page(parts, order, wanted.near, first, many)


def _words_met(telling: Sequence[Group], parts: _Parts) -> str:
    """SQL of how many words of the question an entry meets."""
    parts.values |= {f"met{number}": _query(group) for number, group in enumerate(telling)}
    return "(" + " + ".join(f"(vector @@ %(met{number})s::tsquery)::int" for number in range(len(telling))) + ")"


def _listed(wanted: Wanted, *, on: date, first: int, many: int) -> Found:
    """Entries without a question: around a place the nearest first, otherwise those checked last."""
    parts = _Parts()
    _filter(parts, wanted)
    if wanted.near:
        parts.values["stale"] = stale_before(on)
        stale = "(confirmed_on is null or confirmed_on < %(stale)s)"
        return _page(parts, f"{stale}, nationwide, km nulls last, name, id", wanted.near, first, many)
    return _in_order(parts, first, many)


def _in_order(parts: _Parts, first: int, many: int) -> Found:
    """Entries in the order of an index: read as far as the page needs, and counted apart."""
    condition = " and ".join(parts.where) or "true"
    statement = (
        f"select id, (select count(*) from directory_entry where {condition}) from directory_entry "  # noqa: S608
        f"where {condition} order by confirmed_on desc nulls last, name, id limit %(many)s offset %(first)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parts.values, "first": min(first, MOST_FOUND), "many": many})
        rows = cursor.fetchall()
    return Found([Hit(id_, None) for id_, _total in rows], rows[0][1] if rows else 0)


def _page(parts: _Parts, order: str, near: Near | None, first: int, many: int) -> Found:
    condition = " and ".join(parts.where) or "true"
    statement = (
        f"select id, km, count(*) over () from (select *, {_km(parts, near)} as km from directory_entry "  # noqa: S608
        f"where {condition}) as entry where {_within(parts, near)} order by {order} limit %(many)s offset %(first)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parts.values, "first": min(first, MOST_FOUND), "many": many})
        rows = cursor.fetchall()
    return Found([Hit(id_, km) for id_, km, _total in rows], rows[0][2] if rows else 0)


def _query(group: Group) -> str:
    """The group as a tsquery: stems are letters and digits, so nothing has to be escaped."""
    return "(" + " | ".join("(" + " & ".join(_lexeme(one, way) for one in way.stems) + ")" for way in group.ways) + ")"


def _lexeme(stem: str, way: Way, labels: str = "") -> str:
    return f"'{stem}':{'*' if way.begins else ''}{labels}" if way.begins or labels else f"'{stem}'"


# How much a stem is worth by where an entry says it: “A or better”, “B or better” … (entry_rules.Lexemes).
_WORTH = {"A": 1.0, "AB": 0.65, "ABC": 0.3, "ABCD": 0.12}


def _score(group: Group, number: int, parts: _Parts) -> str:
    """SQL of how well an entry meets one group: the best of way times place, the first condition that holds.

    Ways of the same weight are one condition, and the likeliest stand first: a few conditions for each entry are what
    makes a question about “kaffe” cheap. An entry must have all stems of a way, each at least at that place.
    """
    by_weight: dict[float, list[Way]] = {}
    for way in group.ways:
        by_weight.setdefault(way.weight, []).append(way)
    steps = [(weight * worth, weight, labels) for weight in by_weight for labels, worth in _WORTH.items()]
    conditions = []
    for place, (value, weight, labels) in enumerate(sorted(steps, reverse=True)):
        key = f"w{number}_{place}"
        alternatives = (" & ".join(_lexeme(one, way, labels) for one in way.stems) for way in by_weight[weight])
        parts.values[key] = " | ".join(f"({one})" for one in alternatives)
        conditions.append(f"when vector @@ %({key})s::tsquery then {value:.4f}")
    return f"case {' '.join(conditions)} else 0 end"


def _trust(parts: _Parts, on: date) -> str:
    """What nobody has checked lately is worth less; what is for others than older people too."""
    parts.values["stale"] = stale_before(on)
    stale = "case when confirmed_on is null or confirmed_on < %(stale)s then 0.6 else 1 end"
    others = "case when age_group in ('boern', 'unge', 'familier') then 0.5 else 1 end"
    return f"{stale} * {others}"


def _closeness(parts: _Parts, near: Near | None) -> str:
    """Ten kilometres away is worth half of next door (the middle of what R161's recipes call near)."""
    return "1" if near is None else "case when km is null then 0.4 else 1 / (1 + km / 10) end"


def _km(parts: _Parts, near: Near | None) -> str:
    if near is None:
        return "null::float8"
    parts.values |= {"lat": near.latitude, "long": near.longitude, "a_degree": KM_A_DEGREE}
    return (
        "%(a_degree)s * sqrt((latitude - %(lat)s) ^ 2 + "
        "((longitude - %(long)s) * cos(radians(%(lat)s))) ^ 2)"
    )  # flat is near enough: 0.1 % at 100 km


def _within(parts: _Parts, near: Near | None) -> str:
    if near is None or near.km is None:
        return "true"
    parts.values["most_km"] = near.km
    return "(km <= %(most_km)s or nationwide or at_home and latitude is null)"


def _filter(parts: _Parts, wanted: Wanted) -> None:
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
        _box(parts, wanted.near, wanted.near.km)


def _box(parts: _Parts, near: Near, km: float) -> None:
    """A rectangle that holds the circle: an index finds it. Degrees of longitude are half as wide up here."""
    parts.add(
        "(latitude between %(south)s and %(north)s and longitude between %(west)s and %(east)s "
        "or nationwide or at_home and latitude is null)",
        south=near.latitude - km / KM_A_DEGREE,
        north=near.latitude + km / KM_A_DEGREE,
        west=near.longitude - km / KM_A_DEGREE * 2,
        east=near.longitude + km / KM_A_DEGREE * 2,
    )


# ---- where


def place(text: str) -> Near | None:
    """Where something is, as our own offers tell it: a postcode, a street, a town or an area. None: not known.

    The middle (median) of the offers that stand there. Nobody outside is asked, so nobody learns who looks where.
    """
    said = " ".join(text.replace("\0", " ").split())[:200]
    postcode = next((word for word in said.split() if len(word) == 4 and word.isdigit() and word.isascii()), "")
    town = fold(said.split(",")[-1].replace(postcode, "") if postcode else said).strip()
    for condition, value in (
        ("street = %s", street_of(said)), ("postcode = %s", postcode),
        ("places @> array[%s]::varchar[]", town), ("street = %s", fold(said)),
    ):  # fmt: skip
        if value and (middle := _middle(condition, value)):
            return Near(*middle, said=said)
    return None


def _middle(condition: str, value: str) -> tuple[float, float] | None:
    statement = (
        "select percentile_cont(0.5) within group (order by latitude), "  # noqa: S608
        "percentile_cont(0.5) within group (order by longitude) from directory_entry "
        f"where latitude is not null and longitude is not null and {condition}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value])
        latitude, longitude = cursor.fetchone()
    return None if latitude is None else (latitude, longitude)


def languages() -> list[str]:
    """Languages that some offer is held in, for the filter. Of the first thousands that tell any: they repeat."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct unnest(languages) from "
            "(select languages from directory_entry where languages <> '{}' limit 5000) as told order by 1 limit 40"
        )
        return [name for (name,) in cursor.fetchall()]


# ---- showing


@dataclass(frozen=True)
class Shown:
    """A published offer as anybody may see it, and whose it is. `km` as in Hit."""

    offer: OfferFacts
    municipality_id: UUID
    km: float | None = None

    @property
    def national(self) -> bool:
        """Whether it stands in the country's own directory, which no organisation here answers for."""
        return str(self.municipality_id) == NATIONAL


def shown(hits: Sequence[Hit]) -> list[Shown]:
    """The offers of hits, in their order, read as the database's public role: what is not published is left out."""
    with as_anybody():
        rows = {row.id: row for row in offers.anybodys().filter(id__in=[hit.id for hit in hits])}
    found = [(rows[hit.id], hit.km) for hit in hits if hit.id in rows]
    return [Shown(offers.facts_of(row), row.municipality_id, km) for row, km in found]


def one_shown(offer_id: UUID) -> Shown:
    """One published offer, read as the database's public role. Raises NotVisible."""
    with as_anybody():
        row = offers.anybodys_offer(offer_id)
        return Shown(offers.facts_of(row), row.municipality_id)
