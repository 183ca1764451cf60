"""A shared ride to a session: planned from those who are expected, with addresses only from those who agreed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from brobygger.communities.groups import operations as groups
from brobygger.communities.offers import operations as offers
from brobygger.pathway.attendance import operations as attendance
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_shared
from tests.osrm import running

ALL = ("name", "contact", "address", "walking")


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def bent(cast):
    client = Client()
    client.force_login(
        get_user_model().objects.get(id=cast.bent.user_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def session(cast):
    """A session tomorrow in a hall with a place on the map; Aase (walker) and Villy are expected."""
    given_shared(cast, cast.aase, actor=cast.bent, data=ALL)
    given_shared(cast, cast.villy, actor=cast.bent, data=ALL)
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.aase.id).update(latitude=56.21, longitude=10.91)
        Person.objects.filter(id=cast.villy.id).update(latitude=56.19, longitude=10.9)
        hall = offers.publish(
            organisation=cast.association, name="Hallen", kind="group", by=cast.mette, at=cast.at, address="Torvet 1",
            latitude=56.2, longitude=10.9,
        )  # fmt: skip
        group = groups.start(
            organisation=cast.association,
            name="Sangerne",
            size_min=2,
            size_max=9,
            offer=hall,
            by=cast.mette,
            at=cast.at,
        )
        starts = (cast.at + timedelta(days=1)).replace(hour=14, minute=0)
        (planned,) = attendance.plan_sessions(group=group, starts=[starts], by=cast.mette, at=cast.at)
        for person in (cast.aase, cast.villy):
            member = groups.join(group=group, person=person, since=cast.today, by=cast.mette, at=cast.at)
            attendance.sign_up(member=member, sessions=[planned])
    return planned


def send(client, session, people, **changed):
    form = {
        "idempotency_key": str(uuid4()), "fetched": [str(one.id) for one in people], "count": "1", "seats": "4",
        "wheelchairs": "1", "longest_ride": "45", **changed,
    }  # fmt: skip
    return client.post(f"/moedegange/{session.id}/koersel/", form)


def test_the_driver_has_a_list_and_each_person_a_slip(cast, bent, session):
    address = f"/moedegange/{session.id}/koersel/"
    assert "Hvem skal hentes?" in shown(bent.get(address))
    page = shown(send(bent, session, [cast.aase, cast.villy]))
    assert "Bil 1, fremme kl. 13." in page
    assert "Aase Andersen, Åvej 8" in page
    assert "rollator" in page
    assert page.count("Bilen holder ved din dør kl. 13.") == 2
    assert "Kort over turen: 2 stop, og så stedet." in page
    assert re.findall(r'class="stop-word"[^>]*>([^<]+)<', page) == ["1", "2"]


def test_without_a_yes_to_the_address_nobody_is_driven_blindly(cast, bent, session):
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.villy.id).update(latitude=None)
    page = shown(send(bent, session, [cast.aase, cast.villy]))
    assert "Villy Vang: adressen er ikke kendt her" in page


@pytest.mark.parametrize("wrong", [{"fetched": []}, {"count": "0"}, {"seats": "x"}, {"longest_ride": "999"}])
def test_a_ride_that_cannot_be_is_not_planned(cast, bent, session, wrong):
    assert send(bent, session, [cast.aase], **wrong).status_code == 422
    assert send(bent, session, [cast.gerda]).status_code == 422


def test_a_place_without_a_point_on_the_map_says_so(cast, bent, session):
    from brobygger.communities.offers.models import Offer

    with acting_as(cast.mette):
        Offer.objects.filter(name="Hallen").update(latitude=None)
    assert "Stedet er ikke sat på kortet" in shown(bent.get(f"/moedegange/{session.id}/koersel/"))


def test_others_groups_are_not_there(cast, session):
    client = Client()
    client.force_login(
        get_user_model().objects.get(id=cast.ole.user_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    assert client.get(f"/moedegange/{session.id}/koersel/").status_code == 403


@pytest.mark.sockets
def test_minutes_are_by_road_when_a_server_answers_and_the_page_says_which(cast, bent, session, settings):
    assert "Køretiden er regnet uden vejnet" in shown(send(bent, session, [cast.aase, cast.villy]))
    with running() as osrm:
        settings.ROUTES_URL = osrm.url
        page = shown(send(bent, session, [cast.aase, cast.villy]))
        assert "Kørsel i alt: 4 minutter. Køretiden er regnet efter vejnettet" in page
        assert len(osrm.asked) == 1
        assert not re.search("aase|villy|andersen", osrm.asked[0].lower())
        osrm.spoil = lambda told: {"code": "NoTable", "message": "none"}
        assert "Køretiden er regnet uden vejnet" in shown(send(bent, session, [cast.aase, cast.villy]))
