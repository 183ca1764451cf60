"""What is asked when a new person is received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField

OTHER = "other"
FURTHEST_DAYS = 365
SHORT = {"max_length": _("Skriv lidt kortere.")}


class YesForm(forms.Form):
    """Who calls, and when the first time is. The lists are the organisation's own, so nothing foreign can be chosen."""

    host = forms.ChoiceField(
        label=_("Hvem ringer før første gang?"),
        help_text=_("Vælg en, der selv er der den dag."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvem der ringer."), "invalid_choice": _("Vælg en på listen.")},
    )
    host_name = forms.CharField(
        label=_("Hvad hedder den, der ringer?"), required=False, max_length=200, error_messages=SHORT
    )
    first = forms.ChoiceField(
        label=_("Hvornår er første gang?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg den første gang."), "invalid_choice": _("Vælg en på listen.")},
    )
    first_on = DayField(
        limited=False,
        label=_("Hvilken dag?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv dagen som dag-måned-år.")},
    )
    group = forms.ChoiceField(label=_("Gruppe"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        hosts: Sequence[tuple[str, str]],
        times: Sequence[tuple[str, str]],
        groups: Sequence[tuple[str, str]],
        today: date,
        me: str = "",
    ) -> None:
        first = times[0][0] if times else OTHER
        super().__init__(data, initial={"host": me or (hosts[0][0] if hosts else OTHER), "first": first})
        self.today = today
        choose_among(self, "host", [*hosts, (OTHER, gettext("En anden"))])
        choose_among(self, "first", [*times, (OTHER, gettext("En anden dag"))])
        choose_among(self, "group", [("", gettext("Ingen gruppe endnu")), *groups])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("host") == OTHER and not (given.get("host_name") or "").strip():
            self.add_error("host_name", _("Skriv navnet på den, der ringer."))
        if given.get("first") == OTHER and "first_on" not in self.errors:
            self._check_day(given.get("first_on"))
        return given

    def _check_day(self, day: date | None) -> None:
        if day is None:
            self.add_error("first_on", _("Skriv dagen, eller vælg en mødegang på listen."))
        elif day < self.today:
            self.add_error("first_on", _("Vælg en dag, der ikke er gået."))
        elif day > self.today + timedelta(days=FURTHEST_DAYS):
            self.add_error("first_on", _("Vælg en dag inden for det næste år."))


class NoForm(forms.Form):
    """Why it cannot be here."""

    reason = forms.ChoiceField(
        label=_("Hvorfor passer det ikke?"),
        choices=words.choices(words.DECLINE_REASONS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en årsag."), "invalid_choice": _("Vælg en årsag på listen.")},
    )


class TalkedForm(forms.Form):
    """What came out of the call."""

    companion = forms.ChoiceField(
        label=_("Vil personen gerne følges med nogen de første gange?"),
        choices=[("yes", _("Ja")), ("no", _("Nej")), ("not_asked", _("Det spurgte jeg ikke om"))],
        required=False,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("En kort note til jer selv"),
        help_text=_("Skriv kun det, I har brug for at huske den første gang."),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        error_messages={"max_length": _("Noten er for lang. Højst 500 tegn.")},
    )

    def companion_wanted(self) -> bool | None:
        """Yes, no, or not asked."""
        return {"yes": True, "no": False}.get(self.cleaned_data["companion"])
