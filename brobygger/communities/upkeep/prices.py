"""What an offer is going to cost from a day: planned after a yes, taken back before the day, or done on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.communities.upkeep.models import PlannedPrice
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Taken
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def plan(
    *, offer: Offer, programme: Programme, price_dkk: int, from_day: date, by: Actor, at: datetime
) -> PlannedPrice:
    """The offer costs this from a day. Raises NotVisible as `offers.describe`, Taken when a new price is ahead."""
    if not may_describe(by, offer):
        raise NotVisible("offer")
    try:
        with transaction.atomic():
            return PlannedPrice.objects.create(
                offer=offer, programme=programme, price_dkk=price_dkk, from_day=from_day, said_yes_at=at,
                said_yes_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("%(name)s får allerede en ny pris. Tag den tilbage først.") % {"name": offer.name}) from error


@transaction.atomic
def take_back(*, planned: PlannedPrice, by: Actor, at: datetime) -> None:
    """The price stays as it is. Raises Taken when the day has been, or a colleague was first."""
    still = PlannedPrice.objects.filter(id=planned.id, done_on__isnull=True, taken_back_on__isnull=True)
    if not still.update(taken_back_on=local_date(at)):
        raise Taken(_("Prisen er allerede skiftet eller taget tilbage."))


@transaction.atomic
def carry_out(*, planned: PlannedPrice, at: datetime) -> int | None:
    """The day has come: the offer's price is the new one. What it was before (None: not told)."""
    offer = Offer.objects.select_for_update().get(id=planned.offer_id)
    before, offer.price_dkk = offer.price_dkk, planned.price_dkk
    offer.save(update_fields=["price_dkk"])
    PlannedPrice.objects.filter(id=planned.id).update(done_on=local_date(at))
    return before


def ahead(actor: Actor) -> QuerySet[PlannedPrice]:
    """Prices that have not come yet, soonest first, with offer and association."""
    rows = PlannedPrice.objects.filter(done_on__isnull=True, taken_back_on__isnull=True)
    return rows.select_related("offer__organisation", "programme").order_by("from_day", "id")


def planned(actor: Actor, planned_price_id: UUID) -> PlannedPrice:
    """One of them, whatever became of it. Raises NotVisible."""
    rows = PlannedPrice.objects.select_related("offer__organisation", "programme")
    found = rows.filter(id=planned_price_id).first()
    if found is None:
        raise NotVisible("price")
    return found
