"""Reading what others are asked for."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.attendance.models import Attendance, Booking, Session
from brobygger.pathway.orders.day_rules import Said
from brobygger.pathway.orders.models import Arrangement, DayAnswer, DayChoice, Order
from brobygger.pathway.orders.rules import Asked
from brobygger.registry.access.actor import Actor


def of_session(actor: Actor, session_id: UUID) -> list[Order]:
    """Everything others are asked for to a session, first asked first, with who in the group saw to it. One query."""
    return list(Order.objects.filter(session_id=session_id).select_related("arranged_by").order_by("id"))


def get(actor: Actor, order_id: UUID) -> Order:
    """One order with its session and group. Raises NotVisible."""
    found = Order.objects.filter(id=order_id).select_related("session__group__host", "organisation").first()
    if found is None:
        raise NotVisible("order")
    return found


def as_asked(orders: list[Order]) -> list[Asked]:
    """The same as the rules see it."""
    return [Asked(one.name, one.status) for one in orders]


def spent(actor: Actor, group_id: UUID) -> tuple[Decimal, int, int, int]:
    """What held sessions have cost by orders said yes to, in kroner; sessions, seats used, hours. Three queries."""
    held = Session.objects.filter(group_id=group_id, status="held")
    told = held.aggregate(n=Count("id"), minutes=Sum("minutes"))
    paid = Order.objects.filter(session__group_id=group_id, session__status="held", status="yes")
    there = Attendance.objects.filter(session__group_id=group_id).aggregate(n=Count("id", filter=Q(came=True)))
    total = paid.aggregate(kr=Sum("price_dkk"))["kr"] or Decimal(0)
    return total, told["n"], there["n"], (told["minutes"] or 0) // 60


def hosted_minutes(actor: Actor, group_id: UUID) -> int:
    """Minutes that hosts have given at held sessions: each booked host; where nobody was booked, one. Two queries."""
    held = dict(Session.objects.filter(group_id=group_id, status="held").values_list("id", "minutes"))
    booked = Booking.objects.filter(session_id__in=list(held), host__isnull=False).values("session_id")
    hosts = dict(booked.annotate(n=Count("id")).values_list("session_id", "n"))
    return sum(minutes * hosts.get(session_id, 1) for session_id, minutes in held.items())


def day_choices(actor: Actor, group_id: UUID) -> list[DayChoice]:
    """The days that have been laid before others for a group, the newest first. One query."""
    return list(DayChoice.objects.filter(group_id=group_id).order_by("-made_at", "id")[:10])


def day_choice(actor: Actor, choice_id: UUID) -> tuple[DayChoice, list[DayAnswer]]:
    """One choice of days with everybody who is asked, in order. Two queries. Raises NotVisible."""
    found = DayChoice.objects.filter(id=choice_id).select_related("group__host", "organisation", "session").first()
    if found is None:
        raise NotVisible("day choice")
    return found, list(DayAnswer.objects.filter(choice=found).order_by("id"))


def day_answer(actor: Actor, answer_id: UUID) -> DayAnswer:
    """One who is asked about days. Raises NotVisible."""
    found = DayAnswer.objects.filter(id=answer_id).select_related("choice__group__host", "organisation").first()
    if found is None:
        raise NotVisible("day answer")
    return found


def as_said(asked: list[DayAnswer]) -> list[Said]:
    """The same as the rules see it."""
    return [Said(one.name, {int(number): said for number, said in one.answers.items()}) for one in asked]


def arrangements(actor: Actor, session_id: UUID) -> list[Arrangement]:
    """What members arrange themselves for a session. One query."""
    return list(Arrangement.objects.filter(session_id=session_id).order_by("made_at", "id"))


def arrangement(actor: Actor, arrangement_id: UUID) -> Arrangement:
    """One with its session. Raises NotVisible."""
    found = Arrangement.objects.filter(id=arrangement_id).select_related("session__group__host", "organisation").first()
    if found is None:
        raise NotVisible("arrangement")
    return found
