"""What a tip is made of, and what is needed to take one up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.cpr import BadCpr, Cpr, parse
from brobygger.registry.access.roles import Role
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.telephone import TelephoneInput

CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}
OLDEST = 120  # years; an older birth date is a slip of the hand
# Who somebody in a role usually is to the person; the sender can choose another.
USUAL_SENDER = {
    Role.HOME_CARE_WORKER: "home_care",
    Role.AMBASSADOR: "home_care",
    Role.UNIT_MANAGER: "home_care",
    Role.VISITATION: "visitation",
    Role.ASSOCIATION_LEADER: "association",
    Role.HOST: "association",
    Role.VOLUNTEER: "association",
    Role.FINDER: "wellbeing_agent",
}


def _who_may_send() -> list[tuple[str, Any]]:
    return [(code, word) for code, word in words.choices(words.SENDERS) if code not in words.FROM_OUTSIDE]


class TipForm(forms.Form):
    """Short: who, where, what you have noticed, and who you are."""

    tip_id = forms.UUIDField(widget=forms.HiddenInput)
    about_name = forms.CharField(
        label=_("Hvem tænker du på?"),
        max_length=200,
        error_messages={"required": _("Skriv et navn, eller hvad du ved."), "max_length": _("Skriv højst 200 tegn.")},
    )
    about_address = forms.CharField(
        label=_("Hvor bor borgeren?"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Skriv højst 200 tegn.")},
    )
    about_phone = forms.CharField(
        label=_("Borgerens telefon"),
        required=False,
        max_length=20,
        widget=TelephoneInput(),
        error_messages={"max_length": _("Skriv højst 20 tegn.")},
    )
    worry = forms.CharField(
        label=_("Hvad har du lagt mærke til?"),
        help_text=_("Skriv, hvad du selv har set eller hørt. Borgeren kan få det at læse."),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={
            "required": _("Skriv, hvad du har lagt mærke til."),
            "max_length": _("Skriv højst 2.000 tegn."),
        },
    )
    sender_kind = forms.ChoiceField(label=_("Hvem er du?"), choices=lambda: _who_may_send(), error_messages=CHOOSE)


class TakeUpForm(forms.Form):
    """Which programme the person is taken into."""

    programme = forms.ChoiceField(label=_("Hvilken indsats?"), widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "programme", programmes)


class NewPersonForm(TakeUpForm):
    """A person nobody has met in Brobygger before: by CPR, or by name and birth date."""

    given_name = forms.CharField(
        label=_("Fornavn"), max_length=100, error_messages={"required": _("Skriv borgerens fornavn.")}
    )
    family_name = forms.CharField(
        label=_("Efternavn"), max_length=100, error_messages={"required": _("Skriv borgerens efternavn.")}
    )
    cpr = forms.CharField(label=_("CPR-nummer"), required=False, max_length=15)
    born = DayField(
        label=_("Fødselsdag"),
        limited=False,
        help_text=_("Kun når du ikke har CPR-nummeret."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv en dato.")},
    )
    phone = forms.CharField(label=_("Telefon"), required=False, max_length=20, widget=TelephoneInput())
    address = forms.CharField(label=_("Adresse"), required=False, max_length=200)
    postcode = forms.RegexField(
        r"^\d{4}$",
        label=_("Postnummer"),
        required=False,
        error_messages={"invalid": _("Et postnummer har fire cifre.")},
    )
    city = forms.CharField(label=_("By"), required=False, max_length=100)
    unit = forms.ChoiceField(label=_("Enhed"), required=False, error_messages=CHOOSE)

    field_order = (
        "given_name", "family_name", "cpr", "born", "phone", "address", "postcode", "city", "unit", "programme",
    )  # fmt: skip

    def __init__(self, *args: Any, units: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.number: Cpr | None = None
        choose_among(self, "unit", units)

    def clean_cpr(self) -> str:
        text: str = self.cleaned_data["cpr"].strip()
        if text:
            try:
                self.number = parse(text, allow_test=settings.DEMO, today=self.today)
            except BadCpr as error:
                raise forms.ValidationError(error.message_da) from None
        return text

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born is not None and not self.today.year - OLDEST <= born.year <= self.today.year:
            raise forms.ValidationError(_("Fødselsdagen kan ikke passe."))
        if born is not None and born > self.today:
            raise forms.ValidationError(_("Fødselsdagen ligger ude i fremtiden."))
        return born

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and self.number is None and said.get("born") is None:
            self.add_error("cpr", _("Skriv CPR-nummeret eller fødselsdagen, så vi er sikre på, hvem det er."))
        return said

    def facts(self) -> dict[str, Any]:
        """What add_person takes; the birth date only where no CPR tells it."""
        said = self.cleaned_data
        names = ("given_name", "family_name", "phone", "address", "postcode", "city")
        facts: dict[str, Any] = {name: said[name].strip() for name in names}
        facts["unit_id"] = said["unit"] or self.fields["unit"].choices[0][0] or None  # type: ignore[attr-defined]
        if self.number is None:
            facts["born"] = said["born"]
        return facts
