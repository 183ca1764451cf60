"""Asking others for a session: a kitchen, a restaurant, a taxi, a speaker; their answer; and telling them of changes.

Who has an e-mail address gets a letter with a link and answers with one press; the others are rung. While somebody's
yes is missing it stands on the session. Nothing about a person is told: only how many, what, when and where.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys.missed import holder_of
from brobygger.pathway.attendance.meeting_rules import Eater, plates
from brobygger.pathway.attendance.models import Attendance, Booking, Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Planned
from brobygger.pathway.orders import operations as orders
from brobygger.pathway.orders import queries
from brobygger.pathway.orders.models import Order
from brobygger.pathway.orders.rules import COUNTS
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import for_the_municipality

_RING, _ANOTHER = "ring_supplier", "find_another_supplier"
LIVE = ("asked", "yes")


def how_many(session: Session) -> int:
    """How many a meal or a taxi is for: those who have not said no in time, their guests, and the hosts of a meal."""
    rows = Attendance.objects.filter(session=session)
    hosts = Booking.objects.filter(session=session, host__isnull=False).count()
    return plates([Eater(row.promised, row.guests, row.late_no) for row in rows], hosts=hosts)


@transaction.atomic
def ask(*, session: Session, facts: Mapping[str, Any], by: Actor, at: datetime) -> Order:
    """Ask somebody. facts: kind, name, email, phone, words, price_dkk, supplier, arranged_by (a member).

    A speaker's name stands on the session at once; the host's task to order food is done by ordering it.
    """
    made = _asked(session, facts, by, at)
    _write(made, session, "order_asked", by, at)
    return made


def _asked(session: Session, facts: Mapping[str, Any], by: Actor, at: datetime) -> Order:
    count = how_many(session) if facts["kind"] in COUNTS else None
    made = orders.ask(session=session, facts={**facts, "count": count}, by=by, at=at)
    if made.kind == "speaker" and not session.speaker:
        Session.objects.filter(id=session.id).update(speaker=made.name)
    if made.kind in ("food", "restaurant"):
        with for_the_municipality(by):
            followup.complete_by_key(key=f"order_food:{session.id}", by=by, at=at)
    return made


@transaction.atomic
def agreed(*, session: Session, facts: Mapping[str, Any], answer: str, how: str, by: Actor, at: datetime) -> Order:
    """Somebody who has said yes to this very day before it was chosen: the yes stands, and a letter tells the day."""
    made = _asked(session, facts, by, at)
    kept = orders.answer(order=made, seen=made.version, yes=True, words=answer, how=how, at=at)
    _write(kept, session, "order_agreed", by, at)
    return kept


def _write(order: Order, session: Session, code: str, by: Actor, at: datetime) -> None:
    """A letter with a link of its own; without an address the host rings today."""
    with for_the_municipality(by):
        links.withdraw_for(opens=Opens.ANSWER_ORDER, subject_id=order.id, at=at)
        if not order.email:
            plan = _task(_RING, order, session, at)
            followup.stand(plans=[(plan, None)], withdrawn=(), at=at)
            return
        link = ""
        if code != "order_called_off":
            made = links.make(
                opens=Opens.ANSWER_ORDER, organisation_id=order.organisation_id, given_to=order.name, by=by, at=at,
                subject_id=order.id, expires_at=max(session.starts_at, at + timedelta(hours=1)),
            )  # fmt: skip
            link = address_of(made)
        here = session.starts_at.astimezone(DENMARK)
        writing.to_address(
            to=order.email, name=order.name, code=code, key=f"{code}:{order.id}:{order.version}", by=by, at=at,
            organisation=order.organisation,
            values={
                "what": said(order), "day": f"{here.day}.{here.month}.{here.year}", "time": f"{here:%H.%M}",
                "place": session.place or "–", "link": link,
            },
        )  # fmt: skip


SAID = {  # as letters say it: letters are Danish
    "food": "mad", "restaurant": "bord og mad", "taxi": "kørsel", "speaker": "et oplæg", "visit": "et besøg",
    "place": "et sted at være", "other": "hjælp",
}  # fmt: skip


def said(order: Order) -> str:
    """What is asked for, as a letter says it: “mad til 12: stegt flæsk”."""
    text = SAID[order.kind] + (f" til {order.count}" if order.count is not None else "")
    return f"{text}: {order.words}" if order.words else text


def _task(kind: str, order: Order, session: Session, at: datetime) -> Planned:
    return Planned(
        key=f"{kind}:{session.id}:{order.id}:{order.version}",
        rule=kind,
        kind=kind,
        due=local_date(at),
        holder=holder_of(session.group),
        why={"about": f"{order.name}, {session.group.name}"},
    )


@transaction.atomic
def answer(*, order: Order, seen: int, yes: bool, words: str, how: str, by: Actor, at: datetime) -> Order:
    """Their yes or no. After a no the host has a task to find another, the same day."""
    with for_the_municipality(by):
        session = Session.objects.select_related("group__host").get(id=order.session_id)
        kept = orders.answer(order=order, seen=seen, yes=yes, words=words, how=how, at=at)
        plans = [] if yes else [(_task(_ANOTHER, kept, session, at), None)]
        ringing = _task(_RING, kept, session, at).key
        followup.complete_by_key(key=ringing, by=by, at=at)
        followup.stand(plans=plans, withdrawn=[_task(_ANOTHER, kept, session, at).key] if yes else (), at=at)
        links.withdraw_for(opens=Opens.ANSWER_ORDER, subject_id=order.id, at=at)
    return kept


@transaction.atomic
def follow_count(*, session: Session, by: Actor, at: datetime) -> int:
    """Others come than those who were counted: what counts people is told the new number. Returns how many were told.

    A no after the last moment changes no number: that plate is cooked.
    """
    live = [one for one in queries.of_session(by, session.id) if one.status in LIVE and one.kind in COUNTS]
    now = how_many(session) if live else 0
    changed = [one for one in live if one.count != now]
    for one in changed:
        _write(orders.recount(order=one, count=now, at=at), session, "order_changed", by, at)
    return len(changed)


@transaction.atomic
def session_changed(*, session: Session, by: Actor, at: datetime) -> None:
    """Another day, time or place: everybody who was asked is asked again. Called off: they are told."""
    for one in queries.of_session(by, session.id):
        if one.status not in LIVE:
            continue
        if session.status == "cancelled":
            orders.call_off(order=one, at=at)
            _write(one, session, "order_called_off", by, at)
        else:
            _write(orders.change(order=one, count=one.count, at=at), session, "order_changed", by, at)


@transaction.atomic
def call_off(*, order: Order, by: Actor, at: datetime) -> None:
    """It is not wanted any more, and they are told."""
    if orders.call_off(order=order, at=at):
        _write(order, order.session, "order_called_off", by, at)


def behind(*, link: Link, by: Actor) -> Order:
    """What a link is about. Raises NotVisible when it is not wanted any more."""
    with for_the_municipality(by):
        orders_there = Order.objects.select_related("session__group", "organisation")
        found = orders_there.filter(id=link.subject_id or link.id).first()
    if found is None or found.status == "called_off":
        raise NotVisible("order")
    return found


@transaction.atomic
def answer_by_link(*, link: Link, seen: int, yes: bool, words: str, by: Actor, at: datetime) -> None:
    """The same from the letter, with one press."""
    order = behind(link=link, by=by)
    with for_the_municipality(by):
        links.use(link=link, at=at, led_to=order.id)
    answer(order=order, seen=seen, yes=yes, words=words, how="link", by=by, at=at)
