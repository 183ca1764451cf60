"""Loneliness as a fixed point at a unit's meeting: time set aside, whom to talk about, and decisions that are tasks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.observations.models import UnitMeeting
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person

DECISIONS = ("unit_visit", "unit_call", "unit_ask", "unit_offer", "unit_relative", "unit_colleague")


def ahead(actor: Actor, unit_id: UUID) -> UnitMeeting | None:
    """The unit's next meeting, or the one that is being held. One query."""
    return UnitMeeting.objects.filter(unit_id=unit_id, closed_at__isnull=True).first()


def held(actor: Actor, unit_id: UUID) -> list[UnitMeeting]:
    """The unit's last ten meetings, the newest first. One query."""
    return list(UnitMeeting.objects.filter(unit_id=unit_id, closed_at__isnull=False).order_by("-held_on", "-id")[:10])


@transaction.atomic
def plan(*, unit_id: UUID, held_on: date, minutes: int, by: Actor, at: datetime) -> UnitMeeting:
    """Set minutes aside at the unit's meeting of a day; planned again, the day and minutes are changed."""
    if held_on < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."))
    meeting, _made = UnitMeeting.objects.update_or_create(
        unit_id=unit_id,
        closed_at=None,
        defaults={"held_on": held_on, "minutes": minutes, "planned_by_id": by.user_id, "planned_at": at},
    )
    return meeting


@transaction.atomic
def decide(*, meeting: UnitMeeting, person: Person, what: str, whose: str, due: date, by: Actor, at: datetime) -> Task:
    """A decision about a person as a task. whose: me, unit or coordinator. Decided twice, it is one task.

    Raises Taken when the meeting has been closed meanwhile.
    """
    if due < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."))
    if not UnitMeeting.objects.select_for_update().filter(id=meeting.id, closed_at__isnull=True).exists():
        raise Taken(_("Mødet er allerede afsluttet."))
    key = f"unit-{meeting.id}:{person.id}:{what}"
    new = not Task.objects.filter(key=key).exists()
    task = followup.add(
        plan=Planned(key=key, rule=what, kind=what, due=due, holder=_holder(whose, meeting, by), why={}),
        person=person,
        at=at,
    )
    if new:
        UnitMeeting.objects.filter(id=meeting.id).update(decisions=F("decisions") + 1)
    return task


def _holder(whose: str, meeting: UnitMeeting, by: Actor) -> Holder:
    if whose == "me":
        return Holder(by.role, owner_user_id=by.user_id)
    if whose == "unit":
        return Holder(Role.HOME_CARE_WORKER, unit_id=meeting.unit_id)
    return Holder(Role.COORDINATOR)


@transaction.atomic
def close(*, meeting: UnitMeeting, minutes_used: int, by: Actor, at: datetime) -> None:
    """The point is over: how long it took. Raises Taken when a colleague was first."""
    changed = UnitMeeting.objects.filter(id=meeting.id, closed_at__isnull=True).update(
        minutes_used=minutes_used, closed_at=at, closed_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("Mødet er allerede afsluttet."))
