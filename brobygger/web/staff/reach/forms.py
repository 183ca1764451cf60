"""What is asked about a text that goes out, and about where it hangs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.communities.reach.rules import MEDIA
from brobygger.registry.wording.rules import LONGEST
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.text_panel import AUDIENCES

CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
SHORTER = {"max_length": _("Skriv lidt kortere.")}
DAY = {"invalid": _("Skriv en dato, fx 5.3.2026."), "required": _("Skriv en dato.")}


class MaterialForm(forms.Form):
    """A text, whom it is for, and who answers for it."""

    name = forms.CharField(
        label=_("Hvad kalder I teksten?"), max_length=200, error_messages={"required": _("Skriv et navn."), **SHORTER}
    )
    medium = forms.ChoiceField(
        label=_("Hvordan når den folk?"), choices=[(code, words.MEDIA[code]) for code in MEDIA], error_messages=CHOOSE
    )
    audience = forms.ChoiceField(label=_("Hvem skal læse det?"), choices=list(AUDIENCES.items()), error_messages=CHOOSE)
    offer = forms.ChoiceField(label=_("Hvilket tilbud handler den om?"), required=False, error_messages=CHOOSE)
    words = forms.CharField(
        label=_("Teksten"), max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": _("Skriv en tekst."), **SHORTER},
    )  # fmt: skip
    owner = forms.CharField(
        label=_("Hvem svarer for den?"), max_length=200, help_text=_("Et navn eller en rolle."),
        error_messages={"required": _("Skriv et navn."), **SHORTER},
    )  # fmt: skip

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "offer", [("", _("intet bestemt")), *offers])


class HangingForm(forms.Form):
    """Where it hangs, lies, was printed or was said."""

    place = forms.CharField(
        label=_("Hvor?"), max_length=200, help_text=_("Fx biblioteket, Lokalavisen eller radioen."),
        error_messages={"required": _("Skriv et sted."), **SHORTER},
    )  # fmt: skip
    put_up_on = forms.DateField(label=_("Fra hvilken dag?"), error_messages=DAY)
    until = forms.DateField(
        label=_("Hvornår skal den ned?"), required=False, error_messages=DAY, help_text=_("Kan stå tom.")
    )
