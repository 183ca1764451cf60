"""Groups within a course by language or background, as people wish, with help in the mother tongue (R233).

Who belongs where is only written when each has wished it, and it is gone when the group is: a background is nobody
else's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.training.models import Course, CourseGroup, CourseGroupMember
from brobygger.registry.access.actor import Actor

_MEMBERS = Prefetch("members", queryset=CourseGroupMember.objects.order_by("name", "id"))


@transaction.atomic
def keep(
    *, course: Course, name: str, language: str, tongue_by: str, names: Sequence[str], by: Actor, at: datetime,
    group: CourseGroup | None = None,
) -> CourseGroup:  # fmt: skip
    """A new group, or how one is now (`group`): those named are those in it.

    Raises Taken for a name in use; Refusal for somebody who stands in another group of the course.
    """
    elsewhere = CourseGroupMember.objects.filter(group__course=course, name__in=names)
    if group is not None:
        elsewhere = elsewhere.exclude(group=group)
    taken = elsewhere.order_by("name").values_list("name", flat=True).first()
    if taken is not None:
        raise Refusal(_("%(name)s står i en anden gruppe.") % {"name": taken}, field="names")
    kept = group or CourseGroup(course=course)
    kept.name, kept.language, kept.tongue_by, kept.wished_on = name, language, tongue_by, local_date(at)
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise Taken(_("Kurset har allerede en gruppe med det navn."), field="name") from error
    CourseGroupMember.objects.filter(group=kept).exclude(name__in=names).delete()
    rows = [CourseGroupMember(group=kept, name=one) for one in names]
    CourseGroupMember.objects.bulk_create(rows, ignore_conflicts=True)
    return kept


@transaction.atomic
def dissolve(*, group: CourseGroup, by: Actor, at: datetime) -> None:
    """The group is no more, and nothing says who was in it. Twice is once."""
    CourseGroupMember.objects.filter(group=group).delete()
    CourseGroup.objects.filter(id=group.id).delete()


def of_course(actor: Actor, course: Course) -> list[CourseGroup]:
    """A course's groups with those in them (`members.all()`), by name. Two queries."""
    return list(CourseGroup.objects.filter(course=course).prefetch_related(_MEMBERS).order_by("name", "id"))


def group(actor: Actor, course_group_id: UUID) -> CourseGroup:
    """One group with its course and those in it. Raises NotVisible."""
    rows = CourseGroup.objects.select_related("course__programme").prefetch_related(_MEMBERS)
    found = rows.filter(id=course_group_id).first()
    if found is None:
        raise NotVisible("group")
    return found
