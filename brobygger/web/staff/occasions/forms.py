"""What is asked about an occasion, its guests, and where somebody has heard of an effort."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.pathway.occasions import rules
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField
from brobygger.web.shared.telephone import TelephoneInput

CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen."), "invalid": _("Vælg på listen.")}
SHORTER = {"max_length": _("Skriv lidt kortere.")}
MOST_STOPS = 20


def _number(label: Any, *, most: int, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    errors = {
        "required": _("Skriv et tal."), "invalid": _("Skriv et helt tal."), "min_value": _("Skriv 0 eller mere."),
        "max_value": _("Tallet er for stort."),
    }  # fmt: skip
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=required, help_text=help_text, error_messages=errors
    )


class OccasionForm(forms.Form):
    """A new occasion."""

    name = forms.CharField(
        label=_("Hvad hedder det?"), max_length=200,
        error_messages={"required": _("Skriv et navn, fx «Markedsdag på torvet»."), **SHORTER},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Hvad er det?"), choices=[(kind, words.OCCASIONS[kind]) for kind in rules.KINDS],
        widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip
    day = DayField(
        label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag.")},
    )  # fmt: skip
    time = ClockField(
        label=_("Klokken"), required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Skriv et klokkeslæt, fx 14:00.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Sted"), required=False, max_length=200, error_messages=SHORTER)
    seats = _number(_("Pladser"), most=500, help_text=_("Kun når der er et højeste antal, fx i en bus."))
    stops = forms.CharField(
        label=_("Opsamling og stop"), required=False, max_length=2000, widget=forms.Textarea,
        help_text=_("Kun ved bustur: ét på hver linje, i rækkefølge."), error_messages=SHORTER,
    )  # fmt: skip
    goes_along = forms.CharField(
        label=_("Hvem tager med?"), required=False, max_length=200, error_messages=SHORTER,
        help_text=_("Medarbejdere, koordinator eller frivillige, for eksempel på bussen."),
    )  # fmt: skip
    offers = forms.MultipleChoiceField(
        label=_("Hvilke tilbud kan man møde der?"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )  # fmt: skip

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "offers", offers)

    def clean_stops(self) -> list[str]:
        stops = [line.strip() for line in self.cleaned_data["stops"].splitlines() if line.strip()]
        if len(stops) > MOST_STOPS or any(len(stop) > 100 for stop in stops):
            raise forms.ValidationError(_("Skriv højst 20 stop, hvert på højst 100 tegn."))
        return stops


class AgainForm(forms.Form):
    """The same occasion once more."""

    day = DayField(
        label=_("Hvornår næste gang?"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag.")},
    )  # fmt: skip


class EveningForm(AgainForm):
    """An evening after a theme day."""

    time = ClockField(
        label=_("Klokken"), required=False, widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": _("Skriv et klokkeslæt, fx 14:00.")},
    )  # fmt: skip
    place = forms.CharField(
        label=_("Sted"), required=False, max_length=200, help_text=_("Tomt: samme sted som dagen."),
        error_messages=SHORTER,
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="evening_%s")
        self.fields["day"].label = _("Hvilken dag?")


class WantsForm(forms.Form):
    """What a guest wants."""

    wants = forms.ChoiceField(
        label=_("Hvad vil gæsten?"), choices=[(one, words.WANTS[one]) for one in rules.WANTS],
        widget=forms.RadioSelect, initial="nothing", error_messages=CHOOSE,
    )  # fmt: skip
    offer = forms.ChoiceField(label=_("Hvilket tilbud?"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "offer", [("", _("ingen bestemt")), *offers])


class GuestForm(WantsForm):
    """A line typed from the list."""

    guest_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Navn"), max_length=200, error_messages={"required": _("Skriv et navn."), **SHORTER})
    phone = forms.CharField(
        label=_("Telefon"), required=False, max_length=20, widget=TelephoneInput(),
        error_messages=SHORTER,
    )  # fmt: skip
    pick_up = forms.ChoiceField(label=_("Samles op ved"), required=False, error_messages=CHOOSE)
    has_come = forms.BooleanField(label=_("Er gæsten kommet?"), help_text=_("Gæsten er kommet"), required=False)

    def __init__(self, *args: Any, stops: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "pick_up", [("", _("kommer selv")), *((one, one) for one in stops)])
        if not stops:
            del self.fields["pick_up"]
        first = ("guest_id", "name", "phone", "pick_up", "has_come")
        self.order_fields([name for name in first if name in self.fields])


class HeardForm(forms.Form):
    """Where a person has heard of an effort or an offer, and what he or she said to it."""

    channels = forms.MultipleChoiceField(
        label=_("Hvor har borgeren hørt om det?"), choices=[(one, words.HEARD[one]) for one in rules.HEARD],
        widget=forms.CheckboxSelectMultiple, help_text=_("Sæt gerne flere krydser."),
        error_messages={**CHOOSE, "required": _("Sæt mindst ét kryds.")},
    )  # fmt: skip
    about = forms.ChoiceField(label=_("Hvad handlede det om?"), error_messages=CHOOSE)
    answer = forms.ChoiceField(
        label=_("Hvad sagde borgeren?"), required=False, widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[("", _("ikke noget")), ("wants", _("vil gerne")), ("later", _("måske senere")), ("no", _("nej tak"))],
    )  # fmt: skip

    def __init__(self, *args: Any, about: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "about", [("", _("Vælg")), *about])


class YearForm(forms.Form):
    """The birth year that is invited."""

    turns = forms.IntegerField(
        label=_("Hvor mange år fylder de i år?"), min_value=50, max_value=110, initial=rules.TURNS,
        error_messages={
            "required": _("Skriv et tal."), "invalid": _("Skriv et helt tal."),
            "min_value": _("Skriv et tal fra 50 til 110."), "max_value": _("Skriv et tal fra 50 til 110."),
        },
    )  # fmt: skip


class OthersForm(forms.Form):
    """How many came without leaving a name."""

    others = _number(_("Hvor mange kom uden at skrive sig på?"), most=10_000, required=True)
