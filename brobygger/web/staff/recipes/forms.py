"""What is needed to take a recipe into use: its name, who is in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.running import queries as running
from brobygger.programmes.running import rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField

FURTHEST = timedelta(days=730)  # a start further away is a slip of the hand
LONGEST = timedelta(days=3660)
DAY = {"type": "date"}
UNKNOWN = {"invalid_choice": _("Vælg på listen.")}


class PostcodesField(forms.CharField):
    """Postcodes with four digits, each once: "4600 4660", empty for everywhere."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Kun for dem, der bor i disse postnumre"), max_length=200, required=False,
            help_text=_("Til et forsøg i en del af kommunen. Skriv komma imellem. Tomt: hele kommunen."),
            error_messages={"max_length": _("Skriv højst 200 tegn.")},
        )  # fmt: skip

    def clean(self, value: Any) -> str:
        found = rules.postcodes_in(super().clean(value))
        if found is None:
            raise forms.ValidationError(_("Skriv postnumre med fire cifre, fx 4600, 4660."))
        return " ".join(found)


class LastDayField(DayField):
    """The programme's last day, where one is agreed."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Sidste dag"), required=False, help_text=_("Tomt, hvis det ikke er aftalt."),
            widget=forms.DateInput(attrs=DAY), error_messages={"invalid": _("Vælg en dag, fx 05-01-2027.")},
        )  # fmt: skip


def too_late_or_early(first: date | None, last: date | None) -> Any:
    """What is wrong with a last day beside the first; empty for nothing."""
    if first and last and not first < last <= first + LONGEST:
        return _("Sidste dag skal ligge efter første dag, højst ti år senere.")
    return ""


class AdoptForm(forms.Form):
    """The programme's own name, who owns it, and its days."""

    name = forms.CharField(
        label=_("Hvad skal indsatsen hedde hos jer?"),
        max_length=200,
        error_messages={"required": _("Skriv et navn."), "max_length": _("Skriv højst 200 tegn.")},
    )
    owner = forms.ChoiceField(
        label=_("Hvem ejer den?"),
        help_text=_("Ejeren bestemmer over indsatsen. Det kan være kommunen, en forening, et sogn …"),
        error_messages={"required": _("Vælg en ejer."), **UNKNOWN},
    )
    starts_on = DayField(
        label=_("Første dag"),
        widget=forms.DateInput(attrs=DAY),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")},
    )
    ends_on = LastDayField()
    area = forms.CharField(
        label=_("Område"), max_length=100, required=False, help_text=_("Fx en by eller en del af kommunen."),
        error_messages={"max_length": _("Skriv højst 100 tegn.")},
    )  # fmt: skip
    postcodes = PostcodesField()
    once_more = forms.BooleanField(
        label=_("Begynd en til"), required=False, help_text=_("Ja, vi vil begynde en indsats mere efter opskriften.")
    )

    def __init__(
        self, *args: Any, actor: Actor, today: date, already: bool = False, programme: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.today, self.programme, self.already = actor, today, programme, already
        self.organisations = {str(one.id): one for one in organisations.every(actor)}
        choose_among(self, "owner", ((key, one.name) for key, one in self.organisations.items()))
        if not already:
            del self.fields["once_more"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if running.name_taken(self.actor, name, but=self.programme.id if self.programme else None):
            raise forms.ValidationError(_("I har allerede en indsats med det navn. Vælg et andet."))
        return name

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if abs(day - self.today) > FURTHEST:
            raise forms.ValidationError(_("Vælg en dag inden for to år."))
        return day

    def clean_once_more(self) -> bool:
        if not self.cleaned_data["once_more"]:
            raise forms.ValidationError(
                _("I har allerede taget opskriften i brug. Sæt kryds, hvis I vil begynde en til.")
            )
        return True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wrong = too_late_or_early(given.get("starts_on"), given.get("ends_on"))
        if wrong:
            self.add_error("ends_on", wrong)
        return given

    def facts(self) -> dict[str, Any]:
        """Name, owner, days and area, ready for the operation."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "owner": self.organisations[given["owner"]],
            "starts_on": given["starts_on"],
            "ends_on": given["ends_on"],
            "area": given["area"].strip(),
            "postcodes": given["postcodes"],
        }


class UnitsForm(forms.Form):
    """Which units are in it, and whether it is for them only. A form of its own asks for them with `ask_units`."""

    units: dict[str, Any]

    def ask_units(self, actor: Actor, programme: Any, every: Iterable[Any]) -> None:
        """Ask for the units of these organisations; nothing where there are none. One query."""
        named = {str(unit.id): (unit, one.name) for one in every for unit in one.units.all()}
        self.units = {key: unit for key, (unit, _owner) in named.items()}
        if not named:
            return
        self.fields["units"] = forms.MultipleChoiceField(
            label=_("Hvilke enheder er med?"),
            choices=[(key, f"{unit.name}, {owner}") for key, (unit, owner) in named.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Medarbejderne i en enhed kan finde og spørge dens borgere."),
            error_messages=UNKNOWN,
        )
        self.fields["only_units"] = forms.BooleanField(
            label=_("Er det et forsøg i de enheder?"), required=False,
            help_text=_("Ja, andre enheders borgere kan ikke være med."),
        )  # fmt: skip
        self.initial["units"] = [str(each) for each in running.unit_ids(actor, programme)]
        self.initial["only_units"] = programme.only_units

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("only_units") and not given.get("units"):
            self.add_error("units", _("Vælg de enheder, den kun er for."))
        return given

    def chosen_units(self) -> list[Any]:
        """The units chosen."""
        return [self.units[key] for key in self.cleaned_data.get("units", [])]


class TakePartForm(UnitsForm):
    """Which organisation here stands for each of the recipe's, and which units are in it."""

    def __init__(self, *args: Any, actor: Actor, programme: Any, recipe: Recipe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = list(organisations.every(actor))
        self.organisations = {str(one.id): one for one in every}
        standing = running.parties(actor, programme)
        for party in recipe.partners:
            choices = [(str(one.id), one.name) for one in every if one.kind == party.kind]
            self.fields[f"party-{party.id}"] = forms.ChoiceField(
                label=_("%(name)s i opskriften er hos jer:") % {"name": party.name},
                choices=[("", _("Ikke valgt endnu")), *choices],
                required=False,
                help_text=str(words.said(words.ORGANISATION_KINDS, party.kind)).capitalize(),
                error_messages=UNKNOWN,
            )
            if party.id in standing:
                self.initial[f"party-{party.id}"] = str(standing[party.id].organisation_id)
        self.ask_units(actor, programme, every)

    def chosen_parties(self) -> dict[str, Any]:
        """Organisation by the recipe's id, for those chosen."""
        return {
            name.removeprefix("party-"): self.organisations[key]
            for name, key in self.cleaned_data.items()
            if name.startswith("party-") and key
        }


def missing(recipe: Recipe, *, actor: Actor, programme: Any) -> tuple[rules.Gap, ...]:
    """What the programme lacks before it starts. Three queries."""
    return rules.gaps(
        recipe,
        parties=running.parties(actor, programme),
        units=len(running.unit_ids(actor, programme)),
        held=running.holders(programme),
    )
