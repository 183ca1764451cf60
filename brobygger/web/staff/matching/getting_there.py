"""Getting there: the buses that fit a day and time, and a ride that somebody rings for, until it is booked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import order_ride
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.rides import bus, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import group_words, words
from brobygger.web.shared.dates import clock, exact_day
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.bus_words import journey_in_words
from brobygger.web.staff.matching.offers import of_offer
from brobygger.web.staff.matching.ride_forms import AnswerForm, OrderForm, WhenForm

_SEEN = {Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.WALKING}
USUAL_TIME, USUAL_HOURS = time(14), 2


@guarded(Action.REFER, methods=("GET", "POST"))
def getting_there(request: Request, episode_id: UUID, offer_id: UUID) -> HttpResponse:
    """Buses for a day (in the address), and the form that asks a colleague to ring for a ride."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    view = _view(actor, episode.person_id)
    offer = offers.get(actor, offer_id)
    if offer.organisation is None:
        raise NotVisible("offer of the municipality")
    usual = _usual(offer, now())
    when = WhenForm({**usual, **request.GET.dict()})
    asked = when.cleaned_data if when.is_valid() else None
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        initial=_order(view, offer, asked or usual),
        today=local_date(now()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            order_ride.ask(
                episode=episode, offer_id=offer.id, who=form.cleaned_data["who"], facts=form.facts(), by=actor, at=now()
            )
        except Refusal as refused:
            form.add_error(refused.field or None, str(refused.message))
        else:
            said = _("Der er lavet en opgave: Bestil kørsel. Nummeret på bestillingen skrives ind på den.")
            return done(request, said, reverse("getting_there", args=[episode.id, offer.id]))
    return page(
        request,
        "staff/matching/getting_there.jinja",
        episode=episode,
        person=view,
        offer=of_offer(offer),
        when=when,
        buses=_buses(actor, view, offer, asked),
        walks_m=view.walks_m,
        taxis=organisations.taxis(actor),
        rides=queries.ordered_of(actor, episode.id),
        form=form,
        status=422 if request.method == "POST" else 200,
    )


@guarded(Action.REFER, methods=("GET", "POST"))
def ordered_ride(request: Request, ordered_ride_id: UUID) -> HttpResponse:
    """What to say on the telephone, and what they answered: booked with a number, not to be had, or called off."""
    actor: Actor = request.actor
    ride = queries.ordered(actor, ordered_ride_id)
    view = _view(actor, ride.person_id)
    answer = request.POST.get("answer", "")
    form = AnswerForm(request.POST if request.method == "POST" and answer != "off" else None)
    here = reverse("ordered_ride", args=[ride.id])
    if request.method == "POST" and answer == "off":
        must_ring = order_ride.call_off(ride=ride, by=actor, at=now())
        said = _("Kørslen er aflyst her. Ring også og aflys den, der er en opgave om det.") if must_ring else None
        return done(request, said or _("Kørslen er aflyst."), here)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if told["answer"] == "booked":
            order_ride.booked(
                ride=ride, reference=told["reference"], price_dkk=told["price_dkk"], words=told["words"], by=actor,
                at=now(), pays=told["pays"],
            )  # fmt: skip
            return done(request, _("Kørslen er bestilt."), here)
        order_ride.could_not(ride=ride, words=told["words"], by=actor, at=now())
        return done(request, _("Det er skrevet ned. Koordinatoren har en opgave om at finde en anden vej."), here)
    status = 422 if request.method == "POST" else 200
    there, home = _moment(ride.there_at), _moment(ride.home_at) if ride.home_at else ""
    return page(
        request, "staff/matching/ordered_ride.jinja", ride=ride, person=view, form=form, there=there, home=home,
        payers=group_words.PAYS, status=status,
    )  # fmt: skip


def _moment(at: datetime) -> str:
    """The day by its name and number, as one says it to a stranger on the telephone."""
    here = at.astimezone(DENMARK)
    return f"{exact_day(here.date(), language())} {clock(here.time(), language())}"


def _view(actor: Actor, person_id: UUID) -> Any:
    view = read_many(actor, [person_id], purpose=Purpose.BRIDGING, only=_SEEN).get(person_id)
    if view is None or not view.sees(Fields.ADDRESS):
        raise NotVisible("person")
    return view


def _usual(offer: Any, at: datetime) -> dict[str, Any]:
    """The offer's next day and its time; two hours."""
    begins = offer.time or USUAL_TIME
    day = local_date(at) + timedelta(days=1)
    while offer.weekdays and day.weekday() not in offer.weekdays:
        day += timedelta(days=1)
    ends = (datetime.combine(day, begins) + timedelta(hours=USUAL_HOURS)).time()
    return {"day": day.isoformat(), "time": f"{begins:%H:%M}", "home": f"{ends:%H:%M}"}


def _order(view: Any, offer: Any, when: dict[str, Any]) -> dict[str, Any]:
    """Everything that is known already, so that one press is enough."""
    home = " ".join(part for part in (view.postcode, view.city) if part)
    aid = view.walking_aid if view.walking_aid not in (None, "", "none") else ""
    text = {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in when.items()}
    return {
        **text,
        "from_address": ", ".join(part for part in (view.address, home) if part),
        "to_address": ", ".join(part for part in (offer.name, offer.address or offer.area) if part),
        "phone": view.phone or "",
        "aids": words.said(words.WALKING_AIDS, aid) if aid else "",
        "passengers": 1,
        "who": "coordinator",
    }


def _buses(actor: Actor, view: Any, offer: Any, asked: dict[str, Any] | None) -> dict[str, Any] | None:
    """The buses in words; None without a timetable, a home or place on the map, or a time to ask about."""
    if asked is None or None in (view.latitude, view.longitude, offer.latitude, offer.longitude):
        return None
    day: date = asked["day"]
    starts, ends = (value.hour * 60 + value.minute for value in (asked["time"], asked["home"]))
    found = bus.buses(
        actor, day=day, home=(view.latitude, view.longitude), place=(offer.latitude, offer.longitude), starts=starts,
        ends=ends if ends > starts else ends + 24 * 60, walks_m=view.walks_m,
        wheelchair=view.walking_aid == "wheelchair",
    )  # fmt: skip
    if found is None:
        return None
    return {
        "there": [journey_in_words(one) for one in found.there],
        "home": [journey_in_words(one) for one in found.home],
        "price": found.price,
        "known": found.known,
    }
