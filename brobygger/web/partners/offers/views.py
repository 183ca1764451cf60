"""One's own offers: put a new one up, say whom it suits, take it off and put it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.communities.offers import operations, queries
from brobygger.communities.upkeep import operations as keeping
from brobygger.communities.upkeep import queries as upkeep
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.reach import Scope
from brobygger.journeys import tell_change
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.offers.forms import NewOfferForm, SuitsForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interests import choose_interests
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

MOST_ORGANISATIONS = 500


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new offer; the association's own, or of any organisation when the municipality writes it."""
    actor: Actor = request.actor
    choices = _organisations(actor)
    form = NewOfferForm(request.POST if request.method == "POST" else None, organisations=choices)
    choose_interests(form, actor)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "partners/offers/new.jinja", form=form, status=status)
    chosen = UUID(form.cleaned_data.get("organisation") or choices[0][0])
    made = operations.publish(
        organisation=organisations.get(actor, chosen), description={"da": form.cleaned_data["text"]},
        by=actor, at=now(), **form.facts(),
    )  # fmt: skip
    say(request, _("%(name)s kan nu findes. Se, hvordan teksten læses.") % {"name": made.name})
    return redirect("offer_edit", offer_id=made.id)


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def suits(request: Request, offer_id: UUID) -> HttpResponse:
    """Whom an offer suits: what the suggestions are made from."""
    actor: Actor = request.actor
    shown = queries.to_describe(actor, offer_id)
    form = SuitsForm(request.POST) if request.method == "POST" else SuitsForm(initial=SuitsForm.starting_with(shown))
    choose_interests(form, actor)
    if request.method == "GET" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return page(request, "partners/offers/suits.jinja", form=form, offer=shown, status=status)
    text = shown.description.get("da", "")
    new = tell_change.describe(offer=shown, danish=text, by=actor, at=now(), **form.suits())
    say(request, _("Det er gemt. Forslagene bruger det fra nu af."))
    return redirect("offer_change" if new else "offer_edit", offer_id=shown.id)


class TellForm(forms.Form):
    """What is new, in one's own words."""

    words = forms.CharField(
        label=gettext_lazy("Det skriver vi"), max_length=tell_change.LONGEST, widget=forms.Textarea,
        error_messages={
            "required": gettext_lazy("Skriv, hvad der er nyt."), "max_length": gettext_lazy("Skriv lidt kortere."),
        },
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def change(request: Request, offer_id: UUID) -> HttpResponse:
    """Time, place, price or target group is new: who hears it, what is sent, and one button."""
    actor: Actor = request.actor
    shown = queries.to_describe(actor, offer_id)
    new = upkeep.to_tell(shown)
    form = TellForm(request.POST or None, initial={"words": tell_change.proposed(new) if new else ""})
    if new and request.method == "POST" and "nobody" in request.POST:
        keeping.told(change=new, words="", many=0, by=actor, at=now())
        return redirect("offer_edit", offer_id=shown.id)
    if new and form.is_valid() and "preview" not in request.POST:
        sent = len(tell_change.tell(change=new, words=form.cleaned_data["words"], by=actor, at=now()))
        say(request, ngettext("%(n)s besked er lagt i posten.", "%(n)s beskeder er lagt i posten.", sent) % {"n": sent})
        return redirect("offer_edit", offer_id=shown.id)
    words = form.data.get("words", "") if form.is_bound else form.initial["words"]
    seen = tell_change.preview(change=new, words=str(words)[: tell_change.LONGEST], by=actor) if new else None
    return page(
        request, "partners/offers/change.jinja", offer=shown, new=new, form=form, preview=seen,
        told=upkeep.told_of(shown), status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("POST",))
def take_off(request: Request, offer_id: UUID) -> HttpResponse:
    """Nobody is sent there any more, and nobody finds it. It can be put back."""
    shown = _shown_as(request, offer_id, published=False)
    say(
        request, _("%(name)s kan ikke findes mere.") % {"name": shown.name},
        undo_url=reverse("offer_put_on", args=[shown.id]), undo_label=_("Fortryd"),
    )  # fmt: skip
    return redirect("offer_edit", offer_id=shown.id)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def put_on(request: Request, offer_id: UUID) -> HttpResponse:
    """It can be found again."""
    shown = _shown_as(request, offer_id, published=True)
    say(request, _("%(name)s kan findes igen.") % {"name": shown.name})
    return redirect("offer_edit", offer_id=shown.id)


def _shown_as(request: Request, offer_id: UUID, *, published: bool) -> Any:
    actor: Actor = request.actor
    shown = queries.to_describe(actor, offer_id)
    text = shown.description.get("da", "")
    tell_change.describe(offer=shown, danish=text, by=actor, at=now(), published=published)
    return shown


def _organisations(actor: Actor) -> list[tuple[str, str]]:
    if actor.scope is not Scope.MUNICIPALITY:
        return [(str(actor.organisation_id), actor.organisation_name)]
    return [(str(one.id), one.name) for one in organisations.every(actor)[:MOST_ORGANISATIONS]]
