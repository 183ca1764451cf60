"""Times at a person's home: agreed, filled with volunteers, held; and a volunteer's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import come_home
from brobygger.pathway.at_home import queries
from brobygger.pathway.at_home.rules import lacking
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as people
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.web.partners import reading
from brobygger.web.partners.at_home.forms import KINDS, AgreeForm, CallOffForm, HeldForm, PutOnForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

SHOWN = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS})


@guarded(Action.PLAN_AT_HOME)
def home_times(request: Request) -> HttpResponse:
    """What is agreed ahead, and where somebody is lacking."""
    actor = request.actor
    times = queries.ahead(actor, after=now())
    return page(
        request, "partners/at_home/times.jinja", rows=_rows(actor, times), kinds=KINDS,
        seen=reading.shown(actor, {time.person_id for time in times}),
    )  # fmt: skip


def _rows(actor: Actor, times: list[Any]) -> list[tuple[Any, list[str], int]]:
    """Each time with who comes and how many are lacking."""
    there = queries.comers(actor, [time.id for time in times])
    told = []
    for time in times:
        coming = [one for one in there.get(time.id, []) if one.status != "cannot"]
        short = lacking(time.needed, len(coming)) if time.status == "planned" else 0
        told.append((time, [one.volunteer.name for one in coming], short))
    return told


@guarded(Action.PLAN_AT_HOME, methods=("GET", "POST"))
def person_home(request: Request, person_id: UUID) -> HttpResponse:
    """A person's times, and agreeing on new ones; also what the person has asked for."""
    actor, at = request.actor, now()
    person = people.get(actor, person_id)
    receivers = _receivers(actor, person_id, local_date(at))
    form = AgreeForm(
        request.POST or None, organisations=[(str(one.id), one.name) for one in receivers], today=local_date(at)
    )
    if form.is_valid():
        organisation = next(one for one in receivers if str(one.id) == form.cleaned_data["organisation"])
        try:
            made = come_home.agree(
                person=person, organisation=organisation, first=form.first(), times=form.cleaned_data["times"],
                every_days=int(form.cleaned_data["every_days"]), facts=form.facts(), by=actor, at=at,
            )  # fmt: skip
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            say(request, _("Det er aftalt. Vælg nu, hvem der kommer."))
            return redirect("home_time", home_time_id=made[0].id)
    return page(
        request, "partners/at_home/person.jinja", status=422 if form.is_bound else 200, form=form, kinds=KINDS,
        rows=_rows(actor, queries.of_person(actor, person_id)), receivers=receivers,
        person=people.read(actor, person_id, purpose=reading.purpose_of(actor), only={Fields.NAME}),
        staff=actor.scope is Scope.MUNICIPALITY,
    )  # fmt: skip


def _receivers(actor: Actor, person_id: UUID, today: Any) -> list[Any]:
    """One's own association; for the municipality those that the person has said yes to."""
    if actor.scope is not Scope.MUNICIPALITY:
        return [organisations.get(actor, actor.home)]
    said_yes = {
        one.receiver_id: one.receiver
        for one in people.consents_of(actor, person_id)
        if one.purpose == ConsentPurpose.REFERRAL and one.withdrawn_at is None and one.expires_on >= today
    }
    return sorted((one for one in said_yes.values() if one is not None), key=lambda one: one.name)


@guarded(Action.PLAN_AT_HOME, methods=("GET", "POST"))
def home_time(request: Request, home_time_id: UUID) -> HttpResponse:
    """One time: what belongs to it, who comes, and how it went."""
    actor, at = request.actor, now()
    time = queries.get(actor, home_time_id)
    if request.method == "POST":
        came = [one.volunteer_id for one in _coming(actor, time)]
        return _held(request, time, came) or _page(request, time, held=HeldForm(request.POST))
    return _page(request, time, held=HeldForm() if time.starts_at <= at else None)


def _held(request: Request, time: Any, came: list[UUID]) -> HttpResponse | None:
    """The answer when it could be written; None for a form with errors."""
    form = HeldForm(request.POST)
    if not form.is_valid():
        return None
    come_home.held(time=time, came=came, by=request.actor, at=now(), **form.cleaned_data)
    say(request, _("Tak. Det er skrevet ned."))
    own = request.actor.scope is Scope.PERSONAL
    return redirect("own_volunteering") if own else redirect("home_time", home_time_id=time.id)


def _coming(actor: Actor, time: Any) -> list[Any]:
    return [one for one in queries.comers(actor, [time.id]).get(time.id, []) if one.status == "coming"]


