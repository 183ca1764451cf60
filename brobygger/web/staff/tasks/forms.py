"""What is written down when a task is done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words


class DoneForm(forms.Form):
    """How it went, and a few words."""

    outcome = forms.ChoiceField(
        label=_("Hvordan gik det?"),
        choices=lambda: [one for one in words.choices(words.TASK_OUTCOMES) if one[0] != "answered_worry"],
        widget=forms.RadioSelect,
        initial="done",
        error_messages={"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")},
    )
    note = forms.CharField(
        label=_("Et par ord, som en kollega kan bruge"),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        error_messages={"max_length": _("Skriv højst 500 tegn.")},
    )
