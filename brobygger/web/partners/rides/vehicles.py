"""The vehicles that can be booked in the municipality: everybody sees them, each organisation keeps its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.pathway.rides import operations as rides
from brobygger.pathway.rides import queries
from brobygger.registry.access.policy import Action
from brobygger.web.partners.rides.forms import BorrowForm, VehicleForm
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import form_page, page


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def all_vehicles(request: Request) -> HttpResponse:
    """See them, add one, put one's own away."""
    actor = request.actor
    if "put_away" in request.POST:
        try:
            chosen = UUID(request.POST["put_away"])
        except ValueError:
            raise NotVisible("vehicle") from None
        rides.put_away(vehicle=queries.vehicle(actor, chosen), by=actor, at=now())
        return done(
            request, _("Bilen kan ikke længere bookes. Ture, der er booket, gælder stadig."), reverse("vehicles")
        )
    form = VehicleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = rides.add_vehicle(facts=form.facts(), by=actor, at=now())
        return done(request, _("%s kan nu bookes.") % made.name, reverse("vehicles"))
    return page(
        request,
        "partners/rides/vehicles.jinja",
        vehicles=queries.vehicles(actor),
        mine=actor.home,
        form=form,
        status=422 if request.method == "POST" else 200,
    )


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def borrow(request: Request, vehicle_id: UUID) -> HttpResponse:
    """When it is taken, and borrowing it."""
    actor, at = request.actor, now()
    shown = queries.vehicle(actor, vehicle_id)
    form = BorrowForm(request.POST or None, initial={"driver": actor.name})
    if form.is_valid():
        given = form.cleaned_data
        starts = datetime.combine(given["day"], given["time"], DENMARK)
        try:
            rides.borrow(
                vehicle=shown, starts_at=starts, ends_at=starts + timedelta(hours=given["hours"]),
                driver=given["driver"], what_for=given["what_for"], by=actor, at=at,
            )  # fmt: skip
        except Refusal as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        else:
            return done(request, _("Bilen er jeres på det tidspunkt."), reverse("borrow_vehicle", args=[shown.id]))
    return form_page(
        request, "partners/rides/borrow.jinja", form=form, vehicle=shown, mine=actor.home, at=at,
        taken=queries.borrowed(actor, shown.id, after=at),
    )  # fmt: skip


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def give_back(request: Request, booking_id: UUID) -> HttpResponse:
    """It is back, with how it was; or it was not needed."""
    actor = request.actor
    found = queries.booking(actor, booking_id)
    rides.give_back(booking=found, how=request.POST.get("how", ""), by=actor, at=now())
    return done(request, _("Tak. Andre kan booke bilen nu."), reverse("borrow_vehicle", args=[found.vehicle_id]))
