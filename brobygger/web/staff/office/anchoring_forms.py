"""What is asked about how the effort lives on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.staff.office import fields, said
from brobygger.web.staff.office.governance_forms import WithPeople


class PlanForm(WithPeople):
    """The model, whether it is settled, and who sees to it."""

    model = fields.choice(_("Hvordan lever indsatsen videre?"), lambda: words.choices(said.MODELS), radio=True)
    settled = fields.yes(_("Besluttet"), _("Det er besluttet af dem, der kan beslutte det"))
    why = fields.text(_("Hvorfor netop sådan?"), required=False, most=500, lines=3)
    owner = fields.choice(_("Hvem har ansvar for planen?"), [], required=False)
    ends_on = fields.day(_("Hvornår slipper pengene op?"), required=False)


class MilestoneForm(WithPeople):
    """A milestone."""

    text = fields.text(_("Hvad skal være på plads?"), most=300, lines=2)
    phase = fields.choice(_("Hvornår i indsatsen?"), lambda: words.choices(said.PHASES), radio=True)
    due_on = fields.day(_("Senest hvilken dag?"), required=False)
    owner = fields.choice(_("Hvem sørger for det?"), [], required=False)


class FunctionForm(forms.Form):
    """Something that must go on."""

    what = fields.text(
        _("Hvad skal gå videre?"), most=300, help_text=_("Fx at ringe før første gang, eller at finde borgerne")
    )
    taken_by = fields.text(_("Hvem tager over?"), required=False)
    pays = fields.text(
        _("Hvem betaler bagefter?"), required=False, help_text=_("Skriv »ingen udgift«, hvis det ikke koster noget.")
    )
    from_on = fields.day(_("Fra hvilken dag?"), required=False)
    agreed_on = fields.day(_("Hvornår sagde de ja?"), required=False, help_text=_("Lad stå tomt, til der er et ja."))


class HostForm(forms.Form):
    """An association that could take the effort on."""

    name = fields.text(_("Hvilken forening?"))
    asked_on = fields.day(_("Hvornår spurgte I?"), required=False)
    answer = fields.choice(
        _("Hvad svarede den?"), lambda: words.choices(said.ANSWERS), required=False, empty=_("intet svar endnu")
    )
    note = fields.text(_("Godt at vide"), required=False, most=300, lines=2)


class ShareForm(forms.Form):
    """The municipality's share from a day on."""

    from_on = fields.day(_("Fra hvilken dag?"))
    percent = fields.number(_("Hvor mange procent betaler kommunen?"), most=100)
