"""Writing one of our texts to somebody, in the way that person prefers, and understanding what is answered.

For journeys: they say what there is to tell; which way, which address, which words and which sender is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.communication import operations as outbox
from brobygger.registry.communication import queries, rules
from brobygger.registry.communication.by_hand import choices_of_channel
from brobygger.registry.communication.checking import address_of
from brobygger.registry.communication.models import Channel, Delivery, Message, Reply, WayToWrite
from brobygger.registry.communication.rules import Said
from brobygger.registry.communication.texts import Wording, filled
from brobygger.registry.organisations.models import Kind, Municipality, Organisation
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Consent, Person

LONGEST_SMS = 1000  # characters; a longer answer is cut, never lost by being refused


@transaction.atomic
def to_person(
    *,
    person: Person,
    code: str,
    values: Mapping[str, str],
    key: str,
    by: Actor,
    at: datetime,
    asks: str = "",
    organisation: Organisation | None = None,
    consent: Consent | None = None,
    channel: str = "",
    not_before: datetime | None = None,
) -> Message:
    """Write a text to a person, in the way he or she prefers among those there is an address for. Once per key.

    values: the text's own fields; name, sender and phone are filled in here. organisation: who writes (None: the
    municipality), unless the person wants another sender. With no address at all it stands as failed for people to see.
    """
    way = queries.way_to(by, person.id)
    sender = (way.sender if way else None) or organisation
    chosen = Channel(channel) if channel else _channel(person, way)
    words = queries.wording(code, sender.id if sender else None)
    told = _filled(words, values, person.given_name, sender, by)
    return _queue(
        by, key=key, channel=chosen, to=address_of(person, chosen), subject=told.subject,
        body=told.short if chosen in (Channel.SMS, Channel.PHONE) and told.short else told.body, at=at, person=person,
        to_person=True, organisation=None, consent=consent, asks=asks, not_before=not_before, text_code=code,
        signed=sender.name if sender else "",
    )  # fmt: skip


@transaction.atomic
def to_member(
    *,
    membership: Membership,
    code: str,
    values: Mapping[str, str],
    key: str,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    digest: bool = True,
) -> Message:
    """Write a text to a volunteer or colleague by e-mail. person: whom it is about, never named in it."""
    words = queries.wording(code, membership.organisation_id)
    told = _filled(words, values, membership.name.split()[0], membership.organisation, by)
    return _queue(
        by, key=key, channel=Channel.EMAIL, to=membership.user.email, subject=told.subject, body=told.body, at=at,
        person=person, membership=membership, digest=digest, text_code=code,
    )  # fmt: skip


@transaction.atomic
def to_address(
    *,
    to: str,
    name: str,
    code: str,
    values: Mapping[str, str],
    key: str,
    by: Actor,
    at: datetime,
    organisation: Organisation,
) -> Message:
    """Write a text by e-mail to somebody who has no sign-in: one who would like to be a volunteer."""
    told = _filled(queries.wording(code, organisation.id), values, name.split()[0], organisation, by)
    return _queue(
        by, key=key, channel=Channel.EMAIL, to=to, subject=told.subject, body=told.body, at=at, text_code=code,
        organisation=None, signed=organisation.name,
    )  # fmt: skip


@transaction.atomic
def to_organisation(
    *,
    organisation: Organisation,
    code: str,
    values: Mapping[str, str],
    key: str,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    consent: Consent | None = None,
    digest: bool = True,
    to: str = "",
    name: str = "",
    by_sms: bool = False,
) -> Message | None:
    """Write a text to an organisation by e-mail, gathered with others, or by SMS. None when it has no address.

    to: one of its units' own address, or the number of an SMS; name: who is spoken to there.
    """
    address = to or organisation.email
    if not address:
        return None
    said = {"name": name or organisation.contact_name or organisation.name, **values}
    told = _filled(queries.wording(code, organisation.id), said, said["name"], None, by)
    return _queue(
        by, key=key, channel=Channel.SMS if by_sms else Channel.EMAIL, to=address,
        subject="" if by_sms else told.subject, body=told.short if by_sms else told.body, at=at, person=person,
        organisation=organisation if address == organisation.email else None,  # else its own address is looked up
        consent=consent, digest=digest and not by_sms, text_code=code,
    )  # fmt: skip


def _queue(by: Actor, **told: Any) -> Message:
    """The outbox is the municipality's: a leader may write to volunteers whose messages he or she does not read."""
    with for_the_municipality(by):
        return outbox.queue(**told)


