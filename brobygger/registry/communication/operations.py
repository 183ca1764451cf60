"""Writing to the outbox and emptying it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.communication import carriers, rules
from brobygger.registry.communication.carriers import Outcome
from brobygger.registry.communication.checking import address_now, why_not
from brobygger.registry.communication.models import Channel, Delivery, Message
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person

logger = logging.getLogger(__name__)
BY_MACHINE = (Channel.EMAIL, Channel.SMS)


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
    membership: Membership | None = None,
    to_person: bool = False,
    digest: bool = False,
    not_before: datetime | None = None,
    asks: str = "",
    signed: str = "",
    text_code: str = "",
) -> Message:
    """Put a message in the outbox, in the transaction that made it necessary. The same key queues once.

    An e-mail to others never names the person: the receiver signs in to see who it is about. `person` and `consent`:
    whom it is about, asked again when it leaves. `to_person`: the person is the receiver, at today's address.
    `digest`: may wait a few hours and leave with others to the same address. `not_before`: when it may leave.
    """
    made = Message(
        key=key, channel=channel, to=to, subject=" ".join(subject.split())[:200], body=body, queued_at=at,
        person=person, organisation=organisation, consent=consent, membership=membership, to_person=to_person,
        digest=digest, not_before=not_before, asks=asks, signed=signed, text_code=text_code,
    )  # fmt: skip
    if digest and channel == Channel.EMAIL:
        made.not_before = max(filter(None, (not_before, _gathered(to, at))), default=None)
    if to_person and not to:  # nobody can be reached that way: it stands where people look
        made.delivery, made.failure = Delivery.FAILED, "no_address"
    Message.objects.bulk_create([made], ignore_conflicts=True)
    return Message.objects.get(key=key)


def _gathered(to: str, at: datetime) -> datetime | None:
    earlier = Message.objects.filter(to=to, channel=Channel.EMAIL, digest=True, queued_at__lte=at)
    last = earlier.exclude(delivery=Delivery.CANCELLED).aggregate(last=Max("queued_at"))["last"]
    leaves = rules.gathered(at.astimezone(DENMARK), last and last.astimezone(DENMARK))
    return leaves if leaves > at else None


def deliver_queued(*, by: Actor, at: datetime, limit: int = 200) -> dict[str, int]:
    """Hand queued e-mails and SMS over. Call it outside any transaction. Returns how many ended in each state.

    Each message is claimed and committed as UNKNOWN before it is handed over, so a crash in between is seen by
    people and never sends twice by itself. Consent, death, move and address are asked again now. Several workers share
    the work: what one has claimed the others pass over.
    """
    counts = dict.fromkeys(Delivery.values, 0)
    with acting_as(by):
        ids = list(_due(at).order_by("queued_at").values_list("id", flat=True)[:limit])
    for message_id in ids:
        claimed, stopped = _claim(message_id, by=by, at=at)
        counts[Delivery.CANCELLED] += stopped
        if claimed:
            counts[_hand_over(claimed, by=by, at=at)] += len(claimed)
    return counts


def _due(at: datetime) -> QuerySet[Message]:
    due = Q(not_before__isnull=True) | Q(not_before__lte=at)
    return Message.objects.filter(due, delivery=Delivery.QUEUED, channel__in=BY_MACHINE)


def _claim(message_id: UUID, *, by: Actor, at: datetime) -> tuple[list[Message], int]:
    """Claim a message, and those that are gathered with it. What may leave, and how many may not."""
    with acting_as(by):
        first = _due(at).filter(id=message_id).select_for_update(skip_locked=True).first()
        if first is None:
            return [], 0
        several = [first, *_with(first, at)]
        leaving, stopped = [], 0
        for message in several:
            state = _prepare(message, at)
            stopped += state == Delivery.CANCELLED
            if state == Delivery.UNKNOWN:
                leaving.append(message)
        batch = new_id()
        Message.objects.filter(id__in=[one.id for one in leaving]).update(batch=batch)
        return leaving, stopped


def _with(first: Message, at: datetime) -> Sequence[Message]:
    """Others to the same address that may be gathered with it. One worker gathers an address at a time."""
    if not first.digest or first.channel != Channel.EMAIL:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{first.municipality_id}{first.to}"])
    others = Message.objects.filter(to=first.to, digest=True, channel=Channel.EMAIL, delivery=Delivery.QUEUED)
    waited = Q(not_before__isnull=True) | Q(not_before__lte=at) | Q(attempts=0)
    return list(
        others.filter(waited, queued_at__lte=at).exclude(id=first.id).order_by("queued_at", "id")
        .select_for_update(skip_locked=True)
    )  # fmt: skip


def _prepare(message: Message, at: datetime) -> str:
    """Decide what becomes of a claimed message, and write it: UNKNOWN until somebody has answered for it."""
    why, to = why_not(message, local_date(at)), address_now(message)
    awake = rules.wakeful(at.astimezone(DENMARK)) if message.channel == Channel.SMS else at
    changed = ["delivery", "claimed_at", "attempts", "to", "why_cancelled", "failure", "not_before"]
    if why:
        message.delivery, message.why_cancelled = Delivery.CANCELLED, why
    elif not to:
        message.delivery, message.failure = Delivery.FAILED, "no_address"
    elif awake > at:
        message.not_before = awake
    else:
        message.delivery, message.to, message.claimed_at = Delivery.UNKNOWN, to, at
    if message.delivery != Delivery.QUEUED:
        message.attempts += 1
    message.save(update_fields=changed)
    return str(message.delivery)


def _hand_over(messages: list[Message], *, by: Actor, at: datetime) -> str:
    """Hand what left together over as one, and write what came of it."""
    outcome = _carry(messages)
    ids = [message.id for message in messages]
    with acting_as(by):
        mine = Message.objects.filter(id__in=ids, delivery=Delivery.UNKNOWN)
        if outcome is Outcome.SENT:
            mine.update(delivery=Delivery.SENT, delivered_at=at, failure="")
            return Delivery.SENT
        if outcome is Outcome.UNKNOWN:
            logger.warning("A message was handed over without an answer and waits for somebody to look at it.")
            return Delivery.UNKNOWN
        again = None if outcome is Outcome.REFUSED else rules.try_again(max(one.attempts for one in messages), at)
        if again is None:
            mine.update(delivery=Delivery.FAILED, failure="refused" if outcome is Outcome.REFUSED else "too_often")
            return Delivery.FAILED
        mine.update(delivery=Delivery.QUEUED, not_before=again, failure="later", claimed_at=None)
        return Delivery.QUEUED


def _carry(messages: list[Message]) -> Outcome:
    first = messages[0]
    if first.channel == Channel.SMS:
        return carriers.gateway().send(to=first.to, text=first.body, key=first.id)
    subject, body = first.subject, first.body
    if len(messages) > 1:
        subject = f"{len(messages)} beskeder fra Brobygger"
        body = "\n\n".join(f"{number}. {one.subject}\n\n{one.body}" for number, one in enumerate(messages, 1))
    return carriers.email(to=first.to, subject=subject, body=body, key=first.id, signed=first.signed)
