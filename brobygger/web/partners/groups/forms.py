"""What is asked about groups, their sessions and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.web.shared import group_words, words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField

MOST_SESSIONS = 52
FURTHEST_DAYS = 365
NUMBER = {"invalid": _("Skriv et helt tal."), "required": _("Skriv et tal.")}
CLOCK = {"invalid": _("Skriv klokken som 10:00.")}


class GroupForm(forms.Form):
    """A new group."""

    kind = forms.ChoiceField(
        label=_("Hvad laver I?"),
        help_text=_("Så ved vi, om der skal være en menu, pladser, tjanser eller et tema. I kan altid ændre det."),
        choices=list(group_words.KINDS.items()),
        initial="group",
        required=False,
        error_messages={"invalid_choice": _("Vælg på listen.")},
    )
    name = forms.CharField(
        label=_("Hvad hedder gruppen?"),
        max_length=200,
        error_messages={"required": _("Skriv et navn."), "max_length": _("Navnet er for langt.")},
    )
    place = forms.CharField(
        label=_("Hvor mødes I?"),
        help_text=_("Adressen, så en ny kan finde frem."),
        max_length=200,
        error_messages={"required": _("Skriv stedet."), "max_length": _("Skriv lidt kortere.")},
    )
    weekday = forms.TypedChoiceField(
        label=_("Ugedag"),
        choices=[("", _("Skifter")), *((str(n), day) for n, day in enumerate(words.WEEKDAYS))],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Vælg en dag på listen.")},
    )
    time = ClockField(
        label=_("Klokken"), required=False, widget=forms.TimeInput(attrs={"type": "time"}), error_messages=CLOCK
    )
    size_min = forms.IntegerField(
        label=_("Mindst hvor mange?"),
        initial=4,
        min_value=1,
        max_value=200,
        error_messages={**NUMBER, "min_value": _("Mindst 1."), "max_value": _("Højst 200.")},
    )
    size_max = forms.IntegerField(
        label=_("Højst hvor mange?"),
        initial=12,
        min_value=1,
        max_value=200,
        error_messages={**NUMBER, "min_value": _("Mindst 1."), "max_value": _("Højst 200.")},
    )
    programme = forms.ChoiceField(
        label=_("Hører gruppen til en indsats?"),
        help_text=_("Så får I besked, når en skal ringes op, og indsatsen kan se, hvor mange der kommer."),
        required=False,
        error_messages={"invalid_choice": _("Vælg en indsats på listen.")},
    )

    def __init__(self, data: Any = None, *, programmes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, initial={"programme": programmes[0][0] if len(programmes) == 1 else ""})
        choose_among(self, "programme", [("", gettext("Nej")), *programmes])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        least, most = given.get("size_min"), given.get("size_max")
        if least and most and least > most:
            self.add_error("size_max", _("Det højeste tal skal være mindst lige så stort som det laveste."))
        return given


class PlanForm(forms.Form):
    """Several sessions at once."""

    starts_on = DayField(
        label=_("Første dag"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som dag-måned-år.")},
    )
    time = ClockField(
        label=_("Klokken"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={**CLOCK, "required": _("Skriv klokken.")},
    )
    every_days = forms.TypedChoiceField(
        label=_("Hvor tit?"),
        choices=[
            ("7", _("Hver uge")),
            ("14", _("Hver anden uge")),
            ("28", _("Hver fjerde uge")),
            ("182", _("To gange om året")),
            ("364", _("En gang om året")),
            ("1", _("Hver dag")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor tit I mødes."), "invalid_choice": _("Vælg på listen.")},
    )
    also = forms.TypedChoiceField(
        label=_("Mødes I også en anden dag i ugen?"),
        choices=[("", _("Nej")), *((str(n), day) for n, day in enumerate(words.WEEKDAYS))],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("Vælg en dag på listen.")},
    )
    count = forms.IntegerField(
        label=_("Hvor mange gange?"),
        min_value=1,
        max_value=MOST_SESSIONS,
        error_messages={**NUMBER, "min_value": _("Mindst 1 gang."), "max_value": _("Højst 52 gange.")},
    )

    def __init__(self, data: Any = None, *, today: date, taken: Iterable[date], **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        self.taken = frozenset(taken)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        days = self.days()
        if days[0] < self.today:
            self.add_error("starts_on", _("Vælg en dag, der ikke er gået."))
        elif days[0] > self.today + timedelta(days=FURTHEST_DAYS):
            self.add_error("starts_on", _("Vælg en dag inden for det næste år."))
        elif self.taken.intersection(days):
            day = min(self.taken.intersection(days)).strftime("%d.%m.%Y")
            self.add_error("starts_on", gettext("Der er allerede en mødegang den %(day)s.") % {"day": day})
        return given

    def days(self) -> list[date]:
        """The days, in order; twice a week where another weekday is named."""
        first, step = self.cleaned_data["starts_on"], timedelta(days=self.cleaned_data["every_days"])
        count, also = self.cleaned_data["count"], self.cleaned_data["also"]
        days = {first + step * n for n in range(count)}
        if also is not None:
            days |= {day + timedelta(days=(also - day.weekday()) % 7) for day in days}
        return sorted(days)[:count]

    def starts(self) -> list[datetime]:
        """The moments; the clock on the wall stays the same across summer time."""
        return [datetime.combine(day, self.cleaned_data["time"], DENMARK) for day in self.days()]


CAME = {"yes": True, "no": False, "unknown": None}


def choices_of(data: Any, person_ids: Iterable[UUID], prefix: str) -> dict[UUID, bool | None]:
    """What was chosen for each person expected; one without an answer, or with a made-up one, is left out."""
    chosen = {person_id: data.get(f"{prefix}-{person_id}", "") for person_id in person_ids}
    return {person_id: CAME[answer] for person_id, answer in chosen.items() if answer in CAME}


def reasons_of(data: Any, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Why the absent were absent, where a known reason was chosen."""
    given = {person_id: data.get(f"why-{person_id}", "") for person_id in person_ids}
    return {person_id: reason for person_id, reason in given.items() if reason in words.ABSENCE_REASONS}
