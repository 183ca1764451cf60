"""A shared ride to a session: who is fetched when, for the driver and for each person, on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.journeys import fetch
from brobygger.pathway.attendance import queries
from brobygger.pathway.matching.ride_rules import Cars, Rides, plan
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import PersonView
from brobygger.web.partners import reading
from brobygger.web.partners.groups.ride_forms import RideForm
from brobygger.web.partners.rides import picture
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page

FETCHED = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.WALKING})


@guarded(Action.REGISTER_ATTENDANCE, methods=("GET", "POST"))
def rides(request: Request, session_id: UUID) -> HttpResponse:
    """Choose who is fetched and the cars; the tours stand on the same page, ready to print."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    coming = [row.person_id for row in queries.expected(actor, session_id) if row.promised is not False]
    views = people.read_many(actor, coming, purpose=reading.purpose_of(actor), only=FETCHED) if coming else {}
    named = sorted(views.values(), key=lambda view: view.name.casefold())
    asked = request.POST if request.method == "POST" else None
    form = RideForm(asked, people=[(str(view.id), view.name) for view in named])
    place = offers.get(actor, session.group.offer_id) if session.group.offer_id else None
    found = None
    if form.is_valid() and place is not None and place.latitude is not None and place.longitude is not None:
        found = _planned(session, place, form.cleaned_data, views)
    return page(
        request,
        "partners/groups/rides.jinja",
        session=session,
        people=named,
        form=form,
        place=place,
        placed=place is not None and place.latitude is not None,
        found=found,
        status=422 if asked is not None and form.errors else 200,
    )


def _planned(session: Any, place: Any, given: dict[str, Any], views: dict[UUID, PersonView]) -> dict[str, Any]:
    chosen = [views[UUID(one)] for one in given["fetched"]]
    starts = session.starts_at.astimezone(DENMARK)
    told = plan(
        [fetch.passenger(one) for one in chosen],
        [Cars(given["count"], given["seats"], given["wheelchairs"], given["longest_ride"])],
        latitude=place.latitude,
        longitude=place.longitude,
        starts_minute=starts.hour * 60 + starts.minute,
        roads=fetch.roads_between(chosen, place),
    )
    return _said(told, {str(view.id): view for view in views.values()}, place)


def _said(told: Rides, views: dict[str, PersonView], place: Any) -> dict[str, Any]:
    return {
        "tours": [
            {
                "stops": [(views[one], at.replace(":", "."), _aid(views[one])) for one, at in tour.stops],
                "arrive": tour.arrive.replace(":", "."),
                "map": picture.of_people([views[one] for one, _at in tour.stops], place),
            }
            for tour in told.tours
        ],
        "not_fetched": [(views[one].name, why) for one, why in told.not_fetched],
        "no_address": [views[one].name for one in told.no_address],
        "minutes": told.minutes,
        "complete": told.complete,
        "by_road": told.by_road,
    }


def _aid(view: PersonView) -> str:
    """What the driver makes ready for."""
    return words.said(words.WALKING_AIDS, view.walking_aid) if view.walking_aid in ("walker", "wheelchair") else ""
