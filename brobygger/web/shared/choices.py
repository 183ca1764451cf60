"""What a form lets the reader choose among, when only the page knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


def choose_among(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a field of the form its choices: (value, words) in the order they are shown."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
