"""Places on the page: who is next, held until a day, and the answer by whoever is there when it comes."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.communities.groups import operations as groups
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.people.acting import acting_as
from tests.waiting import given_agreed, given_volunteer, given_waiting, given_workshop


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def thursday(cast, favrskov):
    """Three men wait; there is one place in the association's group."""
    given_waiting(cast, favrskov, 3)
    with acting_as(cast.mette):
        return groups.start(
            organisation=cast.association, name="Torsdagsmændene", size_min=1, size_max=1, programme=favrskov,
            offer=given_workshop(cast), by=cast.mette, at=cast.at,
        )  # fmt: skip


def held(cast):
    with acting_as(cast.mette):
        return HeldPlace.objects.latest("offered_at")


def offer(post, mette, cast, favrskov, group):
    line = f"/venter/{favrskov.id}/gruppe/{group.id}/"
    first = re.search(r'name="episode" value="([^"]+)"', mette.get(line).content.decode())[1]
    day = (cast.today + timedelta(days=5)).isoformat()
    assert post(mette, line, episode=first, answer_by=day).status_code == 302
    return f"/venter/plads/{held(cast).id}/"


def test_the_next_is_named_with_reasons_and_the_place_is_held(cast, mette, post, favrskov, thursday):
    places = f"/venter/{favrskov.id}/pladser/"
    assert "Torsdagsmændene" in shown(mette.get(places)).split("Ledige pladser")[1]
    line = shown(mette.get(f"/venter/{favrskov.id}/gruppe/{thursday.id}/"))
    assert "1 plads kan loves væk." in line
    assert line.index("Bo Venter") < line.index("Arne Venter") < line.index("Carl Venter")  # Bo also likes the workshop
    assert "har ventet 13 dage" in line
    answer = offer(post, mette, cast, favrskov, thursday)
    page = shown(mette.get(places))
    assert "Bo Venter" in page.split("Ledige pladser")[0]
    assert "Torsdagsmændene" not in page.split("Ledige pladser")[1]
    assert "Alle pladser er taget eller lovet væk." in shown(mette.get(f"/venter/{favrskov.id}/gruppe/{thursday.id}/"))
    assert "1 er spurgt" in shown(mette.get("/venter/"))
    assert "Læs højt for borgeren" in shown(mette.get(answer))  # no consent for the association yet


def test_a_yes_with_consent_is_sent_and_a_colleague_on_the_same_page_is_told(cast, mette, post, favrskov, thursday):
    answer = offer(post, mette, cast, favrskov, thursday)
    assert post(mette, answer, yes="1").status_code == 422  # the consent's questions are not answered
    assert held(cast).status == "held"
    day = (cast.today + timedelta(days=100)).isoformat()
    told = {"yes": "1", "receiver": str(cast.association.id), "data": ["name"], "how": "spoken", "expires_on": day}
    assert post(mette, answer, **told).status_code == 302
    with acting_as(cast.mette):
        assert Referral.objects.get().words == "Til gruppen Torsdagsmændene."
    second = post(mette, answer, no="1", reason="other")
    assert second.status_code == 409
    assert "Mette Madsen har skrevet et ja" in shown(second)
    assert "Borgeren har sagt ja." in shown(mette.get(answer))


def test_silence_is_shown_as_late_and_only_a_person_passes_the_place_on(cast, mette, post, favrskov, thursday):
    answer = offer(post, mette, cast, favrskov, thursday)
    assert "Giv pladsen videre" not in shown(mette.get(answer))
    with acting_as(cast.mette):
        HeldPlace.objects.update(answer_by=cast.today - timedelta(days=1))
    assert "fristen er gået" in shown(mette.get(f"/venter/{favrskov.id}/pladser/"))
    assert held(cast).status == "held"
    assert post(mette, answer, longer="1", answer_by=(cast.today - timedelta(days=3)).isoformat()).status_code == 409
    assert post(mette, answer, pass_on="1").status_code == 302
    assert "Er spurgt om denne plads før" in shown(mette.get(f"/venter/{favrskov.id}/gruppe/{thursday.id}/"))


