"""What is asked when somebody would like to be a volunteer: on the public page, and by staff."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.telephone import TelephoneInput

LONG = {"max_length": _("Skriv lidt kortere."), "required": _("Skriv noget.")}
CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}

ROLES_WANTED = {
    "visitor": _("Besøge en, der gerne vil have selskab"),
    "host": _("Tage imod i en gruppe"),
    "companion": _("Følge med de første gange"),
    "driver": _("Køre"),
    "cook": _("Lave mad sammen"),
    "open": _("Det finder vi ud af sammen"),
}
# How somebody heard of it (R251).
CHANNELS = {
    "poster": _("Plakat eller folder"),
    "paper": _("Lokalavisen"),
    "friend": _("En ven eller bekendt"),
    "event": _("Et arrangement eller en temadag"),
    "evening": _("En orienteringsaften"),
    "colleague": _("En tidligere kollega"),
    "retired": _("Pensioneret medarbejder"),
    "school": _("Højskole, uddannelse eller sprogskole"),
    "web": _("Nettet eller sociale medier"),
    "radio": _("Radio eller tv"),
    "other": _("Andet"),
}


class InterestForm(forms.Form):
    """Somebody would like to be a volunteer: few questions, the rest is talked about."""

    shared_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label=_("Navn"), max_length=200, error_messages=LONG | {"required": _("Skriv dit navn.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=_("Telefon"), required=False,
        help_text=_("Skriv telefon eller e-mail, så vi kan svare."), widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254,
        error_messages={"invalid": _("Skriv en e-mailadresse som navn@forening.dk.")},
    )  # fmt: skip
    organisation = forms.ChoiceField(label=_("Hvor vil du helst være med?"), required=False, error_messages=CHOOSE)
    role_wanted = forms.ChoiceField(
        label=_("Hvad har du lyst til?"), choices=list(ROLES_WANTED.items()), widget=forms.RadioSelect,
        error_messages=CHOOSE, initial="open",
    )  # fmt: skip
    area = forms.CharField(label=_("Hvor bor du?"), max_length=100, required=False, error_messages=LONG)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Hvornår har du tid?"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(number, day) for number, day in enumerate(words.WEEKDAYS)], error_messages=CHOOSE,
    )  # fmt: skip
    languages = forms.CharField(
        label=_("Hvilke sprog taler du?"), max_length=100, required=False, help_text=_("Skriv et komma imellem."),
        error_messages=LONG,
    )  # fmt: skip
    has_car = forms.BooleanField(label=_("Jeg har bil"), required=False)
    with_friend = forms.CharField(
        label=_("Vil du være med sammen med en, du kender?"), max_length=200, required=False,
        help_text=_("Skriv navnet, så holder vi jer sammen."), error_messages=LONG,
    )  # fmt: skip
    words = forms.CharField(
        label=_("Er der mere, vi skal vide?"), max_length=2000, required=False, widget=forms.Textarea,
        error_messages=LONG,
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Hvor hørte du om det?"), choices=list(CHANNELS.items()), error_messages=CHOOSE, initial="poster"
    )
    channel_note = forms.CharField(
        label=_("Hvilken plakat eller hvilket møde?"), max_length=200, required=False, error_messages=LONG
    )

    def __init__(self, data: Any = None, *, organisations: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        choose_among(self, "organisation", [("", _("Find et sted til mig")), *organisations])

    def clean_languages(self) -> list[str]:
        """ "dansk, arabisk" as a list, small letters, at most ten."""
        said = [part.strip().lower()[:30] for part in self.cleaned_data["languages"].split(",")]
        return [part for part in said if part][:10]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("phone") or given.get("email")):
            self.add_error("phone", _("Skriv et telefonnummer eller en e-mailadresse, så vi kan svare."))
        return given

    def facts(self) -> dict[str, Any]:
        """The fields of an Interest."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("shared_id", "organisation")}
