"""Rates, and kilometres that become an expense of the programme (R330)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.programmes.finances import operations
from brobygger.programmes.finances.models import Entry, Grant, Mileage, Rate
from brobygger.programmes.finances.pay_rules import RATE_KINDS, Dated, rate_on
from brobygger.programmes.finances.rules import kroner
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


@transaction.atomic
def set_rate(*, programme: Programme, kind: str, amount_ore: int, from_on: date, by: Actor, at: datetime) -> Rate:
    """A rate from a day on; the same day again corrects it. What has been written stays as it was.

    Raises ValueError for an unknown kind: the form offers no others.
    """
    if kind not in RATE_KINDS:
        raise ValueError(kind)
    rate, _made = Rate.objects.update_or_create(
        programme=programme, kind=kind, from_on=from_on, defaults={"amount_ore": amount_ore}
    )
    return rate


def no_rate(*, rate: Rate, by: Actor, at: datetime) -> None:
    """It was written by mistake: the rate before it stands again. Kilometres already written keep theirs."""
    Rate.objects.filter(id=rate.id).delete()


def rate(actor: Actor, rate_id: UUID) -> Rate:
    """One of them. Raises NotVisible."""
    found = Rate.objects.filter(id=rate_id).first()
    if found is None:
        raise NotVisible("rate")
    return found


def rates(actor: Actor, programme: Programme) -> list[Rate]:
    """Every rate, the newest first. One query."""
    return list(Rate.objects.filter(programme=programme).order_by("kind", "-from_on"))


def dated(found: list[Rate], kind: str) -> list[Dated]:
    """The rates of a kind as the rules read them."""
    return [Dated(one.from_on, one.amount_ore) for one in found if one.kind == kind]


@transaction.atomic
def drive(*, programme: Programme, membership: Membership, driven_on: date, km: int, route: str, by: Actor,
          at: datetime, grant: Grant | None = None) -> Mileage:  # fmt: skip
    """Kilometres at the rate of the day, as a line of the accounts (which does not say who drove).

    Raises Refusal for a day ahead, and for a day that has no rate.
    """
    if driven_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."), field="driven_on")
    rate = rate_on(dated(rates(by, programme), "km"), driven_on)
    if rate is None:
        raise Refusal(_("Der er ingen sats for en kilometer den dag. Skriv satsen først."), field="driven_on")
    text = _("Kørsel, %(km)s km à %(rate)s kr.: %(route)s") % {"km": km, "rate": kroner(rate), "route": route}
    entry = operations.pay(
        programme=programme, amount_ore=km * rate, spent_on=driven_on, text=text[:200], grant=grant, by=by, at=at
    )
    return Mileage.objects.create(
        programme=programme, membership=membership, driven_on=driven_on, km=km, route=route, rate_ore=rate,
        entry=entry, written_at=at,
    )  # fmt: skip


@transaction.atomic
def take_back(*, mileage: Mileage, by: Actor, at: datetime) -> None:
    """It was written by mistake: the expense goes with it, and history keeps both."""
    Mileage.objects.filter(id=mileage.id).delete()
    Entry.objects.filter(id=mileage.entry_id).delete()


def one(actor: Actor, mileage_id: UUID) -> Mileage:
    """One of them with its programme. Raises NotVisible."""
    found = Mileage.objects.select_related("programme").filter(id=mileage_id).first()
    if found is None:
        raise NotVisible("mileage")
    return found


def driven(actor: Actor, programme: Programme, *, since: date, until: date) -> list[Mileage]:
    """What has been driven from a day to a day, both among them, with who. One query."""
    rows = Mileage.objects.filter(programme=programme, driven_on__gte=since, driven_on__lte=until)
    return list(rows.select_related("membership__user", "membership__unit").order_by("driven_on", "id"))
