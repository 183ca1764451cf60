"""Piles of work: rows of one table that wait, counted as far as anybody reads, and the first of several piles.

Written as SQL of our own: building a query of Django's costs several times what PostgreSQL needs to answer it, and a
worklist asks for ten (docs/decisions/014). Row-level security holds for these statements as for all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Self
from uuid import UUID

from brobygger.foundation.kernel.counts import CAP
from brobygger.foundation.kernel.several import rows


class Pile(NamedTuple):
    """Rows of a table that fulfil a condition, in an order; `due`: the column that says when.

    table, where, order, due: words of ours; what was read or typed belongs in the values only. The same name of a
    value means the same value in every pile of one question.
    """

    table: str
    where: str
    values: Mapping[str, Any]
    order: str = "due, id"
    due: str = "due"

    def only(self, where: str, **values: Any) -> Self:
        """Those of the pile that fulfil this too."""
        return self._replace(where=f"{self.where} and {where}", values={**self.values, **values})


def counted(piles: Mapping[str, Pile], *, cap: int = CAP) -> dict[str, int]:
    """How many rows each pile has, at most `cap`, by the same names. One query, and it stops at `cap` rows of each."""
    parts = [
        f"(select count(*) from (select 1 from {pile.table} where {pile.where} limit {int(cap)}) as counted)"  # noqa: S608
        for pile in piles.values()
    ]
    (found,) = rows(f"select {', '.join(parts)}", _values(piles.values()))
    return dict(zip(piles, found, strict=True))


def soonest(piles: Sequence[tuple[str, Pile]], limit: int) -> list[tuple[str, UUID, Any]]:
    """The first rows of some piles together: (the pile's name, id, when). One query."""
    statement, values = first_of(piles, limit)
    return [(row[0], row[1], row[2]) for row in rows(statement, values)]


def first_of(piles: Sequence[tuple[str, Pile]], limit: int) -> tuple[str, dict[str, Any]]:
    """The statement of `soonest` with its values, for a question of which it is a part: columns kind, id and due.

    Each part stops by itself, read from its own index, so none is sorted as a whole. One pile keeps its own order.
    """
    parts = [
        f"(select '{name}' as kind, id, {pile.due} as due from {pile.table} where {pile.where} "  # noqa: S608 (ours)
        f"order by {pile.order} limit {int(limit)})"
        for name, pile in piles
    ]
    together = f" order by due, id limit {int(limit)}" if len(parts) > 1 else ""
    return " union all ".join(parts) + together, _values(pile for _name, pile in piles)


def _values(piles: Iterable[Pile]) -> dict[str, Any]:
    return {name: value for pile in piles for name, value in pile.values.items()}
