"""What is asked about a shared ride."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared.choices import choose_among


def _number(label: Any, *, least: int, most: int, usual: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        initial=usual,
        error_messages={
            "invalid": _("Skriv et helt tal."),
            "required": _("Skriv et tal."),
            "min_value": _("Tallet er for lille."),
            "max_value": _("Tallet er for stort."),
        },
    )


class RideForm(forms.Form):
    """Who is fetched, and by what. Everybody who has not said no stands chosen."""

    fetched = forms.MultipleChoiceField(
        label=_("Hvem skal hentes?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    count = _number(_("Hvor mange biler?"), least=1, most=20, usual=1)
    seats = _number(_("Sæder i hver"), least=0, most=50, usual=8)
    wheelchairs = _number(_("Kørestolspladser i hver"), least=0, most=10, usual=2)
    longest_ride = _number(_("Højst hvor mange minutter i bilen?"), least=5, most=180, usual=45)

    def __init__(self, data: Any = None, *, people: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"fetched": [one for one, _name in people]})
        choose_among(self, "fetched", people)
