"""What is asked about meetings before the first time, those beside, and time that is given."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.web.shared.days import ClockField, DayField

MEETINGS = {
    "intro_visit": _("frivillige kommer på besøg og hilser på"),
    "match_meeting": _("de to mødes første gang"),
    "second_visit": _("andet besøg, med forslag med"),
}
FELLOWS = {"seat": _("sidder sammen med"), "go_along": _("følges med"), "tutor": _("har som tutor")}
TIMES = {
    "klippekort": _("klippekort"),
    "loneliness_time": _("ensomhedstid"),
    "companion": _("ledsager på vejen"),
}
HOME, PUBLIC = "home", "public"
PLACES = {HOME: _("hjemme hos borgeren"), PUBLIC: _("et sted ude")}
_CHOICE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
_DAY = {"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")}
_NUMBER = {
    "required": _("Skriv et tal."), "invalid": _("Skriv et helt tal."), "min_value": _("Tallet er for lille."),
    "max_value": _("Tallet er for stort."),
}  # fmt: skip
_TEXT = {"required": _("Skriv det her."), "max_length": _("Skriv lidt kortere.")}


def _day(label: Any) -> DayField:
    return DayField(label=label, error_messages=_DAY, widget=forms.DateInput(attrs={"type": "date"}))


class MeetingForm(forms.Form):
    """Who meets the person, where and when."""

    kind = forms.ChoiceField(label=_("Hvad for et møde?"), choices=list(MEETINGS.items()), error_messages=_CHOICE)
    day = _day(_("Hvilken dag?"))
    time = ClockField(
        label=_("Hvad tid?"), error_messages={"required": _("Skriv et klokkeslæt."), "invalid": _("Skriv som 13:30.")},
        widget=forms.TimeInput(attrs={"type": "time"}),
    )  # fmt: skip
    who_comes = forms.CharField(label=_("Hvem kommer?"), max_length=300, error_messages=_TEXT)
    place_kind = forms.ChoiceField(
        label=_("Hvor vil borgeren helst?"), choices=list(PLACES.items()), widget=forms.RadioSelect,
        error_messages=_CHOICE,
    )  # fmt: skip
    place = forms.CharField(label=_("Adresse eller sted"), max_length=200, required=False, error_messages=_TEXT)

    def facts(self) -> dict[str, Any]:
        """What plan_meeting takes."""
        given = dict(self.cleaned_data)
        day, time = given.pop("day"), given.pop("time")
        return {**given, "starts_at": datetime.combine(day, time, tzinfo=DENMARK)}


class FellowForm(forms.Form):
    """Somebody beside the person."""

    kind = forms.ChoiceField(label=_("Borgeren"), choices=list(FELLOWS.items()), error_messages=_CHOICE)
    name = forms.CharField(label=_("Hvem?"), max_length=200, error_messages=_TEXT)


class GrantForm(forms.Form):
    """Time from the klippekort."""

    minutes = forms.IntegerField(
        label=_("Hvor mange minutter?"), min_value=5, max_value=6000, error_messages=_NUMBER
    )  # fmt: skip
    until = _day(_("Kan bruges til og med"))


class SpendForm(forms.Form):
    """Time that was given."""

    kind = forms.ChoiceField(label=_("Hvad for en tid?"), choices=list(TIMES.items()), error_messages=_CHOICE)
    on = _day(_("Hvilken dag?"))
    minutes = forms.IntegerField(label=_("Hvor mange minutter?"), min_value=1, max_value=600, error_messages=_NUMBER)
    what = forms.CharField(label=_("Hvad lavede I?"), max_length=300, error_messages=_TEXT)
    kroner_an_hour = forms.IntegerField(
        label=_("Hvad koster en time, kroner?"), min_value=0, max_value=2000, initial=0, error_messages=_NUMBER
    )
    others = forms.MultipleChoiceField(
        label=_("Også"), required=False, widget=forms.CheckboxSelectMultiple, error_messages=_CHOICE,
        choices=[("by_volunteer", _("det var en frivillig")), ("last_time", _("sidste gang med ledsager"))],
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """What first_time.spend takes."""
        given = dict(self.cleaned_data)
        others = given.pop("others")
        return {**given, "by_volunteer": "by_volunteer" in others, "last_time": "last_time" in others}
