"""What is asked when two become a pair, and what a volunteer likes and can."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.staff.people.forms import ShareConsentForm

_DAY = {"invalid": _("Skriv dagen som dag-måned-år.")}
_NUMBER = {
    "invalid": _("Skriv et helt tal."),
    "required": _("Skriv et tal."),
    "min_value": _("Mindst 0."),
    "max_value": _("Højst 10."),
}


def _first_day() -> forms.DateField:
    return forms.DateField(
        label=_("Hvornår mødes de første gang?"), required=False, error_messages=_DAY,
        widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Lad stå tomt, hvis de selv aftaler det."),
    )  # fmt: skip


def _not_past(form: forms.Form, today: date) -> None:
    day = form.cleaned_data.get("next_on")
    if day and day < today:
        form.add_error("next_on", _("Vælg en dag, der ikke er gået."))


class AcceptPairForm(forms.Form):
    """The person has said yes to the organisation already."""

    next_on = _first_day()

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _not_past(self, self.today)
        return given


class AcceptPairWithConsentForm(ShareConsentForm):
    """The person's yes to the volunteer's organisation, and the first day."""

    next_on = _first_day()
    field_order = ("receiver", "data", "how", "expires_on", "next_on")

    def __init__(self, data: Any = None, *, receiver: tuple[str, str], today: date) -> None:
        super().__init__(data, receivers=[receiver], today=today, initial={"receiver": receiver[0]})
        self.fields["receiver"].widget = forms.HiddenInput()
        self.today = today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        _not_past(self, self.today)
        return given


class VolunteerForm(forms.Form):
    """What a volunteer likes and can. Nothing has to be answered but how many."""

    interests = forms.MultipleChoiceField(
        label=_("Hvad kan den frivillige lide?"), choices=list(words.INTERESTS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("Dage, der passer"), choices=list(enumerate(words.WEEKDAYS)), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    languages = forms.CharField(
        label=_("Sprog"), required=False, max_length=200, help_text=_("Adskil med komma, for eksempel: dansk, arabisk.")
    )
    sex = forms.ChoiceField(label=_("Køn"), choices=[("", _("ikke spurgt")), *words.SEXES.items()], required=False)
    meets_sex = forms.ChoiceField(
        label=_("Vil helst besøge"),
        choices=[("", _("mænd eller kvinder")), ("male", _("mænd")), ("female", _("kvinder"))], required=False,
    )  # fmt: skip
    meets_at_most = forms.IntegerField(
        label=_("Hvor mange borgere på samme tid?"), min_value=0, max_value=10, initial=1, error_messages=_NUMBER
    )

    birth_year = forms.IntegerField(
        label=_("Født i året"), min_value=1900, max_value=2015, required=False, error_messages=_NUMBER
    )
    has_car = forms.TypedChoiceField(
        label=_("Har bil"), choices=[("", _("ikke spurgt")), ("True", _("ja")), ("False", _("nej"))], required=False,
        coerce=lambda said: said == "True", empty_value=None,
    )  # fmt: skip
    skills = forms.CharField(
        label=_("Kan noget særligt"), required=False, max_length=300, help_text=_("For eksempel spille klaver.")
    )

    @staticmethod
    def starting_with(wishes: Any | None) -> dict[str, Any]:
        """The form as it stands; one visit at a time before anybody has asked."""
        if wishes is None:
            return {"languages": "dansk", "meets_at_most": 1}
        values = {
            name: getattr(wishes, name)
            for name in (
                "interests",
                "weekdays",
                "sex",
                "meets_sex",
                "meets_at_most",
                "birth_year",
                "has_car",
                "skills",
            )
        }
        return {**values, "languages": ", ".join(wishes.languages)}

    def wishes(self) -> dict[str, Any]:
        """What operations.tell_wishes takes; where the volunteer lives stays as it was."""
        given = dict(self.cleaned_data)
        given["weekdays"] = [int(day) for day in given["weekdays"]]
        spoken = [word.strip().lower()[:30] for word in given["languages"].split(",")]
        given["languages"] = [word for word in spoken if word]
        return given
