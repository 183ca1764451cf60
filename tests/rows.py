"""One row of a municipality in every table: enough to see who can reach it, without playing a year of work.

Written as the superuser with triggers off, so that no operation, constraint or policy decides what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import psycopg
from django.apps import apps
from django.db import connection as django_connection
from django.db import models
from psycopg import sql

from brobygger.foundation.kernel import floors
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey

HERE = UUID("11111111-1111-4111-8111-111111111111")
THERE = UUID("22222222-2222-4222-8222-222222222222")
VALUES: dict[str, Any] = {
    "text": "x",
    "varchar": "x",
    "bool": False,
    "int2": 1,
    "int4": 1,
    "int8": 1,
    "float8": 1.0,
    "numeric": 1,
    "date": "2026-03-05",
    "time": "13:30",
    "timestamptz": "2026-03-05T13:30+01",
    "jsonb": "{}",
    "bytea": b"x",
}
# What a CHECK constraint asks for beyond a plain value.
FITTING = {
    ("people_consent", "expires_on"): "2027-03-05",
    ("research_export", "k"): 5,
    ("voices_statement", "may_use"): "nobody",
    ("attendance_booking", "ends_at"): "2026-03-05T15:30+01",
    ("outreach_hours", "ends"): "14:30",
    ("observations_door_visit", "opened"): True,
    ("finances_pool_application", "outcome"): "refused",
}


def ours() -> list[type[models.Model]]:
    """Every model with a table that this program made."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def tenant_models() -> list[type[models.Model]]:
    """Models whose rows belong to a municipality, by table."""
    found = [model for model in ours() if isinstance(floors.classification(model), Tenant)]
    return sorted(found, key=lambda model: model._meta.db_table)


def tenant_tables() -> list[str]:
    return [model._meta.db_table for model in tenant_models()]


def declared(table: str) -> Tenant:
    """What a tenant table says about itself."""
    (model,) = [model for model in tenant_models() if model._meta.db_table == table]
    found = floors.classification(model)
    assert isinstance(found, Tenant)
    return found


def row_id(municipality: UUID, table: str) -> UUID:
    """The id of a municipality's one row in a table; foreign keys in the other rows name it."""
    return uuid5(municipality, table)


@dataclass(frozen=True)
class Context:
    """What the program sets for one transaction; every field as the database gets it."""

    municipality: UUID | None = None
    scope: str = "municipality"
    user: UUID | None = None
    organisations: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    persons: tuple[UUID, ...] = ()


def fill(connection: psycopg.Connection, municipality: UUID) -> None:
    """Put one row of the municipality into every tenant table."""
    connection.execute("set local session_replication_role = replica")
    for model in tenant_models():
        _insert(connection, model, municipality)
    connection.execute("set local session_replication_role = origin")


def become(connection: psycopg.Connection, role: str, context: Context | None) -> None:
    """Act as a database role in a context; None: no context was ever set."""
    connection.execute("reset role")
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
    context = context or Context(scope="")
    for name, value in (
        ("municipality", str(context.municipality or "")),
        ("scope", context.scope),
        ("user", str(context.user or "")),
        ("organisations", _array(context.organisations)),
        ("units", _array(context.units)),
        ("persons", _array(context.persons)),
    ):
        connection.execute("select set_config(%s, %s, true)", (f"brobygger.{name}", value))


def count(connection: psycopg.Connection, table: str, municipality: UUID | None = None) -> int:
    """How many rows of a municipality (or at all) the present role sees."""
    query = sql.SQL("select count(*) from {} where %(m)s::uuid is null or municipality_id = %(m)s").format(
        sql.Identifier(table)
    )
    row = connection.execute(query, {"m": municipality}).fetchone()
    assert row
    return int(row[0])


def system_tables() -> Iterable[str]:
    return [model._meta.db_table for model in ours() if isinstance(floors.classification(model), System)]


def _insert(connection: psycopg.Connection, model: type[models.Model], municipality: UUID) -> None:
    table = model._meta.db_table
    given: dict[str, Any] = {}
    for one in model._meta.local_fields:
        given[one.column] = _value(table, one, municipality)
    query = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, given)),
        sql.SQL(", ").join(sql.Placeholder() * len(given)),
    )
    connection.execute(query, list(given.values()))


def _value(table: str, one: models.Field[Any, Any], municipality: UUID) -> Any:
    if one.column == "municipality_id":
        return municipality
    if one.column == "id":
        return row_id(municipality, table)
    if isinstance(one, TenantForeignKey):
        return row_id(municipality, one.related_model._meta.db_table)
    if one.column.endswith("_id") and isinstance(one, models.UUIDField | models.ForeignKey):
        return row_id(municipality, "user" if "user" in one.column or "by_id" in one.column else one.column[:-3])
    if (table, one.column) in FITTING:
        return FITTING[table, one.column]
    if one.null:
        return None
    kind = str(one.db_type(django_connection))
    if kind.endswith("[]"):
        return []
    kind = kind.split("(")[0]
    if kind == "uuid":
        return row_id(municipality, f"{table}.{one.column}")
    return VALUES[_POSTGRES_NAMES.get(kind, kind)]


_POSTGRES_NAMES = {
    "smallint": "int2",
    "integer": "int4",
    "bigint": "int8",
    "boolean": "bool",
    "double precision": "float8",
    "timestamp with time zone": "timestamptz",
}


def _array(ids: Iterable[UUID]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"
