"""Saying beforehand who waits, giving a plan up with a reason, and counting once when the waiting is over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.insight.comparing import planned_rules, planned_sql
from brobygger.insight.comparing.models import PlannedResult, WaitingPlan
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Unit


@transaction.atomic
def plan_waiting(
    *, programme: Programme, unit: Unit, waits_from: date, begins_on: date, chosen: str, by: Actor, at: datetime
) -> WaitingPlan:
    """Say that a unit waits from one day until another. chosen: how it was chosen.

    Raises Refusal for days that have begun, fewer than two weeks, and a unit where the effort has begun; Taken for a
    unit with a plan.
    """
    if waits_from < local_date(at):
        raise Refusal(_("Skriv planen ned, før ventetiden begynder. Vælg i dag eller senere."), field="waits_from")
    if (begins_on - waits_from).days < planned_rules.LEAST_DAYS:
        raise Refusal(_("Der skal være mindst to uger, så der kan måles to gange."), field="begins_on")
    if planned_sql.begun(programme.id, unit.id):
        raise Refusal(_("Indsatsen er begyndt i den enhed, så den kan ikke vente."), field="unit")
    try:
        with transaction.atomic():
            return WaitingPlan.objects.create(
                programme=programme, unit=unit, waits_from=waits_from, begins_on=begins_on, chosen=chosen.strip(),
                stated_at=at, stated_by_id=by.user_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Enheden har allerede en plan. Opgiv den først, hvis den ikke holder.")) from error


@transaction.atomic
def drop(*, plan: WaitingPlan, why: str, by: Actor, at: datetime) -> None:
    """Give a plan up. It stays on the page with the day and why. Raises Taken when it has been counted or dropped."""
    if _counted(plan):
        raise Taken(_("Sammenligningen er gjort op, så planen står fast."))
    standing = WaitingPlan.objects.filter(id=plan.id, dropped_on__isnull=True)
    if not standing.update(dropped_on=local_date(at), why_dropped=why.strip()):
        raise Taken(_("Planen er allerede opgivet."))


@transaction.atomic
def count(*, plan: WaitingPlan, by: Actor, at: datetime) -> PlannedResult:
    """Count the comparison of the plan's days, once. Raises Refusal while units still wait, and for one given up."""
    if plan.dropped_on is not None:
        raise Refusal(_("Planen er opgivet."))
    if local_date(at) < plan.begins_on:
        raise Refusal(_("Enhederne venter endnu. Tallene bliver først gjort op, når ventetiden er slut."))
    found = planned_rules.told(planned_sql.pairs(plan.programme_id, since=plan.waits_from, until=plan.begins_on))
    try:
        with transaction.atomic():
            return PlannedResult.objects.create(
                programme=plan.programme, waits_from=plan.waits_from, begins_on=plan.begins_on, counted_at=at,
                counted_by_id=by.user_id, told={outcome: asdict(one) for outcome, one in found.items()},
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Sammenligningen er allerede gjort op.")) from error


def _counted(plan: WaitingPlan) -> bool:
    return PlannedResult.objects.filter(
        programme=plan.programme, waits_from=plan.waits_from, begins_on=plan.begins_on
    ).exists()
