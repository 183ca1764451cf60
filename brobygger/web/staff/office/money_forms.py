"""What is asked about grants, budgets, accounts and pools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.office import fields, said

MOST_YEARS = 6


class GrantForm(forms.Form):
    """A grant, a pool, or the owner's own money."""

    name = fields.text(_("Hvad hedder pengene?"), help_text=_("Fx Finansloven 2019, eller Ældrepuljen"))
    kind = fields.choice(_("Hvad er det?"), lambda: words.choices(said.GRANT_KINDS), radio=True)
    giver = fields.text(_("Hvem giver dem?"), required=False)
    purpose = fields.text(_("Hvad er formålet?"), most=500, lines=3)
    criteria = fields.text(
        _("Hvem kan få af dem, og på hvilke vilkår?"), required=False, most=500, lines=3,
        help_text=_("Skriv ét vilkår på hver linje. Ansøgninger bliver vejet mod ét ad gangen."),
    )  # fmt: skip
    amount_ore = fields.amount(
        _("Hvor mange kroner?"), required=False, help_text=_("Lad stå tomt for en pulje, der får penge ind løbende.")
    )
    starts_on = fields.day(_("Fra"), required=False)
    ends_on = fields.day(_("Til"), required=False)


class ExtendForm(forms.Form):
    """A longer period."""

    ends_on = fields.day(_("Ny sidste dag"))
    reason = fields.text(_("Hvorfor?"), most=300)


class BudgetForm(forms.Form):
    """What one initiative may use, year by year."""

    initiative = fields.text(
        _("Hvad hedder indsatsområdet?"), help_text=_("Skriv samme navn igen for at rette et beløb.")
    )
    footnote = fields.text(_("Fodnote til det første år"), required=False, most=500, lines=2)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = list(years)[:MOST_YEARS]
        for year in self.years:
            self.fields[f"year_{year}"] = fields.number(
                _("Hele kroner i %(year)s") % {"year": year}, required=False, most=10**11
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        amounts = {year: given[f"year_{year}"] for year in self.years if given.get(f"year_{year}") is not None}
        if not amounts and not self.errors:
            raise forms.ValidationError(_("Skriv mindst ét beløb."))
        return given | {"amounts": amounts}


class PayForm(forms.Form):
    """A line of the accounts."""

    text = fields.text(_("Hvad er der betalt for?"))
    amount = fields.amount(
        _("Hvor mange kroner?"),
        least=-(10**13),
        help_text=_("Fx 1.250 eller 1.250,50. Skriv minus, hvis I fik pengene igen."),
    )
    spent_on = fields.day(_("Hvilken dag?"))
    grant = fields.choice(_("Af hvilke penge?"), [], required=False)
    initiative = fields.choice(_("Til hvilken del af budgettet?"), [], required=False)

    def __init__(
        self, *args: Any, grants: Sequence[tuple[str, str]], initiatives: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("grant", grants), ("initiative", [(one, one) for one in initiatives])):
            choose_among(self, name, [("", _("ikke sagt")), *choices])


class MoveForm(forms.Form):
    """Money into a pool, or out of it."""

    direction = fields.choice(_("Hvad sker der?"), [("in", _("Penge ind")), ("out", _("Penge ud"))], radio=True)
    amount = fields.amount(_("Hvor mange kroner?"), least=1)
    moved_on = fields.day(_("Hvilken dag?"))
    what = fields.text(_("Til hvad, eller hvorfra?"))
    receiver = fields.text(_("Hvem fik pengene?"), required=False)


class ApplicationForm(forms.Form):
    """Somebody applies to a pool."""

    applicant = fields.text(_("Hvem søger?"), help_text=_("En forening, en enhed eller en gruppe"))
    contact = fields.text(_("Telefon eller e-mail"), required=False)
    for_what = fields.text(_("Hvad søger de til?"), most=500, lines=3)
    amount = fields.amount(_("Hvor mange kroner søger de om?"), least=1)
    applied_on = fields.day(_("Hvilken dag kom ansøgningen?"))


class WeighForm(forms.Form):
    """An application held against each of the pool's criteria."""

    def __init__(self, *args: Any, criteria: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for number, criterion in enumerate(criteria):
            self.fields[f"meets_{number}"] = fields.choice(criterion, words.choices(said.MEETS), radio=True)
            self.fields[f"words_{number}"] = fields.text(_("Hvorfor?"), required=False, most=300)

    def weighed(self) -> dict[str, tuple[str, str]]:
        """Criterion → (how far it is met, words)."""
        given = self.cleaned_data
        return {one: (given[f"meets_{n}"], given[f"words_{n}"]) for n, one in enumerate(self.criteria)}


class DecideForm(forms.Form):
    """Granted with an amount, or refused with a reason."""

    outcome = fields.choice(_("Får de penge?"), lambda: words.choices(said.OUTCOMES), radio=True)
    amount = fields.amount(_("Hvor mange kroner får de?"), required=False, least=1)
    reason = fields.text(
        _("Hvorfor?"), required=False, most=500, lines=3, help_text=_("Skal skrives, når svaret er nej.")
    )
