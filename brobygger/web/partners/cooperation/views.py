"""Organisations we work with: who burns for it, what was talked about, how soon they answer, and who is set aside."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import cooperate
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import cooperation, queries
from brobygger.web.partners.cooperation import forms
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

A_YEAR = timedelta(days=365)


@guarded(Action.SEE_COOPERATION)
def overview(request: Request) -> HttpResponse:
    """Every organisation on one page, also those without an agreement."""
    actor = request.actor
    return page(
        request,
        "partners/cooperation/overview.jinja",
        standings=cooperation.standings(actor),
        answers=cooperate.answer_times(actor, since=now() - A_YEAR),
        attitudes=forms.ATTITUDES,
    )


@guarded(Action.SEE_COOPERATION)
def organisation(request: Request, organisation_id: UUID) -> HttpResponse:
    """One organisation."""
    return _page(request, queries.get(request.actor, organisation_id))


def _page(request: Request, shown: Any, *, status: int = 200, **bound: Form) -> HttpResponse:
    actor, today = request.actor, local_date(now())
    units = list(queries.units_of(actor, shown.id))
    choices = [(str(unit.id), unit.name) for unit in units]
    talks = cooperation.conversations_of(actor, shown.id)
    return page(
        request,
        "partners/cooperation/organisation.jinja",
        status=status,
        organisation=shown,
        units=units,
        unit_days=cooperation.answer_days_by_unit(talks),
        key_persons=cooperation.key_persons_of(actor, shown.id),
        conversations=talks,
        answer=cooperate.answer_times(actor, since=now() - A_YEAR).get(shown.id),
        talk=bound.get("talk") or forms.ConversationForm(units=choices, initial={"on": today}),
        person=bound.get("person") or forms.KeyPersonForm(units=choices),
        kinds=forms.KINDS,
        attitudes=forms.ATTITUDES,
    )


def _with_unit(request: Request, shown: Any, form: Form) -> dict[str, Any]:
    """What was given, with the branch itself for its id."""
    units = {str(unit.id): unit for unit in queries.units_of(request.actor, shown.id)}
    given = dict(form.cleaned_data)
    given["unit"] = units.get(given.get("unit") or "")
    return given


def _choices(request: Request, shown: Any) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in queries.units_of(request.actor, shown.id)]


@guarded(Action.KEEP_COOPERATION, methods=("POST",))
def note(request: Request, organisation_id: UUID) -> HttpResponse:
    """A talk was had."""
    shown = queries.get(request.actor, organisation_id)
    form = forms.ConversationForm(request.POST, units=_choices(request, shown))
    if form.is_valid():
        try:
            told = _with_unit(request, shown, form)
            cooperation.note_conversation(organisation=shown, told=told, by=request.actor, at=now())
            say(request, _("Samtalen er skrevet ned."))
            return redirect("cooperation_with", organisation_id=shown.id)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return _page(request, shown, status=422, talk=form)


@guarded(Action.KEEP_COOPERATION, methods=("POST",))
def answered(request: Request, conversation_id: UUID) -> HttpResponse:
    """The answer came today."""
    talk = cooperation.conversation(request.actor, conversation_id)
    cooperation.answered(conversation=talk, result=request.POST.get("result", "")[:500], by=request.actor, at=now())
    say(request, _("Svaret er skrevet ned."))
    return redirect("cooperation_with", organisation_id=talk.organisation_id)


@guarded(Action.KEEP_COOPERATION, methods=("POST",))
def name_key_person(request: Request, organisation_id: UUID) -> HttpResponse:
    """Who burns for it, and who steps in."""
    actor = request.actor
    shown = queries.get(actor, organisation_id)
    form = forms.KeyPersonForm(request.POST, units=_choices(request, shown))
    if not form.is_valid():
        return _page(request, shown, status=422, person=form)
    told = _with_unit(request, shown, form)
    told["manager_supports"] = {"yes": True, "no": False}.get(told.pop("supports"))
    here = access.members_of(actor, shown.id, on=local_date(now()))
    told["user_id"] = next((one.user_id for one in here if one.user.email == told["email"]), None)
    cooperation.name_key_person(organisation=shown, told=told, by=actor, at=now())
    say(request, _("Det er skrevet ned."))
    return redirect("cooperation_with", organisation_id=shown.id)


@guarded(Action.KEEP_COOPERATION, methods=("POST",))
def key_person_left(request: Request, key_person_id: UUID) -> HttpResponse:
    """The person leaves."""
    one = cooperation.key_person(request.actor, key_person_id)
    deputy = cooperate.key_person_left(key_person=one, why="told", by=request.actor, at=now())
    if deputy is not None:
        say(request, _("%(name)s træder til. Du har en opgave om at finde den næste.") % {"name": deputy.name})
    else:
        say(request, _("Der er ingen stedfortræder. Du har en opgave om at finde en ny."), kind="warning")
    return redirect("cooperation_with", organisation_id=one.organisation_id)


@guarded(Action.KEEP_COOPERATION, methods=("POST",))
def set_aside(request: Request, organisation_id: UUID) -> HttpResponse:
    """It no longer fits; or it does again."""
    shown = queries.get(request.actor, organisation_id)
    if shown.active:
        cooperation.set_aside(organisation=shown, by=request.actor, at=now())
        say(request, _("Organisationen er lagt til side. Alt, I har gjort sammen, er gemt."))
    else:
        cooperation.take_back(organisation=shown, by=request.actor, at=now())
        say(request, _("Organisationen er med igen."))
    return redirect("cooperation_with", organisation_id=shown.id)


@guarded(Action.KEEP_COOPERATION, methods=("GET", "POST"))
def change_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Who answers in a branch."""
    unit = queries.unit(request.actor, unit_id)
    form = forms.UnitForm(
        request.POST or None, initial={name: getattr(unit, name) for name in ("contact_name", "phone", "email")}
    )
    if form.is_valid():
        cooperation.change_unit(unit=unit, by=request.actor, at=now(), **form.cleaned_data)
        say(request, _("Det er gemt."))
        return redirect("cooperation_with", organisation_id=unit.organisation_id)
    status = 422 if form.is_bound else 200
    return page(request, "partners/cooperation/unit.jinja", status=status, unit=unit, form=form)
