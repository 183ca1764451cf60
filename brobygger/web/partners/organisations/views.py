"""Who takes part: organisations, their units, and the people with a role. For the administrator."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access import operations as access_operations
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.operations import Added
from brobygger.registry.access.policy import Action
from brobygger.registry.access.roles import Role, roles_in
from brobygger.registry.organisations import operations, queries
from brobygger.web.partners.organisations.forms import MemberForm, OrganisationForm, UnitForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

MOST_MEMBERS = 500


@guarded(Action.SEE_ORGANISATIONS)
def organisations(request: Request) -> HttpResponse:
    """Every organisation with its kind, its units and how many hold a role there."""
    actor: Actor = request.actor
    return page(
        request,
        "partners/organisations/organisations.jinja",
        organisations=list(queries.every(actor)),
        members=access.count_by_organisation(actor, on=local_date(now())),
    )


@guarded(Action.SEE_ORGANISATIONS)
def organisation(request: Request, organisation_id: UUID) -> HttpResponse:
    """One organisation."""
    actor: Actor = request.actor
    return _organisation_page(request, actor, queries.get(actor, organisation_id), UnitForm())


def _organisation_page(
    request: Request, actor: Actor, shown: Any, unit_form: UnitForm, status: int = 200
) -> HttpResponse:
    return page(
        request,
        "partners/organisations/organisation.jinja",
        status=status,
        organisation=shown,
        units=list(queries.units_of(actor, shown.id)),
        members=list(access.members_of(actor, shown.id, on=local_date(now()))[:MOST_MEMBERS]),
        unit_form=unit_form,
        me=actor.membership_id,
    )


@guarded(Action.MANAGE_ORGANISATIONS, methods=("GET", "POST"))
def new_organisation(request: Request) -> HttpResponse:
    """Let an organisation in."""
    actor: Actor = request.actor
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            made = operations.add_organisation(by=actor, at=now(), **form.cleaned_data)
            say(request, _("Organisationen er oprettet. Tilføj nu den første, der skal kunne logge ind."))
            return redirect("organisation", organisation_id=made.id)
    except Refusal as refusal:
        _explain(form, refusal)
    return page(
        request, "partners/organisations/new_organisation.jinja", status=422 if form.is_bound else 200, form=form
    )


@guarded(Action.MANAGE_ORGANISATIONS, methods=("POST",))
def new_unit(request: Request, organisation_id: UUID) -> HttpResponse:
    """Add a unit."""
    actor: Actor = request.actor
    shown = queries.get(actor, organisation_id)
    form = UnitForm(request.POST)
    try:
        if form.is_valid():
            operations.add_unit(organisation=shown, name=form.cleaned_data["name"], by=actor, at=now())
            say(request, _("Enheden er oprettet."))
            return redirect("organisation", organisation_id=shown.id)
    except Refusal as refusal:
        _explain(form, refusal)
    return _organisation_page(request, actor, shown, form, status=422)


@guarded(Action.MANAGE_ORGANISATIONS, methods=("GET", "POST"))
def new_member(request: Request, organisation_id: UUID) -> HttpResponse:
    """Let somebody in. The password is shown in the answer to this POST, and nowhere else again."""
    actor: Actor = request.actor
    shown = queries.get(actor, organisation_id)
    units = {str(unit.id): unit for unit in queries.units_of(actor, shown.id)}
    form = MemberForm(
        request.POST if request.method == "POST" else None,
        roles=roles_in(shown.kind),
        units=[(key, unit.name) for key, unit in units.items()],
    )
    try:
        if form.is_valid():
            added = _add(actor, shown, units, form)
            return _no_store(page(request, "partners/organisations/welcome.jinja", organisation=shown, added=added))
    except Refusal as refusal:
        _explain(form, refusal)
    status = 422 if form.is_bound else 200
    return page(request, "partners/organisations/new_member.jinja", status=status, organisation=shown, form=form)


def _add(actor: Actor, shown: Any, units: dict[str, Any], form: MemberForm) -> Added:
    given = form.cleaned_data
    return access_operations.add_member(
        organisation=shown,
        email=given["email"],
        name=given["name"],
        phone=given["phone"],
        role=Role(given["role"]),
        unit=units.get(given.get("unit", "")),
        secrecy_signed_on=given.get("secrecy_signed_on"),
        by=actor,
        at=now(),
    )


@guarded(Action.MANAGE_ORGANISATIONS, methods=("POST",))
def end_membership(request: Request, membership_id: UUID) -> HttpResponse:
    """Take a role back; it opens nothing from the next request on."""
    actor: Actor = request.actor
    membership = access.get_membership(actor, membership_id)
    access_operations.end_membership(membership=membership, by=actor, at=now())
    say(request, _("%(name)s har ikke længere adgang.") % {"name": membership.name})
    return redirect("organisation", organisation_id=membership.organisation_id)


def _explain(form: Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))


def _no_store(response: HttpResponse) -> HttpResponse:
    """A page with a password in it stays in no cache and in no history."""
    response.headers["Cache-Control"] = "no-store"
    return response
