"""The vehicles that can be booked in the municipality: everybody sees them, each organisation keeps its own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.rides import operations as rides
from brobygger.pathway.rides import queries
from brobygger.registry.access.policy import Action
from brobygger.web.partners.rides.forms import VehicleForm
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page


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
