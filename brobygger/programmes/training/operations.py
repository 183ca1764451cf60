"""Planning courses, writing down who was there, and what employees say about themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import rules
from brobygger.programmes.training.models import (
    Attendee,
    Course,
    CourseDay,
    DayIdea,
    DayTeacher,
    Instructor,
    SelfRating,
    TimeSpent,
)
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Unit

OLDEST_TIME = timedelta(days=92)  # what is older is not remembered to the minute


@transaction.atomic
def plan(*, programme: Programme, title: str, form: str, by: Actor, at: datetime, recipe_part: str = "",
         **facts: Any) -> Course:  # fmt: skip
    """Plan a course. facts: for_whom, topics, teacher_kind, teacher, planned_on, sessions, minutes,
    refresher_after_days, must_before_start, owner. Raises Taken when the programme has a course of that title.
    """
    try:
        with transaction.atomic():
            return Course.objects.create(programme=programme, title=title, form=form, recipe_part=recipe_part, **facts)
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede et kursus med det navn.")) from error


@transaction.atomic
def change(*, course: Course, by: Actor, at: datetime, **facts: Any) -> Course:
    """Change a course, or write its evaluation. Raises Taken for another course's title."""
    for field, value in facts.items():
        setattr(course, field, value)
    try:
        with transaction.atomic():
            course.save(update_fields=sorted(facts))
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede et kursus med det navn.")) from error
    return course


def close(*, course: Course, by: Actor, at: datetime) -> Course:
    """A course is not used any more; who was there stays. Repeating it changes nothing."""
    Course.objects.filter(id=course.id, closed_on__isnull=True).update(closed_on=local_date(at))
    return course


@transaction.atomic
def hold(*, course: Course, held_on: date, minutes: int, members: Sequence[Membership], names: Sequence[str],
         unit: Unit | None, by: Actor, at: datetime, place: str = "",
         taught_by: Sequence[Instructor] = ()) -> CourseDay:  # fmt: skip
    """A course was held (or is going to be: then without attendees). names: people without a sign-in, of `unit`.

    taught_by: those of the course's list who taught, or are going to.

    Raises Refusal when somebody is said to have been at a day that has not come.
    """
    if held_on > local_date(at) and (members or names):
        raise Refusal(_("Dagen er ikke kommet endnu. Skriv fremmødet bagefter."), field="held_on")
    day = CourseDay.objects.create(course=course, held_on=held_on, minutes=minutes, place=place)
    _write_attendees(day, members, names, unit)
    DayTeacher.objects.bulk_create([DayTeacher(day=day, instructor=one) for one in taught_by])
    return day


def attend(*, day: CourseDay, members: Sequence[Membership], names: Sequence[str], unit: Unit | None, by: Actor,
           at: datetime) -> int:  # fmt: skip
    """More who were there; somebody written twice stands once. How many rows stand now. Raises Refusal as `hold`."""
    if day.held_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu. Skriv fremmødet bagefter."))
    _write_attendees(day, members, names, unit)
    return Attendee.objects.filter(day=day).count()


@transaction.atomic
def tell_results(*, day: CourseDay, results: str, ideas: Sequence[str], by: Actor, at: datetime) -> int:
    """What one workshop led to, and its ideas; an idea that stands already is not written twice. How many were new.

    Raises Refusal for a day that has not come.
    """
    if day.held_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."))
    day.results = results
    day.save(update_fields=["results"])
    known = set(DayIdea.objects.filter(day=day).values_list("words", flat=True))
    new = [DayIdea(day=day, words=words) for words in ideas if words not in known]
    return len(DayIdea.objects.bulk_create(new))


@transaction.atomic
def settle_idea(*, idea: DayIdea, outcome: str, came_of_it: str, by: Actor, at: datetime) -> DayIdea:
    """What became of an idea; it may change. Raises Refusal for an outcome that is none."""
    if outcome not in rules.OUTCOMES:
        raise Refusal(_("Vælg på listen."), field="outcome")
    idea.outcome, idea.came_of_it, idea.settled_on = outcome, came_of_it.strip(), local_date(at)
    idea.save(update_fields=["outcome", "came_of_it", "settled_on"])
    return idea


def _write_attendees(day: CourseDay, members: Sequence[Membership], names: Sequence[str], unit: Unit | None) -> None:
    known = [Attendee(day=day, membership=one, unit_id=one.unit_id, name=one.name) for one in members]
    others = [Attendee(day=day, unit=unit, name=name) for name in names]
    Attendee.objects.bulk_create([*known, *others], ignore_conflicts=True)


@transaction.atomic
def rate(*, programme: Programme, membership: Membership, sure: Mapping[str, int], by: Actor, at: datetime) -> int:
    """An employee says how sure he or she feels of each item; saying it again replaces it. How many items.

    Raises ValueError for an unknown item or degree: the form offers no others.
    """
    for item, degree in sure.items():
        if item not in rules.ITEMS or degree not in rules.SURENESS:
            raise ValueError(f"{item}: {degree}")
        SelfRating.objects.update_or_create(
            programme=programme, membership=membership, item=item,
            defaults={"sure": degree, "user_id": membership.user_id, "said_at": at, "sparred_on": None},
        )  # fmt: skip
    return len(sure)


def spar(*, programme: Programme, membership: Membership, by: Actor, at: datetime) -> int:
    """The leader has talked with an employee about what he or she is unsure of. How many items."""
    return SelfRating.objects.filter(programme=programme, membership=membership, sparred_on__isnull=True).update(
        sparred_on=local_date(at)
    )


def spend(*, programme: Programme, membership: Membership, code: str, spent_on: date, minutes: int, by: Actor,
          at: datetime) -> TimeSpent:  # fmt: skip
    """Write down one's own time. Raises Refusal for a day ahead, one long ago, or more minutes than a day has."""
    today = local_date(at)
    if spent_on > today:
        raise Refusal(_("Dagen er ikke kommet endnu."), field="spent_on")
    if spent_on < today - OLDEST_TIME:
        raise Refusal(_("Skriv højst tid for de sidste tre måneder."), field="spent_on")
    if not 0 < minutes <= 1440:
        raise Refusal(_("Skriv mellem 1 og 1440 minutter."), field="minutes")
    return TimeSpent.objects.create(
        programme=programme, membership=membership, user_id=membership.user_id, unit_id=membership.unit_id, code=code,
        spent_on=spent_on, minutes=minutes, written_at=at,
    )  # fmt: skip


def take_back(*, entry: TimeSpent, by: Actor, at: datetime) -> None:
    """Undo an entry of one's own."""
    TimeSpent.objects.filter(Q(user_id=by.user_id), id=entry.id).delete()


def pass_on(*, leaver: Membership, successor: Membership, by: Actor, at: datetime) -> int:
    """Give the open courses one person sees to to another. How many."""
    return Course.objects.filter(owner=leaver, closed_on__isnull=True).update(owner=successor)
