"""What data protection is asked when somebody is erased or held back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.registry.erasure.rules import LEAST, LONGEST_GRACE, MOST
from brobygger.web.staff.office import fields


class HoldForm(forms.Form):
    """Until when, and why."""

    until = fields.day(_("Hold tilbage til og med"))
    why = fields.text(
        _("Hvorfor?"), most=300, lines=2, help_text=_("Fx en klagesag, eller at nogen er på vej til borgeren")
    )


class TermsForm(forms.Form):
    """Days to keep, by rule."""

    never_contacted = fields.number(_("Fundet, men aldrig kontaktet: dage"), least=LEAST, most=MOST)
    no_answer = fields.number(_("Har aldrig svaret: dage"), least=LEAST, most=MOST)
    declined = fields.number(_("Har sagt nej tak: dage"), least=LEAST, most=MOST)
    ended = fields.number(_("Sluttet af en anden grund, fx flyttet eller død: dage"), least=LEAST, most=MOST)
    grace = fields.number(
        _("Dage, hvor I kan fortryde"),
        least=1,
        most=LONGEST_GRACE,
        help_text=_("Fra I godkender, til der bliver slettet"),
    )
    reason = fields.text(_("Hvem har besluttet det, og hvorfor?"), most=300, lines=2)


class OneForm(forms.Form):
    """Somebody who has asked to be erased."""

    who = fields.text(
        _("Hvem?"),
        most=100,
        help_text=_("CPR-nummer eller hele navnet. Du ser, hvem det er, før noget sker."),
    )
    why = fields.text(
        _("Hvem har bedt om det, og hvad er afgjort?"), most=300, lines=3,
        help_text=_("Står kun her, til borgeren er slettet"),
    )  # fmt: skip
    never_again = fields.yes(
        _("Fremover"),
        _("Borgeren vil heller ikke kontaktes igen. CPR-nummeret huskes som en kode, så nye udtræk springer det over."),
    )
