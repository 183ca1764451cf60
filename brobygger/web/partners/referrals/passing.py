"""A link organisation tells which association it found for a person, and what came of it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import ask_visitation
from brobygger.pathway.referrals import asking
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access.policy import Action, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page


class PassOnForm(forms.Form):
    """Which association it became."""

    to_name = forms.CharField(
        label=gettext_lazy("Hvilken forening blev det?"), max_length=200,
        error_messages={"required": gettext_lazy("Skriv, hvilken forening det blev.")},
    )  # fmt: skip
    note = forms.CharField(
        label=gettext_lazy("Hvad aftalte I?"), max_length=300, required=False,
        error_messages={"max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip


@guarded(Action.ANSWER_REFERRAL, methods=("GET", "POST"))
def passed_on(request: Request, referral_id: UUID) -> HttpResponse:
    """Write it down, and later whether the person began there: then the one who referred can see it."""
    actor = request.actor
    referral = referrals.get(actor, referral_id)
    if referral.receiver_id != actor.organisation_id:
        raise NotVisible("referral")
    here = reverse("pass_on_referral", args=[referral.id])
    act = next((name for name in ("started", "not_started") if name in request.POST), "")
    if act:
        try:
            chosen = UUID(request.POST[act])
        except ValueError:
            raise NotVisible("passed on") from None
        asking.heard(passed_on_id=chosen, referral=referral, started=act == "started", at=now())
        return done(request, _("Tak. Nu kan koordinatoren se, hvordan det gik."), here)
    form = PassOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask_visitation.pass_on(referral=referral, by=actor, at=now(), **form.cleaned_data)
        return done(request, _("Det er skrevet ned. Skriv her igen, når I ved, om det blev til noget."), here)
    return page(
        request,
        "partners/referrals/passed_on.jinja",
        referral=referral,
        person=people.read(actor, referral.person_id, purpose=Purpose.ACTIVITY),
        rows=asking.passed_on_from(actor, [referral.id]),
        form=form,
        status=422 if request.method == "POST" else 200,
    )
