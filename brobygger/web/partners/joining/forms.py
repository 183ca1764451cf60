"""What is asked about and of volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.partners.joining import saying
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField

LONG = {"max_length": _("Skriv lidt kortere."), "required": _("Skriv noget.")}
DAY = {"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")}
CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}


def _day(label: Any, **more: Any) -> DayField:
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=DAY, **more)


class StepForm(forms.Form):
    """A step is taken."""

    kind = forms.ChoiceField(label=_("Skridt"), choices=list(saying.STEPS.items()), error_messages=CHOOSE)
    done_on = _day(_("Hvornår?"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, error_messages=LONG)


class PassForm(forms.Form):
    """Which associations get the interest."""

    organisations = forms.MultipleChoiceField(
        label=_("Giv videre til"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én forening."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, organisations: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        choose_among(self, "organisations", organisations)


class DeclineForm(forms.Form):
    """Why not here."""

    why = forms.ChoiceField(
        label=_("Hvorfor?"), choices=list(saying.WHY_DECLINED.items()), widget=forms.RadioSelect, error_messages=CHOOSE
    )


class DemandsForm(forms.Form):
    """What the association asks for."""

    kinds = forms.MultipleChoiceField(
        label=_("Før det første besøg"), choices=list(saying.STEPS.items()), widget=forms.CheckboxSelectMultiple,
        required=False, help_text=_("Tavshedspligt er altid med. Det siger loven."), error_messages=CHOOSE,
    )  # fmt: skip
    valid_months = forms.IntegerField(label=_("En attest gælder i måneder"), min_value=1, max_value=120, initial=24)
    warn_weeks = forms.IntegerField(label=_("Sig til så mange uger før"), min_value=1, max_value=26, initial=6)
    grace_days = forms.IntegerField(label=_("Dage til at forny, efter den er udløbet"), min_value=0, max_value=180,
                                    initial=30)  # fmt: skip
    km_oere = forms.IntegerField(
        label=_("Øre for en kilometer"), min_value=1, max_value=2000, required=False,
        help_text=_("Lad feltet stå tomt, hvis I ikke betaler for kørsel."),
    )  # fmt: skip
    hour_dkk = forms.IntegerField(
        label=_("Hvad tæller en frivillig time for? (kr.)"), min_value=1, max_value=2000, required=False,
        help_text=_("Det bruges kun, når en gruppe regner ud, hvad den koster. Det er ikke løn, og ingen får det."),
        error_messages={"invalid": _("Skriv et helt tal.")},
    )  # fmt: skip
    two_for = forms.MultipleChoiceField(
        label=_("Hvornår skal der være to?"), choices=list(saying.TWO_FOR.items()), required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE,
    )  # fmt: skip
    contact = forms.ChoiceField(label=_("Hvem kan frivillige ringe til?"), required=False, error_messages=CHOOSE)
    role_text = forms.CharField(
        label=_("Rollen på skrift"), max_length=2000, required=False, widget=forms.Textarea,
        help_text=_("Lad feltet stå tomt, hvis rollen er åben."), error_messages=LONG,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, contacts: Sequence[tuple[str, str]], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choose_among(self, "contact", [("", _("Koordinatoren")), *contacts])


class GatheringForm(forms.Form):
    """The volunteers' own gathering."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"), choices=list(saying.GATHERINGS.items()), widget=forms.RadioSelect,
        error_messages=CHOOSE, initial="meeting",
    )  # fmt: skip
    day = _day(_("Dag"))
    time = ClockField(
        label=_("Klokken"), widget=forms.TimeInput(attrs={"type": "time"}), initial="16:30",
        error_messages={"required": _("Skriv klokken."), "invalid": _("Skriv klokken som 16:30.")},
    )  # fmt: skip
    place = forms.CharField(label=_("Sted"), max_length=200, error_messages=LONG)
    agenda = forms.CharField(label=_("Hvad skal I tale om?"), max_length=1000, required=False, widget=forms.Textarea)


class ThanksForm(forms.Form):
    """A thank-you to every volunteer here."""

    words = forms.CharField(
        label=_("Hvad vil du sige tak for?"), max_length=2000, widget=forms.Textarea, error_messages=LONG,
        help_text=_("Fortæl også, hvad det har ført til."),
    )  # fmt: skip
    thanks_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ExpenseForm(forms.Form):
    """Driven or laid out."""

    on = _day(_("Hvornår?"))
    what = forms.CharField(
        label=_("Hvad?"), max_length=300, error_messages=LONG, help_text=_("For eksempel: Kørt til Torsdagscaféen.")
    )
    km = forms.DecimalField(
        label=_("Kilometer"), min_value=0, max_digits=6, decimal_places=1, required=False, localize=True
    )
    kroner = forms.DecimalField(
        label=_("Eller et beløb i kroner"), min_value=0, max_digits=7, decimal_places=2, required=False, localize=True
    )


class AnswerForm(forms.Form):
    """An answer to a worry."""

    words = forms.CharField(
        label=_("Svar"), max_length=500, widget=forms.Textarea, error_messages={"required": _("Skriv et svar.")} | LONG
    )
