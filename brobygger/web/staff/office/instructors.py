"""The list of those who may teach, for the whole municipality (R216, R234)."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import instructors, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import training_forms as forms
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.seen_from import carried, effort


@guarded(Action.SEE_OFFICE)
def listed(request: Request, programme_id: UUID) -> HttpResponse:
    """Who may teach which course, since when, and trained by what."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    rows = groupby(instructors.listed(actor, on=local_date(now())), key=lambda row: row.one.course)
    return page(
        request, "staff/office/instructors.jinja", programme=programme, may_run=may(actor.role, Action.RUN_OFFICE),
        courses=[
            (_named(course), reverse("course", args=[course.id]) + carried(course, programme), list(several))
            for course, several in rows
        ],
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new(request: Request, programme_id: UUID) -> HttpResponse:
    """Put somebody on the list, perhaps of one course (`?kursus=`)."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    found = instructors.courses_to_teach(actor)
    form = forms.InstructorForm(
        request.POST or None,
        initial={"since": local_date(now()), "course": request.GET.get("kursus", "")},
        courses=[(str(one.id), _named(one)) for one in found],
        trainings=[(str(one.id), _named(one)) for one in found if one.form == instructors.TRAINS_TEACHERS],
    )

    def save(given: dict[str, Any]) -> str:
        trained_by = queries.course(actor, UUID(given["trained_by"])) if given["trained_by"] else None
        course = queries.course(actor, UUID(given["course"]))
        instructors.put_on_list(
            course=course, name=given["name"], comes_from=given["comes_from"], since=given["since"],
            trained_by=trained_by, by=actor, at=now(),
        )  # fmt: skip
        return _("%(name)s kan nu undervise på »%(course)s«.") % {"name": given["name"], "course": course.title}

    return form_page(
        request, form=form, title=_("Ny underviser"), submit=_("Sæt på listen"), save=save,
        back=(_("Undervisere"), reverse("instructors", args=[programme.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def off(request: Request, instructor_id: UUID) -> HttpResponse:
    """Somebody does not teach a course any more."""
    actor: Actor = request.actor
    one = instructors.instructor(actor, instructor_id)
    instructors.take_off(instructor=one, by=actor, at=now())
    back = reverse("instructors", args=[effort(request, one.course).id])
    return done(request, _("%(name)s er taget af listen.") % {"name": one.name}, back)


def _named(course: Any) -> str:
    return course.title if course.municipal else f"{course.title} ({course.programme.name})"
