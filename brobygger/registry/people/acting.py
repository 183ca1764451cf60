"""Acting as somebody: the only way to reach persons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.context import reaching
from brobygger.foundation.kernel.reach import Reach, Scope
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person, Share


@contextmanager
def acting_as(actor: Actor, *, on: date | None = None) -> Iterator[Actor]:
    """Run a block in one transaction as the actor, reaching the persons he or she may see on the day.

    The set of persons is fixed when the block starts (an array, not a sub-query per row: security.md, "measured"),
    so a share that has ended or a consent that has expired is gone from the next request on.
    """
    with reaching(actor.reach()):
        if actor.scope is Scope.MUNICIPALITY:
            yield actor
            return
        person_ids = _persons_of(actor, on or local_date(now()))
        with reaching(replace(actor.reach(), person_ids=person_ids)):
            yield actor


def _persons_of(actor: Actor, on: date) -> tuple[UUID, ...]:
    if actor.scope is Scope.UNIT:
        return tuple(Person.objects.filter(unit_id__in=actor.unit_ids).values_list("id", flat=True))
    to_me = Q(user_id=actor.user_id)
    if actor.scope is Scope.ORGANISATION:
        to_me |= Q(user_id__isnull=True, organisation_id=actor.organisation_id)
    shares = Share.objects.filter(to_me, ended_at__isnull=True, expires_on__gte=on)
    return tuple(shares.values_list("person_id", flat=True).distinct())


@contextmanager
def for_the_municipality(by: Actor) -> Iterator[None]:
    """Let a journey finish work that the actor may start but not see to the end.

    A host writes down who came; that the person's line moves on is the municipality's own business. The actor has
    already been shown to reach the row the work starts from; the change is still logged with the actor's user.
    """
    whole = Reach(municipality_id=by.municipality_id, scope=Scope.MUNICIPALITY, user_id=by.user_id)
    with reaching(whole):
        yield
