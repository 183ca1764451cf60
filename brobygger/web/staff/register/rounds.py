"""Visits laid over calendars: the proposal, the calendar as it stands, moving one, and each employee's hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import visit_rounds
from brobygger.pathway.detection import queries as detected
from brobygger.pathway.outreach import operations, queries
from brobygger.pathway.outreach.operations import Employee, moment
from brobygger.pathway.outreach.visit_plan_rules import travel_minutes
from brobygger.programmes.running import queries as running
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.access.roles import Role
from brobygger.registry.people.queries import PersonView, read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.register.round_forms import HoursForm, MoveForm, RoundsForm

ON_A_PAGE = 50
MINUTES = 60  # a visit's length where nobody has said another
USUAL = {"minutes": MINUTES, "most": 4}


@dataclass(frozen=True)
class Line:
    """One visit in a calendar. travel: minutes on the road just before it; None for the first of the day."""

    at: datetime
    employee: str
    person: PersonView | None
    travel: int | None
    visit: Any = None


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def propose(request: Request, programme_id: UUID) -> HttpResponse:
    """Who visits whom and when, if nobody changes it. GET shows the proposal and stores nothing; POST lays it."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    week, staff = queries.hours(actor), visitors(actor, today)
    asked: Any = request.POST if request.method == "POST" else request.GET if request.GET.get("vis") else None
    form = RoundsForm(
        asked, today=today, known=[(str(one.user_id), one.name) for one in staff if one.user_id in week],
        initial={**_usual(today), "employees": [str(user_id) for user_id in week]},
    )  # fmt: skip
    shown = asked is not None and form.is_valid()
    if shown:
        said, chosen = form.cleaned_data, set(form.cleaned_data["employees"])
        given: dict[str, Any] = {
            "programme": programme, "employees": [one for one in staff if str(one.user_id) in chosen],
            "first": said["first"], "last": said["last"], "put_first": said["put_first"],
            "terms": form.terms, "by": actor,
        }  # fmt: skip
        if request.method == "POST":
            laid = visit_rounds.settle(**given, at=now())
            sentence = ngettext("%(n)s besøg er lagt i kalenderen.", "%(n)s besøg er lagt i kalenderen.", laid)
            return done(request, sentence % {"n": laid}, reverse("rounds_calendar", args=[programme_id]))
    made = visit_rounds.propose(**given) if shown else None
    return page(
        request, "staff/register/rounds.jinja", status=422 if asked is not None and not shown else 200,
        programme=programme, form=form, count=detected.to_offer(actor, programme).count(),
        staff=[(one, _week(week.get(one.user_id, []))) for one in staff], members=_memberships(actor, today),
        made=made, days=_proposed(actor, made), per_employee=_shares(made),
    )  # fmt: skip


def _usual(today: date) -> dict[str, Any]:
    first = today + timedelta(days=14 + (7 - today.weekday()) % 7)
    return {**USUAL, "first": first.isoformat(), "last": (first + timedelta(days=25)).isoformat()}


def visitors(actor: Actor, on: date) -> list[Employee]:
    """Who in the actor's organisation may hold a visit, by name."""
    return [Employee(user_id, member.name) for user_id, member in _memberships(actor, on).items()]


def _memberships(actor: Actor, on: date) -> dict[UUID, Any]:
    found = access.members_of(actor, actor.organisation_id, on=on)
    return {one.user_id: one for one in found if one.user_id and may(Role(one.role), Action.SCREEN)}


def _week(rows: list[Any]) -> str:
    """Hours in words: "mandag 9–12, onsdag 9–15"."""
    return ", ".join(
        f"{words.WEEKDAYS[row.weekday]} {row.begins:%H.%M}–{row.ends:%H.%M}" for row in rows if row.weekday < 5
    )


def _shares(made: visit_rounds.Rounds | None) -> list[tuple[str, int, int]]:
    """Each employee's visits and minutes on the road in a proposal."""
    if made is None:
        return []
    return [
        (name, len(theirs), sum(one.travel for one in theirs))
        for user, name in sorted(made.names.items(), key=lambda each: each[1])
        for theirs in [[one for one in made.plan.placed if one.employee == user]]
    ]


def _proposed(actor: Actor, made: visit_rounds.Rounds | None) -> list[tuple[date, list[Line]]]:
    """The first visits of a proposal, day by day. One reading of the persons."""
    if made is None:
        return []
    first = made.plan.placed[:ON_A_PAGE]
    people = _people(actor, [made.episodes[one.key].person_id for one in first])
    lines = [
        Line(moment(one.day, one.begins), made.names[one.employee], people.get(made.episodes[one.key].person_id),
             one.travel or None)
        for one in first
    ]  # fmt: skip
    return _by_day(lines)


