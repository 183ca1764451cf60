"""Tal om, hvordan det går: what a person says, and what changed since last time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import keep_in_view
from brobygger.pathway.followup import queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as persons
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

YES_NO = [("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej")), ("", gettext_lazy("Ikke talt om"))]
_ANSWER = {"yes": True, "no": False, "": None}
SHORT = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class TalkForm(forms.Form):
    """Everything may be left out: it is a talk."""

    gains = forms.CharField(label=gettext_lazy("Hvad får du ud af at komme?"), required=False, max_length=300,
                            error_messages=SHORT)  # fmt: skip
    motivation = forms.ChoiceField(
        label=gettext_lazy("Er lysten til at være med …"), required=False, widget=forms.RadioSelect,
        choices=[*group_words.MOTIVATION.items(), ("", gettext_lazy("Ikke talt om"))],
    )  # fmt: skip
    meets_outside = forms.ChoiceField(
        label=gettext_lazy("Ses du med nogen fra gruppen på andre tidspunkter?"), required=False, choices=YES_NO,
        widget=forms.RadioSelect,
    )  # fmt: skip
    days_alone = forms.IntegerField(
        label=gettext_lazy("Hvor mange dage på en uge er du alene?"), required=False, min_value=0, max_value=7,
        error_messages={"invalid": gettext_lazy("Skriv et tal fra 0 til 7."),
                        "min_value": gettext_lazy("Skriv et tal fra 0 til 7."),
                        "max_value": gettext_lazy("Skriv et tal fra 0 til 7.")},
    )  # fmt: skip
    wants_more = forms.ChoiceField(
        label=gettext_lazy("Vil du gerne have mere at komme til?"), required=False, choices=YES_NO,
        widget=forms.RadioSelect,
    )  # fmt: skip
    wishes = forms.CharField(label=gettext_lazy("Hvad savner du?"), required=False, max_length=300,
                             error_messages=SHORT)  # fmt: skip
    home_instead = forms.BooleanField(
        label=gettext_lazy("Kræfter"), required=False,
        help_text=gettext_lazy("Kræfterne er små nu. Vil hellere have besøg hjemme. Pladsen i gruppen bliver holdt."),
    )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """What `keep_in_view.note` takes."""
        given = dict(self.cleaned_data)
        return {**given, **{name: _ANSWER[given[name]] for name in ("meets_outside", "wants_more")}}


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def talk(request: Request, person_id: UUID) -> HttpResponse:
    """The talk, with what was said before beside it."""
    actor: Actor = request.actor
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONTACT, Fields.WISHES})
    form = TalkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        row = persons.get(actor, person_id)
        keep_in_view.note(person=row, facts=form.facts(), by=actor, at=now())
        say(request, _("Tak. Det er skrevet ned."))
        return HttpResponseRedirect(reverse("person", args=[person_id]))
    return page(
        request,
        "staff/people/talk.jinja",
        status=422 if form.is_bound else 200,
        person=view,
        form=form,
        before=queries.talks_of(actor, person_id),
        says=group_words,
    )
