"""One whom we said yes to: the first meeting we hold, and what we think of the way afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import their_way
from brobygger.pathway.first_meeting import company
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

GAVE = {"much": gettext_lazy("Meget"), "some": gettext_lazy("Noget"), "little": gettext_lazy("Ikke ret meget")}
GOES_ON = {
    "here": gettext_lazy("Ja, hos os"),
    "elsewhere": gettext_lazy("Ja, et andet sted"),
    "stopped": gettext_lazy("Nej, det er slut"),
}
CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}
TEXT = {"required": gettext_lazy("Skriv det her."), "max_length": gettext_lazy("Skriv lidt kortere.")}


class FirstMeetingForm(forms.Form):
    """Who comes, where and when."""

    day = forms.DateField(
        label=gettext_lazy("Hvilken dag?"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Vælg en dag."),
                        "invalid": gettext_lazy("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    time = forms.TimeField(
        label=gettext_lazy("Klokken"), widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": gettext_lazy("Skriv klokken."),
                        "invalid": gettext_lazy("Skriv klokken som 10:00.")},
    )  # fmt: skip
    who_comes = forms.CharField(label=gettext_lazy("Hvem kommer fra jer?"), max_length=300, error_messages=TEXT)
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Hvor vil personen helst?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[("home", gettext_lazy("hjemme")), ("public", gettext_lazy("et sted ude"))],
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Adresse eller sted"), max_length=200, required=False, error_messages=TEXT
    )

    def facts(self) -> dict[str, Any]:
        """What arrange_meeting takes."""
        given = dict(self.cleaned_data)
        moment = datetime.combine(given.pop("day"), given.pop("time"), tzinfo=DENMARK)
        return {**given, "starts_at": moment, "kind": "match_meeting"}


class LookBackForm(forms.Form):
    """Two answers and a few words."""

    gave = forms.ChoiceField(
        label=gettext_lazy("Hvad har det givet?"), choices=list(GAVE.items()), widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    goes_on = forms.ChoiceField(
        label=gettext_lazy("Fortsætter det?"), choices=list(GOES_ON.items()), widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Hvad virkede, og hvad kan blive bedre?"), max_length=500, required=False,
        widget=forms.Textarea, error_messages=TEXT, help_text=gettext_lazy("Skriv ikke om helbred."),
    )  # fmt: skip


@guarded(Action.MAKE_FIRST_CONTACT, methods=("GET", "POST"))
def way(request: Request, referral_id: UUID) -> HttpResponse:
    """Both on one page; each form says by its button which it is."""
    actor, at = request.actor, now()
    referral = their_way.of(referral_id=referral_id, by=actor)
    if referral.status != "accepted":
        return redirect("received")
    person = people.read(actor, referral.person_id, purpose=Purpose.ACTIVITY, only={Fields.NAME})  # else: not ours now
    what = request.POST.get("what", "")
    meeting = FirstMeetingForm(request.POST if what == "meeting" else None, initial={"who_comes": actor.name})
    back = LookBackForm(request.POST if what == "look_back" else None)
    try:
        if meeting.is_valid():
            their_way.arrange_meeting(referral=referral, facts=meeting.facts(), by=actor, at=at)
            say(request, _("Mødet er aftalt. Koordinatoren kan se det."))
            return redirect("their_way", referral_id=referral.id)
        if back.is_valid():
            their_way.look_back(referral=referral, by=actor, at=at, **back.cleaned_data)
            say(request, _("Tak. Det er gemt."))
            return redirect("their_way", referral_id=referral.id)
    except Refusal as refused:
        form = meeting if what == "meeting" else back
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
    return page(
        request, "partners/referrals/their_way.jinja", status=422 if request.method == "POST" else 200,
        referral=referral, meeting=meeting, back=back, at=at, person=person,
        meetings=company.meetings_with(actor, referral.episode_id, referral.receiver_id),
        said=company.look_backs(actor, referral.episode_id, referral.receiver_id),
        gave=GAVE, goes_on=GOES_ON,
    )  # fmt: skip


@guarded(Action.MAKE_FIRST_CONTACT, methods=("POST",))
def met(request: Request, referral_id: UUID) -> HttpResponse:
    """The meeting was held, or it was not to be."""
    actor = request.actor
    referral = their_way.of(referral_id=referral_id, by=actor)
    people.read(actor, referral.person_id, purpose=Purpose.ACTIVITY, only={Fields.NAME})  # whom we may not see we leave
    try:
        meeting_id = UUID(request.POST.get("meeting", ""))
    except ValueError:
        raise Refusal(_("Vælg et møde.")) from None
    held = request.POST.get("held") == "yes"
    note = request.POST.get("note", "")
    their_way.close_meeting(referral=referral, meeting_id=meeting_id, held=held, note=note, by=actor, at=now())
    say(request, _("Det er skrevet ned."))
    return redirect("their_way", referral_id=referral.id)
