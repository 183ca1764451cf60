"""What is asked for around a register extract: the file, what to accept, when to visit, and what people answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.pathway.episodes.rules import reasons_at
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField

FIRST_HOUR, LAST_HOUR = time(8), time(17)  # visits are made in the daytime
HALF_HOUR = timedelta(minutes=30)
FURTHEST = timedelta(days=365)
CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=_("Fil med udtrækket"),
        help_text=_("En CSV-fil, højst 200 MB. Den skal have kolonnerne cpr og navn; de andre må mangle."),
        error_messages={
            "required": _("Vælg en fil."),
            "empty": _("Filen er tom."),
            "missing": _("Vælg en fil."),
            "invalid": _("Vælg en fil."),
        },
    )


class CommitForm(forms.Form):
    """What has to be accepted before an extract with errors, or with many gone, is stored."""

    leave_out = forms.BooleanField(required=False)
    accept_removal = forms.BooleanField(required=False)

    def __init__(self, *args: Any, has_errors: bool, mass_removal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_errors, self.mass_removal = has_errors, mass_removal

    def clean(self) -> dict[str, Any]:
        if self.has_errors and not self.cleaned_data.get("leave_out"):
            self.add_error("leave_out", _("Sæt kryds, hvis linjerne med fejl skal udelades. Ellers ret filen."))
        if self.mass_removal and not self.cleaned_data.get("accept_removal"):
            self.add_error("accept_removal", _("Sæt kryds, hvis det er rigtigt, at så mange mangler."))
        return self.cleaned_data


def date_field(label: Any) -> DayField:
    return DayField(
        label=label,
        limited=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")},
    )


def time_field(label: Any) -> ClockField:
    return ClockField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Vælg et klokkeslæt."), "invalid": _("Skriv et klokkeslæt, fx 9.30.")},
    )


class _Moment(forms.Form):
    """A day and a time in the future and in the daytime."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day <= self.today:
            raise forms.ValidationError(_("Vælg en dag efter i dag, så brevet kan nå frem."))
        if day - self.today > FURTHEST:
            raise forms.ValidationError(_("Vælg en dag inden for et år."))
        return day

    def clean_time(self) -> time:
        at: time = self.cleaned_data["time"]
        if not FIRST_HOUR <= at <= LAST_HOUR:
            raise forms.ValidationError(_("Vælg et klokkeslæt mellem 8 og 17."))
        return at

    @property
    def moment(self) -> datetime:
        """The chosen day and time in Denmark; only after `is_valid`."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], DENMARK)


FIRST = (
    ("", _("ingen: i den rækkefølge, de blev fundet")),
    ("alone", _("dem, der bor alene")),
    ("no_help", _("dem, der ikke får hjemmehjælp, så ingen ser dem")),
    ("widowed", _("dem, der har mistet deres ægtefælle")),
    ("eighty", _("dem, der er fyldt 80 år")),
    ("men", _("mænd")),
)


def first_field() -> forms.ChoiceField:
    """Which group gets the first times (R054)."""
    return forms.ChoiceField(label=_("Hvem skal have de første tider?"), choices=FIRST, required=False)


class PlanForm(_Moment):
    """When the visits begin, and how many there are time for in a day."""

    day = date_field(_("Første dag med besøg"))
    time = time_field(_("Første besøg om dagen"))
    put_first = first_field()
    per_day = forms.IntegerField(
        label=_("Besøg om dagen"),
        min_value=1,
        max_value=18,
        help_text=_("Der er en halv time mellem to tider. Lørdag og søndag er fri."),
        error_messages={
            "required": _("Skriv et tal."), "invalid": _("Skriv et tal."), "min_value": _("Skriv mindst 1."),
            "max_value": _("Skriv højst 18."),
        },
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if {"day", "time", "per_day"} <= values.keys():
            last = datetime.combine(values["day"], values["time"]) + HALF_HOUR * (values["per_day"] - 1)
            if last.date() != values["day"] or last.time() > LAST_HOUR:
                self.add_error("per_day", _("Så mange besøg slutter efter kl. 17. Vælg færre, eller begynd tidligere."))
        return values


class AnswerForm(forms.Form):
    """What the person said to the letter."""

    answer = forms.ChoiceField(
        label=_("Hvad er svaret?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("Ja tak til besøget")),
            ("no", _("Nej tak")),
            ("no_answer", _("Svarer ikke")),
            ("moved", _("Vil gerne have en anden tid")),
        ],
        error_messages=CHOOSE,
    )
    reason = forms.ChoiceField(label=_("Hvorfor ikke?"), required=False, error_messages=CHOOSE)
    day = date_field(_("Ny dag"))
    time = time_field(_("Nyt klokkeslæt"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].required = self.fields["time"].required = False
        codes = [reason.code for reason in reasons_at("asked") if reason.code != "no_answer"]
        choose_among(self, "reason", [("", _("Vælg")), *((code, words.reason(code)) for code in codes)])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("answer") == "no" and not values.get("reason"):
            self.add_error("reason", _("Vælg en årsag. Den bliver kun brugt til at spørge bedre."))
        if values.get("answer") == "moved":
            self._new_time(values)
        return values

    def _new_time(self, values: dict[str, Any]) -> None:
        day, at = values.get("day"), values.get("time")
        if not day and "day" not in self.errors:
            self.add_error("day", _("Vælg en dag."))
        elif day and not self.today <= day <= self.today + FURTHEST:
            self.add_error("day", _("Vælg en dag fra i dag og et år frem."))
        if not at and "time" not in self.errors:
            self.add_error("time", _("Vælg et klokkeslæt."))
        elif at and not FIRST_HOUR <= at <= LAST_HOUR:
            self.add_error("time", _("Vælg et klokkeslæt mellem 8 og 17."))

    @property
    def moment(self) -> datetime:
        """The new day and time in Denmark; only after `is_valid` with the answer "moved"."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], DENMARK)
