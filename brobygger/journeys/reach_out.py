"""What is out in the world stays true: what is over or old comes down or is replaced; national days are prepared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from brobygger.communities.reach import operations
from brobygger.communities.reach import queries as reach
from brobygger.communities.reach.models import Hanging, Material
from brobygger.communities.reach.rules import Day, Text, why_down, why_old
from brobygger.communities.upkeep.models import OfferChange
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality

TAKE_DOWN, PREPARE = "take_down_text", "prepare_day"
_HOLDER = Holder(Role.COORDINATOR)


@dataclass(frozen=True)
class Hung:
    """Something that hangs, and why it is to come down (rules.why_down); empty: it may hang."""

    hanging: Hanging
    why: str


def texts(actor: Actor, *, on: date) -> list[tuple[Material, str]]:
    """The texts in use and why each is old; the old ones first. Two queries."""
    found = reach.current(actor)
    why = _why(found, on)
    return sorted(((one, why[one.id]) for one in found), key=lambda pair: not pair[1])


def hung(actor: Actor, *, on: date, series: UUID | None = None) -> list[Hung]:
    """What hangs, what is to come down first. Two queries."""
    found = reach.hanging_now(actor, series=series)
    why = _why([one.material for one in found], on)
    told = [Hung(one, why_down(until=one.until, old=why[one.material_id], today=on)) for one in found]
    return sorted(told, key=lambda one: not one.why)


def _why(materials: Iterable[Material], on: date) -> dict[UUID, str]:
    some = list(materials)
    offers = {one.offer_id for one in some if one.offer_id}
    changed = dict(
        OfferChange.objects.filter(offer_id__in=offers).order_by("changed_at").values_list("offer_id", "changed_at")
    )
    return {
        one.id: why_old(
            Text(
                approved_on=one.approved_on, replaced=one.replaced_on is not None,
                offer_changed_on=local_date(changed[one.offer_id]) if one.offer_id in changed else None,
                offer_there=one.offer is None or one.offer.published,
            ),
            on,
        )
        for one in some
    }  # fmt: skip


@transaction.atomic
def watch(*, by: Actor, at: datetime) -> int:
    """For the night: a task for each thing that is to come down; those that came down need none. How many are new."""
    today = local_date(at)
    every = hung(by, on=today)
    plans = [
        (
            Planned(
                key=_key(one.hanging), rule=TAKE_DOWN, kind=TAKE_DOWN, due=today, holder=_HOLDER,
                why={"about": f"{one.hanging.material.name}, {one.hanging.place}"},
            ),
            None,
        )
        for one in every if one.why
    ]  # fmt: skip
    standing = Task.objects.filter(kind=TAKE_DOWN, status="open").values_list("key", flat=True)
    gone = set(standing) - {plan.key for plan, _person in plans}
    return len(followup.stand(plans=plans, withdrawn=gone, at=at))


@transaction.atomic
def take_down(*, hanging: Hanging, by: Actor, at: datetime) -> None:
    """It is down: its task is done too."""
    operations.take_down(hanging_id=hanging.id, by=by, at=at)
    with for_the_municipality(by):
        followup.complete_by_key(key=_key(hanging), by=by, at=at)


@transaction.atomic
def take_part(*, day: Day, name: str, steps: dict[str, str], by: Actor, at: datetime) -> int:
    """We take part in a national day: each thing to prepare is a task by its day. `name`, `steps`: as people say them.

    Again makes nothing twice. Returns how many are new.
    """
    today = local_date(at)
    plans = [
        (
            Planned(
                key=f"{PREPARE}:{day.code}:{day.first}:{step.code}", rule=PREPARE, kind=PREPARE,
                due=max(today, day.due(step)), holder=_HOLDER, why={"about": f"{name}: {steps[step.code]}"},
            ),
            None,
        )
        for step in day.steps
    ]  # fmt: skip
    with for_the_municipality(by):
        return len(followup.stand(plans=plans, withdrawn=(), at=at))


def taken_part(actor: Actor) -> set[str]:
    """The days that tasks have been made for, as `code:first day`. One query."""
    keys = Task.objects.filter(kind=PREPARE).exclude(status="cancelled").values_list("key", flat=True)
    return {key.removeprefix(f"{PREPARE}:").rpartition(":")[0] for key in keys}


def _key(hanging: Hanging) -> str:
    return f"{TAKE_DOWN}:{hanging.id}"
