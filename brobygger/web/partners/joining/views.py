"""Volunteers at a glance: who would like to, who is one, what must be renewed, and whether there are enough."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.volunteers import joining, rules
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import care_for_volunteers, enough_volunteers
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.joining import saying
from brobygger.web.partners.joining.forms import DemandsForm, StepForm, ThanksForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.SEE_VOLUNTEERS)
def overview(request: Request) -> HttpResponse:
    """Who would like to, who is one, and both sides: persons who wait, and places volunteers have."""
    actor, at = request.actor, now()
    today = local_date(at)
    ending = [
        (row, rules.standing(row.valid_until, today, rules.Terms()).value) for row in joining.ending(actor, on=today)
    ]
    return page(
        request,
        "partners/joining/overview.jinja",
        picture=enough_volunteers.picture(by=actor, at=at),
        interests=joining.open_interests(actor),
        channels=joining.by_channel(actor),
        ending=[(row, standing) for row, standing in ending if standing != "valid"],
        pairs=care_for_volunteers.pairs_here(by=actor, at=at),
        saying=saying,
        municipal=actor.scope is Scope.MUNICIPALITY,
    )


@guarded(Action.SEE_VOLUNTEERS, methods=("GET", "POST"))
def volunteer(request: Request, membership_id: UUID) -> HttpResponse:
    """One volunteer: what has been shown and until when, and renewing it."""
    actor, at = request.actor, now()
    member = access.get_membership(actor, membership_id)
    organisation = organisations.get(actor, member.organisation_id)
    form = StepForm(request.POST or None, initial={"done_on": local_date(at)})
    if form.is_valid():
        try:
            joining.take_step(
                organisation=organisation, volunteer=member, kind=rules.StepKind(form.cleaned_data["kind"]),
                done_on=form.cleaned_data["done_on"], note=form.cleaned_data["note"], by=actor, at=at,
            )  # fmt: skip
            say(request, _("Det er skrevet ned."))
            return redirect("volunteer_standing", membership_id=member.id)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
    terms = joining.terms_of(member.organisation_id)
    shown = [
        (one, rules.standing(one.valid_until, local_date(at), terms).value)
        for one in joining.approvals_of(actor, member.id)
    ]
    return page(
        request, "partners/joining/volunteer.jinja", status=422 if form.is_bound else 200, member=member,
        organisation=organisation, shown=shown, form=form, saying=saying,
    )  # fmt: skip


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("GET", "POST"))
def demands(request: Request) -> HttpResponse:
    """What one's own organisation asks for before the first visit, what it pays, and who volunteers can call."""
    actor, at = request.actor, now()
    own = organisations.get(actor, actor.home)
    row = joining.demands_of(own.id)
    here = {str(one.id): one for one in access.members_of(actor, own.id, on=local_date(at)) if one.role != "volunteer"}
    form = DemandsForm(
        request.POST or None, contacts=[(key, one.name) for key, one in here.items()], initial=_as_initial(row)
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["contact"] = here.get(given["contact"])
        joining.demand(organisation=own, told=given, by=actor, at=at)
        say(request, _("Det er gemt og gælder fra nu."))
        return redirect("helping_hands")
    return page(
        request, "partners/joining/demands.jinja", status=422 if form.is_bound else 200, form=form, organisation=own
    )


def _as_initial(row: Any) -> dict[str, Any]:
    if row is None:
        return {"kinds": [kind.value for kind in rules.LEAST]}
    names = ("kinds", "valid_months", "warn_weeks", "grace_days", "km_oere", "hour_dkk", "role_text", "two_for")
    return {name: getattr(row, name) for name in names} | {"contact": str(row.contact_id or "")}


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("GET", "POST"))
def thank(request: Request) -> HttpResponse:
    """Say thanks to everybody here, with what it has led to beside the form."""
    actor, at = request.actor, now()
    form = ThanksForm(request.POST or None)
    if form.is_valid():
        told = care_for_volunteers.thank(
            words=form.cleaned_data["words"], thanks_id=form.cleaned_data["thanks_id"], by=actor, at=at
        )
        text = ngettext("%(n)s frivillig får din tak.", "%(n)s frivillige får din tak.", told) % {"n": told}
        say(request, text)
        return redirect("helping_hands")
    return page(
        request, "partners/joining/thank.jinja", status=422 if form.is_bound else 200, form=form,
        results=care_for_volunteers.results(by=actor, at=at),
    )  # fmt: skip
