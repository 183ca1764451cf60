"""Fields that the office's forms are made of: Danish labels and errors said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.finances.rules import ore_of
from brobygger.web.shared.days import DayField

EARLIEST = date(2000, 1, 1)  # an effort's day before is a slip of the hand
Choices = Callable[[], Iterable[tuple[str, Any]]]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text(label: Any, *, required: bool = True, most: int = 200, lines: int = 0, help_text: Any = "") -> forms.CharField:
    """A line, or several; at most `most` signs."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput,
        error_messages={
            "required": _("Skriv noget her."),
            "max_length": _("Skriv højst %(limit_value)d tegn."),
        },
    )


def day(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    """A day between 2000 and 2100."""
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput,
        earliest=EARLIEST,
        too_early=_("Vælg en dag efter år 2000."),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")},
    )


def number(
    label: Any, *, required: bool = True, least: int = 0, most: int = 100_000, help_text: Any = ""
) -> forms.IntegerField:
    """A whole number."""
    message = _("Skriv et helt tal mellem %(least)s og %(most)s.") % {"least": least, "most": most}
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        help_text=help_text,
        error_messages={
            "required": _("Skriv et tal."), "invalid": message, "min_value": message, "max_value": message,
        },
    )  # fmt: skip


def choice(
    label: Any, choices: Choices | Iterable[tuple[str, Any]], *, required: bool = True, radio: bool = False,
    empty: Any = "", help_text: Any = "",
) -> forms.ChoiceField:  # fmt: skip
    """One of several. `empty`: what "none of them" is called where the answer may be left out."""
    given = choices if callable(choices) else list(choices)
    options: Any = given
    if empty:
        options = (lambda: [("", empty), *given()]) if callable(given) else [("", empty), *given]
    return forms.ChoiceField(
        label=label,
        choices=options,
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")},
    )


def several(label: Any, *, help_text: Any = "") -> forms.MultipleChoiceField:
    """Some of several, or none; the page gives the choices."""
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg et af svarene."), "invalid_list": _("Vælg et af svarene.")},
    )  # fmt: skip


def yes(label: Any, help_text: Any = "") -> forms.BooleanField:
    """A tick that may be left out."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def lines_of(written: str) -> list[str]:
    """The lines of a text without empty ones and repeats, in order."""
    stripped = (" ".join(line.split()) for line in written.splitlines())
    return list(dict.fromkeys(line for line in stripped if line))


class Kroner(forms.CharField):
    """An amount as Danes write it; the cleaned value is whole øre."""

    def __init__(self, *, least: int, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)
        self.least = least

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            amount = ore_of(written)
        except ValueError:
            raise forms.ValidationError(_("Skriv et beløb, fx 1.250 eller 1.250,50.")) from None
        if amount < self.least:
            raise forms.ValidationError(_("Beløbet er for lille."))
        return amount


def amount(label: Any, *, required: bool = True, least: int = 0, help_text: Any = "") -> Kroner:
    """Kroner, at least `least` øre."""
    return Kroner(
        label=label,
        required=required,
        least=least,
        help_text=help_text,
        error_messages={"required": _("Skriv et beløb."), "max_length": _("Skriv højst %(limit_value)d tegn.")},
    )
