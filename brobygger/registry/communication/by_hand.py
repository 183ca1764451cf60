"""What people do with messages: print letters, ring, settle what nobody knows, read an answer, change a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import rules
from brobygger.registry.communication.checking import address_now, why_not
from brobygger.registry.communication.models import Channel, Delivery, Message, Reply, Text, WayToWrite
from brobygger.registry.communication.texts import TEXTS, Wording, findings, unknown_fields
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


@transaction.atomic
def print_letters(*, by: Actor, at: datetime) -> UUID | None:
    """Claim every letter that waits, for one pile. They are UNKNOWN until somebody says that they are posted.

    Who has died, moved or taken the yes back gets none. Returns the pile's id; None when there was nothing to print.
    """
    waiting = Message.objects.filter(channel=Channel.LETTER, delivery=Delivery.QUEUED)
    pile, batch = list(waiting.order_by("queued_at", "id").select_for_update(skip_locked=True)), new_id()
    taken = [message for message in pile if _claimed(message, batch, at)]
    return batch if taken else None


def _claimed(message: Message, batch: UUID | None, at: datetime) -> bool:
    why, to = why_not(message, local_date(at)), address_now(message)
    if why:
        message.delivery, message.why_cancelled = Delivery.CANCELLED, why
    elif not to:
        message.delivery, message.failure = Delivery.FAILED, "no_address"
    else:
        message.delivery, message.to, message.batch, message.claimed_at = Delivery.UNKNOWN, to, batch, at
        message.attempts += 1
    message.save(update_fields=["delivery", "why_cancelled", "failure", "to", "batch", "claimed_at", "attempts"])
    return message.delivery == Delivery.UNKNOWN


@transaction.atomic
def posted(*, batch: UUID, by: Actor, at: datetime) -> int:
    """The pile is in the post. Returns how many letters; repeating it changes nothing."""
    pile = Message.objects.filter(batch=batch, channel=Channel.LETTER, delivery=Delivery.UNKNOWN)
    return pile.update(delivery=Delivery.SENT, delivered_at=at)


@transaction.atomic
def rung(*, message: Message, reached: bool, by: Actor, at: datetime) -> Message:
    """Somebody has rung. Not reached: again tomorrow, and after three times another way is needed.

    Raises Refusal for somebody who must not be rung any more, and Taken when a colleague has settled it.
    """
    locked = Message.objects.select_for_update().get(id=message.id)
    if locked.delivery != Delivery.QUEUED or locked.channel != Channel.PHONE:
        raise Taken(_("En kollega har allerede ringet."))
    if why_not(locked, local_date(at)):
        locked.delivery, locked.why_cancelled = Delivery.CANCELLED, why_not(locked, local_date(at))
        locked.save(update_fields=["delivery", "why_cancelled"])
        return locked
    locked.attempts += 1
    if reached:
        locked.delivery, locked.delivered_at = Delivery.SENT, at
    elif locked.attempts >= rules.CALLS:
        locked.delivery, locked.failure = Delivery.FAILED, "not_reached"
    else:
        locked.not_before, locked.failure = at + timedelta(days=1), "not_reached"
    locked.save(update_fields=["attempts", "delivery", "delivered_at", "failure", "not_before"])
    return locked


@transaction.atomic
def settle(*, message: Message, arrived: bool, by: Actor, at: datetime) -> Message:
    """A person has found out about a message nobody knew of: it arrived, or it is sent once more.

    Raises Taken when it is settled already.
    """
    states = (Delivery.UNKNOWN, Delivery.FAILED)
    seen = Message.objects.filter(id=message.id, delivery__in=states)
    if arrived:
        changed = seen.update(delivery=Delivery.SENT, delivered_at=at, failure="")
    else:
        changed = seen.update(
            delivery=Delivery.QUEUED, not_before=None, failure="", attempts=0, batch=None, claimed_at=None
        )
    if not changed:
        raise Taken(_("Beskeden er allerede ordnet."))
    message.refresh_from_db()
    return message


@transaction.atomic
def give_up(*, message: Message, by: Actor, at: datetime) -> Message:
    """A message that is not to be sent after all. Raises Taken when it has left."""
    states = (Delivery.UNKNOWN, Delivery.FAILED, Delivery.QUEUED)
    changed = Message.objects.filter(id=message.id, delivery__in=states).update(
        delivery=Delivery.CANCELLED, why_cancelled="by_hand"
    )
    if not changed:
        raise Taken(_("Beskeden er allerede sendt."))
    message.refresh_from_db()
    return message


@transaction.atomic
def read_reply(*, reply: Reply, by: Actor, at: datetime) -> Reply:
    """Somebody has read an answer that could not be understood. Repeating it changes nothing."""
    Reply.objects.filter(id=reply.id, read_at__isnull=True).update(read_at=at, read_by_id=by.user_id)
    reply.refresh_from_db()
    return reply


@transaction.atomic
def choose_way(
    *, person: Person, large: bool, no_sms: bool, sender: Organisation | None, by: Actor, at: datetime
) -> WayToWrite:
    """How the person wants what is sent: large type, never by SMS, in another organisation's name (R352, R367)."""
    facts = {"large": large, "no_sms": no_sms, "sender": sender, "changed_at": at, "changed_by_id": by.user_id}
    kept, _made = WayToWrite.objects.update_or_create(person=person, defaults=facts)
    return kept


@transaction.atomic
def write_text(*, organisation: Organisation | None, code: str, wording: Wording, by: Actor, at: datetime) -> Text:
    """An organisation's own words for a text; None: the municipality's, for everybody without their own.

    Raises Refusal for an unknown field in braces, and for words that repel the one they are said about.
    """
    if unknown := sorted(unknown_fields(code, wording)):
        raise Refusal(
            _("Der er ikke noget, der hedder %(names)s. Brug kun navnene på listen.")
            % {"names": ", ".join("{" + name + "}" for name in unknown)},
            field="body",
        )
    for finding in findings(code, wording):
        if finding.said and finding.fault == "repels":
            raise Refusal(
                _("Ordet “%(word)s” kan holde folk væk. %(proposal)s")
                % {"word": finding.said, "proposal": finding.proposal},
                field="body",
            )
    facts = {"subject": wording.subject, "body": wording.body, "short": wording.short}
    kept, _made = Text.objects.update_or_create(
        organisation=organisation, code=code, defaults={**facts, "changed_at": at, "changed_by_id": by.user_id}
    )
    return kept


@transaction.atomic
def forget_text(*, organisation: Organisation | None, code: str, by: Actor, at: datetime) -> None:
    """Back to the words everybody else uses."""
    if code not in TEXTS:
        raise Refusal(_("Der er ingen tekst med det navn."))
    Text.objects.filter(organisation=organisation, code=code).delete()


def choices_of_channel(person: Person) -> Sequence[Channel]:
    """The ways a person can be reached, the one he or she prefers first."""
    preferred = {
        "sms": (Channel.SMS, Channel.PHONE, Channel.LETTER, Channel.EMAIL),
        "email": (Channel.EMAIL, Channel.PHONE, Channel.LETTER, Channel.SMS),
        "letter": (Channel.LETTER, Channel.PHONE, Channel.EMAIL, Channel.SMS),
    }
    return preferred.get(person.contact_way, (Channel.PHONE, Channel.LETTER, Channel.SMS, Channel.EMAIL))
