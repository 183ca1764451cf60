"""A municipal offer is asked for, a link organisation finds the association, and what awaits is said beforehand."""

from __future__ import annotations

import re

import pytest

from brobygger.journeys import answer, refer
from brobygger.pathway.followup.models import Task
from brobygger.pathway.matching.ways_rules import ways
from brobygger.pathway.referrals.models import PassedOn, Referral, VisitationAsk
from brobygger.registry.people.acting import acting_as
from tests.waiting import given_agreed


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_visitation_is_asked_answers_and_the_coordinator_hears_it(cast, mette, post, client_of, told):
    episode = told(cast.aase)
    address = f"/forloeb/{episode.id}/visitation/"
    assert post(mette, address, wanted="day_centre", words="").status_code == 422
    assert post(mette, address, wanted="training", words="Vil gerne styrke sine ben.").status_code == 302
    assert post(mette, address, wanted="training", words="En gang til.").status_code == 409
    with acting_as(cast.mette):
        one = VisitationAsk.objects.get()
        assert Task.objects.get(kind="visitation_ask").due == one.answer_due
    assert "Aase Andersen" in shown(mette.get("/visitation/"))
    answering = f"/visitation/{one.id}/"
    assert "Vil gerne styrke sine ben." in shown(mette.get(answering))
    assert post(mette, answering, granted="maybe", answer="x").status_code == 422
    assert post(mette, answering, granted="yes", answer="Hold om tirsdagen fra næste uge.").status_code == 302
    assert post(mette, answering, granted="no", answer="Nej").status_code == 409
    with acting_as(cast.mette):
        assert Task.objects.get(kind="visitation_ask").status == "done"
        assert Task.objects.get(kind="visitation_answered").status == "open"
    page = shown(client_of(cast.karin).get(f"/borgere/{cast.aase.id}/?fane=forloeb"))
    assert "Hold om tirsdagen fra næste uge." in page  # any colleague sees it
    assert client_of(cast.karin).get("/visitation/").status_code == 403
    assert client_of(cast.nina).get(answering).status_code == 404


def test_a_link_organisation_tells_which_association_it_became(cast, mette, post, client_of, told, choir):
    episode = told(cast.aase)
    given_agreed(cast, [episode])
    with acting_as(cast.mette):
        sent = refer.refer(episode=episode, offer=choir, words="", by=cast.mette, at=cast.at)
    bent = client_of(cast.bent)
    address = f"/nye-til-os/{sent.id}/videre/"
    assert post(bent, address, to_name="Korforeningen").status_code == 409  # not answered yet
    with acting_as(cast.bent):
        answer.accept(
            referral=Referral.objects.get(id=sent.id), host=None, host_name="Bent", group=None, first_session_on=None,
            by=cast.bent, at=cast.at,
        )  # fmt: skip
    assert post(bent, address, to_name="").status_code == 422
    assert post(bent, address, to_name="Korforeningen Eksempel", note="Første gang på torsdag.").status_code == 302
    with acting_as(cast.bent):
        made = PassedOn.objects.get()
    assert post(bent, address, started="x").status_code == 404
    assert post(bent, address, started=str(made.id)).status_code == 302
    assert post(bent, address, not_started=str(made.id)).status_code == 409
    page = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=forloeb"))
    assert "Fællesskabet Eksempelkøbing fandt Korforeningen Eksempel" in page
    assert "er begyndt" in page


def test_what_one_says_yes_to_and_how_to_get_there_is_said_beforehand(cast, mette, told, choir):
    with acting_as(cast.mette):
        type(cast.aase).objects.filter(id=cast.aase.id).update(latitude=56.2, longitude=10.9)
        type(choir).objects.filter(id=choir.id).update(latitude=56.23, longitude=10.9)
    episode = told(cast.aase)
    page = shown(mette.get(f"/forloeb/{episode.id}/forslag/{choir.id}/"))
    assert "Sig det på forhånd" in page
    assert "bus: omkring" in page
    assert "længere, end borgeren går" in page  # 4,3 km; she walks 300 m


def test_the_cheapest_way_that_can_be_done_comes_first():
    near = ways(0.4, walks_m=900, walking_aid="none", transport=None)
    assert [near[0].how, near[0].dkk] == ["walk", 0]
    seated = ways(0.4, walks_m=None, walking_aid="wheelchair", transport=True)
    assert seated[0].how == "with_us"
    assert {way.how: way.why_not for way in seated if way.why_not} == {"walk": "wheelchair", "bus": "wheelchair"}
    assert ways(None, walks_m=1, walking_aid=None, transport=None) == []


@pytest.mark.sockets
def test_the_ways_are_by_road_when_a_server_answers_and_a_taxi_can_be_rung(cast, mette, told, choir, settings):
    from brobygger.registry.organisations.models import Organisation
    from brobygger.registry.people import operations as people
    from tests.osrm import running

    episode = told(cast.aase)
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"latitude": 56.2, "longitude": 10.9}, by=cast.mette, at=cast.at)
    with acting_as(cast.system):
        Organisation.objects.create(name="Dannebrog Taxi", kind="taxi", phone="70101010", contact_name="Vagten")
        choir.latitude, choir.longitude = 56.25, 10.95
        choir.save(update_fields=["latitude", "longitude"])
    address = f"/forloeb/{episode.id}/forslag/{choir.id}/"
    page = shown(mette.get(address))
    assert "Et skøn efter luftlinje" in page
    assert "Dannebrog Taxi" in page
    assert "Tøver borgeren?" in page
    assert "Hvorfor ikke 2?" in page
    with running() as osrm:
        settings.ROUTES_URL = osrm.url
        page = shown(mette.get(address))
        assert "Kørsel er regnet efter vejnettet" in page
        assert len(osrm.asked) == 1
        assert "aase" not in osrm.asked[0].lower()
