"""The waiting list's two sides: for the coordinator all of it, for an association what is wished and never by whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.programmes.running.models import RoleHolder
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.waiting import given_volunteer, given_waiting


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def soroe(cast):
    """Sorø's recipe lets those who hold two of its roles see the wishes without the name."""
    return given_programme(cast, "001-soroe", name="Det rette match")


@pytest.fixture
def list_page(cast, soroe):
    given_waiting(cast, soroe, 2, wishes={"company": "one_to_one", "weekdays": [1]}, family="Hemmelig")
    given_waiting(cast, soroe, 1, family="Hemmelig", address="Skjultvej 1")
    return f"/venter/{soroe.id}/"


def test_persons_without_names_beside_volunteers_and_groups(cast, mette, soroe, list_page):
    from brobygger.communities.groups import operations as groups

    given_volunteer(cast, "Sonja", interests=["kort"])
    with acting_as(cast.mette):
        groups.start(
            organisation=cast.association, name="Kortklubben", size_min=2, size_max=5, programme=soroe, by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    page = shown(mette.get(list_page))
    assert "vil gerne have besøg: kort og spil" in page
    assert "tirsdag · Hjemmeplejen Nord" in page
    assert "Sonja" in page
    assert "5 ledige pladser" in page
    assert "for få til at sige det endnu" in page
    assert "Der er frivillige og pladser nok til dem, der venter." in page  # Ole and Sonja, and the card club
    assert "Hemmelig" not in page
    assert "Arne" not in page


def test_what_is_lacking_is_said(mette, list_page):
    page = shown(mette.get(list_page))
    interests = re.sub(r"<[^>]+>", " ", page.split("Det vil de gerne")[1])
    assert re.search(r"kort og spil\s+3\s+træ og værksted\s+1", interests)  # most wished first
    assert "Der mangler 1 besøgsven." in page  # Ole can meet one of the two
    assert "Der mangler 1 plads i en gruppe." in page


def test_the_median_stands_on_those_who_got_a_yes_and_those_who_wait(cast, mette, post, soroe):
    from brobygger.journeys import agree, match_pairs
    from brobygger.pathway.matching import queries

    given_waiting(cast, soroe, 14, wishes={"company": "one_to_one"})
    for number in range(7):
        given_volunteer(cast, f"Frivillig{number}", interests=["kort"])
    with acting_as(cast.mette):
        kept = match_pairs.propose(programme=soroe, seen=0, by=cast.mette, at=cast.at)
        for row in queries.proposed_pairs(cast.mette, kept):
            pair = queries.proposed_pair(cast.mette, row.id)
            agree.agree_to_share(
                episode=pair.episode, receiver=cast.association, data=["name"], how="phone", by=cast.mette, at=cast.at
            )
            version = queries.pair_list(cast.mette, soroe.id).version
            match_pairs.accept(pair=pair, seen=version, next_on=None, by=cast.mette, at=cast.at)
    page = shown(mette.get(f"/venter/{soroe.id}/"))
    assert re.search(r"Halvdelen får et ja inden for \d+ dage. Det står på 14 borgere det seneste år; 6 venter", page)


def test_an_association_that_the_recipe_names_sees_wishes_and_nothing_else(cast, client_of, soroe, list_page):
    bent = client_of(cast.bent)
    assert "Ingen indsats deler sin venteliste med jer" in shown(bent.get("/venter-hos-os/"))
    with acting_as(cast.system):
        RoleHolder.objects.create(
            programme=soroe, role="volunteer", organisation=cast.association, since=cast.today - timedelta(days=9)
        )
    page = shown(bent.get("/venter-hos-os/"))
    assert "vil gerne have besøg: kort og spil" in page
    for secret in ("Hemmelig", "Arne", "Hjemmeplejen Nord", "Skjultvej", "70 år", "mand"):
        assert secret not in page
    assert bent.get(list_page).status_code == 403


def test_only_those_who_may(cast, client_of, list_page):
    for actor in (cast.karin, cast.ole, cast.lone):
        assert client_of(actor).get(list_page).status_code == 403
        assert client_of(actor).get("/venter-hos-os/").status_code == 403
    assert client_of(cast.nina).get(list_page).status_code == 404


def test_the_page_asks_as_much_for_many_as_for_few(cast, mette, soroe, list_page):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert mette.get(list_page).status_code == 200
        return len(asked)

    few = count()
    given_waiting(cast, soroe, 6, family="Mere")
    given_volunteer(cast, "Amal", interests=["kort"])
    assert count() == few <= 20


def test_who_waits_for_the_guides_who_meet_every_third_week(cast, mette):
    """Aase said yes; the guides meet in 19 days, so another way is offered. Two days before nobody is offered one."""
    from datetime import timedelta

    from brobygger.journeys import meeting_waits
    from brobygger.programmes.running.models import Programme

    svendborg = given_programme(cast, "001-svendborg")
    with acting_as(cast.system):
        Programme.objects.filter(id=svendborg.id).update(starts_on=cast.today - timedelta(days=2))
        svendborg.refresh_from_db()
    address = f"/venter/{svendborg.id}/moeder/"
    assert "Ingen venter på det lige nu." in shown(mette.get(address))
    (episode,) = given_waiting(cast, svendborg, 1, family="Vejviser")
    with acting_as(cast.mette):
        body = next(one for one in meeting_waits.waits(programme=svendborg, by=cast.mette, on=cast.today)
                    if episode.id in {row.id for row in one.waiting})  # fmt: skip
        assert (body.every_days, body.next_on) == (21, cast.today + timedelta(days=19))
        assert body.is_long(cast.today)
        assert not body.is_long(cast.today + timedelta(days=17))
    page = shown(mette.get(address))
    assert "Vejvisermøde" in page
    assert "(om 19 dage)" in page
    row = page.split("Arne Vejviser")[1]
    assert "Tilbyd en anden vej imens" in row
    assert f"/forloeb/{episode.id}/forslag/" in row
    other = given_programme(cast, "001-favrskov")
    assert "Opskriften venter ikke på noget møde." in shown(mette.get(f"/venter/{other.id}/moeder/"))
