"""Reading many rows for a list: plain SQL where a page reads hundreds.

A list page is Python's time and not the database's: building a query of forty columns and a model object for each row
costs four times as much as asking for the ten columns the page shows (docs/decisions/014). Row-level security holds
for these statements as for all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import polars as pl
from django.db import connection
from django.db.models import Model


def rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a statement of our own; what a reader typed belongs in `values` only."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def lay(table: str, columns: str, frame: pl.DataFrame) -> None:
    """Lay rows in a temporary table of ours, which ends with the transaction; what lay there before is gone.

    COPY is refused on tables with row-level security; from here INSERT … SELECT goes through the policies. `frame` has
    the columns in the same order; null stays null.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists pg_temp.{table}")
        cursor.execute(f"create temporary table {table} ({columns}) on commit drop")
        with cursor.copy(f"copy pg_temp.{table} from stdin (format csv)") as copying:
            for some in frame.iter_slices(SOME):
                copying.write(some.write_csv(include_header=False))
        cursor.execute(f"analyze pg_temp.{table}")


def table_of(statement: str, values: Mapping[str, Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """All rows of a statement of our own as columns: a million tuples would need a gigabyte."""
    with connection.cursor() as cursor, cursor.copy(f"copy ({statement}) to stdout (format csv)", values) as copying:
        whole = b"".join(copying)
    if not whole:
        return pl.DataFrame(schema=dict(schema))
    read = pl.read_csv(whole, has_header=False, new_columns=list(schema), infer_schema=False)
    yes = [pl.col(name) == "t" if kind == pl.Boolean else pl.col(name).cast(kind) for name, kind in schema.items()]
    return read.select(yes)


@contextmanager
def in_sets() -> Iterator[None]:
    """Join whole tables in this block, not row by row: what was written a moment ago in the same transaction is not in
    the planner's figures yet, and a hundred thousand rows would be looked for in a table it believes is empty."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("select set_config('enable_nestloop', 'on', true)")


def learn_sizes(*models: type[Model]) -> None:
    """Tell the planner how large tables have become in this transaction: references are checked at its end.

    A large import that was taken back and swept leaves a table with room for many rows and "no rows" in the figures;
    the next import would then look for each reference by reading far too much (measured: 28 s instead of 3 for 10,000).
    Call it after writing thousands of rows; it costs a tenth of a second for each table.
    """
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("select brobygger_learn_sizes(%s::text[]::regclass[])", [tables])


SOME = 100_000  # rows in one piece of a COPY


def array(ids: Iterable[UUID | None]) -> str:
    """Ids as one value for `= any(%(ids)s::uuid[])`: a list of parameters costs 10 µs for each."""
    return "{" + ",".join(map(str, filter(None, ids))) + "}"
