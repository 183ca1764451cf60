"""Who pays for a person's place, and what is told to the person about it (R329)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import who_pays
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as persons
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page

_CHOICE = {"required": gettext_lazy("Vælg et af svarene."), "invalid_choice": gettext_lazy("Vælg et af svarene.")}


class PayingForm(forms.Form):
    """Who pays, and how much each time."""

    pays = forms.ChoiceField(
        label=gettext_lazy("Hvem betaler?"),
        choices=group_words.PAYERS,
        widget=forms.RadioSelect,
        error_messages=_CHOICE,
    )
    price_dkk = forms.IntegerField(
        label=gettext_lazy("Kroner hver gang"), min_value=0, max_value=10_000, required=False,
        help_text=gettext_lazy("Lad stå tomt, hvis det er tilbuddets egen pris."),
        error_messages={"invalid": gettext_lazy("Skriv et beløb i hele kroner."),
                        "min_value": gettext_lazy("Mindst 0 kr."), "max_value": gettext_lazy("Beløbet er for stort.")},
    )  # fmt: skip


@guarded(Action.REFER, methods=("GET", "POST"))
def paying(request: Request, referral_id: UUID) -> HttpResponse:
    """Say who pays for one place."""
    actor = request.actor
    referral = referrals.get(actor, referral_id)
    view = persons.read(actor, referral.person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.EPISODES})
    initial: dict[str, Any] = {"pays": who_pays.pays_now(referral), "price_dkk": referral.price_dkk}
    form = PayingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        who_pays.say(referral=referral, by=actor, at=now(), **form.cleaned_data)
        return done(request, _("Det er skrevet ned."), reverse("person", args=[view.id]) + "?fane=forloeb")
    return page(
        request, "staff/people/paying.jinja", person=view, referral=referral, form=form,
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip
