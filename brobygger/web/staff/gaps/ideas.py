"""The catalogue of ideas: read by all who make offers, moved on by the municipality."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries as offers
from brobygger.communities.upkeep import ideas as catalogue
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interests import choose_interests
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

ORIGINS = {
    "gap": gettext_lazy("ønsker, ingen kan møde"), "staff": gettext_lazy("en medarbejder"),
    "participant": gettext_lazy("en deltager"), "association": gettext_lazy("en forening"),
    "elsewhere": gettext_lazy("set et andet sted"),
}  # fmt: skip
STATUSES = {
    "new": gettext_lazy("ny"), "asked": gettext_lazy("nogen er spurgt"), "planned": gettext_lazy("aftalt"),
    "running": gettext_lazy("er i gang"), "dropped": gettext_lazy("lagt væk"),
}  # fmt: skip
CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}
SHORTER = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class IdeaForm(forms.Form):
    """A new idea, from anybody who makes offers."""

    name = forms.CharField(
        label=gettext_lazy("Hvad er idéen?"), max_length=200,
        error_messages={"required": gettext_lazy("Skriv idéen på en linje."), **SHORTER},
    )  # fmt: skip
    origin = forms.ChoiceField(
        label=gettext_lazy("Hvor kommer den fra?"), error_messages=CHOOSE,
        choices=[(code, ORIGINS[code]) for code in catalogue.ORIGINS if code != "gap"],
    )  # fmt: skip
    interest = forms.ChoiceField(
        label=gettext_lazy("Hvad mødes man om?"), required=False, error_messages=CHOOSE,
        choices=[("", gettext_lazy("andet")), *words.INTERESTS.items()],  # and our own: choose_interests
    )  # fmt: skip
    area = forms.CharField(label=gettext_lazy("Hvor?"), max_length=120, required=False, error_messages=SHORTER)
    note = forms.CharField(
        label=gettext_lazy("Mere om den"), max_length=500, required=False, widget=forms.Textarea, error_messages=SHORTER
    )


class MoveOnForm(forms.Form):
    """What became of an idea."""

    status = forms.ChoiceField(
        label=gettext_lazy("Hvad er der sket?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[(code, STATUSES[code]) for code in catalogue.STATUSES],
    )  # fmt: skip
    organisation = forms.ChoiceField(
        label=gettext_lazy("Hvem er spurgt eller gør det?"), required=False, error_messages=CHOOSE
    )
    offer = forms.ChoiceField(label=gettext_lazy("Hvilket tilbud blev det til?"), required=False, error_messages=CHOOSE)
    note = forms.CharField(
        label=gettext_lazy("Mere om den"), max_length=500, required=False, widget=forms.Textarea, error_messages=SHORTER
    )

    def __init__(
        self, *args: Any, organisations: list[tuple[str, str]], offers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext_lazy("ingen endnu"))
        choose_among(self, "organisation", [none, *organisations])
        choose_among(self, "offer", [none, *offers])


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def ideas(request: Request) -> HttpResponse:
    """Every idea, those that nothing has come of yet first; and a form for one more."""
    actor = request.actor
    form = IdeaForm(request.POST or None)
    choose_interests(form, actor, name="interest", none=_("andet"))
    if form.is_bound and form.is_valid():
        catalogue.write_down(by=actor, at=now(), **form.cleaned_data)
        say(request, _("Idéen er skrevet ned."))
        return redirect("ideas")
    context = {"found": catalogue.every(actor), "form": form, "origins": ORIGINS, "statuses": STATUSES}
    return page(request, "staff/gaps/ideas.jinja", status=422 if form.is_bound else 200, **context)


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def idea(request: Request, offer_idea_id: UUID) -> HttpResponse:
    """One idea, and what became of it. The municipality moves it on."""
    actor = request.actor
    shown = catalogue.get(actor, offer_idea_id)
    may_move = actor.scope is Scope.MUNICIPALITY
    form = MoveOnForm(
        request.POST or None,
        organisations=[(str(one.id), one.name) for one in organisations.every(actor)],
        offers=[(str(one.id), one.name) for one in offers.local_offers(actor)[:200]],
        initial={
            "status": shown.status, "organisation": str(shown.organisation_id or ""),
            "offer": str(shown.offer_id or ""), "note": shown.note,
        },
    )  # fmt: skip
    if request.method == "POST" and not may_move:
        raise Refusal(_("Kommunens koordinator skriver, hvad der sker med idéen."))
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        catalogue.move_on(
            idea=shown, status=told["status"], note=told["note"], by=actor, at=now(),
            organisation=organisations.get(actor, UUID(told["organisation"])) if told["organisation"] else None,
            offer=offers.get(actor, UUID(told["offer"])) if told["offer"] else None,
        )  # fmt: skip
        say(request, _("Det er gemt."))
        return redirect("ideas")
    context = {"idea": shown, "form": form, "may_move": may_move, "origins": ORIGINS, "statuses": STATUSES}
    return page(request, "staff/gaps/idea.jinja", status=422 if form.is_bound else 200, **context)