def _by_day(lines: list[Line]) -> list[tuple[date, list[Line]]]:
    lines = sorted(lines, key=lambda line: (line.at.date(), line.employee, line.at))
    return [(day, list(rows)) for day, rows in groupby(lines, key=lambda line: line.at.date())]


def _people(actor: Actor, person_ids: list[UUID]) -> dict[UUID, PersonView]:
    return read_many(actor, person_ids, purpose=Purpose.DETECTION, only={Fields.NAME, Fields.ADDRESS})


@guarded(Action.IMPORT_REGISTER)
def calendar(request: Request, programme_id: UUID) -> HttpResponse:
    """The visits as they stand, by day and employee, with the way between them; and what came of those offered."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    found = Paginator(queries.calendar_of(actor, programme), ON_A_PAGE).get_page(request.GET.get("side"))
    people = _people(actor, [visit.person_id for visit in found])
    return page(
        request, "staff/register/calendar.jinja", programme=programme, found=found,
        days=_by_day(_lines(list(found), people)), counted=queries.counted(actor, programme),
    )  # fmt: skip


def _lines(visits: list[Any], people: dict[UUID, PersonView]) -> list[Line]:
    lines: list[Line] = []
    before: dict[tuple[str, date], tuple[float, float] | None] = {}
    for visit in visits:
        at = visit.planned_at.astimezone(DENMARK)
        place = None if visit.person.latitude is None else (visit.person.latitude, visit.person.longitude)
        key = (visit.employee_name, at.date())
        travel = travel_minutes(before[key], place) if key in before and visit.employee_name else None
        before[key] = place
        lines.append(Line(at, visit.employee_name, people.get(visit.person_id), travel, visit))
    return lines


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def move(request: Request, programme_id: UUID, visit_id: UUID) -> HttpResponse:
    """Another day, time or colleague. A time that cannot be reached is told at the field, and nothing is moved."""
    actor, today = request.actor, local_date(now())
    visit = detected.visit(actor, visit_id)
    if visit.episode.programme_id != programme_id:
        raise NotVisible("visit")
    if visit.status != "planned":
        return HttpResponseRedirect(reverse("rounds_calendar", args=[programme_id]))
    person = _people(actor, [visit.person_id]).get(visit.person_id)
    if person is None:
        raise NotVisible("person")
    staff = {str(one.user_id): one for one in visitors(actor, today)}
    at = visit.planned_at.astimezone(DENMARK)
    form = MoveForm(
        request.POST if request.method == "POST" else None, today=today,
        known=[(user, one.name) for user, one in staff.items()],
        initial={"day": at.date().isoformat(), "time": f"{at:%H:%M}", "employee": str(visit.employee_user_id or "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            operations.move(visit=visit, to=form.moment, employee=staff[form.cleaned_data["employee"]],
                            minutes=MINUTES, by=actor, at=now())  # fmt: skip
        except Refusal as refusal:
            if not refusal.field:
                raise
            form.add_error(refusal.field, refusal.message)
        else:
            return done(request, _("Besøget er flyttet. Husk at give borgeren besked."),
                        reverse("rounds_calendar", args=[programme_id]))  # fmt: skip
    return page(request, "staff/register/move.jinja", status=422 if request.method == "POST" else 200,
                programme=visit.episode.programme, visit=visit, person=person, form=form)  # fmt: skip


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def hours(request: Request, programme_id: UUID, membership_id: UUID) -> HttpResponse:
    """An employee's own time for visits."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    member = access.get_membership(actor, membership_id)
    if member.user_id not in _memberships(actor, today):  # somebody who visits nobody
        return HttpResponseRedirect(reverse("visit_rounds", args=[programme_id]))
    standing = {f"{end}_{row.weekday}": f"{getattr(row, end):%H:%M}"
                for row in queries.hours(actor).get(member.user_id, []) for end in ("begins", "ends")}  # fmt: skip
    form = HoursForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        operations.set_hours(employee=Employee(member.user_id, member.name), week=form.week(), by=actor, at=now())
        return done(request, _("Tiden er gemt."), reverse("visit_rounds", args=[programme_id]))
    return page(request, "staff/register/hours.jinja", status=422 if request.method == "POST" else 200,
                programme=programme, member=member, form=form)  # fmt: skip
