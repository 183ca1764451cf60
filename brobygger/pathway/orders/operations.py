"""Writing what others are asked for, what they say, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.orders.models import Order
from brobygger.registry.access.actor import Actor


@transaction.atomic
def ask(*, session: Session, facts: Mapping[str, Any], by: Actor, at: datetime) -> Order:
    """Somebody is asked; facts as in Order. Raises Refusal for a session that has begun."""
    if session.starts_at <= at or session.status != "planned":
        raise Refusal(_("Mødegangen er begyndt eller aflyst. Ring i stedet."))
    return Order.objects.create(
        session=session, organisation_id=session.organisation_id, asked_at=at, made_by_id=by.user_id, **facts
    )


@transaction.atomic
def answer(*, order: Order, seen: int, yes: bool, words: str, how: str, at: datetime) -> Order:
    """Yes or no to what was seen (its version). Raises Taken when it has changed or was called off since."""
    told = {"status": "yes" if yes else "no", "answer": words[:300], "answered_at": at, "answered_how": how}
    if not Order.objects.filter(id=order.id, version=seen).exclude(status="called_off").update(**told):
        raise Taken(_("Der er ændret noget imens. Se siden igen."))
    order.refresh_from_db()
    return order


@transaction.atomic
def change(*, order: Order, count: int | None, at: datetime) -> Order:
    """What is asked for is another number, or the session is another time: the yes is asked for again."""
    order.count, order.version, order.status = count, order.version + 1, "asked"
    order.answered_at, order.asked_at = None, at
    order.save(update_fields=["count", "version", "status", "answered_at", "asked_at"])
    return order


@transaction.atomic
def recount(*, order: Order, count: int, at: datetime) -> Order:
    """Fewer or more come: the same yes, another number."""
    order.count, order.version = count, order.version + 1
    order.save(update_fields=["count", "version"])
    return order


@transaction.atomic
def call_off(*, order: Order, at: datetime) -> bool:
    """It is not wanted any more. Whether it was before."""
    return bool(Order.objects.filter(id=order.id).exclude(status="called_off").update(status="called_off"))
