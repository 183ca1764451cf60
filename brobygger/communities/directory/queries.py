"""Searching the directory, and the places it can search around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from brobygger.communities.directory.conditions import (
    HALF_KM,
    UNPLACED,
    Near,
    Parts,
    Wanted,
    closeness,
    km_of,
    narrow,
    score,
    trust,
    within,
)
from brobygger.communities.directory.entry_rules import street_of
from brobygger.communities.directory.question_rules import WEAK, Asked, Group, Lexicon, asked, nearest, understood
from brobygger.communities.directory.ranking_rules import FEW, LOOKS, Look, look, meets, steps
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import fold, shortened
from brobygger.communities.offers import queries as offers
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.freshness_rules import stale_before
from brobygger.foundation.kernel.context import as_anybody
from brobygger.foundation.kernel.floors import NATIONAL

MOST_FOUND = 1000  # nobody reads more; a page beyond it is empty, and with words more are not counted
ENOUGH = 10  # found with every word in what an offer is about: no need to look in what its text mentions
RING_KM = 25  # around a place, this far is looked first


@dataclass(frozen=True)
class Hit:
    """One offer that was found, best first. `km`: as the crow flies from where was looked; None when not known."""

    id: UUID
    km: float | None


@dataclass(frozen=True)
class Found:
    """A page of hits. `total`: how many there are, with words at most MOST_FOUND + 1.

    `loosely`: not every word of the question was met. `unmeant`: there was nothing in the question that is a word.
    """

    hits: list[Hit]
    total: int
    loosely: bool = False
    unmeant: bool = False


def search(text: str, wanted: Wanted, *, on: date, first: int = 0, many: int = 20) -> Found:
    """Published offers that answer a question in Danish, best first; without words: nearest or by name.

    Entries nobody has checked lately sink (freshness_rules). At most ten statements, whatever is asked.
    """
    with _by_index():
        groups = understand(text)
        if groups:
            return _answered(groups, wanted, on=on, first=first, many=many)
    return replace(_listed(wanted, on=on, first=first, many=many), unmeant=bool(text.strip()))


@contextmanager
def _by_index() -> Iterator[None]:
    """PostgreSQL counts on one vector costing as little to look at as one number, and would rather look at all."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        yield
        cursor.execute("set local enable_seqscan = on")


def _answered(groups: Sequence[Group], wanted: Wanted, *, on: date, first: int, many: int) -> Found:
    several = len(_telling(groups)) > 1
    total, ranked = 0, _Ranked(groups, wanted, on, first, many, "vector", every=False)
    for column, every in (("strong", True), ("vector", True), ("vector", False)):
        if every or several:
            ranked = _Ranked(groups, wanted, on, first, many, column, every=every)
            total = ranked.count()
            if total >= ENOUGH or (total and column == "vector" and every):
                return Found(ranked.hits(total), total)
    return Found(ranked.hits(total), total, loosely=bool(total) and several)


def understand(text: str) -> tuple[Group, ...]:
    """The groups of a question as the directory's own words explain it. One statement; none without words."""
    question = asked(text, vocabulary())
    return understood(question, vocabulary(), _lexicon(question)) if question.words else ()


_WORDS = """
select 's', stem from directory_word where stem = any(%(stems)s)
union select 'p', word from directory_word where word = any(%(pieces)s)
"""
_NEAR = "select word from directory_word where shortened && %(shortened)s::varchar[]"


