"""Where the effort could go and who could join it: areas, shops, the library, neighbours, by year with how far."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.governance import operations, queries, rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import governance_forms as forms
from brobygger.web.staff.office import said
from brobygger.web.staff.office.asking import form_page, programme_and_recipe


@guarded(Action.SEE_OFFICE)
def chances(request: Request, programme_id: UUID) -> HttpResponse:
    """Places in rows, years in columns; and whom to talk with again."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())
    found = queries.chances(actor, programme)
    years, places = rules.by_place((one.kind, one.name, one.year, one.status) for one in found)
    return page(
        request, "staff/office/chances.jinja", programme=programme, found=found, years=years, places=places,
        kinds=said.CHANCES, states=said.CHANCE_STATES, colours=said.CHANCE_COLOURS,
        again=[one for one in found if one.next_on is not None and one.next_on <= today and one.status != "stopped"],
        may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_chance(request: Request, programme_id: UUID) -> HttpResponse:
    """A place, or somebody who could join."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    first = {"year": local_date(now()).year, "status": "idea"}
    form = forms.ChanceForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        operations.see_chance(programme=programme, by=actor, at=now(), **given)
        return _("Det står på kortet nu.")

    return form_page(request, form=form, title=_("Ny mulighed"), submit=_("Gem"), back=_back(programme), save=save)


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_chance(request: Request, chance_id: UUID) -> HttpResponse:
    """How far it has come."""
    actor: Actor = request.actor
    shown = queries.chance(actor, chance_id)
    form = forms.ChanceForm(
        request.POST or None, initial={name: getattr(shown, name) for name in forms.ChanceForm.base_fields}
    )

    def save(given: dict[str, Any]) -> str:
        operations.change_chance(chance=shown, by=actor, at=now(), **given)
        return _("Det er rettet.")

    return form_page(
        request, form=form, title=_("Hvor langt er I?"), submit=_("Gem"), back=_back(shown.programme), save=save
    )


def _back(programme: Any) -> tuple[str, str]:
    return _("Hvor kan det brede sig hen?"), reverse("chances", args=[programme.id])
