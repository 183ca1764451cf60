"""Writing rides that somebody rings for: what is asked for, what the company said, and calling off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.rides.models import OrderedRide
from brobygger.registry.access.actor import Actor

LIVE = ("asked", "booked")


@transaction.atomic
def ask(*, episode: Episode, offer_id: UUID, facts: Mapping[str, Any], by: Actor, at: datetime) -> OrderedRide:
    """A ride is to be ordered; facts as in OrderedRide. Raises Refusal for a time that cannot be, or Taken."""
    if facts["there_at"] <= at:
        raise Refusal(_("Tidspunktet er forbi. Vælg et andet."), field="day")
    if facts["home_at"] is not None and facts["home_at"] <= facts["there_at"]:
        raise Refusal(_("Turen hjem skal være efter turen derhen."), field="home")
    try:
        with transaction.atomic():
            return OrderedRide.objects.create(
                episode=episode, person_id=episode.person_id, offer_id=offer_id, asked_at=at, asked_by_id=by.user_id,
                asked_by_name=by.name, **facts,
            )  # fmt: skip
    except IntegrityError:
        raise Taken(_("Der er allerede bedt om kørsel på det tidspunkt.")) from None


@transaction.atomic
def answer(*, ride: OrderedRide, facts: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """It is booked, or could not be had; facts: status, reference, price_dkk, answer. Raises Taken when answered."""
    if not OrderedRide.objects.filter(id=ride.id, status="asked").update(
        **facts, answered_at=at, answered_by_name=by.name
    ):
        raise Taken(_("Der er allerede svaret. Se siden igen."))


@transaction.atomic
def call_off(*, ride: OrderedRide, by: Actor, at: datetime) -> bool:
    """It is not wanted any more. Whether it had been booked, so that somebody must ring. Raises Taken."""
    locked = OrderedRide.objects.select_for_update().get(id=ride.id)
    if locked.status not in LIVE:
        raise Taken(_("Kørslen er allerede aflyst, eller den kunne ikke bestilles."))
    OrderedRide.objects.filter(id=ride.id).update(status="called_off")
    return locked.status == "booked"
