"""A pool's applications: received, weighed against each criterion, granted or refused; the balance follows (R327)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.finances import operations, rules
from brobygger.programmes.finances.models import Grant, PoolApplication, Weighing
from brobygger.registry.access.actor import Actor


@transaction.atomic
def apply(
    *, pool: Grant, applicant: str, contact: str, for_what: str, asked_ore: int, applied_on: date, by: Actor,
    at: datetime,
) -> PoolApplication:  # fmt: skip
    """An application has come. Raises Refusal for money that is no pool, for nought, and for a day ahead."""
    if pool.kind != "pool":
        raise Refusal(_("Man kan kun søge en pulje."))
    _possible(asked_ore, applied_on, at)
    return PoolApplication.objects.create(
        grant=pool, applicant=applicant, contact=contact, for_what=for_what, asked_ore=asked_ore, applied_on=applied_on
    )


@transaction.atomic
def change(
    *, application: PoolApplication, applicant: str, contact: str, for_what: str, asked_ore: int, applied_on: date,
    by: Actor, at: datetime,
) -> PoolApplication:  # fmt: skip
    """A slip of the hand, mended before the answer. Raises Refusal as `apply`; Taken when it has been decided."""
    locked = _undecided(application)
    _possible(asked_ore, applied_on, at)
    locked.applicant, locked.contact, locked.for_what = applicant, contact, for_what
    locked.asked_ore, locked.applied_on = asked_ore, applied_on
    locked.save(update_fields=["applicant", "contact", "for_what", "asked_ore", "applied_on"])
    return locked


@transaction.atomic
def erase(*, application: PoolApplication, by: Actor, at: datetime) -> None:
    """It was written by mistake, with its weighing; history keeps both. Raises Taken when it has been decided."""
    locked = _undecided(application)
    Weighing.objects.filter(application=locked).delete()
    PoolApplication.objects.filter(id=locked.id).delete()


def _possible(asked_ore: int, applied_on: date, at: datetime) -> None:
    if asked_ore <= 0:
        raise Refusal(_("Skriv et beløb."), field="amount")
    if applied_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."), field="applied_on")


@transaction.atomic
def weigh(
    *, application: PoolApplication, weighed: Mapping[str, tuple[str, str]], by: Actor, at: datetime
) -> PoolApplication:
    """Hold an application against criteria: criterion → (how far it is met, words). Written again, it is corrected.

    Raises Taken when it has been decided; ValueError for an answer that is none: the form offers no others.
    """
    locked = _undecided(application)
    for criterion, (meets, words) in weighed.items():
        if meets not in rules.MEETS:
            raise ValueError(meets)
        Weighing.objects.update_or_create(
            application=locked, criterion=criterion, defaults={"meets": meets, "words": words}
        )
    return locked


@transaction.atomic
def grant(*, application: PoolApplication, amount_ore: int, reason: str, by: Actor, at: datetime) -> PoolApplication:
    """Money out of the pool to the applicant. Raises Refusal for what has not been weighed, for more than was asked
    for, and for more than is left; Taken when it has been decided."""
    locked = _undecided(application)
    _weighed(locked)
    if not 0 < amount_ore <= locked.asked_ore:
        raise Refusal(_("Skriv et beløb, der ikke er større end det, der er søgt om."), field="amount")
    today = local_date(at)
    locked.movement = operations.move(
        pool=locked.grant, amount_ore=-amount_ore, moved_on=today, what=locked.for_what[:200],
        receiver=locked.applicant, by=by, at=at,
    )  # fmt: skip
    locked.outcome, locked.granted_ore, locked.reason = "granted", amount_ore, reason
    return _decided(locked, by, today)


@transaction.atomic
def refuse(*, application: PoolApplication, reason: str, by: Actor, at: datetime) -> PoolApplication:
    """No money, and why. Raises Refusal without a reason or a weighing; Taken when it has been decided."""
    locked = _undecided(application)
    _weighed(locked)
    if not reason.strip():
        raise Refusal(_("Skriv, hvorfor den ikke får penge."), field="reason")
    locked.outcome, locked.reason = "refused", reason.strip()
    return _decided(locked, by, local_date(at))


def of_pool(actor: Actor, pool: Grant) -> list[PoolApplication]:
    """A pool's applications: those not decided first, then the newest. One query."""
    rows = list(PoolApplication.objects.filter(grant=pool).order_by("-applied_on", "-id")[:300])
    return sorted(rows, key=lambda one: bool(one.outcome))


def application(actor: Actor, pool_application_id: UUID) -> PoolApplication:
    """One with its pool, its effort and its weighings (`weighings.all()`). Raises NotVisible."""
    rows = PoolApplication.objects.select_related("grant__programme")
    weighings = Prefetch("weighings", queryset=Weighing.objects.order_by("id"))
    found = rows.prefetch_related(weighings).filter(id=pool_application_id).first()
    if found is None:
        raise NotVisible("application")
    return found


def _undecided(application: PoolApplication) -> PoolApplication:
    locked = PoolApplication.objects.select_for_update().filter(id=application.id).first()
    if locked is None or locked.outcome:
        raise Taken(_("Ansøgningen er allerede afgjort eller slettet."))
    return locked


def _weighed(application: PoolApplication) -> None:
    known = set(Weighing.objects.filter(application=application).values_list("criterion", flat=True))
    if set(rules.criteria_of(application.grant.criteria)) - known:
        raise Refusal(_("Vurder først ansøgningen mod hvert af puljens vilkår."))


def _decided(application: PoolApplication, by: Actor, today: date) -> PoolApplication:
    application.decided_on, application.decided_by_name = today, by.name
    application.save(update_fields=["movement", "outcome", "granted_ore", "reason", "decided_on", "decided_by_name"])
    return application
