"""Changing what is known about a person; and death and moving away, which cannot be undone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import leave, never
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import operations as people
from brobygger.registry.people import queries as persons
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.people.find import units_for
from brobygger.web.staff.people.forms import AddRelative, EditPerson, GoneForm

# The groups of questions, in the order of a conversation.
GOODBYES = ("doed", "flyttet", "plejehjem")
PARTS = (
    (gettext_lazy("Hvem"), ("given_name", "family_name", "born", "sex")),
    (
        gettext_lazy("Kontakt"),
        ("phone", "email", "contact_way", "address", "postcode", "city", "unit_id", "never_contact"),
    ),
    (gettext_lazy("Hjem og hjælp"), ("household", "housing", "civil_status", "home_help_hours", "personal_care")),
    (
        gettext_lazy("Krop og sprog"),
        ("walks_m", "walking_aid", "hearing", "sight", "languages", "cognitive_impairment"),
    ),
)


@guarded(Action.EDIT_PERSON, methods=("GET", "POST"))
def edit_person(request: Request, person_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only=set(persons.COLUMNS) - {Fields.CPR})
    given: dict[str, Any] = {"person": view, "units": units_for(actor), "today": local_date(now())}
    if request.method == "GET":
        form = EditPerson(initial=EditPerson.starting_with(view), **given)
        return _edit_page(request, form, view)
    form = EditPerson(request.POST, **given)
    if not form.is_valid():
        return _edit_page(request, form, view, status=422)
    people.edit_person(person=persons.get(actor, person_id), facts=form.facts(), by=actor, at=now())
    if form.facts().get("never_contact") and not view.never_contact:
        never.respect(person_ids=[person_id], by=actor, at=now())
    say(request, _("Oplysningerne er gemt."))
    return HttpResponseRedirect(reverse("person", args=[person_id]) + "?fane=kontakt")


def _edit_page(request: Request, form: EditPerson, view: Any, status: int = 200) -> HttpResponse:
    parts = [(title, [form[name] for name in names if name in form.fields]) for title, names in PARTS]
    return page(
        request, "staff/people/edit.jinja", form=form, parts=parts, person=view, status=status
    )  # fmt: skip


@guarded(Action.EDIT_PERSON, methods=("GET", "POST"))
def add_relative(request: Request, person_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.RELATIVES})
    if not view.sees(Fields.RELATIVES):
        raise Http404
    form = AddRelative(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "staff/people/relative.jinja", form=form, person=view, status=status)
    people.add_relative(person=persons.get(actor, person_id), by=actor, at=now(), **form.cleaned_data)
    say(request, _("%(name)s er skrevet på som pårørende.") % {"name": form.cleaned_data["name"]})
    return HttpResponseRedirect(reverse("person", args=[person_id]) + "?fane=kontakt")


@guarded(Action.EDIT_PERSON, methods=("GET", "POST"))
def person_gone(request: Request, person_id: UUID, how: str) -> HttpResponse:
    """`how`: one of GOODBYES. Everything planned stops at once, so the page asks first."""
    actor: Actor = request.actor
    if how not in GOODBYES:
        raise Http404
    today = local_date(now())
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME})
    form = GoneForm(request.POST or None, today=today, initial={"day": today})
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "staff/people/gone.jinja", form=form, person=view, how=how, status=status)
    row = persons.get(actor, person_id)
    if how == "plejehjem":
        leave.to_care_home(person=row, by=actor, at=now())
    else:
        record = leave.died if how == "doed" else leave.moved_away
        record(person=row, on=form.cleaned_data["day"], by=actor, at=now())
    say(request, _("Det er noteret. Alle opgaver, breve og aftaler er stoppet."), kind="info")
    return HttpResponseRedirect(reverse("person", args=[person_id]))
