"""Stopping what waits in the outbox for somebody who has died, moved, or said no."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from brobygger.registry.communication.models import Delivery, Message
from brobygger.registry.people.models import Person


@transaction.atomic
def stop_all(*, person: Person, why: str) -> int:
    """Every message to or about the person that has not left yet never does. Returns how many."""
    waiting = Message.objects.filter(person=person, delivery=Delivery.QUEUED)
    return waiting.update(delivery=Delivery.CANCELLED, why_cancelled=why)


@transaction.atomic
def stop_keys(*, keys: Sequence[str], why: str) -> set[str]:
    """Those of some messages that have not left yet never do. Returns their keys."""
    waiting = Message.objects.select_for_update().filter(key__in=list(keys), delivery=Delivery.QUEUED)
    stopped = set(waiting.values_list("key", flat=True))
    Message.objects.filter(key__in=stopped).update(delivery=Delivery.CANCELLED, why_cancelled=why)
    return stopped
