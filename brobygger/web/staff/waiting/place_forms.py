"""What is asked when a place is offered, and when the answer comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared.days import DayField

WHY_NOT = {
    "no_wish": _("har ikke lyst"),
    "no_energy": _("har ikke kræfter lige nu"),
    "wrong_day": _("dagen passer ikke"),
    "transport": _("kan ikke komme frem"),
    "other_found": _("har fundet noget andet"),
    "other": _("andet"),
}
_DAY = {"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")}


class AnswerByForm(forms.Form):
    """Until when the place is held."""

    answer_by = DayField(label=_("Svar senest"), error_messages=_DAY, widget=forms.DateInput(attrs={"type": "date"}))


class NoForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(
        label=_("Hvorfor ikke?"), choices=list(WHY_NOT.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en grund på listen."), "invalid_choice": _("Vælg en grund på listen.")},
    )  # fmt: skip


class YesForm(forms.Form):
    """The person has said yes to the organisation already, and no day is agreed here: a group says when it meets."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
