"""Somebody leaves: what he or she owns in the office goes to another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.governance.models import Agreement, AgreementStep, Decision, Duty, Risk, Seat
from brobygger.programmes.running.models import RoleHolder
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


@transaction.atomic
def pass_on(*, leaver: Membership, successor: Membership, by: Actor, at: datetime) -> int:
    """Give everything one person owns here to another, who keeps what he or she has already. How many things.

    Roles in programmes, seats in open groups, open decisions, duties, agreements and risks.
    Raises Refusal for passing on to oneself.
    """
    if leaver.id == successor.id:
        raise Refusal(_("Vælg en anden til at tage over."), field="successor")
    today = local_date(at)
    moved = _pass_on_roles(leaver, successor, today) + _pass_on_seats(leaver, successor, today)
    moved += Decision.objects.filter(owner=leaver, done_on__isnull=True).update(owner=successor)
    moved += Duty.objects.filter(owner=leaver, until__isnull=True).update(owner=successor)
    moved += Agreement.objects.filter(owner=leaver, ended_on__isnull=True).update(owner=successor)
    moved += AgreementStep.objects.filter(owner=leaver, done_on__isnull=True).update(owner=successor)
    return moved + Risk.objects.filter(owner=leaver, closed_on__isnull=True).update(owner=successor)


def _pass_on_roles(leaver: Membership, successor: Membership, today: date) -> int:
    rows = list(RoleHolder.objects.filter(membership=leaver, until__isnull=True))
    RoleHolder.objects.filter(id__in=[row.id for row in rows]).update(until=today)
    for row in rows:
        RoleHolder.objects.get_or_create(
            programme_id=row.programme_id, role=row.role, membership=successor, organisation=successor.organisation,
            until=None, defaults={"since": today},
        )  # fmt: skip
    return len(rows)


def _pass_on_seats(leaver: Membership, successor: Membership, today: date) -> int:
    rows = list(Seat.objects.filter(membership=leaver, until__isnull=True, council__closed_on__isnull=True))
    for row in rows:
        Seat.objects.filter(id=row.id).update(until=today)
        seat, _created = Seat.objects.get_or_create(
            council_id=row.council_id, membership=successor, until=None,
            defaults={"name": successor.name, "organisation": successor.organisation, "since": today},
        )  # fmt: skip
        if row.chairs and not seat.chairs:
            Seat.objects.filter(id=seat.id).update(chairs=True)
    return len(rows)
