"""Groups within a course by language or background, and who helps in the mother tongue (R233)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.programmes.training import course_groups, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.seen_from import course_back
from brobygger.web.staff.office.training_forms import CourseGroupForm


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new(request: Request, course_id: UUID) -> HttpResponse:
    """Some on the course wish to be together."""
    actor: Actor = request.actor
    return _asked(request, queries.course(actor, course_id), None, {})


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change(request: Request, course_group_id: UUID) -> HttpResponse:
    """Somebody wishes another group, or somebody else helps."""
    actor: Actor = request.actor
    group = course_groups.group(actor, course_group_id)
    first = {"name": group.name, "language": group.language, "tongue_by": group.tongue_by,
             "names": "\n".join(one.name for one in group.members.all())}  # fmt: skip
    return _asked(request, group.course, group, first)


@guarded(Action.RUN_OFFICE, methods=("POST",))
def dissolve(request: Request, course_group_id: UUID) -> HttpResponse:
    """The group is no more, and its names are deleted."""
    actor: Actor = request.actor
    group = course_groups.group(actor, course_group_id)
    course_groups.dissolve(group=group, by=actor, at=now())
    sentence = _("Gruppen %(name)s er opløst, og navnene er slettet.") % {"name": group.name}
    return done(request, sentence, course_back(request, group.course)[1])


def _asked(request: Request, course: Any, group: Any, first: dict[str, Any]) -> HttpResponse:
    form = CourseGroupForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        del given["wished"]
        course_groups.keep(course=course, group=group, by=request.actor, at=now(), **given)
        return _("Gruppen %(name)s er skrevet ned.") % {"name": given["name"]}

    return form_page(
        request, form=form, title=_("Ret gruppen") if group else _("Ny gruppe på kurset"), submit=_("Gem gruppen"),
        save=save, back=course_back(request, course),
        intro=_("Nogle vil helst lære sammen med folk, der taler deres sprog eller har samme baggrund. Ingen skal."),
    )  # fmt: skip
