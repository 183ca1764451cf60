"""What participants said after a course: kept by day without names, read by course and by kind of course (R249)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import afterwards_rules as rules
from brobygger.programmes.training import queries
from brobygger.programmes.training.models import Course, CourseDay, DayAnswer
from brobygger.registry.access.actor import Actor

MOST_DAYS = 1000


@transaction.atomic
def keep(
    *, day: CourseDay, numbers: Mapping[tuple[str, str], int], words: Sequence[str], by: Actor, at: datetime
) -> None:
    """The sheets of one day, counted: (question, answer) to how many, and what was written. Again replaces it.

    Raises Refusal for a day that has not come; ValueError for an unknown question or answer: the form offers none.
    """
    if day.held_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."))
    for question, answer in numbers:
        if question not in rules.QUESTIONS or answer not in rules.ANSWERS:
            raise ValueError(f"{question}: {answer}")
    DayAnswer.objects.filter(day=day).delete()
    DayAnswer.objects.bulk_create(
        [DayAnswer(day=day, question=q, answer=a, number=number) for (q, a), number in numbers.items() if number]
    )
    day.said_afterwards = "\n".join(words)
    day.save(update_fields=["said_afterwards"])


def of_day(actor: Actor, day: CourseDay) -> dict[tuple[str, str], int]:
    """What stands of a day: (question, answer) to how many. One query."""
    rows = DayAnswer.objects.filter(day=day).values_list("question", "answer", "number")
    return {(question, answer): number for question, answer, number in rows}


def of_course(actor: Actor, course: Course) -> tuple[rules.Answered, ...]:
    """Every day of a course held together. One query."""
    return rules.together(DayAnswer.objects.filter(day__course=course).values_list("question", "answer", "number"))


@dataclass(frozen=True)
class Kind:
    """Courses of one form: what was answered in all, and each course with answers of its own and the words."""

    form: str
    answered: tuple[rules.Answered, ...]
    courses: tuple[tuple[Course, tuple[rules.Answered, ...], tuple[str, ...]], ...]


def by_kind(actor: Actor, programme: Programme) -> list[Kind]:
    """What was said after the effort's open courses and the municipality's, by form. Three queries."""
    courses = queries.courses(actor, programme)
    found = DayAnswer.objects.filter(day__course__in=courses)
    said: dict[object, list[tuple[str, str, int]]] = {}
    rows = found.values_list("day__course_id", "question", "answer", "number")[: 9 * MOST_DAYS]
    for course_id, question, answer, number in rows:
        said.setdefault(course_id, []).append((question, answer, number))
    kinds: dict[str, list[tuple[Course, tuple[str, ...]]]] = {}
    for one in courses:
        words = tuple(line for day in one.days.all() for line in day.said_afterwards.splitlines())
        if words or one.id in said:
            kinds.setdefault(one.form, []).append((one, words))
    return [
        Kind(
            form,
            rules.together(row for one, _words in several for row in said.get(one.id, [])),
            tuple((one, rules.together(said.get(one.id, [])), words) for one, words in several),
        )
        for form, several in sorted(kinds.items())
    ]
