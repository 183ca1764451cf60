"""What is asked about a vehicle, and about a ride that is booked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField
from brobygger.web.shared.telephone import TelephoneInput

_MISTAKES = {
    "invalid": _("Skriv et tal."),
    "required": _("Skriv et tal."),
    "min_value": _("Tallet er for lille."),
    "max_value": _("Tallet er for stort."),
}


def _whole(label: Any, *, least: int, most: int, usual: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=usual, error_messages=_MISTAKES)


def _kroner(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(10_000), decimal_places=2, initial=Decimal(0),
        error_messages={**_MISTAKES, "max_decimal_places": _("Højst to decimaler.")}, localize=True,
    )  # fmt: skip


class VehicleForm(forms.Form):
    """A minibus, a taxi by agreement, or somebody's car."""

    name = forms.CharField(
        label=_("Hvad kalder I bilen?"), max_length=100,
        error_messages={"required": _("Skriv et navn."), "max_length": _("Navnet er for langt.")},
    )  # fmt: skip
    seats = _whole(_("Sæder til passagerer"), least=0, most=60, usual=8)
    wheelchairs = _whole(_("Pladser til kørestole"), least=0, most=10, usual=0)
    phone = forms.CharField(
        label=_("Telefon til den, der kører"), max_length=20, required=False, widget=TelephoneInput()
    )
    start = _kroner(_("Pris for at starte, kroner"))
    km = _kroner(_("Pris pr. kilometer, kroner"))
    co2_g_km = _whole(_("CO₂ pr. kilometer, gram"), least=0, most=2_000, usual=180)

    def facts(self) -> dict[str, Any]:
        """What operations.add_vehicle takes: prices in øre."""
        given = dict(self.cleaned_data)
        prices = {"start_ore": int(given.pop("start") * 100), "km_ore": int(given.pop("km") * 100)}
        return {**given, **prices}


class BookForm(forms.Form):
    """Who is fetched by which vehicles; everybody who has not said no stands chosen."""

    fetched = forms.MultipleChoiceField(
        label=_("Hvem skal hentes?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    vehicles = forms.MultipleChoiceField(
        label=_("Hvilke biler kan køre?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én bil."), "invalid_choice": _("Bilen er booket. Vælg en anden.")},
    )  # fmt: skip
    longest_ride = _whole(_("Højst hvor mange minutter i bilen?"), least=5, most=180, usual=45)
    lasts_minutes = _whole(_("Hvor mange minutter varer det?"), least=15, most=600, usual=120)
    received_by = forms.CharField(
        label=_("Hvem tager imod, hvor man står af?"), max_length=200, required=False,
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, people: Sequence[tuple[str, str]], vehicles: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for name, choices in (("fetched", people), ("vehicles", vehicles)):
            choose_among(self, name, choices)


class BorrowForm(forms.Form):
    """When somebody drives it, and what for."""

    day = DayField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    time = ClockField(
        label=_("Klokken"), widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Skriv klokken."), "invalid": _("Skriv klokken som 10:00.")},
    )  # fmt: skip
    hours = _whole(_("Hvor mange timer?"), least=1, most=72, usual=3)
    driver = forms.CharField(
        label=_("Hvem kører?"), max_length=200,
        error_messages={"required": _("Skriv, hvem der kører."), "max_length": _("Navnet er for langt.")},
    )  # fmt: skip
    what_for = forms.CharField(
        label=_("Hvad skal bilen bruges til?"), max_length=200, required=False,
        help_text=_("Skriv ikke navne på borgere."), error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
