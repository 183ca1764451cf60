"""Reading the outbox, the answers, and the texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication.models import Channel, Delivery, Message, Reply, Text, WayToWrite
from brobygger.registry.communication.texts import TEXTS, Wording

STUCK_AFTER = timedelta(minutes=10)  # what was handed over longer ago and has no answer is for people to look at


class Counts(NamedTuple):
    """How many messages need somebody, and how many do not."""

    to_print: int
    to_call: int
    unknown: int
    failed: int
    replies: int
    waiting: int
    sent: int
    stopped: int


def counts(actor: Actor, *, at: datetime) -> Counts:
    """The numbers of the page's tabs. Two queries. Sent and stopped: in the last 30 days."""
    queued, lately = Q(delivery=Delivery.QUEUED), Q(queued_at__gte=at - timedelta(days=30))
    by_hand = Q(channel__in=BY_HAND)
    found = Message.objects.aggregate(
        to_print=Count("id", filter=queued & Q(channel=Channel.LETTER)),
        to_call=Count("id", filter=queued & Q(channel=Channel.PHONE)),
        unknown=Count("id", filter=_unknown(at)),
        failed=Count("id", filter=Q(delivery=Delivery.FAILED)),
        waiting=Count("id", filter=queued & ~by_hand),
        sent=Count("id", filter=Q(delivery=Delivery.SENT) & lately),
        stopped=Count("id", filter=Q(delivery=Delivery.CANCELLED) & lately),
    )
    return Counts(replies=to_read(actor).count(), **found)


BY_HAND = (Channel.LETTER, Channel.PHONE)


def _unknown(at: datetime) -> Q:
    return Q(delivery=Delivery.UNKNOWN) & (Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - STUCK_AFTER))


def listed(actor: Actor, which: str, *, at: datetime) -> QuerySet[Message]:
    """One tab's messages. which: a field of Counts except replies. Raises NotVisible for another word."""
    lately = Message.objects.filter(queued_at__gte=at - timedelta(days=30)).order_by("-queued_at", "id")
    queued = Message.objects.filter(delivery=Delivery.QUEUED).order_by("queued_at", "id")
    tabs: dict[str, QuerySet[Message]] = {
        "to_print": queued.filter(channel=Channel.LETTER),
        "to_call": queued.filter(channel=Channel.PHONE),
        "unknown": Message.objects.filter(_unknown(at)).order_by("claimed_at", "id"),
        "failed": Message.objects.filter(delivery=Delivery.FAILED).order_by("queued_at", "id"),
        "waiting": queued.exclude(channel__in=BY_HAND),
        "sent": lately.filter(delivery=Delivery.SENT),
        "stopped": lately.filter(delivery=Delivery.CANCELLED),
    }
    if which not in tabs:
        raise NotVisible("messages")
    return tabs[which].select_related("organisation", "membership")


def get(actor: Actor, message_id: UUID) -> Message:
    """One message. Raises NotVisible."""
    try:
        return Message.objects.select_related("person", "organisation", "membership").get(id=message_id)
    except Message.DoesNotExist:
        raise NotVisible("message") from None


def newest_pile(actor: Actor) -> list[Message]:
    """The letters that were printed together last and are not said to be posted; empty when there is no such pile."""
    printed = Message.objects.filter(channel=Channel.LETTER, delivery=Delivery.UNKNOWN, batch__isnull=False)
    newest = printed.order_by("-claimed_at").values_list("batch", flat=True).first()
    return list(printed.filter(batch=newest).order_by("queued_at", "id")) if newest else []


def to_read(actor: Actor) -> QuerySet[Reply]:
    """Answers that nobody has understood or read yet, oldest first."""
    waiting = Reply.objects.filter(understood="unknown", read_at__isnull=True)
    return waiting.select_related("message").order_by("at", "id")


def reply(actor: Actor, reply_id: UUID) -> Reply:
    """One answer. Raises NotVisible."""
    try:
        return Reply.objects.select_related("message", "person").get(id=reply_id)
    except Reply.DoesNotExist:
        raise NotVisible("reply") from None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Message]:
    """What has been written to a person, newest first."""
    return Message.objects.filter(person_id=person_id, to_person=True).order_by("-queued_at", "id")


def way_to(actor: Actor, person_id: UUID) -> WayToWrite | None:
    """How a person wants what is sent; None when nobody has asked."""
    return WayToWrite.objects.select_related("sender").filter(person_id=person_id).first()


def ways_to(person_ids: Iterable[UUID]) -> dict[UUID, WayToWrite]:
    """The same for many, by person. One query."""
    found = WayToWrite.objects.select_related("sender").filter(person_id__in=list(person_ids))
    return {one.person_id: one for one in found}


def wording(code: str, organisation_id: UUID | None) -> Wording:
    """What a text says for an organisation: its own words, else the municipality's, else the default."""
    whose = Q(organisation__isnull=True)
    if organisation_id is not None:
        whose |= Q(organisation_id=organisation_id)
    own = Text.objects.filter(whose, code=code)
    found = sorted(own, key=lambda one: one.organisation_id is None)
    return Wording(found[0].subject, found[0].body, found[0].short) if found else TEXTS[code].default


def changed_texts(actor: Actor, organisation_id: UUID | None) -> dict[str, Text]:
    """The texts an organisation (None: the municipality) has in its own words, by code."""
    whose = Q(organisation_id=organisation_id) if organisation_id else Q(organisation__isnull=True)
    return {one.code: one for one in Text.objects.filter(whose)}
