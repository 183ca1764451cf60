"""What is taught from, in versions; and a course taught in another way when the first did not work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import materials, queries
from brobygger.programmes.training.sheets import sheets
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import said
from brobygger.web.staff.office import training_forms as forms
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.seen_from import course_back
from brobygger.web.staff.register.uploads import limited, tell_too_large


@guarded(Action.SEE_OFFICE)
def teaching(request: Request, programme_id: UUID) -> HttpResponse:
    """Every material with its versions, for which course, and when it was used."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/office/teaching.jinja", programme=programme, materials=materials.of_programme(actor, programme),
        sheets=[(one.code, one.title.in_language(language()), one.minutes) for one in sheets().values()],
        may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


@limited
@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new(request: Request, programme_id: UUID) -> HttpResponse:
    """A material that is taught from."""
    programme = running.get(request.actor, programme_id)
    return _written(request, programme, None)


@limited
@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_version(request: Request, teaching_material_id: UUID) -> HttpResponse:
    """The same in a new version: the old one is used until the new one is."""
    old = materials.material(request.actor, teaching_material_id)
    return _written(request, old.programme, old)


def _written(request: Request, programme: Any, replaces: Any) -> HttpResponse:
    actor: Actor = request.actor
    courses = {str(one.id): one for one in queries.courses(actor, programme)}
    first: dict[str, Any] = {"used_from": local_date(now())}
    if replaces is not None:
        first |= {"name": replaces.name, "course": str(replaces.course_id or ""), "link": replaces.link}
    form = forms.MaterialForm(
        request.POST or None, request.FILES or None, initial=first,
        courses=[(key, one.title) for key, one in courses.items()],
    )  # fmt: skip
    tell_too_large(request, form, "file", _("Filen er for stor. Læg den et andet sted, og skriv adressen."))

    def save(given: dict[str, Any]) -> str:
        file = given["file"]
        materials.keep(
            programme=programme, name=given["name"], course=courses.get(given["course"]), link=given["link"],
            file=(file.name, file.read(forms.MOST_READ)) if file else None, what_is_new=given["what_is_new"],
            used_from=given["used_from"], replaces=replaces, by=actor, at=now(),
        )  # fmt: skip
        return _("Materialet er gemt.")

    title = _("Ny udgave af %(name)s") % {"name": replaces.name} if replaces else _("Nyt materiale")
    return form_page(request, form=form, title=title, submit=_("Gem materialet"), back=_back(programme), save=save)


def _back(programme: Any) -> tuple[str, str]:
    return _("Materialer"), reverse("teaching", args=[programme.id])


@guarded(Action.READ_TOOLS)
def file(request: Request, teaching_material_id: UUID) -> HttpResponse:
    """The file of a version, to be saved; a browser never runs it."""
    found = materials.material(request.actor, teaching_material_id)
    if found.content is None:
        raise NotVisible("file")
    response = HttpResponse(bytes(found.content), content_type=found.file_type)
    response.headers["Content-Disposition"] = _named(found.file_name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _named(name: str) -> str:
    """A file name for a header: what could end it is left out."""
    plain = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in " ._-"))
    return f'attachment; filename="{plain or "materiale"}"'


@guarded(Action.RUN_OFFICE, methods=("POST",))
def retire(request: Request, teaching_material_id: UUID) -> HttpResponse:
    """It is not used any more."""
    found = materials.material(request.actor, teaching_material_id)
    materials.retire(material=found, by=request.actor, at=now())
    return done(request, _("Materialet er lagt væk."), _back(found.programme)[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def method(request: Request, course_id: UUID) -> HttpResponse:
    """A course is taught in another way: which, and why."""
    actor: Actor = request.actor
    course = queries.course(actor, course_id)
    form = forms.MethodForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        materials.teach_otherwise(course=course, to_form=given["to_form"], why=given["why"], by=actor, at=now())
        return _("Fra nu af er det %(form)s.") % {"form": said.FORMS[course.form]}

    return form_page(
        request, form=form, title=_("Undervis på en anden måde"), submit=_("Skift måde"),
        back=course_back(request, course), save=save,
        intro=_("Virkede det ikke? Mange går fra foredrag til gruppearbejde og fra gruppe til en til en."),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def came_of_it(request: Request, method_change_id: UUID) -> HttpResponse:
    """What came of it."""
    actor: Actor = request.actor
    change = materials.method_change(actor, method_change_id)
    form = forms.CameForm(request.POST or None, initial={"came_of_it": change.came_of_it})

    def save(given: dict[str, Any]) -> str:
        materials.tell_what_came(change=change, came_of_it=given["came_of_it"], by=actor, at=now())
        return _("Det er skrevet ned.")

    return form_page(
        request, form=form, title=_("Hvad kom der ud af det?"), submit=_("Gem"),
        back=course_back(request, change.course), save=save,
    )  # fmt: skip
