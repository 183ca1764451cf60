"""Reading what others are asked for."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.orders.models import Order
from brobygger.pathway.orders.rules import Asked
from brobygger.registry.access.actor import Actor


def of_session(actor: Actor, session_id: UUID) -> list[Order]:
    """Everything others are asked for to a session, first asked first. One query."""
    return list(Order.objects.filter(session_id=session_id).order_by("id"))


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
