"""What is needed to take a recipe into use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor

FURTHEST = timedelta(days=730)  # a start further away is a slip of the hand


class AdoptForm(forms.Form):
    """The programme's own name, and its first day."""

    name = forms.CharField(
        label=_("Hvad skal indsatsen hedde hos jer?"),
        max_length=200,
        error_messages={"required": _("Skriv et navn."), "max_length": _("Skriv højst 200 tegn.")},
    )
    starts_on = forms.DateField(
        label=_("Første dag"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")},
    )

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today = actor, today

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if running.name_taken(self.actor, name):
            raise forms.ValidationError(_("I har allerede en indsats med det navn. Vælg et andet."))
        return name

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if abs(day - self.today) > FURTHEST:
            raise forms.ValidationError(_("Vælg en dag inden for to år."))
        return day
