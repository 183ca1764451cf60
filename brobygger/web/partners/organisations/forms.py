"""What is asked when an organisation, a unit or a member is let in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.registry.access.operations import without_a_unit
from brobygger.registry.access.roles import NEEDS_UNIT, Role
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.telephone import TelephoneInput

LONG = _("Skriv lidt kortere.")
EMAIL = {"required": _("Skriv en e-mailadresse."), "invalid": _("Skriv en e-mailadresse som navn@forening.dk.")}


def _phone() -> forms.RegexField:
    return forms.RegexField(
        r"^\+?[\d ]{8,18}$",
        label=_("Telefon"),
        required=False,
        widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(
        label=_("Navn"), max_length=200, error_messages={"required": _("Skriv et navn."), "max_length": LONG}
    )
    kind = forms.ChoiceField(
        label=_("Hvad er det?"),
        choices=[choice for choice in words.choices(words.ORGANISATION_KINDS) if choice[0] != "municipality"],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vælg, hvilken slags organisation det er."),
            "invalid_choice": _("Vælg på listen."),
        },
    )
    contact_name = forms.CharField(
        label=_("Kontaktperson"), max_length=200, required=False, error_messages={"max_length": LONG}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Hertil sendes besked, når der er en ny person. Der står aldrig navne i den."),
        error_messages={**EMAIL, "max_length": LONG},
    )
    phone = _phone()


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(
        label=_("Enhedens navn"),
        max_length=200,
        error_messages={"required": _("Skriv et navn."), "max_length": LONG},
    )


class MemberForm(forms.Form):
    """Somebody who is to sign in."""

    name = forms.CharField(
        label=_("Navn"), max_length=200, error_messages={"required": _("Skriv et navn."), "max_length": LONG}
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Den bruges til at logge ind med."),
        error_messages={**EMAIL, "max_length": LONG},
    )
    phone = _phone()
    role = forms.ChoiceField(
        label=_("Rolle"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en rolle."), "invalid_choice": _("Vælg en rolle på listen.")},
    )
    unit = forms.ChoiceField(
        label=_("Enhed"),
        required=False,
        help_text=_("Skal vælges for dem, der hører til i én enhed: hjemmeplejere, ambassadører og enhedens leder."),
        error_messages={"invalid_choice": _("Vælg en enhed på listen.")},
    )
    secrecy_signed_on = DayField(
        label=_("Tavshedspligt underskrevet"),
        help_text=_("En frivillig kan først se nogen, når aftalen om tavshedspligt er skrevet under."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv dagen som dag-måned-år.")},
    )

    def __init__(self, data: Any = None, *, roles: Sequence[Role], units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choose_among(self, "role", [(role.value, str(words.ROLES[role]).capitalize()) for role in roles])
        choose_among(self, "unit", [("", gettext("Ingen")), *units])
        if not units:
            del self.fields["unit"]
        if Role.VOLUNTEER not in roles:
            del self.fields["secrecy_signed_on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("role") in NEEDS_UNIT and not given.get("unit"):
            self.add_error(
                "unit" if "unit" in self.fields else None,
                without_a_unit(Role(given["role"])),
            )
        return given
