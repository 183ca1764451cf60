"""What goes with a person who is erased, read from the tables' declarations, as one function in the database.

`brobygger_erase(persons)` belongs to a role of its own, which reaches one municipality's rows and can do nothing else
but take away and empty. The application may call it and cannot become it (docs/decisions/029).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.db import models

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel

ERASER_ROLE = "brobygger_eraser"
HISTORY = "audit_change"  # what rows were before: it goes with the rows
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Going:
    """A table that loses rows. where: SQL conditions, any of which makes a row go."""

    table: str
    where: tuple[str, ...]


@dataclass(frozen=True)
class Emptied:
    """A column that loses what it says of erased rows, in rows that stand."""

    table: str
    column: str
    value: str
    where: str


@dataclass(frozen=True)
class Plan:
    """going: whom others refer to first."""

    going: tuple[Going, ...]
    emptied: tuple[Emptied, ...]


def plan() -> Plan:
    """Everything that goes with a person. Raises CycleError or TypeError for tables it could not answer for."""
    tables = {
        model._meta.db_table: model
        for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table)
        if issubclass(model, TenantModel) and model._meta.managed
    }
    (root,) = [table for table, model in tables.items() if model.TABLE.person == "id"]
    known = {table for table, model in tables.items() if model.KNOWN_BY and table != root}
    first = _with_all_that_hangs_on(tables, {root, *known})
    goes = {table: _fields(model, Erasure.GOES) for table, model in tables.items()}
    naming = {table for table, fields in goes.items() if any(not _is_text(one) for one in fields)}
    if first & naming:
        raise TypeError(f"these go with a person already, and need no ERASURE: {sorted(first & naming)}")
    second = _with_all_that_hangs_on(tables, naming) - first
    last = _with_all_that_hangs_on(tables, {table for table, fields in goes.items() if any(map(_is_text, fields))})
    order = [one for some in (first - last, second - last, last) for one in _in_order(tables, some, root)]
    going = tuple(Going(table, tuple(_where(tables[table], order, root))) for table in order)
    return Plan(going, tuple(_emptied(tables)))


def _with_all_that_hangs_on(tables: Mapping[str, type[TenantModel]], begun: set[str]) -> set[str]:
    found, before = set(begun), 0
    while len(found) > before:
        before = len(found)
        found |= {table for table, model in tables.items() if any(to in found for _c, to in _references(model))}
    return found


def _references(model: type[TenantModel]) -> Iterator[tuple[str, str]]:
    """(column, table it refers to), for references whose row goes along."""
    for field in model._meta.local_fields:
        if isinstance(field, TenantForeignKey) and model.ERASURE.get(field.name) is not Erasure.EMPTIED:
            yield field.column, field.related_model._meta.db_table


def _fields(model: type[TenantModel], *answers: Erasure) -> list[models.Field[Any, Any]]:
    """Fields with such an answer of the model's own; a reference that goes along needs none."""
    fields = {field.name: field for field in model._meta.local_fields}
    return [fields[name] for name, said in model.ERASURE.items() if said in answers]


def _is_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.CharField | models.TextField)


def _in_order(tables: Mapping[str, type[TenantModel]], some: set[str], root: str) -> Iterable[str]:
    after = {
        table: {to for _column, to in _references(tables[table]) if to in some}
        | ({root} & some if tables[table].KNOWN_BY and table != root else set())
        for table in sorted(some)
    }
    return TopologicalSorter(after).static_order()


def _where(model: type[TenantModel], order: list[str], root: str) -> Iterator[str]:
    if model._meta.db_table == root:
        yield "id = any(persons)"
        return
    held = {one.column: _unheld(model) for one in _fields(model, Erasure.GOES_UNLESS_HELD)}
    for column, to in _references(model):
        if to in order:
            yield f'"{column}" = any({_ids(to)}){held.get(column, "")}'
    for field in _fields(model, Erasure.GOES):
        yield _names_erased(field) if _is_text(field) else f'"{field.column}" = any(gone)'
    if model.KNOWN_BY:
        yield f"{_known_as(*model.KNOWN_BY)} = any(known)"
    if model.ALSO_GOES:
        yield model.ALSO_GOES


def _unheld(model: type[TenantModel]) -> str:
    """That the reference which the model names does not hold the row."""
    holder = next((one for one in model._meta.local_fields if one.name == model.HELD_BY), None)
    if not (isinstance(holder, TenantForeignKey) and holder.null) or holder.name in model.ERASURE:
        raise TypeError(
            f"{model._meta.db_table}: HELD_BY must name a reference that may be empty, and no answer itself"
        )
    return f' and "{holder.column}" is null'


def _names_erased(field: models.Field[Any, Any]) -> str:
    """That a text, or JSON, holds the id of an erased row."""
    return (
        f"exists (select from regexp_matches(\"{field.column}\"::text, '{_UUID}', 'g') as one (found) "
        "where found[1]::uuid = any(gone))"
    )


