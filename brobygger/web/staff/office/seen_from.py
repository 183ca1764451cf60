"""The effort a course is looked at from: the municipality's courses and its instructors stand in every effort's office.

The address carries it (`?indsats=`), so that who came from one effort goes back to the same.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from brobygger.programmes.running import queries as running
from brobygger.web.shared.guard import Request

KEY = "indsats"


def effort(request: Request, course: Any) -> Any:
    """The effort the address names, else the course's own. Raises NotVisible for one out of reach."""
    try:
        named = UUID(request.GET.get(KEY, ""))
    except ValueError:
        return course.programme
    return course.programme if named == course.programme_id else running.get(request.actor, named)


def carried(course: Any, programme: Any) -> str:
    """What an address that leads on to the course ends with; empty in the course's own effort."""
    return "" if programme.id == course.programme_id else f"?{KEY}={programme.id}"


def course_back(request: Request, course: Any) -> tuple[str, str]:
    """Label and address of the course's page, seen from the same effort."""
    return course.title, reverse("course", args=[course.id]) + carried(course, effort(request, course))