def test_places_of_volunteers_and_offers_and_wrong_input(cast, mette, post, favrskov):
    given_agreed(cast, given_waiting(cast, favrskov, 1, wishes={"company": "one_to_one"}))
    sonja = given_volunteer(cast, "Sonja", interests=["kort"])
    small = given_workshop(cast, name="Det lille værksted", places_total=2)
    page = shown(mette.get(f"/venter/{favrskov.id}/pladser/"))
    assert "Sonja" in page
    assert "Det lille værksted" in page
    assert "vil helst være sammen med én" in shown(mette.get(f"/venter/{favrskov.id}/tilbud/{small.id}/"))
    line = f"/venter/{favrskov.id}/frivillig/{sonja.id}/"
    episode = re.search(r'name="episode" value="([^"]+)"', mette.get(line).content.decode())[1]
    assert post(mette, line, episode=episode, answer_by="").status_code == 422
    assert post(mette, line, episode=episode, answer_by="2050-01-01").status_code == 409
    assert post(mette, line, episode="x" * 5000, answer_by=cast.today.isoformat()).status_code == 404
    assert post(mette, line, episode=str(uuid4()), answer_by=cast.today.isoformat()).status_code == 404
    assert post(mette, line, episode=episode, answer_by=cast.today.isoformat()).status_code == 302
    answer = f"/venter/plads/{held(cast).id}/"
    assert post(mette, answer, nothing="1").status_code == 409
    assert post(mette, answer, yes="1", next_on="").status_code == 302
    assert "De er et makkerpar. Sonja ringer" in shown(mette.get(f"/venter/{favrskov.id}/pladser/"))
    assert "Sonja" not in shown(mette.get(f"/venter/{favrskov.id}/pladser/"))


def test_only_those_who_match_and_as_many_statements_for_one_as_for_many(cast, mette, client_of, favrskov, thursday):
    line = f"/venter/{favrskov.id}/gruppe/{thursday.id}/"
    with CaptureQueriesContext(connection) as few:
        mette.get(line)
    given_waiting(cast, favrskov, 6, family="Fler")
    with CaptureQueriesContext(connection) as many:
        mette.get(line)
    assert len(many) == len(few) <= 23
    for actor in (cast.bent, cast.ole, cast.lone, cast.karin):
        assert client_of(actor).get(line).status_code == 403
    assert client_of(cast.nina).get(line).status_code == 404


def test_a_dinner_guest_lives_near_gets_about_and_shares_interests(cast, mette, favrskov):
    """R071: for the free chair at Jytte's table, the near one who shares her interest stands first."""
    table = given_workshop(cast, name="Middag hos Jytte", places_total=1, walks_needed_m=200)
    wishes = {"interests": ["værksted"], "company": "group"}
    given_waiting(cast, favrskov, 1, family="Naer", wishes=wishes, latitude=56.201, walks_m=600)
    given_waiting(cast, favrskov, 1, family="Fjern", wishes=wishes, latitude=56.26, walks_m=600)
    given_waiting(cast, favrskov, 1, family="Anden", wishes={**wishes, "interests": ["sport"]}, walks_m=600)
    given_waiting(cast, favrskov, 1, family="Rollator", wishes=wishes, walking_aid="walker", walks_m=600)
    given_waiting(cast, favrskov, 1, family="Kort", wishes=wishes, walks_m=50)
    page = shown(mette.get(f"/venter/{favrskov.id}/tilbud/{table.id}/"))
    order = [page.index(f"Arne {family}") for family in ("Naer", "Fjern", "Anden")]
    assert order == sorted(order)
    assert max(order) < min(page.index("Arne Rollator"), page.index("Arne Kort"))
    assert "trappe, ingen elevator (rollator)" in page
    assert "man skal kunne gå 200 m; borgeren går 50 m" in page
    first = page[order[0] : order[1]]
    assert "går 600 m" in first
    assert "interesse: træ og værksted" in first
    assert "0,1 km væk" in first
