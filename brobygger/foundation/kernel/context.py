"""Who is asking: the actor's reach, set in the database for one transaction at a time.

Row-level security policies read these settings (see floors.py). They are set with
`set_config(…, true)`, so they end with the transaction; with none set, every tenant table is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
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


@contextmanager
def reaching(reach: Reach) -> Iterator[Reach]:
    """Run a block in one transaction with `reach`; whatever reach stood before stands again after."""
    with transaction.atomic():
        before = _reach.get()
        token = _reach.set(reach)
        _apply(reach)
        try:
            yield reach
        finally:
            _reach.reset(token)
            if not connection.needs_rollback:  # a broken transaction forgets its settings by itself
                _apply(before)


def also_reach(person_id: UUID) -> None:
    """Let the rest of this transaction see a person it has just created or been given."""
    reach = current_reach()
    if reach.scope is not Scope.MUNICIPALITY and person_id not in reach.person_ids:
        wider = replace(reach, person_ids=(*reach.person_ids, person_id))
        _reach.set(wider)
        _apply(wider)


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
            _array(reach.person_ids),
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
