"""What is asked when others are asked for a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import group_words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.telephone import TelephoneInput

CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
LONG = {"max_length": _("Skriv lidt kortere.")}


class OrderForm(forms.Form):
    """Who is asked, for what."""

    kind = forms.ChoiceField(
        label=_("Hvad skal I bruge?"), choices=list(group_words.ORDERS.items()), widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    supplier = forms.ChoiceField(label=_("Hvem spørger I?"), required=False, error_messages=CHOOSE)
    name = forms.CharField(
        label=_("Navn"), max_length=200, required=False, error_messages=LONG,
        help_text=_("Kun hvis de ikke står på listen, eller I spørger en bestemt."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False,
        error_messages={"invalid": _("Skriv en e-mailadresse som navn@forening.dk.")},
    )  # fmt: skip
    phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=_("Telefon"), required=False, widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Hvad præcist?"), max_length=500, required=False, error_messages=LONG,
        help_text=_("For eksempel menuen eller emnet. Skriv ikke navne på deltagere."),
    )  # fmt: skip
    price_dkk = forms.DecimalField(
        label=_("Pris i alt (kr.)"), min_value=0, max_value=100_000, decimal_places=2, required=False,
        error_messages={"invalid": _("Skriv et beløb."), "min_value": _("Mindst 0 kr."),
                        "max_value": _("Beløbet er for stort.")},
    )  # fmt: skip
    arranged_by = forms.ChoiceField(label=_("Har en i gruppen ordnet det?"), required=False, error_messages=CHOOSE)

    def __init__(
        self,
        data: Any = None,
        *,
        suppliers: Sequence[tuple[str, str]],
        members: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        told = {
            "supplier": [("", gettext("En anden, skriv navnet herunder")), *suppliers],
            "arranged_by": [("", gettext("Nej, vi har selv")), *members],
        }
        for name, choices in told.items():
            choose_among(self, name, choices)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("supplier") and not given.get("name"):
            self.add_error("name", _("Skriv, hvem I spørger."))
        return given
