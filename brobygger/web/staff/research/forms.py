"""What is asked before rows about persons may leave."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.research.rules import MOST_K
from brobygger.web.staff.office import fields


class ExportForm(forms.Form):
    """Who gets it, for what, by which right, how well each is hidden, and for how long."""

    receiver = fields.text(
        _("Hvem skal have dataene?"), help_text=_("Forskerens navn og sted. Skriv det ens hver gang.")
    )
    purpose = fields.text(_("Hvad skal de bruges til?"), most=500, lines=3)
    legal_basis = fields.text(
        _("Hvilken aftale eller tilladelse giver ret til det?"), most=300, lines=2,
        help_text=_("Fx databehandleraftale eller videregivelse til forskning, med dato og nummer"),
    )  # fmt: skip
    k = fields.number(
        _("Hvor mange skal der mindst være i en gruppe af ens borgere?"), least=THRESHOLD, most=MOST_K,
        help_text=_("5 er det mindste. Et større tal skjuler bedre og siger mindre om hver."),
    )  # fmt: skip
    expires_on = fields.day(_("Hvornår skal dataene slettes her?"), help_text=_("Senest om et halvt år"))


class DeclineForm(forms.Form):
    """Why not."""

    why = fields.text(_("Hvorfor ikke?"), most=300, lines=2)
