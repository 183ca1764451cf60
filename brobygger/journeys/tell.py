"""Telling people what comes, and doing what they answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import attend, attend_by_sms, keep_true, pair_words
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.followup import operations as followup
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.communication.models import Channel, Message, Reply
from brobygger.registry.communication.rules import Said
from brobygger.registry.people.acting import for_the_municipality

_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")


def day_in_letters(moment: datetime) -> str:
    """ "torsdag den 5.3.", as a letter or an SMS says it: both are Danish."""
    local = moment.astimezone(DENMARK)
    return f"{_DAYS[local.weekday()]} den {local.day}.{local.month}."


def date_in_letters(day: date) -> str:
    """ "torsdag den 5.3."."""
    return f"{_DAYS[day.weekday()]} den {day.day}.{day.month}."


def day_of_year(day: date) -> str:
    """ "5.3.2026"."""
    return f"{day.day}.{day.month}.{day.year}"


def clock_in_letters(moment: datetime) -> str:
    """ "13.30"."""
    return moment.astimezone(DENMARK).strftime("%H.%M")


@transaction.atomic
def of_session(*, session: Session, by: Actor, at: datetime) -> list[Message]:
    """Write to everybody who is expected at a session, each in the way he or she prefers; JA and NEJ are understood.

    Doing it again writes only to those who have come since. The actor's own organisation signs. Raises Refusal for a
    session that has begun or is cancelled.
    """
    if session.starts_at <= at or session.status != "planned":
        raise Refusal(_("Mødet er begyndt eller aflyst."))
    values = _values(session)
    organisation = session.organisation
    with for_the_municipality(by):
        expected = Attendance.objects.filter(session=session, signed_up=True).select_related("person")
        followup.complete_by_key(key=f"invite_members:{session.id}", by=by, at=at)
        return [
            writing.to_person(
                person=one.person, code="session_soon", values=values, key=f"session:{session.id}:{one.person_id}",
                by=by, at=at, asks=f"session:{session.id}", organisation=organisation,
            )
            for one in expected.exclude(promised=False)
        ]  # fmt: skip


TOLD_DAYS_BEFORE = 2


def before_sessions(*, by: Actor, at: datetime) -> int:
    """Nightly: groups that have chosen it tell everybody who is expected, two days before (R090). Returns how many.

    Whoever signs up later is told the next night. One by one: what cannot be written stands as failed under Post.
    """
    until = at + timedelta(days=TOLD_DAYS_BEFORE)
    coming = Session.objects.filter(
        starts_at__gt=at, starts_at__lte=until, status="planned", group__habits__needs__contains=["told_before"]
    ).select_related("group", "organisation")
    told = 0
    for session in coming.order_by("starts_at", "id"):
        before = Message.objects.filter(asks=f"session:{session.id}").count()
        told += len({message.id for message in of_session(session=session, by=by, at=at)}) - before
    return max(0, told)


@dataclass(frozen=True)
class Preview:
    """What would be sent: the words with a stranger's name, and (way, how many) for each way."""

    wording: str
    ways: tuple[tuple[str, int], ...]


def preview(*, session: Session, by: Actor) -> Preview:
    """What `of_session` would send. Nobody is named; nothing is written."""
    values = _values(session)
    with for_the_municipality(by):
        rows = Attendance.objects.filter(session=session, signed_up=True).exclude(promised=False)
        ways = writing.ways_of([one.person for one in rows.select_related("person")])
        told = writing.preview(code="session_soon", values={"name": "…", **values}, sender=session.organisation, by=by)
    return Preview(told.short, tuple(Counter(way.value for way in ways.values()).most_common()))


def _values(session: Session) -> dict[str, str]:
    return {
        "what": session.group.name,
        "day": day_in_letters(session.starts_at),
        "time": clock_in_letters(session.starts_at),
        "place": session.place or session.group.place,
    }


@transaction.atomic
def answered(
    *, sender: str, body: str, external_id: str, by: Actor, at: datetime, channel: Channel = Channel.SMS
) -> Reply:
    """An answer came in. JA or NEJ to a session is kept as the promise; to a pair it is kept as their word.
    Numbers to a list say who came.

    What cannot be understood waits under «Svar at læse». The same answer twice is one.
    """
    reply, new = writing.heard(sender=sender, body=body, external_id=external_id, by=by, at=at, channel=channel)
    if new and attend_by_sms.heard(reply=reply, by=by, at=at):
        return reply
    if new and reply.understood in (Said.YES, Said.NO):
        act_on(reply=reply, agreed=reply.understood == Said.YES, by=by, at=at)
    return reply


@transaction.atomic
def act_on(*, reply: Reply, agreed: bool, by: Actor, at: datetime) -> None:
    """Do what an answer means, whether a machine or a person understood it."""
    if reply.message is None or not reply.message.asks:
        return
    kind, _colon, asked = reply.message.asks.partition(":")
    if kind == "offer":
        keep_true.answered_by_sms(offer_id=UUID(asked), yes=agreed, by=by, at=at)
    if reply.person_id is None:
        return
    if kind == "session":
        session = Session.objects.select_related("group", "organisation").filter(id=UUID(asked)).first()
        if session is not None and session.starts_at > at:
            attend.promise(session=session, promised={reply.person_id: agreed}, by=by, at=at)
    if kind == "pair":
        row = pair_words.word(by, UUID(asked))
        if row.answered_at is None:
            pair_words.say(row=row, goes_on=agreed, words=reply.body, how="sms", by=by, at=at)
