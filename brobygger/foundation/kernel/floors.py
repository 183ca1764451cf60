"""The first floor of access: tables' declarations (tenancy.py) turned into what PostgreSQL enforces.

Run as the owning role after every migration, in one transaction; running it again changes nothing. It makes
composite primary and foreign keys led by the municipality, row-level security (ENABLE and FORCE), grants, and the
trigger that keeps history. Until it has run, the application role can read nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.apps import apps
from django.db import models
from psycopg import sql

from brobygger.foundation.kernel import erasing
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel
from brobygger.foundation.kernel.third_party import THIRD_PARTY

APP_ROLE, PUBLIC_ROLE, BACKUP_ROLE = "brobygger_app", "brobygger_public", "brobygger_backup"
NATIONAL = "00000000-0000-0000-0000-000000000000"  # the tenant that holds the national directory

# A sub-select is evaluated once per statement, a bare current_setting() once per row (security.md, "measured").
# nullif: after a transaction the setting is '' rather than NULL.
_MUNICIPALITY = "(select nullif(current_setting('brobygger.municipality', true), '')::uuid)"
_USER = "(select nullif(current_setting('brobygger.user', true), '')::uuid)"
_SCOPE = "(select current_setting('brobygger.scope', true))"


def _among(setting: str) -> str:
    return f"any((select nullif(current_setting('brobygger.{setting}', true), '')::uuid[])::uuid[])"


def visible_rows(table: Tenant) -> str:
    """The policy expression (SQL) of a tenant table. One municipality, then any of the ways in."""
    inside = f"municipality_id = {_MUNICIPALITY}"
    if table.everybody:
        return inside
    ways = [f"{_SCOPE} = 'municipality'"]
    alone = f" and {table.unit_without} is null" if table.unit_without else ""
    ways += [f"({column} = {_among('units')}{alone})" for column in _given(table.unit)]
    ways += [f"{column} = {_among('organisations')}" for column in _given(table.organisation)]
    ways += [f"{column} = {_USER}" for column in _given(table.user)]
    ways += [f"{column} = {_among('persons')}" for column in _given(table.person)]
    ways += [f"({_SCOPE} = 'unit' and {column} = {_among('persons')})" for column in _given(table.unit_person)]
    expression = f"{inside} and ({' or '.join(ways)})"
    if table.own_anywhere:
        return f"({expression}) or {table.own_anywhere} = {_USER}"
    return expression


def _given(column: str | None) -> tuple[str, ...]:
    return (column,) if column else ()


def classification(model: type[models.Model]) -> Tenant | System:
    """A model's own declaration, or the reasoned one for a third party's. Raises KeyError without."""
    declared = getattr(model, "TABLE", None)
    return cast("Tenant | System", declared) if declared else THIRD_PARTY[model._meta.label_lower]


def apply(connection: Any) -> None:
    """Enforce every declaration. `connection` is a Django connection of the owning role, inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(erasing.before())
        cursor.execute(_SCHEMA)
        cursor.execute(_HISTORY_FUNCTION)
        cursor.execute(_SIZES)
        for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
            if model._meta.managed and not model._meta.proxy:
                for statement in _statements(model):
                    cursor.execute(statement)
        cursor.execute(_PROCRASTINATE)
        for statement in erasing.after(APP_ROLE, _MUNICIPALITY):
            cursor.execute(statement)


def _statements(model: type[models.Model]) -> Iterator[str]:
    table, declared = model._meta.db_table, classification(model)
    yield f'grant select on "{table}" to {BACKUP_ROLE}'
    if isinstance(declared, Tenant):
        yield from _keys(cast("type[TenantModel]", model))
        yield from _policies(table, declared)
    rights = "select, insert" if declared.append_only else "select, insert, update, delete"
    yield f'revoke all on "{table}" from {APP_ROLE}'
    yield f'grant {rights} on "{table}" to {APP_ROLE}'


def _policies(table: str, declared: Tenant) -> Iterator[str]:
    yield f'alter table "{table}" enable row level security'
    yield f'alter table "{table}" force row level security'
    rows = visible_rows(declared)
    yield _policy(table, "reach", f"to {APP_ROLE} using ({rows}) with check ({rows})")
    if declared.national:
        national = f"municipality_id = '{NATIONAL}'::uuid"
        yield _policy(table, "national", f"for select to {APP_ROLE} using ({national})")
    if declared.published:
        yield _policy(table, "published", f"for select to {PUBLIC_ROLE} using ({declared.published})")
        yield f'grant select on "{table}" to {PUBLIC_ROLE}'
    yield f'drop trigger if exists brobygger_history on "{table}"'  # the one for each row, before 2026-11-22
    for verb, rows in _SEEN_BY_HISTORY.items():
        yield f'drop trigger if exists brobygger_history_{verb} on "{table}"'
        if declared.history:
            yield (
                f'create trigger brobygger_history_{verb} after {verb} on "{table}" referencing {rows} '
                "for each statement execute function brobygger_record_change()"
            )


_SEEN_BY_HISTORY = {
    "insert": "new table as rows_after",
    "update": "old table as rows_before new table as rows_after",
    "delete": "old table as rows_before",
}


