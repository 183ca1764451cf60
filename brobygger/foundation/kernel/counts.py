"""Counting as far as anybody reads: "99+" is enough on a tab, and a whole table is never counted for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

CAP = 100


def capped_counts(querysets: Mapping[str, QuerySet[Any]], *, cap: int = CAP) -> dict[str, int]:
    """How many rows each query set has, at most `cap`, by the same names. One query, however many names.

    Each is a sub-select that stops at `cap` rows, so the work does not grow with the tables.
    """
    if not querysets:
        return {}
    parts: list[str] = []
    params: list[Any] = []
    for rows in querysets.values():
        select, given = rows.order_by().values("pk")[:cap].query.sql_with_params()
        parts.append(f"(select count(*) from ({select}) as counted)")  # noqa: S608 (Django's own SQL)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"select {', '.join(parts)}", params)
        row = cursor.fetchone()
    return dict(zip(querysets, row, strict=True))