def _page(request: Request, time: Any, *, put_on: PutOnForm | None = None, **forms: Any) -> HttpResponse:
    actor, at = request.actor, now()
    comers = queries.comers(actor, [time.id]).get(time.id, [])
    coming = [one for one in comers if one.status != "cannot"]
    wrong = put_on is not None or any(form is not None and form.is_bound for form in forms.values())
    return page(
        request, "partners/at_home/time.jinja", status=422 if wrong else 200, time=time, kinds=KINDS, coming=coming,
        away=[one for one in comers if one.status == "cannot"], lacking=lacking(time.needed, len(coming)),
        person=people.read(actor, time.person_id, purpose=reading.purpose_of(actor), only=SHOWN),
        put_on=put_on or _put_on_form(actor, time, comers, None), held=forms.get("held"),
        off=forms.get("off") or CallOffForm(auto_id="off_%s"), new_faces=come_home.new_faces(time),
        begun=time.starts_at <= at,
    )  # fmt: skip


def _put_on_form(actor: Actor, time: Any, comers: list[Any], data: Any) -> PutOnForm:
    coming = {one.volunteer_id for one in comers if one.status != "cannot"}
    ready = come_home.ready(organisation_id=time.organisation_id, by=actor, at=now())
    return PutOnForm(
        data,
        ready=[(str(one.id), one.name) for one in ready if one.id not in coming],
        away=[(str(one.volunteer_id), one.volunteer.name) for one in comers if one.status == "cannot"],
        series=len(_onward(actor, time)) > 1,
    )


def _onward(actor: Actor, time: Any) -> list[Any]:
    """This time and those of the same series after it, still to be held."""
    return [
        one
        for one in queries.of_person(actor, time.person_id)
        if one.series_id == time.series_id and one.status == "planned" and one.starts_at >= time.starts_at
    ]


@guarded(Action.PLAN_AT_HOME, methods=("POST",))
def put_on(request: Request, home_time_id: UUID) -> HttpResponse:
    """A volunteer comes, perhaps instead of another."""
    actor = request.actor
    time = queries.get(actor, home_time_id)
    form = _put_on_form(actor, time, queries.comers(actor, [time.id]).get(time.id, []), request.POST)
    if not form.is_valid():
        return _page(request, time, put_on=form)
    given = form.cleaned_data
    instead = given.get("instead")
    come_home.put_on(
        times=_onward(actor, time) if given.get("onward") else [time], volunteer_id=UUID(given["volunteer"]),
        instead_id=UUID(instead) if instead else None, by=actor, at=now(),
    )  # fmt: skip
    say(request, _("Det er skrevet ned, hvem der kommer."))
    return redirect("home_time", home_time_id=time.id)


@guarded(Action.PLAN_AT_HOME, methods=("POST",))
def somebody_cannot(request: Request, home_time_id: UUID) -> HttpResponse:
    """A volunteer has called: he or she cannot come."""
    actor = request.actor
    time = queries.get(actor, home_time_id)
    comer = next((one for one in _coming(actor, time) if str(one.id) == request.POST.get("comer")), None)
    if comer is None:
        raise NotVisible("comer")
    come_home.cannot(comer=comer, by=actor, at=now())
    say(request, _("Skrevet. Find en anden, så borgeren ikke venter forgæves."))
    return redirect("home_time", home_time_id=time.id)


@guarded(Action.PLAN_AT_HOME, methods=("POST",))
def call_off(request: Request, home_time_id: UUID) -> HttpResponse:
    """It is not held, and why; perhaps none of those after it either."""
    actor = request.actor
    time = queries.get(actor, home_time_id)
    form = CallOffForm(request.POST, auto_id="off_%s")
    if not form.is_valid():
        return _page(request, time, off=form)
    times = _onward(actor, time) if form.cleaned_data["onward"] else [time]
    come_home.call_off(times=times, why=form.cleaned_data["why"], by=actor, at=now())
    say(request, _("Aflyst. Ring til borgeren, og sig det."))
    return redirect("home_time", home_time_id=time.id)


@guarded(Action.OWN_VOLUNTEERING, methods=("GET", "POST"))
def own_home_time(request: Request, home_time_id: UUID) -> HttpResponse:
    """A volunteer's own time: where, with whom, what to bring; I cannot; how it went."""
    actor, at = request.actor, now()
    comer, time = come_home.mine_at(time_id=home_time_id, by=actor)
    if "cannot" in request.POST:
        come_home.cannot(comer=comer, by=actor, at=at)
        say(request, _("Tak, fordi du siger til. Foreningen finder en anden."))
        return redirect("own_volunteering")
    if request.method == "POST" and (answer := _held(request, time, [comer.volunteer_id])):
        return answer
    others = next(names for one, _time, names in come_home.mine(by=actor) if one.id == comer.id)
    return page(
        request, "partners/at_home/own.jinja", status=422 if request.method == "POST" else 200, time=time, kinds=KINDS,
        others=others, alone=lacking(time.needed, 1 + len(others)), begun=time.starts_at <= at,
        person=people.read(actor, time.person_id, purpose=Purpose.ACTIVITY, only=SHOWN),
        held=HeldForm(request.POST or None),
    )  # fmt: skip
