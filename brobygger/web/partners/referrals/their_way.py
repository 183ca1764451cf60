"""One whom we said yes to: the first meeting we hold, and what we think of the way afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import their_way
from brobygger.pathway.first_meeting import company
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared.days import ClockField, DayField
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
AHEAD = timedelta(days=2 * 365)
ARRANGED = ("day", "time", "place_kind", "place")
BEGUN = (*ARRANGED, "gave", "goes_on", "words")  # what nobody has written beforehand


class FirstMeetingForm(forms.Form):
    """Who comes, where and when."""

    day = DayField(
        label=gettext_lazy("Hvilken dag?"), limited=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Vælg en dag."),
                        "invalid": gettext_lazy("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    time = ClockField(
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

    def clean_day(self) -> date:
        """A first meeting is soon: a day years ahead is a slip of the hand."""
        given: date = self.cleaned_data["day"]
        if given > local_date(now()) + AHEAD:
            raise forms.ValidationError(gettext_lazy("Vælg en dag inden for to år."))
        return given

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
    """All of it is one form, and its buttons say which part is sent: what is written beside it is still there after."""
    actor, at = request.actor, now()
    referral = their_way.of(referral_id=referral_id, by=actor)
    if referral.status != "accepted":
        return redirect("received")
    person = people.read(actor, referral.person_id, purpose=Purpose.ACTIVITY, only={Fields.NAME})  # else: not ours now
    what, typed = request.POST.get("what", ""), request.POST.dict()
    meeting = FirstMeetingForm(request.POST if what == "meeting" else None, initial={"who_comes": actor.name} | typed)
    back = LookBackForm(request.POST if what == "look_back" else None, initial=typed)
    status = 422 if meeting.is_bound or back.is_bound else 200
    refused = ""
    try:
        told, saved = _told(request, referral, meeting, back)
    except Refusal as refusal:  # about the meeting that was held: its fields are in no form of ours
        told, saved, refused, status = "", set(), str(refusal.message), 409
    if told:
        say(request, told)
        typed = {name: value for name, value in typed.items() if name not in saved}
        if not any(value for name, value in typed.items() if name in BEGUN or name.startswith("note-")):
            return redirect("their_way", referral_id=referral.id)
        meeting, back = FirstMeetingForm(initial={"who_comes": actor.name} | typed), LookBackForm(initial=typed)
        status = 200
    return page(
        request, "partners/referrals/their_way.jinja", status=status, typed=typed,
        referral=referral, meeting=meeting, back=back, at=at, person=person,
        meetings=company.meetings_with(actor, referral.episode_id, referral.receiver_id),
        said=company.look_backs(actor, referral.episode_id, referral.receiver_id),
        refused=refused, not_kept=typed.get(f"note-{typed.get('held', '').partition('-')[2]}", "") if refused else "",
        gave=GAVE, goes_on=GOES_ON, begun=meeting.is_bound or any(typed.get(name) for name in ARRANGED),
    )  # fmt: skip


def _told(request: Request, referral: Any, meeting: FirstMeetingForm, back: LookBackForm) -> tuple[str, set[str]]:
    """Do what the button says: a sentence of what was done and the fields that were saved by it, or nothing."""
    actor, at = request.actor, now()
    if "held" in request.POST:
        return _met(request, referral)
    try:
        if meeting.is_valid():
            their_way.arrange_meeting(referral=referral, facts=meeting.facts(), by=actor, at=at)
            return _("Mødet er aftalt. Koordinatoren kan se det."), set(meeting.fields)
        if back.is_valid():
            their_way.look_back(referral=referral, by=actor, at=at, **back.cleaned_data)
            return _("Tak. Det er gemt."), set(back.fields)
    except Refusal as refused:
        form = meeting if meeting.is_bound else back
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
    return "", set()


def _met(request: Request, referral: Any) -> tuple[str, set[str]]:
    """The meeting was held, or it was not to be: `held` is yes or no, and which meeting."""
    answer, _dash, which = request.POST["held"].partition("-")
    try:
        meeting_id = UUID(which)
    except ValueError:
        raise Refusal(_("Vælg et møde.")) from None
    note = request.POST.get(f"note-{which}", "")
    their_way.close_meeting(
        referral=referral, meeting_id=meeting_id, held=answer == "yes", note=note, by=request.actor, at=now()
    )
    return _("Det er skrevet ned."), {f"note-{which}"}
