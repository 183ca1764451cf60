"""Loneliness is a fixed point at the unit's meeting: time, persons, decisions, and how long it took (R025)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.journeys import find
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.observations.models import UnitMeeting
from brobygger.registry.access.models import User
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, address: str, **fields: object):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def address(cast) -> str:
    """Aase stands on the board of the north, and has waited too long."""
    with acting_as(cast.mette):
        programme = given_programme(cast, "001-favrskov")
        episode = find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        Episode.objects.filter(id=episode.id).update(due=cast.today - timedelta(days=2), unit_id=cast.north.id)
    return f"/tavle/{cast.north.id}/moede/"


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def decision(cast, **changes: object) -> dict[str, object]:
    due = cast.today + timedelta(days=4)
    return {"person": cast.aase.id, "what": "unit_visit", "whose": "me", "due": due.isoformat()} | changes


def test_time_is_set_aside_aase_is_talked_about_and_the_decision_is_karins_task(cast, address):
    karin = client_of("karin")
    assert address in text(karin, f"/tavle/{cast.north.id}/")
    day = cast.today + timedelta(days=3)
    assert send(karin, address, held_on=day.isoformat(), minutes=10).status_code == 302
    page = text(karin, address)
    assert "Der er sat 10 minutter af. Det er 10 minutter til hver." in page
    assert "<strong>Aase A.</strong>" in page
    assert "over tiden" in page
    for _twice in range(2):
        assert send(karin, f"{address}aftale/", **decision(cast)).status_code == 302
    assert "Besøg borgeren: aftalt på mødet" in text(karin, "/min-dag/")
    assert send(karin, f"{address}slut/", minutes_used=25).status_code == 302
    assert "25 af 10 minutter brugt, 1 aftaler" in text(karin, address)
    with acting_as(cast.karin):
        task = Task.objects.get(kind="unit_visit")
        assert (task.owner_user_id, task.due, task.person_id) == (
            cast.karin.user_id,
            cast.today + timedelta(days=4),
            cast.aase.id,
        )


def test_wrong_input_and_a_meeting_that_is_over(cast, address):
    karin = client_of("karin")
    assert send(karin, f"{address}aftale/", **decision(cast)).status_code == 404  # no meeting yet
    yesterday = cast.today - timedelta(days=1)
    assert send(karin, address, held_on=yesterday.isoformat(), minutes=10).status_code == 409
    assert send(karin, address, held_on="i morgen", minutes=0).status_code == 422
    assert send(karin, address, held_on=cast.today.isoformat(), minutes=10).status_code == 302
    for wrong in ({"person": uuid4()}, {"what": "x"}, {"whose": ""}, {"due": ""}):
        assert send(karin, f"{address}aftale/", **decision(cast, **wrong)).status_code == 422
    assert send(karin, f"{address}aftale/", **decision(cast, due=yesterday.isoformat())).status_code == 409
    assert send(karin, f"{address}slut/", minutes_used="mange").status_code == 422
    with acting_as(cast.karin):
        assert (UnitMeeting.objects.count(), Task.objects.filter(kind__startswith="unit_").count()) == (1, 0)


def test_another_units_meeting_and_the_roles_who_have_none(cast, address):
    foreign = f"/tavle/{cast.south.id}/moede/"
    assert client_of("karin").get(foreign).status_code == 404
    assert send(client_of("karin"), foreign, held_on=cast.today.isoformat(), minutes=10).status_code == 404
    assert client_of("mette").get(foreign).status_code == 200
    for name in ("bent", "ole", "lone"):
        assert client_of(name).get(address).status_code == 403
