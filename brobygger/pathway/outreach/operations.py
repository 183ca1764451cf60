"""Writing plans for reaching out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.outreach import queries
from brobygger.pathway.outreach.age_rules import Ages
from brobygger.pathway.outreach.calendar_rules import next_due
from brobygger.pathway.outreach.models import AgeSet, ExtractPlan, Signature, VisitHours
from brobygger.pathway.outreach.signature_rules import is_signature
from brobygger.pathway.outreach.visit_plan_rules import Placed, in_the_way
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person


class Employee(NamedTuple):
    """Somebody with a sign-in who visits."""

    user_id: UUID
    name: str


@transaction.atomic
def set_hours(*, employee: Employee, week: Mapping[int, tuple[time, time]], by: Actor, at: datetime) -> None:
    """An employee's hours for visits, by weekday; a day that is not named has none from now on."""
    VisitHours.objects.filter(employee_user_id=employee.user_id).exclude(weekday__in=list(week)).delete()
    for weekday, (begins, ends) in week.items():
        VisitHours.objects.update_or_create(
            employee_user_id=employee.user_id,
            weekday=weekday,
            defaults={"employee_name": employee.name, "begins": begins, "ends": ends},
        )


@transaction.atomic
def lay(*, placed: Sequence[Placed], episodes: Mapping[str, Episode], names: Mapping[str, str]) -> list[Visit]:
    """Write a plan into the calendars: one visit for each placed episode (by id as text)."""
    return Visit.objects.bulk_create(
        [
            Visit(
                person_id=episodes[one.key].person_id,
                episode=episodes[one.key],
                employee_user_id=UUID(one.employee),
                employee_name=names[one.employee],
                planned_at=moment(one.day, one.begins),
            )
            for one in placed
        ],
        batch_size=2000,
    )


def moment(day: date, minute: int) -> datetime:
    """A day and a minute of it, in Denmark."""
    return datetime.combine(day, time(), DENMARK) + timedelta(minutes=minute)


@transaction.atomic
def move(*, visit: Visit, to: datetime, employee: Employee, minutes: int, by: Actor, at: datetime) -> Visit:
    """Move a visit to another time or colleague. Raises Refusal where it cannot be reached, Taken when it is over.

    Two who fill the same hour at once wait for each other.
    """
    VisitHours.objects.select_for_update().filter(employee_user_id=employee.user_id).first()
    person, there = visit.person, to.astimezone(DENMARK)
    place = None if person.latitude is None or person.longitude is None else (person.latitude, person.longitude)
    held = queries.day_of(by, employee.user_id, there.date(), minutes=minutes, but=visit.id)
    other = in_the_way(there.hour * 60 + there.minute, place, held, minutes=minutes)
    if other is not None:
        clock = f"{other.begins // 60}.{other.begins % 60:02}"
        raise Refusal(_("%(name)s har et besøg kl. %(time)s og kan ikke nå frem. Vælg en anden tid.")
                      % {"name": employee.name, "time": clock}, field="time")  # fmt: skip
    changed = Visit.objects.filter(id=visit.id, status="planned", planned_at=visit.planned_at).update(
        planned_at=to, employee_user_id=employee.user_id, employee_name=employee.name
    )
    if not changed:
        raise Taken(_("Besøget er flyttet eller afsluttet imens. Se, hvad der står nu."))
    visit.refresh_from_db()
    return visit


@transaction.atomic
def plan_extracts(
    *, programme: Programme, every: str, next_on: date, by_itself: bool, by: Actor, at: datetime
) -> ExtractPlan:
    """Say when the programme's extracts come, and whether the worker stores one without errors by itself."""
    plan, _made = ExtractPlan.objects.update_or_create(
        programme=programme,
        defaults={"every": every, "next_on": next_on, "by_itself": by_itself, "changed_by_id": by.user_id},
        create_defaults={
            "every": every, "next_on": next_on, "by_itself": by_itself, "changed_by_id": by.user_id,
            "folder": f"{programme.recipe_id[:40]}-{programme.id.hex[-8:]}",
        },
    )  # fmt: skip
    return plan


@transaction.atomic
def stop_extracts(*, programme: Programme, by: Actor) -> None:
    """Nobody waits for an extract any more."""
    ExtractPlan.objects.filter(programme=programme).delete()


@transaction.atomic
def looked(*, plan: ExtractPlan, result: str, rows: int, at: datetime, on: date) -> ExtractPlan:
    """Note what a look in the folder gave; a file that was taken moves the plan to its next day."""
    plan.result, plan.result_at, plan.result_rows = result, at, rows
    if result in ("stored", "waiting"):
        plan.next_on = next_due(plan.next_on, plan.every, after=on)
    plan.save(update_fields=["result", "result_at", "result_rows", "next_on"])
    return plan


@transaction.atomic
def keep_signature(*, person: Person, consent_id: UUID, path: str, at: datetime) -> Signature:
    """Keep a name that was written on the screen. Raises Refusal for anything but a line."""
    if not is_signature(path):
        raise Refusal(_("Navnet kan ikke læses. Skriv det igen, eller vælg mundtligt."), field="signature")
    return Signature.objects.create(person=person, consent_id=consent_id, path=path, signed_at=at)


@transaction.atomic
def set_ages(
    *, programme: Programme, ages: Ages, in_force_from: date, reason: str, by: Actor, at: datetime
) -> AgeSet:  # fmt: skip
    """The ages that give an offer from a day on. Earlier sets stay, with their reason."""
    return AgeSet.objects.create(
        programme=programme,
        in_force_from=in_force_from,
        always=sorted(ages.always),
        alone=sorted(ages.alone),
        yearly_from=ages.yearly_from,
        reason=reason,
        made_at=at,
        made_by_id=by.user_id,
    )
