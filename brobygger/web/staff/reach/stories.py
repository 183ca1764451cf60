"""Good stories about an offer: told with a yes, read by anybody, and gone the moment the yes is taken back."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers.queries import to_describe
from brobygger.communities.reach import operations, queries
from brobygger.foundation.kernel.clock import now
from brobygger.registry.access.policy import Action
from brobygger.registry.wording.rules import Audience, TextKind
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.text_panel import panel_of

_CHOOSE = {
    "required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen."),
}  # fmt: skip


class StoryForm(forms.Form):
    """What was told, by whom, and the yes to it."""

    words = forms.CharField(
        label=gettext_lazy("Historien"), max_length=2000, widget=forms.Textarea,
        help_text=gettext_lazy("Kort, og med personens egne ord."),
        error_messages={
            "required": gettext_lazy("Skriv historien."), "max_length": gettext_lazy("Skriv lidt kortere."),
        },
    )  # fmt: skip
    told_by = forms.CharField(
        label=gettext_lazy("Hvem fortæller?"), max_length=100,
        help_text=gettext_lazy("Som personen selv vil kaldes: et fornavn, eller “en, der er med”."),
        error_messages={"required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip
    consent_how = forms.ChoiceField(
        label=gettext_lazy("Hvordan har personen sagt ja?"), error_messages=_CHOOSE,
        choices=[("spoken", gettext_lazy("mundtligt")), ("written", gettext_lazy("skriftligt"))],
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=gettext_lazy("Personens ja"),
        help_text=gettext_lazy("Personen har hørt eller læst teksten og siger ja til, at alle må læse den"),
        error_messages={"required": gettext_lazy("Spørg først: må alle læse det, som det står her?")},
    )


@guarded(Action.EDIT_OFFER, methods=("GET", "POST"))
def stories(request: Request, offer_id: UUID) -> HttpResponse:
    """The offer's stories, and a form for one more; the panel says how it reads."""
    actor = request.actor
    offer = to_describe(actor, offer_id)
    form = StoryForm(request.POST or None)
    panel = None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        if "check" not in request.POST:
            operations.tell_story(offer=offer, by=actor, at=now(), **told)
            say(request, _("Historien kan nu læses på tilbuddets side."))
            return redirect("offer_stories", offer_id=offer.id)
        panel = panel_of(told["words"], audience=Audience.PARTICIPANT.value, kind=TextKind.SMS.value)
    return page(
        request, "staff/reach/stories.jinja", offer=offer, form=form, panel=panel,
        stories=queries.stories(actor, offer), status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(Action.EDIT_OFFER, methods=("POST",))
def take_back(request: Request, offer_id: UUID, story_id: UUID) -> HttpResponse:
    """The yes is taken back: the words are gone at once."""
    offer = to_describe(request.actor, offer_id)
    operations.take_back_story(story=queries.story(request.actor, offer, story_id), by=request.actor, at=now())
    say(request, _("Historien er slettet."))
    return redirect("offer_stories", offer_id=offer.id)
