"""A booked ride: who is fetched when and by which vehicle, changed in seconds when somebody cancels, and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import fetch
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.rides import operations as rides
from brobygger.pathway.rides import queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import PersonView
from brobygger.web.partners import reading
from brobygger.web.partners.rides import picture
from brobygger.web.partners.rides.forms import BookForm
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page

FETCHED = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.WALKING})
HELP = {
    "wheelchair": gettext_lazy("kørestol: rampe eller lift"),
    "walker": gettext_lazy("rollator: hjælp op og ned"),
}


@guarded(Action.REGISTER_ATTENDANCE, methods=("GET", "POST"))
def booked(request: Request, session_id: UUID) -> HttpResponse:
    """Book, see, print, change. Every change says which version it was made from."""
    actor: Actor = request.actor
    session = sessions.get_session(actor, session_id)
    coming = [row.person_id for row in sessions.expected(actor, session_id) if row.promised is not False]
    views = people.read_many(actor, coming, purpose=reading.purpose_of(actor), only=FETCHED) if coming else {}
    place = offers.get(actor, session.group.offer_id) if session.group.offer_id else None
    placed = place is not None and place.latitude is not None and place.longitude is not None
    ride = queries.ride_to(actor, session_id)
    free, taken = fetch.free_vehicles(session=session, ride=ride, by=actor)
    here = reverse("booked_ride", args=[session.id])
    form = _form(request, views, free, ride, session, actor)
    if request.method == "POST" and not placed:
        raise Refusal(_("Stedet er ikke sat på kortet, så ingen tur kan regnes ud."))
    if "help" in request.POST and ride is not None:
        rides.note_help(ride=ride, words={one: request.POST.get(f"help-{one}", "") for one in views})
        return done(request, _("Det er skrevet ned, hvem der skal have hjælp."), here)
    if "cancel" in request.POST and ride is not None:
        return _cancelled(request, session, place, ride, views, here)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = [one for one in free if str(one.id) in given["vehicles"]]
        asked = fetch.Asked(session, place, chosen, given["longest_ride"], given["lasts_minutes"], given["received_by"])
        wanted = [views[UUID(one)] for one in given["fetched"]]
        fetch.book(asked=asked, people=wanted, seen=_seen(request), by=actor, at=now())
        return done(request, _("Turen er lagt, og bilerne er booket."), here)
    return page(
        request,
        "partners/rides/ride.jinja",
        session=session,
        place=place,
        placed=placed,
        people=views,
        ride=ride,
        version=ride.version if ride else 0,
        form=form,
        taken=taken,
        any_vehicle=bool(free or taken),
        status=422 if request.method == "POST" else 200,
        **(_shown(actor, ride, views, place) if ride else {"tours": [], "not_fetched": [], "cancelled": []}),
    )


def _cancelled(
    request: Request, session: Any, place: Any, ride: Any, views: dict[UUID, PersonView], here: str
) -> HttpResponse:
    """One does not come: the others' tours are laid anew with the vehicles that were booked."""
    actor = request.actor
    try:
        person_id = UUID(request.POST["cancel"])
    except ValueError:
        raise NotVisible("passenger") from None
    planned = [one for one in queries.passengers(actor, ride) if one.status == "planned"]
    if person_id not in {one.person_id for one in planned}:
        raise NotVisible("passenger")
    vehicles = [booking.vehicle for booking in queries.bookings(actor, ride)]
    asked = fetch.Asked(session, place, vehicles, ride.longest_ride, ride.lasts_minutes, ride.received_by)
    others = [views[one.person_id] for one in planned if one.person_id in views]
    fetch.not_coming(asked=asked, people=others, person_id=person_id, seen=_seen(request), by=actor, at=now())
    return done(request, _("Turen er lagt om. Ring til dem, der har fået en ny tid."), here)


def _form(
    request: Request, views: dict[UUID, PersonView], free: list[Any], ride: Any, session: Any, actor: Actor
) -> BookForm:
    named = sorted(views.values(), key=lambda view: view.name.casefold())
    initial: dict[str, Any] = {
        "fetched": [str(one) for one in views],
        "received_by": session.group.host.name if session.group.host_id else "",
    }
    if ride is not None:
        planned = [str(one.person_id) for one in queries.passengers(actor, ride) if one.status == "planned"]
        initial = {
            "fetched": planned,
            "vehicles": [str(one.vehicle_id) for one in queries.bookings(actor, ride)],
            "longest_ride": ride.longest_ride,
            "lasts_minutes": ride.lasts_minutes,
            "received_by": ride.received_by,
        }
    asked = request.POST if request.method == "POST" and "book" in request.POST else None
    choices = [
        (str(one.id), f"{one.name}, {one.organisation.name}" + (f" ({one.wheelchairs} ♿)" if one.wheelchairs else ""))
        for one in free
    ]
    return BookForm(asked, people=[(str(one.id), one.name) for one in named], vehicles=choices, initial=initial)


def _shown(actor: Actor, ride: Any, views: dict[UUID, PersonView], place: Any) -> dict[str, Any]:
    rows = [one for one in queries.passengers(actor, ride) if one.person_id in views]
    tours = []
    for booking in queries.bookings(actor, ride):
        stops = [_stop(one, views) for one in rows if one.booking_id == booking.id]
        tours.append(
            {
                "booking": booking,
                "stops": stops,
                "home": sorted(stops, key=lambda stop: -(stop["row"].number or 0)),
                "map": picture.of_people([stop["person"] for stop in stops], place) if place else None,
            }
        )
    planned = [one for one in rows if one.status == "planned"]
    return {
        "tours": tours,
        "not_fetched": [(views[one.person_id].name, _why(one.why_not)) for one in planned if one.booking_id is None],
        "cancelled": [views[one.person_id].name for one in rows if one.status == "cancelled"],
    }


def _stop(row: Any, views: dict[UUID, PersonView]) -> dict[str, Any]:
    view = views[row.person_id]
    return {
        "row": row,
        "person": view,
        "at": row.fetched_at.replace(":", "."),
        "home": row.home_at.replace(":", "."),
        "help": row.help_needed or str(HELP.get(view.walking_aid or "", "")),
    }


def _why(code: str) -> str:
    if code == fetch.NO_ADDRESS:
        return _("adressen er ikke kendt her, eller personen har ikke sagt ja til at dele den. Ring.")
    return code


def _seen(request: Request) -> int:
    return whole(request.POST.get("seen", "")) or 0
