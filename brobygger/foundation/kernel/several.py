"""Asking for hundreds of rows by id without hundreds of parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.lookups import Lookup


class _OneOf(Lookup):  # type: ignore[type-arg]  # generic in the stubs only
    """`column = any(array)`: one parameter, however many ids. Django's `in` quotes each by itself, 10 µs a piece."""

    lookup_name = "one_of"

    def get_prep_lookup(self) -> str:
        return "{" + ",".join(map(str, self.rhs)) + "}"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = any(%s::uuid[])", [*values, self.rhs]


def one_of(column: str, ids: Iterable[UUID]) -> _OneOf:
    """A condition for `filter`: the column of ids holds one of these."""
    return _OneOf(F(column), list(ids))
