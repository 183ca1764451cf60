"""A tip: sent by anybody, receipted, taken up once, and nobody made twice."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.foundation.kernel import cpr
from brobygger.journeys import find
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.registry.access import operations as access
from brobygger.registry.access.models import User
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, address: str, **fields: object):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def words(**changed: object) -> dict[str, object]:
    usual = {
        "tip_id": str(uuid4()),
        "about_name": "Elna Eriksen",
        "worry": "Går ikke ud mere",
        "sender_kind": "home_care",
    }
    return usual | changed


@pytest.fixture
def tip(cast) -> Tip:
    with acting_as(cast.karin):
        return find.send_tip(
            tip_id=uuid4(), about_name="Aase Andersen", about_phone="21 00 00 82", worry="Savner nogen at snakke med",
            sender_kind="home_care", by=cast.karin, at=cast.at,
        )  # fmt: skip


@pytest.fixture
def mette(cast):
    return client_of("mette")


def kept(cast, model, **which):
    with acting_as(cast.system):
        return model.objects.get(**which)


@pytest.mark.parametrize("name", ["karin", "mette", "bent", "ole", "lone", "dorte", "admin"])
def test_anybody_signed_in_may_say_that_they_are_worried(cast, name):
    client = client_of(name)
    assert client.get("/besked/").status_code == 200
    sent = send(client, "/besked/", **words())
    html = client.get(sent.headers["Location"]).content.decode()
    assert kept(cast, Tip).receipt in html
    assert "Beskeden venter på at blive læst" in html
    assert kept(cast, Task, kind="handle_tip").role == "coordinator"


def test_the_same_tip_sent_twice_is_one(cast):
    karin, tip = client_of("karin"), words()
    first, again = send(karin, "/besked/", **tip), send(karin, "/besked/", **tip)
    assert first.headers["Location"] == again.headers["Location"]
    with acting_as(cast.system):
        assert Tip.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"about_name": ""}, {"about_name": "   "}, {"worry": ""}, {"worry": "x" * 2001}, {"about_name": "x" * 201},
     {"sender_kind": "drøm"}, {"tip_id": "x"}, {"about_phone": "1" * 21}],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_written_stays(cast, changed):
    refused = send(client_of("karin"), "/besked/", **words(**changed))
    assert refused.status_code == 422
    assert ("Går ikke ud mere" in refused.content.decode()) is ("worry" not in changed)
    with acting_as(cast.system):
        assert not Tip.objects.exists()


def test_a_tip_about_wanting_to_die_shows_help_at_once_and_calls_a_professional(cast):
    karin = client_of("karin")
    sent = send(karin, "/besked/", **words(worry="Hun siger, at hun ikke vil leve mere"))
    assert "Livslinien" in karin.get(sent.headers["Location"]).content.decode()
    assert kept(cast, Task, kind="needs_professional").due == cast.today


def test_the_receipt_is_the_sender_s_and_the_handlers_own(cast, tip):
    assert client_of("karin").get(f"/besked/{tip.id}/kvittering/").status_code == 200
    assert client_of("mette").get(f"/besked/{tip.id}/kvittering/").status_code == 200
    for name in ("dorte", "bent", "lone", "nina"):
        client = client_of(name)
        foreign, nothing = (client.get(f"/besked/{one}/kvittering/") for one in (tip.id, uuid4()))
        assert foreign.status_code == nothing.status_code == 404
        assert foreign.content == nothing.content


def test_only_handlers_read_the_list(cast, tip):
    assert "Aase Andersen" in client_of("mette").get("/beskeder/").content.decode()
    assert "Aase" not in client_of("nina").get("/beskeder/").content.decode()
    for name in ("karin", "bent", "lone", "dorte"):
        assert client_of(name).get("/beskeder/").status_code == 403
        assert client_of(name).get(f"/beskeder/{tip.id}/").status_code == 403


def test_a_known_person_is_found_and_taken_into_a_programme(cast, tip, mette):
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(home_help_hours=6)
    html = mette.get(f"/beskeder/{tip.id}/").content.decode()
    assert f"?borger={cast.aase.id}" in html
    address = f"/beskeder/{tip.id}/?borger={cast.aase.id}"
    assert programme.name in mette.get(address).content.decode()
    taken = send(mette, address, programme=str(programme.id))
    assert taken.headers["Location"] == f"/borgere/{cast.aase.id}/"
    assert kept(cast, Episode).found_by == "tip"
    assert kept(cast, Tip).status == "taken_up"
    assert kept(cast, Task, kind="handle_tip").status == "done"
    assert "En kollega har taget beskeden op" in mette.get(f"/beskeder/{tip.id}/").content.decode()
    assert "har taget beskeden op" in client_of("karin").get(f"/besked/{tip.id}/kvittering/").content.decode()


def test_somebody_outside_the_target_group_is_explained_and_can_be_taken_along(cast, tip, mette):
    programme = given_programme(cast, "000-horsens")  # single men; Aase is a woman
    address = f"/beskeder/{tip.id}/?borger={cast.aase.id}"
    refused = send(mette, address, programme=str(programme.id))
    assert refused.status_code == 422
    assert "er kvinde; grænsen er mand" in refused.content.decode()
    with acting_as(cast.system):
        assert not Episode.objects.exists()
    assert send(mette, address, programme=str(programme.id), anyway="1").status_code == 302


NEW = {"given_name": "Elna", "family_name": "Eriksen", "born": "1940-05-04"}


def test_a_new_person_is_made_once(cast, tip, mette):
    programme = given_programme(cast, "001-favrskov")
    fields = NEW | {"programme": str(programme.id), "unit": str(cast.north.id)}
    address = f"/beskeder/{tip.id}/?ny=1"
    assert send(mette, address, **fields).status_code == 302
    person = kept(cast, Person, family_name="Eriksen")
    assert (person.unit_id, person.found_by) == (cast.north.id, "tip")
    again = send(mette, address, **fields)
    assert again.status_code == 200  # the tip is settled: its page says so
    with acting_as(cast.system):
        assert Person.objects.filter(family_name="Eriksen").count() == 1


def test_a_cpr_number_tells_birthday_and_sex_and_is_never_shown(cast, tip, mette):
    programme = given_programme(cast, "001-favrskov")
    number = cpr.fake(cast.today.replace(year=1941, month=5, day=4), "female", serial=7)
    fields = {"given_name": "Elna", "family_name": "Eriksen", "cpr": number, "programme": str(programme.id)}
    taken = send(mette, f"/beskeder/{tip.id}/?ny=1", **fields)
    assert taken.status_code == 302
    assert number not in taken.headers["Location"]
    assert kept(cast, Person, family_name="Eriksen").sex == "female"


def test_the_same_cpr_number_is_the_same_person(cast, tip, mette):
    programme = given_programme(cast, "001-favrskov")
    number = cpr.fake(cast.aase.born, "female", serial=82)
    fields = {"given_name": "Åse", "family_name": "Andersson", "cpr": number, "programme": str(programme.id)}
    asked = send(mette, f"/beskeder/{tip.id}/?ny=1", **fields)
    assert asked.status_code == 422
    assert "Er det en af disse?" in asked.content.decode()
    assert "Aase Andersen" in asked.content.decode()
    insisted = send(mette, f"/beskeder/{tip.id}/?ny=1", **fields, another="1")
    assert insisted.status_code == 409
    assert "Der findes allerede en borger med det CPR-nummer." in insisted.content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"born": ""}, "Skriv CPR-nummeret eller fødselsdagen"),
        ({"born": "1700-01-01"}, "Fødselsdagen kan ikke passe."),
        ({"born": "3000-01-01"}, "Fødselsdagen kan ikke passe."),
        ({"born": "29-02-x"}, "Skriv en dato."),
        ({"cpr": "123"}, "CPR-nummeret skal have ti cifre."),
        ({"cpr": "300290-1234"}, "CPR-nummeret begynder ikke med en dato"),
        ({"given_name": ""}, "Skriv borgerens fornavn."),
        ({"postcode": "9"}, "Et postnummer har fire cifre."),
        ({"programme": ""}, "Vælg et af svarene."),
        ({"unit": str(uuid4())}, "Vælg et af svarene."),
    ],
)
def test_what_is_wrong_with_a_new_person_is_told(cast, tip, mette, changed, told):
    programme = given_programme(cast, "001-favrskov")
    refused = send(mette, f"/beskeder/{tip.id}/?ny=1", **(NEW | {"programme": str(programme.id)} | changed))
    assert refused.status_code == 422
    assert told in refused.content.decode()


def test_a_tip_that_leads_nowhere_is_closed_and_the_sender_can_see_that(cast, tip, mette):
    assert send(mette, f"/beskeder/{tip.id}/luk/").headers["Location"] == "/beskeder/"
    assert "Beskeden er læst og lukket" in client_of("karin").get(f"/besked/{tip.id}/kvittering/").content.decode()
    assert send(mette, f"/beskeder/{tip.id}/luk/").status_code == 409


def test_a_foreign_person_cannot_be_chosen(cast, tip, mette):
    for one in (cast.ruth.id, uuid4()):
        assert mette.get(f"/beskeder/{tip.id}/?borger={one}").status_code == 404
    assert mette.get(f"/beskeder/{tip.id}/?borger=x").status_code == 409


def test_a_tip_of_another_municipality_is_not_there(cast, tip):
    nina = client_of("nina")
    foreign, nothing = nina.get(f"/beskeder/{tip.id}/"), nina.get(f"/beskeder/{uuid4()}/")
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.content == nothing.content


def test_words_of_a_stranger_are_shown_as_words(cast, mette):
    send(client_of("karin"), "/besked/", **words(about_name="<script>alert(1)</script>", worry="<b>fed</b>"))
    html = mette.get("/beskeder/").content.decode()
    assert "<script>alert" not in html
    assert re.search(r"&lt;b&gt;fed", html)


def test_a_tip_goes_to_the_ambassador_of_the_unit_and_to_the_coordinator_when_there_is_none(cast):
    with acting_as(cast.system):
        added = access.add_member(
            organisation=cast.north.organisation, unit=cast.north, email="anna@example.dk", name="Anna Ambassadør",
            role=Role.AMBASSADOR, by=cast.system, at=cast.at,
        )  # fmt: skip
        anna = added.membership
    karin = client_of("karin")
    send(karin, "/besked/", **words())
    assert kept(cast, Task, kind="handle_tip").owner_user_id == anna.user_id
    hers = Client()
    hers.force_login(anna.user, "allauth.account.auth_backends.AuthenticationBackend")
    assert "Tag en besked om bekymring op" in hers.get("/min-dag/").content.decode()

    with acting_as(cast.system):  # she leaves
        access.end_membership(membership=anna, by=cast.system, at=cast.at - timedelta(days=1))
    send(karin, "/besked/", **words(about_name="Børge Berg"))
    second = kept(cast, Task, kind="handle_tip", owner_user_id=None)
    assert second.role == Role.COORDINATOR
