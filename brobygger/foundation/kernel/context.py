"""Who is asking: the actor's reach, set in the database for one transaction at a time.

Row-level security policies read these settings (see floors.py). They are set with
`set_config(…, true)`, so they end with the transaction; with none set, every tenant table is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.reach import Reach, Scope


class NoContext(Exception):
    """A row was made without an actor's context: a programming error, never a user's."""


_reach: ContextVar[Reach | None] = ContextVar("reach", default=None)

_SET = """
select set_config('brobygger.municipality', %(its_municipality)s, true),
       set_config('brobygger.scope', %(its_scope)s, true), set_config('brobygger.user', %(its_user)s, true),
       set_config('brobygger.organisations', %(its_organisations)s, true),
       set_config('brobygger.units', %(its_units)s, true), set_config('brobygger.persons', %(its_persons)s, true);
"""


_PERSONS = """
select set_config('brobygger.persons',
                  coalesce((select array_agg(id) from ({question}) as found (id))::text, '{{}}'), true)
"""
_ALONE = """
select set_config('brobygger.municipality', '', true), set_config('brobygger.scope', 'personal', true),
       set_config('brobygger.user', %(user)s, true), set_config('brobygger.organisations', '', true),
       set_config('brobygger.units', '', true), set_config('brobygger.persons', '', true);
"""


@contextmanager
def reaching(reach: Reach, persons: tuple[str, Mapping[str, Any]] | None = None) -> Iterator[Reach]:
    """Run a block in one transaction with `reach`; whatever reach stood before stands again after.

    persons: a question of ours (one column of ids) with its values: those it gives when the block begins are reached.
    It is asked as the actor, in the same round trip.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _reach.get()
        token = _reach.set(reach)
        if persons is None:
            _apply(reach)
        else:
            reach = _apply_and_find(reach, *persons)
        try:
            yield reach
        finally:
            _reach.reset(token)
            # The settings end with the transaction; one that is broken has forgotten them already.
            if not outermost and not connection.needs_rollback:
                _apply(before)


@contextmanager
def as_anybody() -> Iterator[None]:
    """Run a block in one transaction as the database role `public`: published rows of every municipality, no others.

    Before and after it the connection is the application's own role, with whatever reach stood before.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _reach.get()
        with connection.cursor() as cursor:
            cursor.execute("set local role brobygger_public")
        yield
        if not outermost:  # the role ends with the transaction; after an error the savepoint takes it back
            with connection.cursor() as cursor:
                cursor.execute("set local role none")
            _apply(before)


def also_reach(person_id: UUID) -> None:
    """Let the rest of this transaction see a person it has just created or been given."""
    reach = current_reach()
    if reach.scope is not Scope.MUNICIPALITY and str(person_id) not in reach.persons:
        inner = reach.persons.strip("{}")
        _widen(reach, "{" + f"{inner},{person_id}".lstrip(",") + "}")


def _apply_and_find(reach: Reach, question: str, values: Mapping[str, Any]) -> Reach:
    with connection.cursor() as cursor:
        cursor.execute(_SET + _PERSONS.format(question=question), {**values, **_values(reach)})
        cursor.nextset()
        found = replace(reach, persons=cursor.fetchone()[0])
    _reach.set(found)
    return found


def _widen(reach: Reach, persons: str) -> None:
    wider = replace(reach, persons=persons)
    _reach.set(wider)
    _apply(wider)


def asking_alone(user_id: UUID, statements: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """Run statements as a user whose municipality is not known yet, in one round trip; the last one's first row.

    Whatever reach stood before stands again after.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE + statements, {"user": str(user_id), **values})
        while cursor.nextset():
            pass
        row: tuple[Any, ...] | None = cursor.fetchone()
    if connection.in_atomic_block:
        _apply(_reach.get())
    return row


def current_reach() -> Reach:
    """The reach in force. Raises NoContext outside `reaching`."""
    reach = _reach.get()
    if reach is None:
        raise NoContext("No actor's context: wrap the work in access.acting_as(actor).")
    return reach


def current_municipality() -> UUID:
    """Default for `municipality_id` of every new tenant row."""
    return current_reach().municipality_id


def _apply(reach: Reach | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, _values(reach))


def _values(reach: Reach | None) -> dict[str, str]:
    names = ("its_municipality", "its_scope", "its_user", "its_organisations", "its_units", "its_persons")
    if reach is None:
        return dict.fromkeys(names, "")
    told = (
        str(reach.municipality_id),
        reach.scope.value,
        str(reach.user_id or ""),
        _array(reach.organisation_ids),
        _array(reach.unit_ids),
        reach.persons,
    )
    return dict(zip(names, told, strict=True))


def _array(ids: tuple[UUID, ...]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


_request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


def request_id() -> UUID:
    """The id that ties log entries of one request together; made at first use outside a request."""
    return _request_id.get() or begin_request()


def begin_request() -> UUID:
    """Give the work that follows a new id."""
    made = new_id()
    _request_id.set(made)
    return made
