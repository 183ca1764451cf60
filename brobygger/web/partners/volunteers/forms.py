"""What a volunteer is asked: few things, in few words."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared.days import DayField

_DAY = {"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")}


class MetForm(forms.Form):
    """On which day they met."""

    met_on = DayField(label=_("Hvornår?"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=_DAY)


class NextForm(forms.Form):
    """When they meet next."""

    next_on = DayField(label=_("Næste gang"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=_DAY)


class WorryForm(forms.Form):
    """What worries. The id comes with the page, so that sending twice is one worry."""

    worry_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    words = forms.CharField(
        label=_("Hvad har du lagt mærke til?"),
        help_text=_("Skriv det, som du ville sige det. Du behøver ikke være sikker."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Skriv med et par ord, hvad du er bekymret for."),
            "max_length": _("Teksten er for lang. Højst 2.000 tegn."),
        },
    )