def _lexicon(question: Asked) -> Lexicon:
    """Two statements; the dear one, for words with slips in them, only when some word is not known."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"stems": question.stems(), "pieces": question.pieces()})
        rows = cursor.fetchall()
        stems = frozenset(word for kind, word in rows if kind == "s")
        unknown = question.unknown(vocabulary(), stems)
        near = []
        if unknown:
            cursor.execute(_NEAR, {"shortened": sorted(set().union(*map(shortened, unknown)))})
            near = [word for (word,) in cursor.fetchall()]
    return Lexicon(
        stems=stems,
        pieces=frozenset(word for kind, word in rows if kind == "p" and len(word) > 3),
        near={word: nearest(word, near) for word in unknown},
    )


def _telling(groups: Sequence[Group]) -> list[Group]:
    return [group for group in groups if not group.weak]


# ---- the statements


@dataclass(frozen=True)
class _Ranked:
    """Entries that meet every telling group (or any of them), by how surely and where they say it.

    Thousands may meet a word like “kaffe”, and twenty are shown. So those that meet it best are looked at first, and
    the others only when one of them could still be better than the last that is shown (ranking_rules.look).
    """

    groups: Sequence[Group]
    wanted: Wanted
    on: date
    first: int
    many: int
    column: str
    every: bool

    def count(self) -> int:
        """How many there are, as far as anybody reads."""
        return _counted(self._parts(self.wanted.near), self.wanted.near)

    def hits(self, total: int) -> list[Hit]:
        """The page of them: as few as can be looked at, and all when that does not decide."""
        needed = min(self.first, MOST_FOUND) + self.many
        least = LOOKS[len(_telling(self.groups)) > 1 :] if total > max(FEW, needed) else ()
        for share in least:
            found = look(_telling(self.groups), self._weak(), share, every=self.every)
            near, outside = self._closer(found.outside)
            rows = self._best(found, near)
            if len(rows) == self.many and (rows[-1][2] > 1 or rows[-1][3] >= outside):
                return [Hit(id_, km) for id_, km, _met, _worth in rows]
        rows = self._best(None, self.wanted.near)
        return [Hit(id_, km) for id_, km, _met, _worth in rows]

    def _whole(self) -> str:
        return (" & " if self.every else " | ").join(meets(group) for group in _telling(self.groups))

    def _weak(self) -> list[Group]:
        return [group for group in self.groups if group.weak]

    def _closer(self, outside: float) -> tuple[Near | None, float]:
        """Where to look first: around a place not farther than RING_KM, and what is farther can be worth so much."""
        near = self.wanted.near
        if near is None or near.km is not None:
            return near, outside
        best = sum(steps(group)[0].value * (WEAK if group.weak else 1) for group in self.groups)
        return replace(near, km=RING_KM), max(outside, best * max(UNPLACED, 1 / (1 + RING_KM / HALF_KM)))

    def _parts(self, near: Near | None, found: Look | None = None) -> Parts:
        parts = Parts()
        column = "strong" if found else self.column
        narrow(parts, replace(self.wanted, near=near), column)
        if found and found.pairs:
            parts.add("(strong @@ %(query)s::tsquery or vector @@ %(pairs)s::tsquery)", pairs=found.pairs)
        else:
            parts.add(f"{column} @@ %(query)s::tsquery")
        parts.values["query"] = found.query if found else self._whole()
        return parts

    def _best(self, found: Look | None, near: Near | None) -> list[tuple[UUID, float | None, int, float]]:
        """Id, kilometres, words met (1 where all must be) and worth of the best."""
        parts, telling = self._parts(near, found), _telling(self.groups)
        scores = [score(group, number, parts) for number, group in enumerate(telling)]
        bonus = [f"{WEAK} * {score(group, 90 + number, parts)}" for number, group in enumerate(self._weak())]
        worth = f"({' + '.join([*scores, *bonus])}) * {trust(parts, self.on)} * {closeness(parts, near)}"
        met = "1" if self.every or len(telling) == 1 else _words_met(telling, parts)
        statement = (
            f"select id, km, {met} as met, {worth} as worth from "  # noqa: S608 (values are parameters)
            f"(select *, {km_of(parts, near)} as km from directory_entry where {parts.condition}) as entry "
            f"where {within(parts, near)} order by met desc, worth desc, listed_on desc nulls last, name, id "
            "limit %(many)s offset %(first)s"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, {**parts.values, "first": min(self.first, MOST_FOUND), "many": self.many})
            rows: list[tuple[UUID, float | None, int, float]] = cursor.fetchall()
        return rows


def _words_met(telling: Sequence[Group], parts: Parts) -> str:
    """SQL of how many words of the question an entry meets."""
    parts.values |= {f"met{number}": meets(group) for number, group in enumerate(telling)}
    return "(" + " + ".join(f"(vector @@ %(met{number})s::tsquery)::int" for number in range(len(telling))) + ")"


def _counted(parts: Parts, near: Near | None) -> int:
    statement = (
        f"select count(*) from (select 1 from (select *, {km_of(parts, near)} as km from directory_entry "  # noqa: S608
        f"where {parts.condition}) as entry where {within(parts, near)} limit {MOST_FOUND + 1}) as found"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parts.values)
        return int(cursor.fetchone()[0])


def _listed(wanted: Wanted, *, on: date, first: int, many: int) -> Found:
    """Entries without a question: around a place the nearest first, otherwise the most complete and freshest."""
    parts = Parts()
    narrow(parts, wanted)
    if wanted.near:
        parts.values["stale"] = stale_before(on)
        stale = "(confirmed_on is null or confirmed_on < %(stale)s)"
        return _page(parts, f"{stale}, nationwide, km nulls last, name, id", wanted.near, first, many)
    return _in_order(parts, first, many)


def _in_order(parts: Parts, first: int, many: int) -> Found:
    """Entries in the order of an index: read as far as the page needs, and counted apart."""
    condition = parts.condition
    statement = (
        f"select id, (select count(*) from directory_entry where {condition}) from directory_entry "  # noqa: S608
        f"where {condition} order by listed_on desc nulls last, name, id limit %(many)s offset %(first)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parts.values, "first": min(first, MOST_FOUND), "many": many})
        rows = cursor.fetchall()
    return Found([Hit(id_, None) for id_, _total in rows], rows[0][1] if rows else 0)


def _page(parts: Parts, order: str, near: Near | None, first: int, many: int) -> Found:
    condition = parts.condition
    statement = (
        f"select id, km, count(*) over () from (select *, {km_of(parts, near)} as km from directory_entry "  # noqa: S608
        f"where {condition}) as entry where {within(parts, near)} order by {order} limit %(many)s offset %(first)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**parts.values, "first": min(first, MOST_FOUND), "many": many})
        rows = cursor.fetchall()
    return Found([Hit(id_, km) for id_, km, _total in rows], rows[0][2] if rows else 0)


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
