"""What is asked about the leader's visits to units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.presence import rules
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.office import fields

WHOSE = {"coordinator": _("koordinatoren"), "unit": _("enhedens ambassadør, ellers koordinatoren")}


class _WithUnit(forms.Form):
    unit = fields.choice(_("Hvilken enhed?"), [])

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "unit", [("", gettext("Vælg en enhed")), *units])  # one that nobody chose is not visited


class ArrangeForm(_WithUnit):
    """A visit to come."""

    planned_on = fields.day(_("Hvilken dag?"))
    visitor = fields.text(_("Hvem kommer?"))


class HeldForm(forms.Form):
    """What a visit was."""

    held_on = fields.day(_("Hvilken dag var det?"))
    visitor = fields.text(_("Hvem kom?"))
    who_was_there = fields.text(_("Hvem var der?"), required=False, most=300)
    came_up = fields.text(
        _("Hvad kom op?"), required=False, most=1000, lines=4,
        help_text=_("Skriv, hvad enheden sagde. Ingen navne på borgere."),
    )  # fmt: skip
    next_step = fields.text(
        _("Hvad aftalte I?"), required=False, most=300, help_text=_("Det bliver en opgave på Min dag.")
    )
    whose = fields.choice(_("Hvem gør det?"), list(WHOSE.items()), radio=True, required=False)
    due = fields.day(_("Hvornår?"), required=False, help_text=_("Tomt: om en uge."))


class BeenForm(HeldForm, _WithUnit):
    """A visit that nobody had arranged."""

    field_order = ("unit", "held_on")


class VisitRhythmForm(forms.Form):
    """How often the leader means to come."""

    every_weeks = fields.choice(
        _("Hvor tit vil du komme i hver enhed?"),
        lambda: [(str(weeks), gettext("hver %(weeks)s. uge") % {"weeks": weeks}) for weeks in rules.VISIT_WEEKS],
    )
