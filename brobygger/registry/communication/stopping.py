"""Stopping what waits in the outbox for somebody who has died, moved, or said no."""

from __future__ import annotations

from django.db import transaction

from brobygger.registry.communication.models import Delivery, Message
from brobygger.registry.people.models import Person


@transaction.atomic
def stop_all(*, person: Person, why: str) -> int:
    """Every message to or about the person that has not left yet never does. Returns how many."""
    waiting = Message.objects.filter(person=person, delivery=Delivery.QUEUED)
    return waiting.update(delivery=Delivery.CANCELLED, why_cancelled=why)
