"""What is asked about one session: what belongs to it, a change, who receives people, how it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.web.shared import group_words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField

FURTHEST_DAYS = 365


def line(label: Any, *, most: int = 200, help_text: Any = "", required: bool = False) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, required=required,
        error_messages={"max_length": _("Skriv lidt kortere."), "required": _("Skriv noget her.")},
    )  # fmt: skip


def number(label: Any, *, least: int, most: int, help_text: Any = "", required: bool = False) -> forms.IntegerField:
    """A whole number within limits."""
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, help_text=help_text, required=required,
        error_messages={
            "invalid": _("Skriv et helt tal."), "required": _("Skriv et tal."),
            "min_value": _("Tallet er for lille."), "max_value": _("Tallet er for stort."),
        },
    )  # fmt: skip


class MeetingForm(forms.Form):
    """What belongs to the session. Only what the group needs is asked."""

    theme = line(_("Tema"), help_text=_("For eksempel et livstema eller et samtalekort."))
    speaker = line(_("Hvem fortæller eller holder oplæg?"))
    menu = line(_("Menu"), most=300)
    video = forms.URLField(
        label=_("Link til en video"), required=False, max_length=200, assume_scheme="https",
        help_text=_("Noget, man kan se derhjemme før eller efter."),
        error_messages={"invalid": _("Skriv hele adressen, for eksempel https://…"),
                        "max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Det laver vi"), required=False, max_length=500, widget=forms.Textarea,
        help_text=_("Et punkt på hver linje. De faste punkter står her i forvejen."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    bring = line(_("Tag med eller tag på"), help_text=_("For eksempel varmt tøj eller en sangbog."))
    minutes = number(_("Hvor mange minutter varer det?"), least=15, most=720, required=True)
    seats = number(_("Hvor mange pladser er der?"), least=1, most=500)
    closes_hours = number(
        _("Hvor mange timer før skal man have meldt fra?"), least=1, most=720, help_text=_("48 timer er to døgn.")
    )
    ONLY_WITH = {
        "theme": ("theme", "goals"), "speaker": ("speaker",), "menu": ("menu",), "video": ("theme", "speaker"),
        "bring": ("bring", "goals"),
        "seats": ("seats",), "closes_hours": ("sign_off",),
    }  # fmt: skip

    def __init__(self, data: Any = None, *, needs: Collection[str], **options: Any) -> None:
        super().__init__(data, **options)
        for name, wanted in self.ONLY_WITH.items():
            if not set(wanted) & set(needs):
                del self.fields[name]
        if "goals" in needs and "theme" not in needs:
            self.fields["theme"].label, self.fields["theme"].help_text = _("Dagens mål"), ""
            self.fields["bring"].label = _("En lille opgave til næste gang")
            self.fields["bring"].help_text = _("Det, der øves derhjemme.")


class AlterForm(forms.Form):
    """Another day, time, place or way. Why is always asked: everybody is told it."""

    day = DayField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Skriv dagen."), "invalid": _("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    time = ClockField(
        label=_("Klokken"), widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"required": _("Skriv klokken."), "invalid": _("Skriv klokken som 10:00.")},
    )  # fmt: skip
    place = line(_("Sted"), required=True)
    mode = forms.ChoiceField(
        label=_("Hvordan mødes I?"), choices=list(group_words.MODES.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    why = line(_("Hvorfor?"), help_text=_("Det står på siden og i beskeden til dem, der skal komme."), required=True)

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError(_("Vælg en dag inden for det næste år."))
        return day

    def starts_at(self) -> datetime:
        """The moment; the clock on the wall."""
        at: time = self.cleaned_data["time"]
        return datetime.combine(self.cleaned_data["day"], at, DENMARK)


class CallOffForm(forms.Form):
    """Why the session is not held."""

    why = line(_("Hvorfor bliver det aflyst?"), required=True)


class StaffingForm(forms.Form):
    """Who receives people, and in which room."""

    hosts = forms.MultipleChoiceField(
        label=_("Hvem er værter?"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    room = forms.ChoiceField(
        label=_("Hvilket lokale?"), required=False, error_messages={"invalid_choice": _("Vælg på listen.")}
    )
    onward = forms.BooleanField(label=_("Også de næste gange"), required=False)

    def __init__(
        self, data: Any = None, *, hosts: Sequence[tuple[str, str]], rooms: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        told = {"hosts": list(hosts), "room": [("", gettext("Vi låner ikke et lokale")), *rooms]}
        for name, choices in told.items():
            choose_among(self, name, choices)
        if not rooms:
            del self.fields["room"]


class FacesForm(forms.Form):
    """How it was, counted on paper; and one idea."""

    glad = number(_("Glade ansigter"), least=0, most=200, required=True)
    so_so = number(_("Midt imellem"), least=0, most=200, required=True)
    sad = number(_("Kede ansigter"), least=0, most=200, required=True)
    idea = line(_("En idé til næste gang"), most=300)
