"""Policies and plans the effort answers to: a title, an address, and what each asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.programmes.governance import operations, queries
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page


class PolicyForm(django_forms.Form):
    """A policy or a plan."""

    title = fields.text(gettext_lazy("Hvad hedder den?"), help_text=gettext_lazy("Fx Ældrepolitik 2026–2029"))
    address = django_forms.URLField(
        label=gettext_lazy("Hvor kan man læse den?"), max_length=300, assume_scheme="https",
        error_messages={
            "required": gettext_lazy("Skriv hele adressen, for eksempel https://…"),
            "invalid": gettext_lazy("Skriv hele adressen, for eksempel https://…"),
        },
    )  # fmt: skip
    asks = fields.text(
        gettext_lazy("Hvad beder den om, som indsatsen svarer på?"), most=500, lines=3,
        help_text=gettext_lazy("Fx at færre er alene mod deres vilje."),
    )  # fmt: skip


@guarded(Action.SEE_OFFICE)
def policies(request: Request, programme_id: UUID) -> HttpResponse:
    """The list."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/office/policies.jinja", programme=programme, links=list(queries.policy_links(actor, programme)),
        may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_policy(request: Request, programme_id: UUID) -> HttpResponse:
    """One more."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    form = PolicyForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.link_policy(programme=programme, by=actor, at=now(), **given)
        return _("%(title)s står på listen nu.") % {"title": given["title"]}

    return form_page(
        request, form=form, title=_("Ny politik eller plan"), submit=_("Gem"), back=_back(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_policy(request: Request, policy_link_id: UUID) -> HttpResponse:
    """Another address, or what it asks for."""
    actor: Actor = request.actor
    shown = queries.policy_link(actor, policy_link_id)
    first = {name: getattr(shown, name) for name in PolicyForm.base_fields}
    form = PolicyForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        operations.change_policy_link(policy_link=shown, by=actor, at=now(), **given)
        return _("Det er rettet.")

    return form_page(
        request, form=form, title=_("Ret politik eller plan"), submit=_("Gem"), back=_back(shown.programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def policy_away(request: Request, policy_link_id: UUID) -> HttpResponse:
    """It no longer holds."""
    shown = queries.policy_link(request.actor, policy_link_id)
    operations.unlink_policy(policy_link=shown, by=request.actor, at=now())
    return done(request, _("Den er taget af listen."), _back(shown.programme)[1])


def _back(programme: Any) -> tuple[str, str]:
    return _("Politikker og planer"), reverse("policies", args=[programme.id])
