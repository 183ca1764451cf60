"""What is asked about getting there: the day, the ride that is ordered, and what the company answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.web.shared import group_words
from brobygger.web.shared.days import ClockField, DayField
from brobygger.web.shared.telephone import TelephoneInput

_LONG = {"required": _("Skriv det her."), "max_length": _("Skriv lidt kortere.")}
_CHOICE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
_DAYS_AHEAD = 400


def _day() -> DayField:
    return DayField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag.")},
    )  # fmt: skip


def _time(label: Any, *, required: bool = True) -> ClockField:
    return ClockField(
        label=label, required=required, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Skriv et klokkeslæt."), "invalid": _("Skriv et klokkeslæt som 14:00.")},
    )  # fmt: skip


class WhenForm(forms.Form):
    """When one is to be there, and when it ends."""

    day = _day()
    time = _time(_("Det begynder kl."))
    home = _time(_("Det slutter kl."))


class OrderForm(forms.Form):
    """All that is said on the telephone. What is known already stands in it."""

    day = _day()
    time = _time(_("Fremme senest kl."))
    home = _time(_("Hjem igen tidligst kl."), required=False)
    from_address = forms.CharField(label=_("Hentes hvor?"), max_length=250, error_messages=_LONG)
    to_address = forms.CharField(label=_("Køres hvorhen?"), max_length=250, error_messages=_LONG)
    phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=_("Telefon, chaufføren kan ringe til"), required=False,
        widget=TelephoneInput(), error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip
    aids = forms.CharField(
        label=_("Hjælpemidler og hjælp"), max_length=200, required=False, error_messages=_LONG,
        help_text=_("For eksempel rollator, kørestol eller hjælp ned ad trappen."),
    )  # fmt: skip
    passengers = forms.IntegerField(
        label=_("Hvor mange kører med?"), min_value=1, max_value=8, help_text=_("Tæl en ledsager med."),
        error_messages={"required": _("Skriv et tal."), "invalid": _("Skriv et tal."),
                        "min_value": _("Mindst 1."), "max_value": _("Højst 8.")},
    )  # fmt: skip
    words = forms.CharField(label=_("Andet, de skal vide"), max_length=300, required=False, error_messages=_LONG)
    who = forms.ChoiceField(
        label=_("Hvem ringer og bestiller?"), widget=forms.RadioSelect, error_messages=_CHOICE,
        choices=[("coordinator", _("Koordinatorerne")), ("visitation", _("Visitationen")),
                 ("me", _("Jeg gør det selv"))],
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.last_day = today + timedelta(days=_DAYS_AHEAD)

    def clean_day(self) -> date:
        """A year that was mistyped is caught here."""
        day: date = self.cleaned_data["day"]
        if day > self.last_day:
            raise forms.ValidationError(_("Vælg en dag inden for det næste år."))
        return day

    def facts(self) -> dict[str, Any]:
        """As OrderedRide takes them."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("day", "time", "home", "who")}
        there = datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], DENMARK)
        home = self.cleaned_data["home"]
        back = datetime.combine(self.cleaned_data["day"], home, DENMARK) if home else None
        return {**told, "there_at": there, "home_at": back}


class AnswerForm(forms.Form):
    """What the company answered."""

    answer = forms.ChoiceField(
        label=_("Hvad svarede de?"), widget=forms.RadioSelect, error_messages=_CHOICE,
        choices=[("booked", _("Kørslen er bestilt")), ("no", _("Det kan ikke lade sig gøre"))],
    )  # fmt: skip
    reference = forms.CharField(
        label=_("Nummer på bestillingen"), max_length=80, required=False, error_messages=_LONG,
        help_text=_("Det nummer eller navn, de kan finde turen med."),
    )  # fmt: skip
    price_dkk = forms.IntegerField(
        label=_("Pris i kroner"), min_value=0, max_value=10_000, required=False,
        error_messages={"invalid": _("Skriv et beløb i hele kroner."), "min_value": _("Mindst 0 kr."),
                        "max_value": _("Beløbet er for stort.")},
    )  # fmt: skip
    pays = forms.ChoiceField(
        label=_("Hvem betaler?"), choices=group_words.PAYERS, initial="self", widget=forms.RadioSelect, required=False,
        error_messages=_CHOICE,
    )  # fmt: skip
    words = forms.CharField(label=_("Andet, de sagde"), max_length=300, required=False, error_messages=_LONG)

    def clean(self) -> dict[str, Any]:
        """A booking has a number; without one nobody can find it again."""
        told = super().clean() or {}
        if told.get("answer") == "booked" and not told.get("reference"):
            self.add_error("reference", _("Skriv det nummer eller navn, de kan finde turen med."))
        return told
