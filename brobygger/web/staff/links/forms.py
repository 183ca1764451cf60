"""Who gets a link to tell of a worry with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words

OUTSIDE = (
    "pharmacy", "housing", "parish", "shop", "wellbeing_agent", "association", "relative", "self", "other",
)  # fmt: skip


class LinkForm(forms.Form):
    """A place or a round; never the person it is about."""

    given_to = forms.CharField(
        label=_("Hvem får linket?"), max_length=100,
        help_text=_("Et sted, fx «Apoteket på Torvet». Ingen borgers navn."),
        error_messages={"required": _("Skriv, hvem der får linket."), "max_length": _("Skriv højst 100 tegn.")},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Hvad er det for et sted?"),
        choices=lambda: [("", _("Vælg")), *((one, words.SENDERS[one]) for one in OUTSIDE)],
        error_messages={"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
