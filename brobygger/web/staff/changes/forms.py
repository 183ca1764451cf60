"""What every change asks: why. And the forms whose fields are simply values of the recipe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.running import rules
from brobygger.programmes.running.rules import Data, Place
from brobygger.registry.recipes import load
from brobygger.registry.recipes.problems import Problem
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.jinja import language

WHOLE = {
    "invalid": _("Skriv et helt tal."),
    "min_value": _("Skriv et tal fra %(limit_value)s og op."),
    "max_value": _("Skriv højst %(limit_value)s."),
    "required": _("Skriv et tal."),
}
NUMBER = {**WHOLE, "invalid": _("Skriv et tal, fx 2,5.")}
LONGEST_DEADLINE = 3660  # days, as in the recipe language
LONGEST_TEXT = 600
# The loader speaks of the file; a reader of the page has seen Danish words.
_IN_DANISH = (("green", "grøn"), ("yellow", "gul"), ("red", "rød"))


@dataclass(frozen=True)
class FormPart:
    """Some fields under a heading. beside: fields that stand beside each other."""

    heading: str
    fields: list[Any]
    beside: bool = False


class ChangeForm(forms.Form):
    """A change of what a programme runs by: the new values, and why.

    A subclass gives `wanted()`: the whole recipe after the change, and `place_of`: which field a problem belongs to.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Hvorfor ændrer I det?"),
        help_text=_("Det står i historikken, så andre kan lære af det."),
        max_length=300,
        error_messages={"required": _("Skriv, hvorfor I ændrer det."), "max_length": _("Skriv højst 300 tegn.")},
    )
    asks_reason = True

    def __init__(self, *args: Any, recipe: Recipe, today: date, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipe, self.today = recipe, today
        self.before = load.as_data(recipe)
        self.initial["seen"] = version
        if not self.asks_reason:
            del self.fields["reason"]

    def parts(self) -> list[FormPart]:
        """The fields as the page shows them; the reason comes after them."""
        return []

    def wanted(self) -> Data:
        """The recipe after the change, as plain data that the loader still has to accept."""
        raise NotImplementedError

    def holds_from(self) -> date:
        """The day the change holds from."""
        return self.today

    def place_of(self, key: str) -> str | None:
        """The field that a problem at a key of the recipe belongs to; None for the form as a whole."""
        return None

    def explain(self, problems: Iterable[Problem]) -> None:
        """Put the loader's advice at the fields it is about."""
        for problem in problems:
            self.add_error(self.place_of(problem.key), in_plain_danish(problem.message))


def in_plain_danish(message: str) -> str:
    """The loader's advice without the file's own marks."""
    for code, word in _IN_DANISH:
        message = re.sub(rf"\b{code}\b", word, message)
    return message.replace("`", "»", 1).replace("`", "«", 1) if message.count("`") == 2 else message.replace("`", "")


@dataclass(frozen=True)
class Value:
    """One value of the recipe in a form. kind: days, number, decimal, text or words (a text in two languages)."""

    place: Place
    label: Any
    kind: str = "days"
    least: int = 0
    required: bool = True
    part: str = ""

    @property
    def name(self) -> str:
        """The field's name: "steps-2-within_days"."""
        return "-".join(map(str, self.place))

    @property
    def key(self) -> str:
        """The place as the loader writes it: "steps[3].within_days"."""
        return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in self.place).lstrip(".")


class ValuesForm(ChangeForm):
    """A form whose fields are values of the recipe, one to one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = list(self.values_of(self.recipe))
        for value in self.values:
            self.fields[value.name] = _field(value)
            self.initial[value.name] = _shown(rules.value_at(self.before, value.place), value)

    def values_of(self, recipe: Recipe) -> Sequence[Value]:
        """What can be changed here."""
        raise NotImplementedError

    def parts(self) -> list[FormPart]:
        named: dict[str, list[Any]] = {}
        for value in self.values:
            named.setdefault(value.part, []).append(self[value.name])
        texts = {value.part for value in self.values if value.kind == "words"}
        return [FormPart(heading, fields, heading not in texts) for heading, fields in named.items()]

    def wanted(self) -> Data:
        changed = {}
        for value in self.values:
            standing = rules.value_at(self.before, value.place)
            given = _stored(self.cleaned_data.get(value.name), standing, value)
            if given != standing:
                changed[value.place] = given
        return rules.with_values(self.before, changed)

    def place_of(self, key: str) -> str | None:
        exact = next((value.name for value in self.values if value.key == key), None)
        inside = (value.name for value in self.values if key.startswith(value.key) or value.key.startswith(f"{key}."))
        return exact or next(inside, None)


def _field(value: Value) -> forms.Field:
    if value.kind == "words":
        return forms.CharField(
            label=value.label, required=value.required, max_length=LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
            error_messages={"required": _("Skriv en tekst."), "max_length": _("Skriv højst 600 tegn.")},
        )  # fmt: skip
    if value.kind == "decimal":
        return forms.FloatField(
            label=value.label, required=value.required, min_value=0, max_value=99_999, error_messages=NUMBER,
            localize=True,
        )  # fmt: skip
    highest = LONGEST_DEADLINE if value.kind == "days" else 10_000
    return forms.IntegerField(
        label=value.label, required=value.required, min_value=value.least, max_value=highest, error_messages=WHOLE
    )


def _shown(standing: Any, value: Value) -> Any:
    if value.kind == "decimal":
        return plain_number(standing)
    return standing["da"] if value.kind == "words" and standing else standing


def plain_number(value: float | None) -> str | None:
    """A number as one writes it: "2", "2,5" in Danish."""
    if value is None:
        return None
    return f"{value:g}" if language() == "en" else f"{value:g}".replace(".", ",")


def _stored(given: Any, standing: Any, value: Value) -> Any:
    """A text that was changed is the same in both languages until somebody translates it."""
    if value.kind != "words":
        return given
    text = " ".join(str(given or "").split())
    if not text:
        return None
    if standing and " ".join(standing["da"].split()) == text:
        return standing
    return {"da": text, "en": text}
