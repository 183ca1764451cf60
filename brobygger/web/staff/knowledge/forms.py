"""What is asked for around the knowledge of a programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.insight.cohorts import rules as cohort_rules
from brobygger.insight.voices import rules as voice_rules
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.knowledge import said
from brobygger.web.staff.office import fields


def several(label: Any, choices: Sequence[tuple[str, Any]], help_text: Any = "") -> forms.MultipleChoiceField:
    """Any number of answers, or none."""
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg et af svarene.")},
    )  # fmt: skip


class CohortForm(forms.Form):
    """Who is to be counted."""

    name = fields.text(_("Hvad skal den hedde?"), most=100, help_text=_("Fx »Alle, der begyndte i 2026«."))
    began_from = fields.day(_("Første gang tidligst"), required=False, help_text=_("Tom: fra indsatsens begyndelse."))
    began_until = fields.day(_("Første gang senest"))
    leave_out = several(
        _("Udelad"), [(code, said.WHY_LEFT_OUT[code]) for code in cohort_rules.REASONS],
        _("Det står på kohorten, hvor mange der er udeladt, og hvorfor."),
    )  # fmt: skip


class FigureForm(forms.Form):
    """A number from another source."""

    what = fields.choice(_("Hvad er tallet om?"), list(said.THINGS.items()))
    number = fields.number(_("Tallet"), most=10_000_000)
    definition = fields.text(
        _("Hvad er talt?"), most=300, help_text=_("Fx »borgere, der er begyndt i en gruppe i perioden«.")
    )
    source = fields.text(_("Hvor står det?"), help_text=_("Fx »Rapport til fonden, side 12«."))
    as_of = fields.day(_("Tallet er fra"), required=False)


class TargetForm(forms.Form):
    """How many there are to reach."""

    size = fields.number(_("Hvor mange er der i målgruppen?"), least=1, most=10_000_000)
    definition = fields.text(_("Hvem er talt?"), most=300, help_text=_("Fx »modtagere af hjemmepleje over 65 år«."))
    source = fields.text(_("Hvor er tallet fra?"), help_text=_("Fx »udtræk fra omsorgssystemet«."))
    counted_on = fields.day(_("Talt den"))


class ClosureForm(forms.Form):
    """When the programme stood still."""

    closed_from = fields.day(_("Lukket fra"))
    closed_until = fields.day(_("Til og med"), required=False, help_text=_("Tom: der er stadig lukket."))
    why = fields.text(_("Hvorfor?"), help_text=_("Fx »nedlukning« eller »lokalet blev sat i stand«."))


class StatementForm(forms.Form):
    """One thing somebody said."""

    kind = fields.choice(_("Hvad er det?"), list(said.KINDS.items()), radio=True)
    speaker = fields.choice(_("Hvem sagde det?"), list(said.SPEAKERS.items()), radio=True)
    text = fields.text(
        _("Hvad blev der sagt?"), most=2000, lines=5, help_text=_("Skriv ingen navne og ingen adresser.")
    )
    said_on = fields.day(_("Hvornår?"))
    unit = fields.choice(_("Enhed"), (), required=False, empty=_("ingen bestemt"))
    codes = several(_("Hvad handler det om?"), list(said.CODES.items()))
    may_use = fields.choice(_("Hvad må det bruges til?"), list(said.USES.items()), radio=True)
    called = fields.text(
        _("Sådan må personen omtales"), required=False, most=60, help_text=_("Fx »kvinde, 82 år«. Aldrig et navn.")
    )
    consent_how = fields.choice(
        _("Hvordan blev der sagt ja?"), list(said.HOW.items()), required=False, empty=_("der er ikke sagt ja")
    )
    consent_until = fields.day(_("Må bruges til og med"), required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "unit", [("", _("ingen bestemt")), *units])

    def clean_codes(self) -> list[str]:
        return [code for code in voice_rules.CODES if code in self.cleaned_data["codes"]]


class FileForm(forms.Form):
    """A file of results."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_("CSV eller Excel (xlsx), højst 20 MB."),
        error_messages={
            "required": _("Vælg en fil."), "empty": _("Filen er tom."), "missing": _("Vælg en fil."),
            "invalid": _("Vælg en fil."),
        },
    )  # fmt: skip


def first_day(today: date) -> dict[str, date]:
    """What a day begins as."""
    return {"said_on": today, "counted_on": today, "began_until": today}


class WaitingForm(forms.Form):
    """Which unit waits, and when."""

    unit = fields.choice(_("Hvilken enhed venter?"), [])
    waits_from = fields.day(_("Første dag, den venter"))
    begins_on = fields.day(_("Første dag, indsatsen må begynde der"))
    chosen = fields.text(
        _("Hvordan er det valgt, hvem der venter?"), most=300, lines=2,
        help_text=_("Fx »Enhed Syd får først ny leder til maj«."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "unit", units)


class DropPlanForm(forms.Form):
    """Why a plan is given up."""

    why = fields.text(_("Hvorfor holder planen ikke?"), most=300, lines=2)
