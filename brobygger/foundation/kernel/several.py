"""Reading many rows for a list: plain SQL where a page reads hundreds.

A list page is Python's time and not the database's: building a query of forty columns and a model object for each row
costs four times as much as asking for the ten columns the page shows (docs/decisions/014). Row-level security holds
for these statements as for all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection


def rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement of our own; what a reader typed belongs in `values` only."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def array(ids: Iterable[UUID | None]) -> str:
    """Ids as one value for `= any(%(ids)s::uuid[])`: a list of parameters costs 10 µs for each."""
    return "{" + ",".join(map(str, filter(None, ids))) + "}"
