"""A person's own wish to meet somebody of the same language or background, and who there is (R048)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import alike
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as persons
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page

LONG = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class WishForm(forms.Form):
    """What the person says, in own words, and how the yes was given."""

    languages = forms.CharField(
        label=gettext_lazy("Hvilke sprog taler borgeren?"), max_length=200, required=False, error_messages=LONG,
        help_text=gettext_lazy("Skriv et komma imellem."),
    )  # fmt: skip
    same_language = forms.BooleanField(
        label=gettext_lazy("Borgeren vil gerne møde en, der taler sproget"), required=False
    )  # fmt: skip
    background = forms.CharField(
        label=gettext_lazy("Hvilken baggrund vil borgeren gerne møde?"), max_length=200, required=False,
        error_messages=LONG,
        help_text=gettext_lazy("Kun det, borgeren selv siger, fx et land eller en egn. Skriv et komma imellem."),
    )  # fmt: skip
    how = forms.ChoiceField(
        label=gettext_lazy("Hvordan er der sagt ja?"), widget=forms.RadioSelect, initial="spoken",
        error_messages={"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "how", words.choices(words.HOWS))


@guarded(Action.WISH_BACKGROUND, methods=("GET", "POST"))
def wished(request: Request, person_id: UUID) -> HttpResponse:
    """Read the text aloud, write the wish, and see who fits. Nothing is asked of somebody who does not wish it."""
    actor, today = request.actor, local_date(now())
    shown = {Fields.NAME, Fields.SENSES, Fields.BACKGROUND}
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only=shown)
    if not view.sees(Fields.BACKGROUND):
        raise NotVisible("person")
    wish = persons.wished_backgrounds(actor, [person_id], on=today).get(person_id)
    spoken = view.languages or []
    form = WishForm(
        request.POST if request.method == "POST" else None,
        initial={
            "languages": ", ".join(spoken), "same_language": wish.same_language if wish else False,
            "background": ", ".join(wish.background) if wish else "",
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            alike.wish(
                person=persons.get(actor, person_id), background=words.listed(said["background"]),
                same_language=said["same_language"], languages=words.listed(said["languages"], longest=30),
                how=said["how"], by=actor, at=now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
        else:
            return done(request, _("Ønsket er gemt."), reverse("wished_background", args=[person_id]))
    return page(
        request, "staff/matching/wished_background.jinja", status=422 if request.method == "POST" else 200,
        person=view, form=form, wish=wish,
        fitting=alike.fitting(wished=wish, languages=spoken, by=actor, on=today) if wish else [],
        text=f"consent/{CONSENT_TEXT[ConsentPurpose.BACKGROUND]}.jinja", municipality=actor.municipality_name,
        until=today + timedelta(days=DEFAULT_DAYS),
    )  # fmt: skip
