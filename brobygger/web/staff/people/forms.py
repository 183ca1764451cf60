"""What is asked about a person. Unknown is left empty, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel import cpr as cpr_numbers
from brobygger.registry.access.policy import SHAREABLE, Fields
from brobygger.registry.people.purposes import DEFAULT_DAYS
from brobygger.registry.people.queries import COLUMNS, PersonView
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.telephone import TelephoneInput

SENSES = {"good": gettext_lazy("god"), "reduced": gettext_lazy("nedsat"), "none": gettext_lazy("ingen")}
YES_NO = {"yes": gettext_lazy("ja"), "no": gettext_lazy("nej")}
_ANSWER = {"yes": True, "no": False, "": None}
MOST_YEARS = 115
# In the order a person would tell about it: what a receiver needs first.
TO_SHARE = tuple(group for group in Fields if group in SHAREABLE)


def day_input() -> forms.DateInput:
    """The browser's own picker; it sends and needs ISO dates."""
    return forms.DateInput(attrs={"type": "date"})


def _line(label: Any, *, most: int = 100, required: bool = False, help_text: Any = "", **extra: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, **extra)


def _choice(label: Any, table: Mapping[str, Any]) -> forms.ChoiceField:
    choices = [("", gettext_lazy("vides ikke")), *table.items()]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class _Person(forms.Form):
    """The names and places that adding and editing share."""

    given_name = _line(gettext_lazy("Fornavn"), required=True)
    family_name = _line(gettext_lazy("Efternavn"), required=True)
    born = DayField(label=gettext_lazy("Fødselsdag"), required=False, limited=False, widget=day_input())
    sex = _choice(gettext_lazy("Køn"), words.SEXES)
    phone = _line(gettext_lazy("Telefon"), most=20, widget=TelephoneInput())
    address = _line(gettext_lazy("Adresse"), most=200)
    postcode = _line(gettext_lazy("Postnummer"), most=4)
    city = _line(gettext_lazy("By"))
    unit_id = forms.TypedChoiceField(label=gettext_lazy("Team"), required=False, empty_value=None)

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]] = (), today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if "unit_id" in self.fields:
            choose_among(self, "unit_id", [("", _("intet team")), *units])

    def clean_born(self) -> date | None:
        born: date | None = self.cleaned_data["born"]
        if born and not self.today - timedelta(days=366 * MOST_YEARS) <= born <= self.today:
            raise forms.ValidationError(_("Skriv en fødselsdag, der ligger inden for de sidste %s år.") % MOST_YEARS)
        return born

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"]
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 4):
            raise forms.ValidationError(_("Et postnummer har fire cifre."))
        return postcode


class AddPerson(_Person):
    """A CPR number or a birth date; with a number the birth date and sex come from it."""

    cpr = _line(
        gettext_lazy("CPR-nummer"),
        most=20,
        help_text=gettext_lazy("Ti cifre. Lad feltet stå tomt, hvis du ikke kender det."),
    )
    field_order = ("given_name", "family_name", "cpr", "born")

    def clean_cpr(self) -> cpr_numbers.Cpr | None:
        text: str = self.cleaned_data["cpr"]
        if not text.strip():
            return None
        try:
            return cpr_numbers.parse(text, allow_test=settings.DEMO, today=self.today)
        except cpr_numbers.BadCpr as error:
            raise forms.ValidationError(error.message_da) from None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given.get("cpr") and not given.get("born"):
            self.add_error("cpr", _("Skriv CPR-nummeret eller fødselsdagen."))
        return given

    def facts(self) -> dict[str, Any]:
        """What `add_person` takes beside name and CPR."""
        given = self.cleaned_data
        facts = {name: given[name] for name in ("phone", "address", "postcode", "city")}
        facts["unit_id"] = given.get("unit_id") or None
        if not given["cpr"]:
            facts |= {"born": given["born"], "sex": given["sex"] or None}
        return facts


