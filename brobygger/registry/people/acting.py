"""Acting as somebody: the only way to reach persons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.registry.access.actor import Actor


@contextmanager
def acting_as(actor: Actor, *, on: date | None = None) -> Iterator[Actor]:
    """Run a block in one transaction as the actor, reaching the persons he or she may see on the day.

    The set of persons is fixed when the block starts (an array, not a sub-query per row: security.md, "measured"),
    so a share that has ended or a consent that has expired is gone from the next request on.
    """
    persons = None if actor.scope is Scope.MUNICIPALITY else _persons_of(actor, on or local_date(now()))
    with reaching(actor.reach(), persons):
        yield actor


def _persons_of(actor: Actor, on: date) -> tuple[str, dict[str, Any]]:
    """The query for the persons an actor may see on a day. Row-level security has already named the municipality."""
    if actor.scope is Scope.UNIT:
        return "select id from people_person where unit_id = any(%(units)s)", {"units": list(actor.unit_ids)}
    values = {"user": actor.user_id, "on": on, "organisation": None}
    if actor.scope is Scope.ORGANISATION:
        values["organisation"] = actor.organisation_id
    return _SHARED, values


_SHARED = """
select distinct person_id from people_share
where (user_id = %(user)s or (user_id is null and organisation_id = %(organisation)s))
  and ended_at is null and expires_on >= %(on)s
"""


@contextmanager
def for_the_municipality(by: Actor) -> Iterator[None]:
    """Let a journey finish work that the actor may start but not see to the end.

    A host writes down who came; that the person's line moves on is the municipality's own business. The actor has
    already been shown to reach the row the work starts from; the change is still logged with the actor's user.
    """
    whole = Reach(municipality_id=by.municipality_id, scope=Scope.MUNICIPALITY, user_id=by.user_id)
    with reaching(whole):
        yield
