"""Who may teach which course: one list for the whole municipality, and the days each has taught (R216, R234)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.training.models import Attendee, Course, DayTeacher, Instructor
from brobygger.registry.access.actor import Actor

MOST = 300  # a municipality's instructors on one page
TRAINS_TEACHERS = "train_the_trainer"


@transaction.atomic
def put_on_list(
    *, course: Course, name: str, comes_from: str, since: date, trained_by: Course | None, by: Actor, at: datetime
) -> Instructor:
    """Somebody may teach a course from a day. Raises Taken when the name stands on the course's list already."""
    try:
        with transaction.atomic():
            return Instructor.objects.create(
                course=course, name=" ".join(name.split()), comes_from=comes_from, since=since, trained_by=trained_by
            )
    except IntegrityError as error:
        raise Taken(_("Navnet står allerede på listen til det kursus."), field="name") from error


def take_off(*, instructor: Instructor, by: Actor, at: datetime) -> None:
    """Somebody teaches the course no more; the days he or she taught stay. Twice is once."""
    Instructor.objects.filter(id=instructor.id, stopped_on__isnull=True).update(stopped_on=local_date(at))


@dataclass(frozen=True)
class Listed:
    """One line of the list: who, how many days taught and the last of them, and whether the training is known."""

    one: Instructor
    days: int
    last: date | None
    was_there: bool | None  # None: no course is named


def listed(actor: Actor, *, on: date) -> list[Listed]:
    """Everybody who may teach, by course (two may have one title) and name; days taught are those that have come.

    Three queries.
    """
    known = _now().select_related("course__programme", "trained_by")
    rows = list(known.order_by("course__title", "course_id", "name", "id")[:MOST])
    there = _attended({one.trained_by_id for one in rows if one.trained_by_id})
    taught = DayTeacher.objects.filter(instructor__in=rows, day__held_on__lte=on).values_list("instructor_id")
    held = {one: (days, last) for one, days, last in taught.annotate(n=Count("id"), last=Max("day__held_on"))}
    return [
        Listed(
            one=one,
            days=held[one.id][0] if one.id in held else 0,
            last=held[one.id][1] if one.id in held else None,
            was_there=(one.trained_by_id, _same(one.name)) in there if one.trained_by_id else None,
        )
        for one in rows
    ]


def of_course(actor: Actor, course: Course) -> list[Instructor]:
    """Who may teach a course, by name. One query."""
    return list(_now().filter(course=course).select_related("trained_by").order_by("name", "id")[:MOST])


def instructor(actor: Actor, instructor_id: UUID) -> Instructor:
    """One line of the list with its course. Raises NotVisible."""
    found = Instructor.objects.select_related("course__programme").filter(id=instructor_id).first()
    if found is None:
        raise NotVisible("instructor")
    return found


def courses_to_teach(actor: Actor) -> list[Course]:
    """The municipality's open courses of every effort, by title. One query."""
    return list(
        Course.objects.filter(closed_on__isnull=True).select_related("programme").order_by("title", "id")[:MOST]
    )


def chosen(course: Course, ids: Iterable[str], *, on: date) -> list[Instructor]:
    """Those of a course's list a form has named. Raises Refusal for one who could not teach on that day."""
    rows = list(Instructor.objects.filter(course=course, id__in=[UUID(one) for one in ids]))
    early = next((one for one in rows if one.since > on), None)
    if early is not None:
        raise Refusal(
            _("%(name)s kunne ikke undervise den dag. Se listen over undervisere.") % {"name": early.name},
            field="taught_by",
        )
    return rows


def _attended(courses: Iterable[UUID | None]) -> set[tuple[UUID | None, str]]:
    rows = Attendee.objects.filter(day__course_id__in=list(courses)).values_list("day__course_id", "name")
    return {(course_id, _same(name)) for course_id, name in rows}


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


def _now() -> QuerySet[Instructor]:
    return Instructor.objects.filter(stopped_on__isnull=True, course__closed_on__isnull=True)
