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
select set_config('brobygger.municipality', %s, true), set_config('brobygger.scope', %s, true),
       set_config('brobygger.user', %s, true), set_config('brobygger.organisations', %s, true),
       set_config('brobygger.units', %s, true), set_config('brobygger.persons', %s, true)
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
def reaching(reach: Reach) -> Iterator[Reach]:
    """Run a block in one transaction with `reach`; whatever reach stood before stands again after."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _reach.get()
        token = _reach.set(reach)
        _apply(reach)
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


def reach_persons(question: str, values: Mapping[str, Any]) -> None:
    """Let the rest of this transaction see the persons that a query gives: one column of ids. One statement."""
    reach = current_reach()
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS.format(question=question), values)
        _reach.set(replace(reach, persons=cursor.fetchone()[0]))


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
    values = ("", "", "", "", "", "")
    if reach is not None:
        values = (
            str(reach.municipality_id),
            reach.scope.value,
            str(reach.user_id or ""),
            _array(reach.organisation_ids),
            _array(reach.unit_ids),
            reach.persons,
        )
    with connection.cursor() as cursor:
        cursor.execute(_SET, values)


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
