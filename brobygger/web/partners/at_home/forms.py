"""What is asked about a time at a person's home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.pathway.at_home.rules import BELONGS, MOST_TIMES
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField

KINDS = {
    "visit": _("Besøg"),
    "meal": _("Spise sammen hjemme"),
    "cooking": _("Lave mad hjemme, to kokke"),
    "drive": _("Køre en tur"),
    "hand": _("Give en hånd"),
    "practice": _("Øve sprog, it eller andet"),
}
EVERY = {"1": _("hver dag"), "7": _("hver uge"), "14": _("hver anden uge"), "28": _("hver fjerde uge")}
CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
LONGEST_AHEAD = timedelta(days=365)


def _line(label: Any, *, most: int = 200, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=help_text,
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip


def _number(label: Any, least: int, most: int, first: int) -> forms.IntegerField:
    wrong = _("Skriv et helt tal fra %(least)s til %(most)s.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, initial=first,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
    )  # fmt: skip


class AgreeForm(forms.Form):
    """What, when, how often, and what belongs to it."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"), choices=list(KINDS.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    organisation = forms.ChoiceField(label=_("Hvem kommer fra?"), error_messages=CHOOSE)
    day = DayField(
        label=_("Første dag"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    time = ClockField(
        label=_("Klokken"), widget=forms.TimeInput(attrs={"type": "time"}), initial="12:00",
        error_messages={"required": _("Skriv klokken."), "invalid": _("Skriv klokken som 12:00.")},
    )  # fmt: skip
    minutes = _number(_("Hvor mange minutter?"), 15, 600, 90)
    times = _number(_("Hvor mange gange?"), 1, MOST_TIMES, 1)
    every_days = forms.ChoiceField(
        label=_("Hvor tit?"), choices=list(EVERY.items()), initial="7", error_messages=CHOOSE
    )
    menu = _line(_("Hvad skal I spise?"), most=300)
    bring = _line(_("Hvad tager kokkene med?"), most=500, help_text=_("Pakkelisten: varer, forklæde, en sang."))
    guest = _line(_("Er der en gæst mere med?"))
    where = _line(_("Hvor skal I køre hen?"))
    words = _line(_("Hvad er der brug for, eller hvad skal I øve?"), most=500)
    asked_by_person = forms.BooleanField(label=_("Ønske"), help_text=_("Borgeren har selv bedt om det"), required=False)

    def __init__(
        self, data: Any = None, *, organisations: Sequence[tuple[str, str]], today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.today = today
        choose_among(self, "organisation", organisations)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + LONGEST_AHEAD:
            raise forms.ValidationError(_("Vælg en dag inden for det næste år."))
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") == "hand" and not given.get("words"):
            self.add_error("words", _("Skriv, hvad der er brug for."))
        if given.get("kind") == "drive" and not given.get("where"):
            self.add_error("where", _("Skriv, hvor I skal hen."))
        return given

    def first(self) -> datetime:
        """The first moment; the clock on the wall."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], DENMARK)

    def facts(self) -> dict[str, Any]:
        """What belongs to this kind, as the table keeps it; answers to what was not asked are left out."""
        given = self.cleaned_data
        facts = {name: given[name] for name in BELONGS[given["kind"]]}
        return facts | {name: given[name] for name in ("kind", "minutes", "asked_by_person")}


class PutOnForm(forms.Form):
    """Who comes, instead of whom, and whether also the times after."""

    volunteer = forms.ChoiceField(label=_("Hvem kommer?"), error_messages=CHOOSE)
    instead = forms.ChoiceField(label=_("I stedet for"), required=False, error_messages=CHOOSE)
    onward = forms.BooleanField(label=_("Også de næste gange"), help_text=_("Også de næste gange"), required=False)

    def __init__(
        self, data: Any = None, *, ready: Sequence[tuple[str, str]], away: Sequence[tuple[str, str]], series: bool
    ) -> None:
        super().__init__(data)
        for name, choices in (("volunteer", ready), ("instead", [("", _("Ingen")), *away])):
            choose_among(self, name, choices)
        if not away:
            del self.fields["instead"]
        if not series:
            del self.fields["onward"]


class HeldForm(forms.Form):
    """How it went, and what the person would like beside it."""

    note = _line(_("Hvordan gik det?"), most=500)
    wants_more = _line(
        _("Har borgeren lyst til mere?"), most=300, help_text=_("For eksempel en gruppe, en tur eller en at tale med.")
    )


class CallOffForm(forms.Form):
    """Why it is not held."""

    why = forms.CharField(
        label=_("Hvorfor bliver det ikke til noget?"), max_length=200,
        error_messages={"required": _("Skriv hvorfor."), "max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    onward = forms.BooleanField(label=_("Også de næste gange"), help_text=_("Også de næste gange"), required=False)
