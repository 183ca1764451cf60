"""The one person a volunteer meets. When the two part, or the yes is taken back, the page is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers import queries as pairs
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import answer_worry, keep_company, pair_words
from brobygger.pathway.followup import queries as tasks
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Purpose
from brobygger.registry.instruments.load import HELP
from brobygger.registry.people import queries as people
from brobygger.web.partners.volunteers.forms import MetForm, NextForm, WorryForm
from brobygger.web.shared.dates import as_people_say
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

URGENT_HELP = ("emergency", "lifeline", "own_doctor")


@guarded(Action.MEET_PERSON)
def my_person(request: Request, person_id: UUID) -> HttpResponse:
    """Name, phone and address as far as the person agreed; the next time; and where to go with a worry."""
    actor: Actor = request.actor
    return _page(request, actor, pairs.mine_with(actor, person_id))


@guarded(Action.MEET_PERSON, methods=("POST",))
def we_met(request: Request, person_id: UUID) -> HttpResponse:
    """They met on a day; the next time is suggested."""
    actor: Actor = request.actor
    pair = _reached(actor, person_id)
    form = MetForm(request.POST)
    try:
        if form.is_valid():
            keep_company.met(pair=pair, on=form.cleaned_data["met_on"], by=actor, at=now())
            say(request, _("Godt. Det er skrevet ned. Passer den næste dag?"))
            return redirect("my_person", person_id=person_id)
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal.message))
    return _page(request, actor, pair, met=form)


@guarded(Action.MEET_PERSON, methods=("POST",))
def next_time(request: Request, person_id: UUID) -> HttpResponse:
    """When they meet next."""
    actor: Actor = request.actor
    pair = _reached(actor, person_id)
    form = NextForm(request.POST)
    try:
        if form.is_valid():
            volunteers.set_next(pair=pair, next_on=form.cleaned_data["next_on"], by=actor, at=now())
            say(request, _("Den næste gang er skrevet ind."))
            return redirect("my_person", person_id=person_id)
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal.message))
    return _page(request, actor, pair, next_form=form)


@guarded(Action.MEET_PERSON, methods=("POST",))
def cannot_come(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody else comes the next time; the time after is as usual."""
    actor: Actor = request.actor
    keep_company.cannot_next(pair=_reached(actor, person_id), by=actor, at=now())
    say(request, _("Tak, fordi du siger til. Der kommer en anden, og du kommer igen gangen efter."))
    return redirect("my_person", person_id=person_id)


@guarded(Action.MEET_PERSON, methods=("GET", "POST"))
def worried(request: Request, person_id: UUID) -> HttpResponse:
    """«Jeg er bekymret»: a few words, and a receipt with who answers and when."""
    actor: Actor = request.actor
    pair = pairs.mine_with(actor, person_id)
    form = WorryForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(
            request,
            "partners/volunteers/worried.jinja",
            status=422 if form.is_bound else 200,
            person=people.read(actor, person_id, purpose=Purpose.ACTIVITY),
            form=form,
        )
    heard = keep_company.worry(
        person=people.get(actor, pair.person_id),
        words=form.cleaned_data["words"],
        worry_id=form.cleaned_data["worry_id"],
        by=actor,
        at=now(),
    )
    if heard.urgent:
        places = [HELP[place] for place in URGENT_HELP]
        return page(request, "partners/volunteers/help_now.jinja", heard=heard, places=places, person_id=person_id)
    say(request, _receipt(heard))
    return redirect("my_person", person_id=person_id)


def _receipt(heard: keep_company.Heard) -> str:
    """ "Tak. Mette svarer senest i morgen." """
    day = as_people_say(heard.due, local_date(now()), language())
    who = heard.who.split()[0] if heard.who else _("Koordinatoren")
    return _("Tak, fordi du siger det. %(who)s svarer senest %(day)s.") % {"who": who, "day": day}


def _reached(actor: Actor, person_id: UUID) -> Any:
    """The pair, when the person may still be seen too: consent and pair can end each on their own."""
    people.get(actor, person_id)
    return pairs.mine_with(actor, person_id)


def _page(
    request: Request, actor: Actor, pair: Any, *, met: Form | None = None, next_form: Form | None = None
) -> HttpResponse:
    today = local_date(now())
    return page(
        request,
        "partners/volunteers/my_person.jinja",
        status=422 if met or next_form else 200,
        person=people.read(actor, pair.person_id, purpose=Purpose.ACTIVITY),
        pair=pair,
        met=met or MetForm(initial={"met_on": today}),
        met_is_open=met is not None,
        next_form=next_form or NextForm(initial={"next_on": pair.next_on or today + timedelta(days=pair.every_days)}),
        next_is_open=next_form is not None,
        last_met=tasks.last_done(actor, pair.person_id, kind=keep_company.MET),
        secrecy_signed_on=access.get_membership(actor, actor.membership_id).secrecy_signed_on,
        asked=pair_words.open_word(actor, pair.id, side="volunteer"),
        worries=answer_worry.said_by(actor, pair.person),
        who=keep_company.who_answers(by=actor, on=today),
    )
