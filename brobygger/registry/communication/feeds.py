"""Secret calendar addresses: made, taken back, and found again by a hash of the secret."""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.communication.models import Feed
from brobygger.registry.people.models import Person

_RANDOM = 24  # bytes: 192 bits that nobody guesses


@transaction.atomic
def open_feed(*, by: Actor, at: datetime, person: Person | None = None) -> str:
    """A new secret for the actor's own calendar, or for a person's. Earlier ones end. Told once, kept as a hash."""
    end_feeds(by=by, at=at, person=person)
    secret = base64.urlsafe_b64encode(by.municipality_id.bytes + secrets.token_bytes(_RANDOM)).decode().rstrip("=")
    owner: dict[str, object] = {"person": person}
    if person is None:
        owner = {"membership": Membership.objects.get(id=by.membership_id or UUID(int=0)), "user_id": by.user_id}
    Feed.objects.create(secret_hash=_hash(secret), made_at=at, made_by_id=by.user_id, **owner)
    return secret


@transaction.atomic
def end_feeds(*, by: Actor, at: datetime, person: Person | None = None) -> int:
    """Take the actor's own calendar address back, or a person's: the next request finds nothing. Returns how many."""
    open_ones = Feed.objects.filter(ended_at__isnull=True)
    own = open_ones.filter(person=person) if person else open_ones.filter(membership_id=by.membership_id or UUID(int=0))
    return own.update(ended_at=at)


def open_since(actor: Actor, person_id: UUID | None = None) -> datetime | None:
    """Since when the actor (or a person) has a calendar address; None without one."""
    open_ones = Feed.objects.filter(ended_at__isnull=True)
    own = open_ones.filter(person_id=person_id) if person_id else open_ones.filter(user_id=actor.user_id or UUID(int=0))
    return own.values_list("made_at", flat=True).first()


def municipality_in(secret: str) -> UUID | None:
    """The municipality a secret says it belongs to; None for what is no secret of ours."""
    try:
        raw = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
    except (binascii.Error, ValueError):
        return None
    return UUID(bytes=raw[:16]) if len(raw) == 16 + _RANDOM else None


def found(secret: str) -> Feed | None:
    """The open feed of a secret, inside the municipality's reach."""
    open_ones = Feed.objects.select_related("person", "membership__user")
    return open_ones.filter(secret_hash=_hash(secret), ended_at__isnull=True).first()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
