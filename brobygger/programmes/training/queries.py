"""Reading courses, attendance, what employees feel sure of, and time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, Model, Prefetch, Q, QuerySet, Sum

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import rules
from brobygger.programmes.training.models import Attendee, Course, CourseDay, DayIdea, DayTeacher, SelfRating, TimeSpent
from brobygger.registry.access.actor import Actor

Row = TypeVar("Row", bound=Model)


def courses(actor: Actor, programme: Programme) -> list[Course]:
    """Open courses, the effort's and the municipality's, with their days (`days.all()`, in order), by title.

    Two queries.
    """
    rows = Course.objects.filter(Q(programme=programme) | Q(municipal=True), closed_on__isnull=True)
    days = CourseDay.objects.order_by("held_on", "id")
    return list(rows.prefetch_related(Prefetch("days", queryset=days)).order_by("title"))


def course(actor: Actor, course_id: UUID) -> Course:
    """One course with its programme. Raises NotVisible."""
    return _one(Course.objects.select_related("programme", "owner"), course_id)


def days(actor: Actor, course: Course) -> list[CourseDay]:
    """A course's days with those who were there, who taught, and ideas (`attendees.all()` …), latest first.

    Four queries.
    """
    there = Attendee.objects.select_related("unit").order_by("name", "id")
    taught = DayTeacher.objects.select_related("instructor").order_by("instructor__name", "id")
    rows = CourseDay.objects.filter(course=course).prefetch_related(
        Prefetch("attendees", queryset=there), Prefetch("ideas", queryset=DayIdea.objects.order_by("id")),
        Prefetch("teachers", queryset=taught),
    )  # fmt: skip
    return list(rows.order_by("-held_on", "-id"))


def day(actor: Actor, day_id: UUID) -> CourseDay:
    """One course day with course and programme. Raises NotVisible."""
    return _one(CourseDay.objects.select_related("course__programme"), day_id)


def idea(actor: Actor, idea_id: UUID) -> DayIdea:
    """One idea with its day and course. Raises NotVisible."""
    return _one(DayIdea.objects.select_related("day__course__programme"), idea_id)


def came(actor: Actor, programme: Programme) -> list[tuple[UUID, UUID | None, rules.Came]]:
    """Everybody who was at a day of the effort's courses or the municipality's: course, unit, and who for how long.

    One query.
    """
    ours = Q(day__course__programme=programme) | Q(day__course__municipal=True)
    rows = Attendee.objects.filter(ours, day__course__closed_on__isnull=True)
    values = rows.values_list("day__course_id", "unit_id", "membership_id", "name", "day__minutes")
    return [
        (course_id, unit_id, rules.Came(_who(membership_id, unit_id, name), minutes))
        for course_id, unit_id, membership_id, name, minutes in values
    ]


def learnt(actor: Actor, membership_ids: Iterable[UUID]) -> dict[UUID, dict[str, date]]:
    """What colleagues with a sign-in have been at: by membership, course and its last day, oldest first. One query."""
    rows = Attendee.objects.filter(membership_id__in=list(membership_ids)).order_by("day__held_on", "id")
    found: dict[UUID, dict[str, date]] = {}
    for membership_id, title, held_on in rows.values_list("membership_id", "day__course__title", "day__held_on"):
        if membership_id is not None:
            found.setdefault(membership_id, {})[title] = held_on
    return found


def _who(membership_id: UUID | None, unit_id: UUID | None, name: str) -> str:
    return str(membership_id) if membership_id else f"{unit_id or ''}:{' '.join(name.casefold().split())}"


def taught(
    found: Iterable[Course], attendance: Iterable[tuple[UUID, UUID | None, rules.Came]], units: dict[UUID, str]
) -> list[rules.Taught]:
    """Courses as the warnings read them. units: those that should have somebody trained, id → name."""
    some = list(found)
    without = missed(some, attendance, units)
    return [
        rules.Taught(
            title=one.title, days=tuple(day.held_on for day in one.days.all()), planned_on=one.planned_on,
            refresher_after_days=one.refresher_after_days, must_before_start=one.must_before_start,
            missing=tuple(units[unit_id] for unit_id in without[one.id]),
        )
        for one in some
    ]  # fmt: skip


def missed(
    found: Iterable[Course], attendance: Iterable[tuple[UUID, UUID | None, rules.Came]], units: Iterable[UUID]
) -> dict[UUID, list[UUID]]:
    """By course: the units nobody has come from, in the order given. None misses a course that is for no unit."""
    trained: dict[UUID, set[UUID | None]] = {}
    for course_id, unit_id, _came in attendance:
        trained.setdefault(course_id, set()).add(unit_id)
    ids = list(units)
    return {
        one.id: [] if one.form in rules.FOR_NO_UNIT else [it for it in ids if it not in trained.get(one.id, set())]
        for one in found
    }


def owned_by(actor: Actor, membership_id: UUID) -> list[tuple[str, str]]:
    """Open courses one person sees to: programme and title. One query."""
    rows = Course.objects.filter(owner_id=membership_id, closed_on__isnull=True).order_by("title")
    return list(rows.values_list("programme__name", "title"))


def taken_up(actor: Actor, programme: Programme) -> set[str]:
    """The parts of the recipe's training that have become courses. One query."""
    rows = Course.objects.filter(programme=programme).exclude(recipe_part="")
    return set(rows.values_list("recipe_part", flat=True))


