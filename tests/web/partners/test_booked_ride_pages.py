"""A booked ride: two wheelchairs in a bus and home again, a late cancellation, and no vehicle in two places."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from brobygger.communities.groups import operations as groups
from brobygger.communities.offers import operations as offers
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.rides.models import Booking, Passenger, Ride, Vehicle
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared
from tests.osrm import running

ALL = ("name", "contact", "address", "walking")


def shown(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def signed_in(actor: Any) -> Client:
    client = Client()
    user = get_user_model().objects.get(id=actor.user_id)
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def given_outing(cast: Any, name: str = "Busturen", hour: int = 14) -> tuple[Any, list[Any]]:
    """A session tomorrow; five are expected, two of them in a wheelchair."""
    riders = []
    with acting_as(cast.mette):
        for number in range(5):
            riders.append(
                people.add_person(
                    by=cast.mette,
                    at=cast.at,
                    given_name=f"{name}{number}",
                    family_name="Rejser",
                    found_by="home_care",
                    unit_id=cast.north.id,
                    address=f"Busvej {number}",
                    latitude=56.21 + number / 200,
                    longitude=10.9,
                    walking_aid="wheelchair" if number < 2 else "none",
                )
            )
    for person in riders:
        given_shared(cast, person, actor=cast.bent, data=ALL)
    with acting_as(cast.mette):
        hall = offers.publish(
            organisation=cast.association, name=name, kind="outing", by=cast.mette, at=cast.at, address="Torvet 1",
            latitude=56.2, longitude=10.9,
        )  # fmt: skip
        group = groups.start(
            organisation=cast.association, name=name, size_min=2, size_max=9, offer=hall, by=cast.mette, at=cast.at
        )
        starts = (cast.at + timedelta(days=1)).replace(hour=hour, minute=0)
        (session,) = attendance.plan_sessions(group=group, starts=[starts], by=cast.mette, at=cast.at)
        for person in riders:
            member = groups.join(group=group, person=person, since=cast.today, by=cast.mette, at=cast.at)
            attendance.sign_up(member=member, sessions=[session])
    return session, riders


def given_bus(client: Client, name: str = "Minibussen", wheelchairs: int = 2) -> None:
    told = {"name": name, "seats": "6", "wheelchairs": str(wheelchairs), "start": "50", "km": "4,50", "co2_g_km": "200"}
    assert send(client, "/biler/", **told).status_code == 302


def vehicle_of(cast: Any, name: str = "Minibussen") -> Any:
    with acting_as(cast.bent):
        return Vehicle.objects.get(name=name)


@pytest.mark.sockets
def test_two_wheelchairs_in_the_bus_home_again_and_a_late_cancellation(cast, settings):
    session, riders = given_outing(cast)
    bent = signed_in(cast.bent)
    address = f"/moedegange/{session.id}/bus/"
    assert "Ingen biler er skrevet ned endnu." in shown(bent.get(address))
    assert (
        send(bent, "/biler/", name="Tom", seats="0", wheelchairs="0", start="0", km="0", co2_g_km="0").status_code
        == 409
    )
    given_bus(bent)
    form = {
        "seen": "0", "book": "1", "fetched": [str(one.id) for one in riders], "longest_ride": "45",
        "lasts_minutes": "90", "received_by": "Bent ved døren", "vehicles": [str(vehicle_of(cast).id)],
    }  # fmt: skip
    assert send(bent, address, **{**form, "vehicles": []}).status_code == 422
    assert send(bent, address, **form).status_code == 302
    page = shown(bent.get(address))
    assert page.count("kørestol: rampe eller lift") >= 2
    assert page.count("Bilen holder ved din dør kl. 13.") == 5
    assert page.count("Du er hjemme igen kl. 15.") == 5
    assert "Kort over turen: 5 stop, og så stedet." in page
    assert "Bent ved døren tager imod dig." in page
    assert re.search(r"Turen koster omkring \d+ kr\. og giver \d+(,\d)? kg CO₂", page)
    with acting_as(cast.bent):
        before = Passenger.objects.get(person_id=riders[3].id).fetched_at
    gone = riders[0]  # in a wheelchair, five minutes at the door; rings in the morning
    assert send(bent, address, seen="0", cancel=str(gone.id)).status_code == 409  # not the page as it is
    assert send(bent, address, seen="1", cancel=str(uuid4())).status_code == 404
    assert "Køretiden er regnet uden vejnet" in page
    with running() as osrm:
        settings.ROUTES_URL = osrm.url
        assert send(bent, address, seen="1", cancel=str(gone.id)).status_code == 302
    assert osrm.asked[0].count(";") == 4  # the hall and the four who still come
    page = shown(bent.get(address))
    assert "Køretiden er regnet efter vejnettet" in page
    assert f"Kommer ikke: {gone.given_name}" in page
    assert page.count("Bilen holder ved din dør") == 4
    with acting_as(cast.bent):
        assert (
            Passenger.objects.get(person_id=riders[3].id).fetched_at > before
        )  # the others can stay at home a little longer
        assert Booking.objects.filter(cancelled_at__isnull=True).count() == 1
    helping = {f"help-{riders[1].id}": "To mand til lift"}
    assert send(bent, address, help="1", **helping).status_code == 302
    assert "To mand til lift" in shown(bent.get(address))


def test_a_vehicle_is_never_in_two_places(cast):
    from brobygger.journeys import fetch

    first, riders = given_outing(cast)
    second, others = given_outing(cast, "Koncerten", hour=15)
    bent = signed_in(cast.bent)
    given_bus(bent)
    given_bus(bent, "Reserven", wheelchairs=0)
    bus = vehicle_of(cast)
    form = {"seen": "0", "book": "1", "longest_ride": "45", "lasts_minutes": "90", "vehicles": [str(bus.id)]}
    assert send(bent, f"/moedegange/{first.id}/bus/", fetched=[str(riders[0].id)], **form).status_code == 302
    address = f"/moedegange/{second.id}/bus/"
    assert "Booket af andre på den tid: Minibussen" in shown(bent.get(address))
    assert send(bent, address, fetched=[str(others[0].id)], **form).status_code == 422
    views = {one.id: one for one in others}
    with acting_as(cast.bent):  # two who press at once: the database is the last to judge
        asked = fetch.Asked(second, second.group.offer, [bus], 45, 90)
        with pytest.raises(Taken, match="booket af en anden"):
            fetch.book(asked=asked, people=[views[others[2].id]], seen=0, by=cast.bent, at=cast.at)
        with pytest.raises(Refusal, match="mindst én bil"):
            fetch.book(
                asked=fetch.Asked(second, second.group.offer, [], 45, 90), people=[], seen=0, by=cast.bent, at=cast.at
            )
        assert not Ride.objects.filter(session_id=second.id).exists()
    form["vehicles"] = [str(vehicle_of(cast, "Reserven").id)]
    assert send(bent, address, fetched=[str(one.id) for one in others], **form).status_code == 302
    assert "kun 0 kørestolspladser til 2" in shown(bent.get(address)) or "Kan ikke hentes" in shown(bent.get(address))


def test_others_vehicles_are_seen_and_only_ones_own_are_put_away(cast):
    bent = signed_in(cast.bent)
    given_bus(bent)
    with acting_as(cast.mette):
        Vehicle.objects.update(organisation_id=cast.parish.id)
    bus = vehicle_of(cast)
    assert "Minibussen" in shown(bent.get("/biler/"))
    assert send(bent, "/biler/", put_away=str(bus.id)).status_code == 409
    assert send(bent, "/biler/", put_away="x").status_code == 404
    assert signed_in(cast.ole).get("/biler/").status_code == 403