class EditPerson(_Person):
    """Everything that may be changed about a person, less what the reader may not see."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    contact_way = forms.ChoiceField(label=gettext_lazy("Vil helst kontaktes"), choices=list(words.CONTACT_WAYS.items()))
    household = _choice(gettext_lazy("Bor sammen med"), words.HOUSEHOLDS)
    housing = _choice(gettext_lazy("Bolig"), words.HOUSINGS)
    civil_status = _choice(gettext_lazy("Civilstand"), words.CIVIL_STATUSES)
    home_help_hours = forms.DecimalField(
        label=gettext_lazy("Timer med hjemmehjælp om ugen"),
        required=False,
        min_value=0,
        max_value=168,
        decimal_places=1,
        widget=forms.TextInput(attrs={"type": "text"}),
        localize=True,
    )
    personal_care = _choice(gettext_lazy("Får personlig pleje"), YES_NO)
    walks_m = forms.IntegerField(
        label=gettext_lazy("Går så mange meter uden pause"), required=False, min_value=0, max_value=50_000
    )
    walking_aid = _choice(gettext_lazy("Hjælpemiddel"), words.WALKING_AIDS)
    hearing = _choice(gettext_lazy("Hørelse"), SENSES)
    sight = _choice(gettext_lazy("Syn"), SENSES)
    languages = _line(
        gettext_lazy("Sprog"), most=200, help_text=gettext_lazy("Skriv komma imellem, for eksempel: dansk, tyrkisk.")
    )
    cognitive_impairment = _choice(gettext_lazy("Svært ved at huske eller forstå"), YES_NO)
    never_contact = forms.BooleanField(
        label=gettext_lazy("Vil ikke kontaktes"),
        required=False,
        help_text=gettext_lazy("Borgeren vil ikke spørges igen, heller ikke af andre."),
    )

    def __init__(self, *args: Any, person: PersonView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group, columns in COLUMNS.items():
            if not person.sees(group):
                for column in columns:
                    self.fields.pop(column, None)

    @staticmethod
    def starting_with(person: PersonView) -> dict[str, Any]:
        """The form as the person stands now."""
        values = {name: getattr(person, name, None) for name in EditPerson.base_fields}
        values["languages"] = ", ".join(person.languages or ())
        values["home_help_hours"] = localize(person.home_help_hours) if person.home_help_hours is not None else ""
        for name in ("personal_care", "cognitive_impairment"):
            values[name] = {True: "yes", False: "no", None: ""}[values[name]]
        return values

    def facts(self) -> dict[str, Any]:
        """What `edit_person` takes: only fields that were shown."""
        facts = dict(self.cleaned_data)
        for name in ("personal_care", "cognitive_impairment"):
            if name in facts:
                facts[name] = _ANSWER[facts[name]]
        for name in ("sex", "household", "housing", "civil_status", "walking_aid", "hearing", "sight", "unit_id"):
            if name in facts:
                facts[name] = facts[name] or None
        if "languages" in facts:
            told = (word.strip().lower()[:30] for word in facts["languages"].split(","))
            facts["languages"] = list(dict.fromkeys(word for word in told if word))
        return facts


class AddRelative(forms.Form):
    name = _line(gettext_lazy("Navn"), most=200, required=True)
    relation = _line(
        gettext_lazy("Relation"), most=50, required=True, help_text=gettext_lazy("For eksempel datter eller nabo.")
    )
    phone = _line(gettext_lazy("Telefon"), most=20, widget=TelephoneInput())
    may_be_contacted = forms.BooleanField(
        label=gettext_lazy("Må kontaktes"),
        required=False,
        help_text=gettext_lazy("Borgeren har sagt, at vi må ringe til den pårørende."),
    )


class GoneForm(forms.Form):
    """The day somebody died or moved."""

    day = DayField(label=gettext_lazy("Dato"), widget=day_input())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("Dagen kan ikke ligge ude i fremtiden."))
        return day


class StopForm(forms.Form):
    """Why an episode ends here, and when to ask again."""

    reason = forms.ChoiceField(label=gettext_lazy("Årsag"), widget=forms.RadioSelect)
    ask_again_on = DayField(
        label=gettext_lazy("Spørg igen den"),
        required=False,
        widget=day_input(),
        help_text=gettext_lazy("Lad feltet stå tomt, hvis opskriftens egen frist passer."),
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose_among(self, "reason", reasons)

    def clean_ask_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["ask_again_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("Vælg en dag, der ikke er gået."))
        return day


class ConsentForm(forms.Form):
    """The person's own yes: how it was said and for how long."""

    how = forms.ChoiceField(
        label=gettext_lazy("Hvordan sagde borgeren ja?"), choices=list(words.HOWS.items()), widget=forms.RadioSelect
    )
    expires_on = DayField(label=gettext_lazy("Gælder til og med"), widget=day_input())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})
        kwargs["initial"] = {"expires_on": today + timedelta(days=DEFAULT_DAYS), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        if not self.today < day <= self.today + timedelta(days=3 * 366):
            raise forms.ValidationError(_("Vælg en dag efter i dag og højst tre år frem."))
        return day


class ShareConsentForm(ConsentForm):
    """A yes for one receiver and these data. Nothing is ticked beforehand but the name and how to call."""

    receiver = forms.ChoiceField(label=gettext_lazy("Hvem må få besked?"))
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=gettext_lazy("Hvad må de få at vide?"),
        choices=[(group.value, words.FIELDS[group]) for group in TO_SHARE],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order: tuple[str, ...] = ("receiver", "data", "how", "expires_on")

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs["initial"] = {"data": [Fields.NAME, Fields.CONTACT], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choose_among(self, "receiver", receivers)


class WithdrawForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Hvordan trak borgeren sit ja tilbage?"),
        choices=list(words.HOWS.items()),
        widget=forms.RadioSelect,
    )
