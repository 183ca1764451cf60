"""People in the roles, and taking a role out of a programme."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.insight.evaluation.recipe_text import said
from brobygger.programmes.running import queries as running
from brobygger.programmes.running import rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.queries import members_of
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.jinja import language
from brobygger.web.staff.changes.forms import ChangeForm, FormPart

Holders = dict[str, list[tuple[Any, Any]]]


class PeopleForm(forms.Form):
    """A list of names for every role that somebody has to be named for. Nobody chosen is a role without people yet."""

    def __init__(self, *args: Any, actor: Actor, programme: Any, recipe: Recipe, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipe = recipe
        self.held = running.holders(programme)
        self.organisations = {"owner": programme.owner}
        self.organisations |= {name: row.organisation for name, row in running.parties(actor, programme).items()}
        self.members = list(members_of(actor, on=today).select_related("organisation", "unit")[:2000])
        self.choices: dict[str, dict[str, tuple[Any, Any]]] = {}
        for role in rules.roles_to_fill(recipe):
            self._add(role)

    def _add(self, role: str) -> None:
        choices = self._choices(role)
        self.choices[role] = {key: pair for key, (pair, _name) in choices.items()}
        self.fields[role] = forms.MultipleChoiceField(
            label=said(self.recipe.roles[role], language()),
            choices=[(key, name) for key, (_pair, name) in choices.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": gettext_lazy("Vælg på listen.")},
        )
        self.initial[role] = [_key(row.organisation, row.membership) for row in self.held.get(role, [])]

    def _choices(self, role: str) -> dict[str, tuple[tuple[Any, Any], str]]:
        """Who holds the role now, who could, and the organisations that could hold it as a whole."""
        found: dict[str, tuple[tuple[Any, Any], str]] = {}
        pairs = [(row.organisation, row.membership) for row in self.held.get(role, [])]
        wanted = self.recipe.roles[role]
        pairs += [(one.organisation, one) for one in self.members if one.role == wanted.acts_as]
        pairs += [(self.organisations[of], None) for of in wanted.of if of in self.organisations]
        for organisation, member in pairs:
            found.setdefault(_key(organisation, member), ((organisation, member), _named(organisation, member)))
        return found

    def chosen(self) -> Holders:
        """Organisation and member (or the organisation as a whole) by role."""
        return {
            role: [pairs[key] for key in self.cleaned_data.get(role, []) if key in pairs]
            for role, pairs in self.choices.items()
        }

    def front_line(self) -> list[str]:
        """Roles that everybody in the units has, so nobody is named."""
        return [said(role, language()) for role in self.recipe.roles.values() if role.acts_as in rules.FRONT_LINE]


def _key(organisation: Any, member: Any) -> str:
    return f"{organisation.id}:{member.id if member else ''}"


def _named(organisation: Any, member: Any) -> str:
    if member is None:
        return _("Hele %(organisation)s") % {"organisation": organisation.name}
    return f"{member.name}, {organisation.name}"


class RemoveRoleForm(ChangeForm):
    """Who takes over when a role is taken out."""

    taken_over_by = forms.ChoiceField(
        label=gettext_lazy("Hvem tager over?"),
        error_messages={"required": gettext_lazy("Vælg, hvem der tager over."),
                        "invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip
    sure = forms.BooleanField(
        label=gettext_lazy("Er I sikre?"),
        help_text=gettext_lazy("Ja, giv det hele videre. Ingen opgave og ingen borger går tabt."),
        error_messages={"required": gettext_lazy("Sæt kryds, hvis det hele skal gives videre.")},
    )

    def __init__(self, *args: Any, role: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [(name, said(other, language())) for name, other in self.recipe.roles.items() if name != role]
        choose_among(self, "taken_over_by", [("", _("Vælg en rolle")), *others])

    def parts(self) -> list[FormPart]:
        return [FormPart(_("Giv det videre"), [self["taken_over_by"], self["sure"]])]