def ratings(actor: Actor, programme: Programme) -> QuerySet[SelfRating]:
    """What employees feel sure of, as far as the actor may see, with who said it."""
    rows = SelfRating.objects.filter(programme=programme).select_related("membership")
    return rows.order_by("membership__name", "membership_id", "item")


def my_ratings(actor: Actor, programme: Programme) -> dict[str, int]:
    """What the actor has said: item → how sure. One query."""
    rows = SelfRating.objects.filter(Q(membership_id=actor.membership_id), programme=programme)
    return dict(rows.values_list("item", "sure"))


def time_by_code(actor: Actor, programme: Programme, *, since: date) -> rules.Spent:
    """Time since a day, by code, as far as the actor may see. One query."""
    rows = TimeSpent.objects.filter(programme=programme, spent_on__gte=since)
    return rules.spent(rows.values_list("code").annotate(minutes=Sum("minutes")))


class UnitTime(NamedTuple):
    """What a unit's employees have written: minutes, those of them for screening, and how many wrote."""

    minutes: int
    screening: int
    people: int


def time_by_unit(actor: Actor, programme: Programme, *, since: date) -> dict[str, UnitTime]:
    """Time since a day by the unit's name ("" without one), most first. One query."""
    rows = TimeSpent.objects.filter(programme=programme, spent_on__gte=since).values_list("unit__name")
    counted = rows.annotate(
        total=Sum("minutes"),
        screening=Sum("minutes", filter=Q(code="screening"), default=0),
        people=Count("membership_id", distinct=True),
    ).order_by("-total")
    return {name or "": UnitTime(*numbers) for name, *numbers in counted}


def minutes_by_unit(actor: Actor, programme: Programme, *, since: date) -> dict[UUID, int]:
    """Minutes since a day by the unit that wrote them. One query."""
    rows = TimeSpent.objects.filter(programme=programme, spent_on__gte=since, unit__isnull=False).order_by()
    return dict(rows.values_list("unit_id").annotate(total=Sum("minutes")))


def time_of_each(actor: Actor, programme: Programme, *, since: date, until: date) -> list[TimeSpent]:
    """What each colleague has written from a day to a day, both among them, with who: for payroll. One query."""
    rows = TimeSpent.objects.filter(programme=programme, spent_on__gte=since, spent_on__lte=until)
    return list(rows.select_related("membership__user", "membership__unit").order_by("spent_on", "id"))


def my_time(actor: Actor, programme: Programme) -> QuerySet[TimeSpent]:
    """What the actor has written, latest first."""
    return TimeSpent.objects.filter(Q(user_id=actor.user_id), programme=programme).order_by("-spent_on", "-id")


def my_entry(actor: Actor, entry_id: UUID) -> TimeSpent:
    """One of the actor's own entries. Raises NotVisible."""
    return _one(TimeSpent.objects.filter(Q(user_id=actor.user_id)).select_related("programme"), entry_id)


def _one(rows: QuerySet[Row], wanted: UUID) -> Row:
    found = rows.filter(id=wanted).first()
    if found is None:
        raise NotVisible("training")
    return found