def _known_as(name: str, phone: str) -> str:
    """A name and the last eight digits of a phone, as one text; null without a phone."""
    digits = f"nullif(right(regexp_replace({phone}, '\\D', '', 'g'), 8), '')"
    return f"(lower(trim({name})) || ' ' || {digits})"


def _emptied(tables: Mapping[str, type[TenantModel]]) -> Iterator[Emptied]:
    for table, model in tables.items():
        for field in _fields(model, Erasure.EMPTIED, Erasure.GOES_UNLESS_HELD):
            yield Emptied(table, str(field.column), *_nothing_in(field))


def _nothing_in(field: models.Field[Any, Any]) -> tuple[str, str]:
    """What stands in a column that says nothing, and which rows say something of an erased row."""
    if isinstance(field, TenantForeignKey | models.UUIDField) and field.null:
        return "null", f'"{field.column}" = any(gone)'
    if isinstance(field, models.JSONField):
        return "'{}'::jsonb", _names_erased(field)
    if _is_text(field):
        return "''", _names_erased(field)
    raise TypeError(f"{field}: it can be emptied only when it is text, JSON, or an id that may be unknown")


def _ids(table: str) -> str:
    return f"ids_of_{table}"


def before() -> str:
    """Statements that take the function away, while rights are given anew."""
    return f"set local role {ERASER_ROLE}; drop function if exists brobygger_erase(uuid[]); set local role none"


def after(app_role: str, municipality: str) -> Iterator[str]:
    """Statements (SQL) that give the role its rights and make the function. municipality: the setting, as SQL."""
    whole = plan()
    yield f"grant usage on schema public to {ERASER_ROLE}"
    rights: dict[str, set[str]] = {HISTORY: {"select", "delete"}}
    for one in whole.going:
        rights.setdefault(one.table, set()).update(("select", "delete"))
    for each in whole.emptied:
        rights.setdefault(each.table, set()).update(("select", f'update ("{each.column}")'))
    for model in apps.get_models():
        table = model._meta.db_table
        if isinstance(getattr(model, "TABLE", None), Tenant):
            yield f'revoke all on "{table}" from {ERASER_ROLE}; drop policy if exists erase on "{table}"'
        if table in rights:
            inside = f"municipality_id = {municipality}"
            yield f'grant {", ".join(sorted(rights[table]))} on "{table}" to {ERASER_ROLE}'
            yield f'create policy erase on "{table}" to {ERASER_ROLE} using ({inside}) with check ({inside})'
    yield (
        f"grant create on schema public to {ERASER_ROLE}; set local role {ERASER_ROLE}; {function(whole)}; "
        "revoke all on function brobygger_erase(uuid[]) from public; "
        f"grant execute on function brobygger_erase(uuid[]) to {app_role}; "
        f"set local role none; revoke create on schema public from {ERASER_ROLE}"
    )


def function(whole: Plan) -> str:
    """The function. It returns how many rows went, by table; persons of other municipalities are nobody to it."""
    root = whole.going[0].table
    (person,) = [model for model in apps.get_models() if model._meta.db_table == root]
    assert issubclass(person, TenantModel)
    assert person.KNOWN_BY
    collected = "".join(
        f"""
  select coalesce(array_agg(id), '{{}}') into {_ids(one.table)} from "{one.table}"
   where municipality_id = here and ({" or ".join(one.where)});
  gone := gone || {_ids(one.table)};"""
        + (
            f"""
  select coalesce(array_agg(distinct told), '{{}}') into known
    from (select {_known_as(*person.KNOWN_BY)} as told from "{root}"
           where municipality_id = here and id = any({_ids(root)})) as each where told is not null;"""
            if one.table == root
            else ""
        )
        for one in whole.going
    )
    emptied = "".join(
        f"""
  update "{one.table}" set "{one.column}" = {one.value} where municipality_id = here and {one.where};"""
        for one in whole.emptied
    )
    deleted = "".join(
        f"""
  delete from "{one.table}" where municipality_id = here and id = any({_ids(one.table)});
  get diagnostics many = row_count;
  if many > 0 then report := report || jsonb_build_object('{one.table}', many); end if;"""
        for one in reversed(whole.going)
    )
    return f"""
create function brobygger_erase(persons uuid[]) returns jsonb language plpgsql security definer
set search_path = public, pg_temp as $erase$
#variable_conflict use_column
declare
  here uuid := nullif(current_setting('brobygger.municipality', true), '')::uuid;
  gone uuid[] := '{{}}'; known text[] := '{{}}'; many bigint; report jsonb := '{{}}';
  {" ".join(f"{_ids(one.table)} uuid[];" for one in whole.going)}
begin
  if here is null or current_setting('brobygger.scope', true) is distinct from 'municipality' then
    raise exception 'erasing is the municipality''s own';
  end if;{collected}{emptied}{deleted}
  delete from {HISTORY} where municipality_id = here
     and (row_id = any(gone) or (coalesce(after, before)->>'person_id')::uuid = any({_ids(root)}));
  get diagnostics many = row_count;
  if many > 0 then report := report || jsonb_build_object('{HISTORY}', many); end if;
  return report;
end $erase$"""
