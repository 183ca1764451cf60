"""What is asked when an offer is described, and when a text is to be checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.registry.wording.rules import LONGEST
from brobygger.web.shared import words
from brobygger.web.shared.days import ClockField
from brobygger.web.shared.telephone import TelephoneInput
from brobygger.web.shared.text_panel import AUDIENCES, KINDS

LONG = _("Skriv lidt kortere.")
_UNKNOWN = ("", _("ved ikke"))


def _line(label: Any, *, most: int, required: bool = False, help_text: Any = "") -> forms.CharField:
    errors = {"required": _("Skriv et navn."), "max_length": LONG}
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, error_messages=errors)


def _number(label: Any, *, most: int) -> forms.IntegerField:
    errors = {"invalid": _("Skriv et helt tal."), "min_value": _("Skriv 0 eller mere."), "max_value": LONG}
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, error_messages=errors)


class TextForm(forms.Form):
    """Any text for citizens."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")},
    )
    audience = forms.ChoiceField(
        label=_("Hvem skal læse det?"),
        choices=list(AUDIENCES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")},
    )
    text = forms.CharField(
        label=_("Teksten"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Sæt den ind, eller skriv den her. Den bliver ikke gemt."),
        error_messages={"required": _("Skriv en tekst."), "max_length": LONG},
    )


class OfferForm(forms.Form):
    """What people can read about an offer."""

    name = _line(_("Navn"), most=200, required=True)
    text = forms.CharField(
        label=_("Teksten, som alle kan læse"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Hvad laver I? Hvem tager imod? Hvad har man på? Hvordan kommer man frem?"),
        error_messages={"required": _("Skriv en tekst."), "max_length": LONG},
    )
    for_volunteers = forms.CharField(
        label=_("Teksten til frivillige"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Hvad er der brug for? Hvor tit? Hvad får man selv ud af det? Den kan stå tom."),
        error_messages={"max_length": LONG},
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("Dage"), choices=list(enumerate(words.WEEKDAYS)), required=False, widget=forms.CheckboxSelectMultiple
    )
    time = ClockField(
        label=_("Klokken"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv et klokkeslæt, fx 14:00.")},
    )
    address = _line(_("Adresse"), most=200)
    price_dkk = _number(_("Pris pr. gang, kroner"), most=10_000)
    contact_name = _line(_("Hvem tager imod?"), most=200)
    contact_phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$",
        label=_("Telefon"),
        required=False,
        widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )
    transport = forms.ChoiceField(
        label=_("Kan man blive hentet?"),
        choices=[_UNKNOWN, ("yes", _("ja")), ("no", _("nej"))],
        required=False,
        error_messages={"invalid_choice": _("Vælg på listen.")},
    )

    @staticmethod
    def starting_with(offer: Any) -> dict[str, Any]:
        """The form as the offer stands now."""
        same = ("name", "for_volunteers", "time", "address", "price_dkk", "contact_name", "contact_phone")
        return {name: getattr(offer, name) for name in same} | {
            "text": offer.description.get("da", ""),
            "weekdays": [str(day) for day in offer.weekdays],
            "transport": {True: "yes", False: "no", None: ""}[offer.transport],
        }

    def facts(self) -> dict[str, Any]:
        """What was answered, as the directory keeps it (without the text)."""
        return self.as_kept(self.cleaned_data)

    @staticmethod
    def as_kept(given: dict[str, Any]) -> dict[str, Any]:
        """Answers as the directory keeps them."""
        facts = {name: answer for name, answer in given.items() if name != "text"}
        return facts | {
            "weekdays": sorted(int(day) for day in given["weekdays"]),
            "transport": {"yes": True, "no": False, "": None}[given["transport"]],
        }
