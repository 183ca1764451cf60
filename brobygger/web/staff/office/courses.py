"""Competence development: courses, who was there, hours for each, and who has not learnt it yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import afterwards, course_groups, instructors, materials, operations, queries, rules
from brobygger.programmes.training.sheets import of_part
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import plan, said
from brobygger.web.staff.office import training_forms as forms
from brobygger.web.staff.office.asking import form_page, member, people, programme_and_recipe
from brobygger.web.staff.office.seen_from import carried, course_back, effort

FRONT = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)
MOST_UNTRAINED = 30


@guarded(Action.SEE_OFFICE)
def courses(request: Request, programme_id: UUID) -> HttpResponse:
    """Courses, hours for each employee, warnings, and who has not been on any."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())
    found = queries.courses(actor, programme)
    came = queries.came(actor, programme)
    units = units_of(actor, programme)
    attended: dict[UUID, list[rules.Came]] = {}
    for course_id, _unit, one in came:
        attended.setdefault(course_id, []).append(one)
    taught = queries.taught(found, came, units)
    return page(
        request,
        "staff/office/courses.jinja",
        programme=programme,
        rows=[(one, rules.hours(attended.get(one.id, [])), carried(one, programme)) for one in found],
        hours=_hours(rules.hours(one for _course, _unit, one in came)),
        warnings=[said.warn(one) for one in rules.warnings(taught, starts_on=programme.starts_on, today=today)],
        units=[name for unit_id, name in units.items() if unit_id not in {unit for _course, unit, _came in came}],
        untrained=_untrained(actor, programme, {one.who for _course, _unit, one in came}),
        suggested=plan.courses(recipe, queries.taken_up(actor, programme)),
        forms=said.FORMS,
        say_hours=said.hours,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


def units_of(actor: Actor, programme: Any) -> dict[UUID, str]:
    """The units that should have somebody trained: those that take part, else all of the owner's. One query."""
    return {unit.id: unit.name for unit in running.units(actor, programme)}


def _untrained(actor: Actor, programme: Any, trained: set[str]) -> list[str]:
    front = access.members_of(actor, programme.owner_id, on=local_date(now())).filter(role__in=FRONT)
    missing = [f"{one.name}, {one.unit.name}" if one.unit else one.name for one in front if str(one.id) not in trained]
    return missing[:MOST_UNTRAINED]


def _hours(told: rules.Hours) -> str:
    if not told.people:
        return ""
    sentence = ngettext(
        "%(n)s medarbejder eller frivillig har lært noget: %(each)s.",
        "%(n)s medarbejdere og frivillige har lært noget: i gennemsnit %(each)s hver.",
        told.people,
    )
    return sentence % {"n": told.people, "each": said.hours(told.each)}


@guarded(Action.SEE_OFFICE)
def course(request: Request, course_id: UUID) -> HttpResponse:
    """One course: its days and who was there."""
    actor: Actor = request.actor
    shown = queries.course(actor, course_id)
    programme = effort(request, shown)
    days = queries.days(actor, shown)
    return page(
        request,
        "staff/office/course.jinja",
        course=shown,
        programme=programme,
        carried=carried(shown, programme),
        materials=materials.of_course(actor, shown, today=local_date(now())),
        sheets=[(one.code, one.title.in_language(language()), one.minutes) for one in of_part(shown.recipe_part)],
        changes=materials.changes_of(actor, shown),
        days=days,
        instructors=instructors.of_course(actor, shown),
        groups=course_groups.of_course(actor, shown),
        tongues={code: one.danish for code, one in TONGUES.items()},
        answered=afterwards.of_course(actor, shown),
        asked=said.AFTERWARDS,
        ideas=rules.ideas_stand(idea.outcome for day in days for idea in day.ideas.all()),
        outcomes=said.IDEA_OUTCOMES,
        forms=said.FORMS,
        teachers=said.TEACHERS,
        say_hours=said.hours,
        may_run=may(actor.role, Action.RUN_OFFICE) and shown.closed_on is None,
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_course(request: Request, programme_id: UUID) -> HttpResponse:
    """Plan a course, perhaps one the recipe suggests (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    begun, part = plan.begun_from(plan.courses(recipe), request.GET.get("fra", ""))
    form = forms.CourseForm(request.POST or None, initial=begun, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.plan(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("%(title)s er planlagt.") % {"title": given["title"]}

    return form_page(
        request, form=form, title=_("Nyt kursus"), submit=_("Gem kurset"), back=_back(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_course(request: Request, course_id: UUID) -> HttpResponse:
    """Change a course, or write what was learnt from it."""
    actor: Actor = request.actor
    shown = queries.course(actor, course_id)
    first = {name: getattr(shown, name) for name in forms.CourseForm.base_fields}
    form = forms.CourseForm(
        request.POST or None, initial=first | {"owner": str(shown.owner_id or "")}, people=people(actor)
    )

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.change(course=shown, by=actor, at=now(), **given)
        return _("Kurset er rettet.")

    return form_page(
        request, form=form, title=_("Ret kurset"), submit=_("Gem"), back=course_back(request, shown), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def close_course(request: Request, course_id: UUID) -> HttpResponse:
    """A course is not used any more."""
    actor: Actor = request.actor
    shown = queries.course(actor, course_id)
    operations.close(course=shown, by=actor, at=now())
    return done(request, _("%(title)s er lagt væk.") % {"title": shown.title}, _back(effort(request, shown))[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_day(request: Request, course_id: UUID) -> HttpResponse:
    """A course was held, or is going to be: day, minutes and who was there."""
    actor: Actor = request.actor
    shown = queries.course(actor, course_id)
    first = {"held_on": local_date(now()), "minutes": shown.minutes}
    teachers = [(str(one.id), one.name) for one in instructors.of_course(actor, shown)]
    form = forms.DayForm(request.POST or None, initial=first, units=_units(actor), teachers=teachers)

    def save(given: dict[str, Any]) -> str:
        unit, members, names = _who(actor, given)
        taught_by = instructors.chosen(shown, given.get("taught_by", ()), on=given["held_on"])
        operations.hold(
            course=shown, held_on=given["held_on"], minutes=given["minutes"], place=given["place"], members=members,
            names=names, unit=unit, taught_by=taught_by, by=actor, at=now(),
        )  # fmt: skip
        return _("Dagen er skrevet ned.")

    return form_page(
        request, form=form, title=_("En dag på kurset"), submit=_("Gem"), back=course_back(request, shown), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def attend(request: Request, course_day_id: UUID) -> HttpResponse:
    """More who were there, e.g. from another unit."""
    actor: Actor = request.actor
    day = queries.day(actor, course_day_id)
    form = forms.AttendForm(request.POST or None, units=_units(actor))

    def save(given: dict[str, Any]) -> str:
        unit, members, names = _who(actor, given)
        number = operations.attend(day=day, members=members, names=names, unit=unit, by=actor, at=now())
        return ngettext("%(n)s var med.", "%(n)s var med.", number) % {"n": number}

    return form_page(
        request,
        form=form,
        title=_("Flere, der var med"),
        submit=_("Gem"),
        back=course_back(request, day.course),
        save=save,
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def results(request: Request, course_day_id: UUID) -> HttpResponse:
    """What one workshop led to, and the ideas from it (R272)."""
    actor: Actor = request.actor
    day = queries.day(actor, course_day_id)
    form = forms.ResultsForm(request.POST or None, initial={"results": day.results})

    def save(given: dict[str, Any]) -> str:
        operations.tell_results(day=day, results=given["results"], ideas=given["ideas"], by=actor, at=now())
        return _("Det er skrevet ned.")

    return form_page(
        request,
        form=form,
        title=_("Hvad kom der ud af dagen?"),
        submit=_("Gem"),
        back=course_back(request, day.course),
        save=save,
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def settle_idea(request: Request, day_idea_id: UUID) -> HttpResponse:
    """What became of an idea from a workshop."""
    actor: Actor = request.actor
    idea = queries.idea(actor, day_idea_id)
    form = forms.IdeaForm(request.POST or None, initial={"outcome": idea.outcome, "came_of_it": idea.came_of_it})

    def save(given: dict[str, Any]) -> str:
        operations.settle_idea(idea=idea, by=actor, at=now(), **given)
        return _("Det er skrevet ned.")

    return form_page(
        request, form=form, title=idea.words, submit=_("Gem"), back=course_back(request, idea.day.course), save=save
    )


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in organisations.units(actor)[:300]]


def _who(actor: Actor, given: dict[str, Any]) -> tuple[Any, list[Any], list[str]]:
    """The unit, colleagues whose names we know, and the other names."""
    unit = organisations.unit(actor, UUID(given["unit"])) if given["unit"] else None
    rows = access.members_of(actor, on=local_date(now())).filter(name__in=given["names"])
    known = {one.name: one for one in rows if unit is None or one.unit_id == unit.id}
    return unit, list(known.values()), [name for name in given["names"] if name not in known]


def _back(programme: Any) -> tuple[str, str]:
    return _("Kurser"), reverse("courses", args=[programme.id])