def _filled(words: Wording, values: Mapping[str, str], name: str, sender: Organisation | None, by: Actor) -> Wording:
    who, phone = signature(sender, by)
    return filled(words, {"name": name, "sender": who, "phone": phone, **values})


def signature(sender: Organisation | None, by: Actor) -> tuple[str, str]:
    """Who signs, and the number to call: the organisation's own when it has one."""
    own = str(settings.BROBYGGER_PHONE)
    if sender is not None and sender.kind != Kind.MUNICIPALITY:
        return sender.name, sender.phone or own
    town = Municipality.objects.get(id=by.municipality_id)
    return f"{town.name} Kommune", town.phone or own


def preview(*, code: str, values: Mapping[str, str], sender: Organisation | None, by: Actor) -> Wording:
    """A text as it would read for an organisation, filled in; values also holds the name. Nothing is queued."""
    words = queries.wording(code, sender.id if sender else None)
    return _filled(words, values, values["name"], sender, by)


def ways_of(persons: Iterable[Person]) -> dict[UUID, Channel]:
    """The way each person would be written to today. One query."""
    several = list(persons)
    ways = queries.ways_to([person.id for person in several])
    return {person.id: _channel(person, ways.get(person.id)) for person in several}


def _channel(person: Person, way: WayToWrite | None) -> Channel:
    ways = [one for one in choices_of_channel(person) if not (one == Channel.SMS and way and way.no_sms)]
    return next((one for one in ways if address_of(person, one)), ways[0])


@transaction.atomic
def heard(
    *, sender: str, body: str, external_id: str, by: Actor, at: datetime, channel: Channel = Channel.SMS
) -> tuple[Reply, bool]:
    """An answer has come. Tied to the newest message to that number within fourteen days. Returns it, and whether new.

    STOP means no SMS again, and takes back those that wait. What it means otherwise is for the journey that asked.
    """
    number = rules.mobile(sender) or sender
    since = at - timedelta(days=rules.ANSWER_DAYS)
    asked = Message.objects.filter(channel=channel, to=number, delivered_at__gte=since).select_related("person")
    message = asked.order_by("-delivered_at", "-id").first()
    said = rules.understood(body)
    if said in (Said.YES, Said.NO) and (message is None or not message.asks):
        said = Said.UNKNOWN  # a yes to nothing we asked: a person reads it
    made = Reply(
        message=message, person_id=message.person_id if message else None, channel=channel, sender=number[:300],
        body=body[:LONGEST_SMS], understood=said, external_id=external_id[:120], at=at,
    )  # fmt: skip
    Reply.objects.bulk_create([made], ignore_conflicts=True)
    kept = Reply.objects.select_related("message", "person").get(external_id=made.external_id)
    new = kept.id == made.id
    if new and said is Said.STOP:
        _stop(number, kept, by, at)
    return kept, new


def _stop(number: str, reply: Reply, by: Actor, at: datetime) -> None:
    if reply.person is not None:
        facts = {"no_sms": True, "changed_at": at, "changed_by_id": by.user_id}
        WayToWrite.objects.update_or_create(person=reply.person, defaults=facts)
    waiting = Message.objects.filter(to=number, channel=Channel.SMS, delivery=Delivery.QUEUED)
    waiting.update(delivery=Delivery.CANCELLED, why_cancelled="stop")
