"""A course day that was written wrong: put right, or deleted while nobody and nothing hangs on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.training.models import Attendee, CourseDay, DayAnswer, DayIdea, DayTeacher
from brobygger.registry.access.actor import Actor

_HANGS_ON_IT: tuple[Any, ...] = (Attendee, DayAnswer, DayIdea)


def is_bare(day: CourseDay) -> bool:
    """Nobody was there, and nothing is written about what it led to. Up to three queries."""
    told = day.results or day.said_afterwards
    return not told and not any(model.objects.filter(day=day).exists() for model in _HANGS_ON_IT)


@transaction.atomic
def correct(*, day: CourseDay, held_on: date, minutes: int, place: str, by: Actor, at: datetime) -> CourseDay:
    """Another day, length or place. Raises Refusal where somebody was there on a day that has not come."""
    if held_on > local_date(at) and not is_bare(day):
        raise Refusal(_("Dagen er ikke kommet endnu, og der står allerede noget om den."), field="held_on")
    day.held_on, day.minutes, day.place = held_on, minutes, place
    day.save(update_fields=["held_on", "minutes", "place"])
    return day


@transaction.atomic
def remove(*, day: CourseDay, by: Actor, at: datetime) -> None:
    """The day was written by mistake. Raises Refusal when somebody was there, or something is written about it."""
    locked = CourseDay.objects.select_for_update().get(id=day.id)
    if not is_bare(locked):
        raise Refusal(_("Der står noget om dagen. Den kan rettes, men ikke slettes."))
    DayTeacher.objects.filter(day=locked).delete()
    CourseDay.objects.filter(id=locked.id).delete()
