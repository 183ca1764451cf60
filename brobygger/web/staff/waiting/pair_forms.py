"""What is asked when two become a pair, and what a volunteer likes and can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.interest_form import ROLES_WANTED
from brobygger.web.staff.people.forms import YES_NO, ShareConsentForm

AS_KEPT = ("interests", "weekdays", "sex", "meets_sex", "meets_at_most", "roles", "born_year", "area", "with_friend")
_DAY = {"invalid": _("Skriv dagen som dag-måned-år.")}
_NUMBER = {
    "invalid": _("Skriv et helt tal."),
    "required": _("Skriv et tal."),
    "min_value": _("Mindst 0."),
    "max_value": _("Højst 10."),
}


def _first_day() -> DayField:
    return DayField(
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
    skills = forms.CharField(
        label=_("Hvad kan den frivillige, og hvad har den frivillige prøvet?"), required=False, max_length=400,
        help_text=_("Adskil med komma, for eksempel: landmand, marinen, klaver. Det findes sammen med borgernes ord."),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Vil gerne"), choices=list(ROLES_WANTED.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    has_car = forms.ChoiceField(
        label=_("Har bil"), choices=[("", _("ikke spurgt")), *YES_NO.items()], required=False
    )  # fmt: skip
    born_year = forms.IntegerField(
        label=_("Født i året"), required=False, min_value=1900, max_value=2020,
        error_messages={"invalid": _("Skriv et helt tal."), "min_value": _("Skriv året med fire tal."),
                        "max_value": _("Skriv året med fire tal.")},
    )  # fmt: skip
    area = forms.ChoiceField(label=_("Område"), required=False)
    with_friend = forms.CharField(
        label=_("Vil helst sammen med en, han eller hun kender"), required=False, max_length=200
    )
    meets_at_most = forms.IntegerField(
        label=_("Hvor mange borgere på samme tid?"), min_value=0, max_value=10, initial=1, error_messages=_NUMBER
    )

    def __init__(self, *args: Any, areas: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.initial.get("area", "")
        named = dict.fromkeys([*areas, *([own] if own else [])])
        choose_among(self, "area", [("", _("ikke spurgt")), *((name, name) for name in named)])

    @staticmethod
    def starting_with(wishes: Any | None) -> dict[str, Any]:
        """The form as it stands; one visit at a time before anybody has asked."""
        if wishes is None:
            return {"languages": "dansk", "meets_at_most": 1}
        values = {name: getattr(wishes, name) for name in AS_KEPT}
        return {
            **values,
            "languages": ", ".join(wishes.languages),
            "skills": ", ".join(wishes.skills),
            "has_car": {True: "yes", False: "no", None: ""}[wishes.has_car],
        }

    def wishes(self) -> dict[str, Any]:
        """What operations.tell_wishes takes; where the volunteer lives stays as it was."""
        given = dict(self.cleaned_data)
        given["weekdays"] = [int(day) for day in given["weekdays"]]
        given["languages"] = words.listed(given["languages"], longest=30)
        given["skills"] = words.listed(given["skills"])
        given["has_car"] = {"yes": True, "no": False, "": None}[given["has_car"]]
        return given
