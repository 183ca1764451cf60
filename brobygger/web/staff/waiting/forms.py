"""What is chosen for groups in the making, and when one of them is made real."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.waiting.telling import RULES, SEXES

SIZES = {
    "2-4": _("højst 4"),
    "5-6": "5–6",
    "6-8": "6–8",
    "8-15": "8–15",
}
OTHERS = ("quiet", "balance", "host_needed")
_CHOICE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}


class TermsForm(forms.Form):
    """The rules that groups are proposed by."""

    size = forms.ChoiceField(label=_("Hvor mange i hver gruppe?"), error_messages=_CHOICE)
    rule = forms.ChoiceField(
        label=_("Hvad skal føre dem sammen?"), choices=list(RULES.items()), widget=forms.RadioSelect,
        error_messages=_CHOICE,
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Mænd og kvinder"), choices=list(SEXES.items()), required=False, error_messages=_CHOICE
    )
    km_at_most = forms.IntegerField(
        label=_("Højst hvor mange kilometer til stedet?"), required=False, min_value=1, max_value=100,
        error_messages={
            "invalid": _("Skriv et helt tal."), "min_value": _("Mindst 1."), "max_value": _("Højst 100."),
        },
    )  # fmt: skip
    wheelchairs = forms.IntegerField(
        label=_("Plads til hvor mange kørestole i hver gruppe?"), required=False, min_value=0, max_value=50,
        error_messages={
            "invalid": _("Skriv et helt tal."), "min_value": _("Mindst 0."), "max_value": _("Højst 50."),
        },
    )  # fmt: skip
    language = forms.CharField(
        label=_("Et sprog, alle taler"), required=False, max_length=30,
        help_text=_("For eksempel: tyrkisk. Tomt: de skal bare kunne tale sammen to og to."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    others = forms.MultipleChoiceField(
        label=_("Også"),
        choices=[
            ("quiet", _("rolige omgivelser, også for dem, der hører dårligt")),
            ("balance", _("i hver gruppe skal nogen kunne give en hånd")),
            ("host_needed", _("ikke flere grupper, end der er værter til")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOICE,
    )

    def __init__(self, data: Any = None, *, now: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        own = f"{now[0]}-{now[1]}"
        choices = dict(SIZES) if own in SIZES else {own: f"{now[0]}–{now[1]}", **SIZES}
        choose_among(self, "size", choices.items())

    @staticmethod
    def starting_with(proposal: Any) -> dict[str, Any]:
        """The form as the proposal stands."""
        others = [name for name in OTHERS if getattr(proposal, name)]
        return {
            "size": f"{proposal.size_min}-{proposal.size_max}",
            "rule": proposal.rule,
            "sex": proposal.sex,
            "km_at_most": proposal.km_at_most,
            "wheelchairs": proposal.wheelchairs,
            "language": proposal.language,
            "others": others,
        }

    def terms(self) -> dict[str, Any]:
        """What operations.ChosenTerms takes."""
        given = dict(self.cleaned_data)
        least, most = given.pop("size").split("-")
        others = given.pop("others")
        chosen = {name: name in others for name in OTHERS}
        given["language"] = given["language"].strip().lower()
        return {**given, **chosen, "size_min": int(least), "size_max": int(most)}


class MakeGroupForm(forms.Form):
    """A real group."""

    name = forms.CharField(
        label=_("Hvad skal gruppen hedde?"), max_length=200,
        error_messages={"required": _("Skriv et navn."), "max_length": _("Navnet er for langt.")},
    )  # fmt: skip
    host = forms.ChoiceField(label=_("Hvem tager imod?"), required=False, error_messages=_CHOICE)
    place = forms.CharField(
        label=_("Hvor mødes de?"), max_length=200, required=False,
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=_("Ugedag"), coerce=int, empty_value=None, required=False, error_messages=_CHOICE,
        choices=[("", _("Ikke aftalt")), *((str(n), day) for n, day in enumerate(words.WEEKDAYS))],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, hosts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choose_among(self, "host", [("", gettext("Aftales senere")), *hosts])


class CompanyForm(forms.Form):
    """Somebody wishes to be with, or without, somebody."""

    HOW = {
        "with": _("vil gerne være sammen med"),
        "without": _("vil ikke være sammen med"),
        "none": _("er det lige meget med"),
    }

    person = forms.ChoiceField(label=_("Borger"), error_messages=_CHOICE)
    how = forms.ChoiceField(label=_("Ønske"), choices=list(HOW.items()), error_messages=_CHOICE)
    other = forms.ChoiceField(label=_("Hvem"), error_messages=_CHOICE)

    def __init__(self, data: Any = None, *, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("person", "other"):
            choose_among(self, name, [("", gettext("Vælg")), *people])
