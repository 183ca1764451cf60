"""The first contact: the call before the first time, by somebody who will be there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import meet
from brobygger.pathway.attendance import queries as attendance
from brobygger.pathway.first_meeting import company
from brobygger.pathway.first_meeting import queries as contacts
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.partners.referrals.forms import TalkedForm
from brobygger.web.shared.expecting import expectation
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

TO_MAKE = ("planned", "not_reached")


@guarded(Action.MAKE_FIRST_CONTACT, methods=("GET", "POST"))
def first_contact(request: Request, contact_id: UUID) -> HttpResponse:
    """Whom to call, by when and what to say; and what came of it."""
    actor: Actor = request.actor
    contact = _ours(actor, contact_id)
    form = TalkedForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        meet.reached(
            contact=contact, companion=form.companion_wanted(), note=form.cleaned_data["note"], by=actor, at=now()
        )
        say(request, _said(form))
        return redirect("received")
    return _shown(request, actor, contact, form)


@guarded(Action.MAKE_FIRST_CONTACT, methods=("POST",))
def not_reached(request: Request, contact_id: UUID) -> HttpResponse:
    """Nobody answered. The third time the coordinator is asked to help."""
    actor: Actor = request.actor
    tried = meet.not_reached(contact=_ours(actor, contact_id), by=actor, at=now())
    if tried.attempts >= 3:
        say(request, _("Det er skrevet ned. Koordinatoren hjælper nu med at få fat i personen."), kind="info")
    else:
        say(request, _("Det er skrevet ned. Prøv igen på et andet tidspunkt af dagen."), kind="info")
    return redirect("received")


def _ours(actor: Actor, contact_id: UUID) -> Any:
    """A contact of the actor's own organisation about somebody it may still see. Raises NotVisible."""
    contact = contacts.get(actor, contact_id)
    if contact.organisation_id != actor.organisation_id:
        raise NotVisible("first contact")
    people.get(actor, contact.person_id)
    return contact


def _shown(request: Request, actor: Actor, contact: Any, form: TalkedForm) -> HttpResponse:
    return page(
        request,
        "partners/referrals/first_contact.jinja",
        status=422 if form.is_bound else 200,
        contact=contact,
        person=people.read(actor, contact.person_id, purpose=Purpose.ACTIVITY),
        first_session=attendance.first_on(actor, contact.group_id, day=contact.first_session_on),
        expectation=_expectation(contact),
        fellows=company.fellows_of_person(actor, contact.person_id),
        form=form,
        to_make=contact.status in TO_MAKE,
        is_mine=contact.host_id == actor.membership_id,
    )


def _expectation(contact: Any) -> list[str]:
    """What the group's own effort promises; nothing when the group is in none."""
    programme = contact.group.programme if contact.group else None
    return expectation(recipe_of(programme)) if programme else []


def _said(form: TalkedForm) -> str:
    if form.companion_wanted():
        return _("Godt gået. Koordinatoren finder en, der kan følges med de første gange.")
    return _("Godt gået. Nu er der en, der kender et ansigt, før døren åbner.")