def _policy(table: str, name: str, clauses: str) -> str:
    return f'drop policy if exists {name} on "{table}"; create policy {name} on "{table}" {clauses}'


def _keys(model: type[TenantModel]) -> Iterator[str]:
    table = model._meta.db_table
    yield _unless_exists(
        table, f"{table}_key", f'drop constraint if exists "{table}_pkey", add constraint "{table}_key" '
        "primary key (municipality_id, id)"
    )  # fmt: skip
    for field in model._meta.local_fields:
        if not isinstance(field, TenantForeignKey):
            continue
        target = field.related_model._meta.db_table
        yield f'create index if not exists "{table}_{field.column}" on "{table}" (municipality_id, "{field.column}")'
        # A cyclic or later target has no primary key yet: it gets one here first.
        yield _unless_exists(
            target, f"{target}_key", f'drop constraint if exists "{target}_pkey", add constraint "{target}_key" '
            "primary key (municipality_id, id)"
        )  # fmt: skip
        yield _unless_exists(
            table, f"{table}_{field.column}_in_municipality",
            f'add constraint "{table}_{field.column}_in_municipality" foreign key (municipality_id, "{field.column}") '
            f'references "{target}" (municipality_id, id) deferrable initially deferred',
        )  # fmt: skip


def _unless_exists(table: str, constraint: str, change: str) -> str:
    condition = sql.SQL("conname = {} and conrelid = {}::regclass").format(
        sql.Literal(constraint[:63]), sql.Literal(f'"{table}"')
    )
    return (
        f"do $$ begin if not exists (select 1 from pg_constraint where {condition.as_string(None)}) "
        f'then alter table "{table}" {change}; end if; end $$'
    )


_SCHEMA = f"""
revoke all on schema public from public;
grant usage on schema public to {APP_ROLE}, {PUBLIC_ROLE}, {BACKUP_ROLE};
grant usage on all sequences in schema public to {APP_ROLE};
grant select on all sequences in schema public to {BACKUP_ROLE};
grant select on django_migrations to {APP_ROLE}, {BACKUP_ROLE};
"""

# One table of changes for all tables with history: erasure and row-level security are solved once (decision 003).
# Erasing leaves no line of what was erased: nobody else can be the eraser (erasing.py).
_HISTORY_FUNCTION = f"""
-- RFC 9562: 48 bits of milliseconds, version 7, the rest random. PostgreSQL 18 has its own; we promise 16.
create or replace function brobygger_uuid7() returns uuid language sql volatile parallel safe as $$
  select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
    from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
$$;
-- Once for each statement, of all its rows: for each row it cost more than a third of storing a register extract. The
-- plan for matching rows before and after is made once and kept, also where the first had one row: never by loops.
create or replace function brobygger_record_change() returns trigger language plpgsql set enable_nestloop = off as $$
declare apart constant text[] := array['cpr_encrypted', 'cpr_blind'];
begin
  if current_user = '{erasing.ERASER_ROLE}' then return null; end if;
  if tg_op = 'INSERT' then
    insert into audit_change (id, municipality_id, at, user_id, table_name, row_id, operation, before, after)
    select gen_random_uuid(), a.municipality_id, clock_timestamp(),
           nullif(current_setting('brobygger.user', true), '')::uuid, tg_table_name, a.id, 'insert',
           null, to_jsonb(a) - apart from rows_after a;
  elsif tg_op = 'DELETE' then
    insert into audit_change (id, municipality_id, at, user_id, table_name, row_id, operation, before, after)
    select gen_random_uuid(), b.municipality_id, clock_timestamp(),
           nullif(current_setting('brobygger.user', true), '')::uuid, tg_table_name, b.id, 'delete',
           to_jsonb(b) - apart, null from rows_before b;
  else
    insert into audit_change (id, municipality_id, at, user_id, table_name, row_id, operation, before, after)
    select gen_random_uuid(), a.municipality_id, clock_timestamp(),
           nullif(current_setting('brobygger.user', true), '')::uuid, tg_table_name, a.id, 'update',
           to_jsonb(b) - apart, to_jsonb(a) - apart
    from rows_before b join rows_after a on a.municipality_id = b.municipality_id and a.id = b.id
    where (to_jsonb(b) - apart) is distinct from (to_jsonb(a) - apart);
  end if;
  return null;
end $$;
"""

# Only the owner of a table may have it counted. One that autovacuum or another import counts right now is left to it.
_SIZES = """
create or replace function brobygger_learn_sizes(tables regclass[]) returns void language plpgsql security definer
set search_path = public, pg_temp as $$
declare one regclass;
begin
  foreach one in array tables loop execute format('analyze (skip_locked) %s', one); end loop;
end $$;
revoke execute on function brobygger_learn_sizes from public;
"""

# The queue's tables hold job names and ids of rows, never data about a person.
_PROCRASTINATE = f"""
do $$ declare t text; begin
  for t in select tablename from pg_tables where schemaname = 'public' and tablename like 'procrastinate_%' loop
    execute format('grant select, insert, update, delete on %I to {APP_ROLE}', t);
    execute format('grant select on %I to {BACKUP_ROLE}', t);
  end loop;
end $$;
grant execute on all functions in schema public to {APP_ROLE};
"""
