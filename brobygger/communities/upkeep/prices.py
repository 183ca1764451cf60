"""What an offer is going to cost from a day: planned after a yes, taken back before the day, or done on it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep.models import OfferChange, PlannedPrice
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
def carry_out(*, planned: PlannedPrice, words: str, told: int, at: datetime) -> int | None:
    """The day has come: the offer's price is the new one. What it was before (None: not told).

    It is kept as a change that has been told, in these words to so many: nobody hears it twice, and printed texts
    about the offer are old from now on.
    """
    offer = Offer.objects.select_for_update().get(id=planned.offer_id)
    stood = change_rules.stored(offer)
    before, offer.price_dkk = offer.price_dkk, planned.price_dkk
    offer.save(update_fields=["price_dkk"])
    PlannedPrice.objects.filter(id=planned.id).update(done_on=local_date(at))
    OfferChange.objects.create(
        offer=offer, before=stood, changed_at=at, changed_by=planned.said_yes_by, told_at=at,
        told_by=planned.said_yes_by, words=words if told else "", told=told,
    )  # fmt: skip
    _known(offer)
    return before


def _known(offer: Offer) -> None:
    """A change that waits to be told: the price is no part of it any more, and with nothing else it need not be."""
    waits = OfferChange.objects.filter(offer=offer, told_at__isnull=True).first()
    if waits is None:
        return
    waits.before = waits.before | {"price_dkk": offer.price_dkk}
    if change_rules.said(waits.before, change_rules.stored(offer)):
        waits.save(update_fields=["before"])
    else:
        waits.delete()


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
