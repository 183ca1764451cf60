"""The board: whose it is, what it counts, and that a fuller unit costs no more questions to the database."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from brobygger.journeys import ask, find
from brobygger.registry.access.models import User
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme

MOST_QUERIES = 15  # issue 2


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def questions(caught: CaptureQueriesContext) -> int:
    """How many real questions: not savepoints, and not the actor's settings."""
    own = ("SAVEPOINT", "RELEASE SAVEPOINT", "select set_config")
    return len([one for one in caught.captured_queries if not one["sql"].strip().startswith(own)])


@pytest.fixture
def favrskov(cast):
    return given_programme(cast, "001-favrskov")


def crowd(cast, programme, count: int) -> None:
    with acting_as(cast.system):
        persons = [
            people.add_person(
                by=cast.system, at=cast.at, given_name=f"Gæst{n}", family_name="Nord", found_by="home_care",
                unit_id=cast.north.id,
            )
            for n in range(count)
        ]  # fmt: skip
        for n, person in enumerate(persons):
            episode = find.begin(person=person, programme=programme, found_by="home_care", by=cast.system, at=cast.at)
            if n % 2:
                ask.said_yes(episode=episode, by=cast.system, at=cast.at)


def test_karin_is_led_to_her_own_unit_s_board(cast):
    karin = client_of("karin")
    assert karin.get("/tavle/").headers["Location"] == f"/tavle/{cast.north.id}/"
    html = karin.get(f"/tavle/{cast.north.id}/").content.decode()
    assert "Her kommer borgere, som nogen har fundet." in html


def test_another_unit_s_board_is_not_there_for_karin(cast):
    karin = client_of("karin")
    for end in ("", "vaeg/"):
        foreign, nothing = (karin.get(f"/tavle/{one}/{end}") for one in (cast.south.id, uuid4()))
        assert foreign.status_code == nothing.status_code == 404
        assert foreign.content == nothing.content


def test_mette_chooses_among_her_municipality_s_units(cast):
    html = client_of("mette").get("/tavle/").content.decode()
    assert "Hjemmeplejen Nord" in html
    assert "Hjemmeplejen Syd" in html
    assert "Hjemmeplejen Nabo" not in html


@pytest.mark.parametrize("name", ["bent", "ole", "lone", "dorte", "admin"])
def test_others_see_no_board(cast, name):
    for address in ("/tavle/", f"/tavle/{cast.north.id}/", f"/tavle/{cast.north.id}/vaeg/"):
        assert client_of(name).get(address).status_code == 403


def test_the_month_is_told_in_a_sentence(cast, favrskov):
    crowd(cast, favrskov, 4)
    html = client_of("karin").get(f"/tavle/{cast.north.id}/").content.decode()
    assert "2 spurgt, 0 sagde ja, 0 er startet i denne måned" in html


def test_the_wall_shows_no_surname_and_no_link_to_a_person(cast, favrskov):
    with acting_as(cast.mette):
        find.begin(person=cast.aase, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)
    answered = client_of("karin").get(f"/tavle/{cast.north.id}/vaeg/")
    html = answered.content.decode()
    assert answered.headers["Refresh"] == "60"
    assert "Aase A." in html
    assert "Andersen" not in html
    assert str(cast.aase.id) not in html


@pytest.mark.parametrize("end", ["", "vaeg/"])
def test_a_fuller_board_asks_the_database_no_more(cast, favrskov, end):
    karin = client_of("karin")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert karin.get(f"/tavle/{cast.north.id}/{end}").status_code == 200
        return questions(caught)

    crowd(cast, favrskov, 3)
    asked()
    few = asked()
    crowd(cast, favrskov, 20)
    assert asked() == few
    assert few <= MOST_QUERIES


def test_a_long_column_shows_the_most_urgent_and_opens_on_request(cast, favrskov):
    crowd(cast, favrskov, 46)  # 23 are new, 23 have said yes to a visit
    karin, address = client_of("karin"), f"/tavle/{cast.north.id}/"
    short = karin.get(address).content.decode()
    assert short.count('<li class="board-card') == 40
    assert short.count("Vis alle 23") == 2
    assert karin.get(f"{address}?kolonne=new").content.decode().count('<li class="board-card') == 43
    assert karin.get(f"{address}?kolonne=findes-ikke").content.decode().count('<li class="board-card') == 40
    wall = karin.get(f"{address}vaeg/").content.decode()
    assert wall.count("og 3 til") == 2
    assert "kolonne=" not in wall
