"""Writing to the outbox and emptying it."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication.models import Channel, Delivery, Message
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person

logger = logging.getLogger(__name__)


@transaction.atomic
def queue(
    *,
    key: str,
    channel: Channel,
    to: str,
    subject: str,
    body: str,
    at: datetime,
    person: Person | None = None,
    organisation: Organisation | None = None,
    consent: Consent | None = None,
) -> Message:
    """Put a message in the outbox, in the transaction that made it necessary. The same key queues once.

    An e-mail never names the person: the receiver signs in to see who it is about.
    """
    made = Message(
        key=key,
        channel=channel,
        to=to,
        subject=subject,
        body=body,
        queued_at=at,
        person=person,
        organisation=organisation,
        consent=consent,
    )
    Message.objects.bulk_create([made], ignore_conflicts=True)
    return Message.objects.get(key=key)


def deliver_queued(*, by: Actor, at: datetime, limit: int = 200) -> dict[str, int]:
    """Hand queued messages over. Call it outside any transaction. Returns how many ended in each state.

    Each message is claimed and committed as UNKNOWN before it is handed over, so a crash in between is seen by
    people and never sends twice by itself. Consent, death and move are asked again now, not when it was queued.
    """
    counts = dict.fromkeys(Delivery.values, 0)
    with acting_as(by):
        waiting = Message.objects.filter(delivery=Delivery.QUEUED, channel=Channel.EMAIL).order_by("queued_at")
        ids = list(waiting.values_list("id", flat=True)[:limit])
    for message_id in ids:
        message = _claim(message_id, by=by, at=at)
        if message is not None:
            counts[_hand_over(message, by=by, at=at)] += 1
    return counts


def _claim(message_id: UUID, *, by: Actor, at: datetime) -> Message | None:
    with acting_as(by):
        waiting = Message.objects.filter(id=message_id, delivery=Delivery.QUEUED)
        claimed = waiting.select_for_update(skip_locked=True).first()
        if claimed is None:
            return None
        why = _why_not(claimed, local_date(at))
        claimed.delivery = Delivery.CANCELLED if why else Delivery.UNKNOWN
        claimed.why_cancelled = why
        claimed.attempts += 1
        claimed.save(update_fields=["delivery", "why_cancelled", "attempts"])
        return claimed


def _why_not(message: Message, day: date) -> str:
    person, consent = message.person, message.consent
    if person and person.died_on:
        return "death"
    if person and (person.moved_on or person.never_contact):
        return "no_contact"
    if consent and (consent.withdrawn_at or consent.expires_on < day):
        return "no_consent"
    return ""


def _hand_over(message: Message, *, by: Actor, at: datetime) -> str:
    """Send, then write that it was sent. When the server refuses, the message stays UNKNOWN for people to look at."""
    if message.delivery == Delivery.CANCELLED:
        return Delivery.CANCELLED
    try:
        send_mail(message.subject, message.body, None, [message.to])
    except OSError:
        logger.warning("A message could not be handed over and waits for somebody to look at it.")
        return Delivery.UNKNOWN
    with acting_as(by):
        Message.objects.filter(id=message.id).update(delivery=Delivery.SENT, delivered_at=at)
    return Delivery.SENT
