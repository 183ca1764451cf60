"""A person who is also a volunteer, or would like to be."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import both_ways
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as people
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interest_form import ROLES_WANTED
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}


class WouldLikeForm(forms.Form):
    """What the person would like to do for others, and where."""

    shared_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    role = forms.ChoiceField(
        label=gettext_lazy("Hvad har borgeren lyst til?"), choices=list(ROLES_WANTED.items()),
        widget=forms.RadioSelect, error_messages=CHOOSE, initial="open",
    )  # fmt: skip
    organisation = forms.ChoiceField(label=gettext_lazy("Hvilken forening?"), required=False, error_messages=CHOOSE)


class SameForm(forms.Form):
    """Which volunteer the person is."""

    volunteer = forms.ChoiceField(label=gettext_lazy("Hvem er det?"), error_messages=CHOOSE)


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def also_volunteer(request: Request, person_id: UUID) -> HttpResponse:
    """See it, say which volunteer it is, or take the first step together."""
    actor, at = request.actor, now()
    person = people.get(actor, person_id)
    associations = {
        str(one.id): one
        for one in organisations.every(actor)
        if one.kind in ("association", "parish", "housing_association")
    }
    would = WouldLikeForm(request.POST if "role" in request.POST else None)
    same = SameForm(request.POST if "volunteer" in request.POST else None)
    choose_among(
        would, "organisation", [("", _("Det finder vi ud af")), *((key, one.name) for key, one in associations.items())]
    )
    there = both_ways.volunteers(by=actor, at=at)
    choose_among(same, "volunteer", [(str(one.id), f"{one.name}, {one.organisation.name}") for one in there])
    try:
        if would.is_valid():
            given = would.cleaned_data
            both_ways.would_like(
                person=person, organisation=associations.get(given["organisation"]), role=given["role"],
                shared_id=given["shared_id"], by=actor, at=at,
            )  # fmt: skip
            say(request, _("Godt. Der bliver ringet inden for en uge, som til alle andre, der vil være frivillige."))
            return redirect("also_volunteer", person_id=person_id)
        if same.is_valid():
            both_ways.are_one(person=person, volunteer_id=UUID(same.cleaned_data["volunteer"]), by=actor, at=at)
            say(request, _("Det er skrevet ned. Kun kommunens egne ser det."))
            return redirect("also_volunteer", person_id=person_id)
    except Refusal as refused:
        same.add_error(None, str(refused.message)) if same.is_bound else would.add_error(None, str(refused.message))
    bound = would.is_bound or same.is_bound
    return page(
        request, "staff/people/also.jinja", status=422 if bound else 200, would=would, same=same,
        rows=both_ways.of_person(person_id=person_id, by=actor), roles=ROLES_WANTED,
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
    )  # fmt: skip
