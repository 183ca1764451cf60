"""Groups in the making, on the page: reasons, readable refusals, changes by hand, and a real group at the end."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.communities.groups.models import Group
from brobygger.pathway.matching.models import CompanyWish, GroupProposal, ProposedSeat
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.people.acting import acting_as
from tests.osrm import running
from tests.waiting import given_agreed, given_waiting, given_workshop


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def proposal(cast, mette, post, favrskov):
    """Seven men wait, one of them with a walker; Mette has begun."""
    given_waiting(cast, favrskov, 6)
    given_waiting(cast, favrskov, 1, family="Rollator", walking_aid="walker")
    workshop = given_workshop(cast)
    answer = post(mette, "/venter/grupper/", programme=str(favrskov.id), offer=str(workshop.id))
    assert answer.status_code == 302
    solve(post, mette, answer.url, size="2-4")
    return answer.url


def solve(post, client, address, **changed):
    form = {"seen": seen(client, address), "solve": "1", "size": "2-4", "rule": "interests", "sex": "", **changed}
    return post(client, address, **form)


def seen(client, address):
    return re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())[1]


def seats(cast):
    with acting_as(cast.mette):
        return list(ProposedSeat.objects.order_by("number", "id"))


def test_the_list_says_how_many_wait_and_since_when(cast, mette, favrskov):
    assert "Ingen venter" in shown(mette.get("/venter/"))
    given_waiting(cast, favrskov, 3)
    given_workshop(cast)
    page = shown(mette.get("/venter/"))
    assert "3 venter. Den, der har ventet længst, sagde ja for 13 dage siden." in page
    assert "Arne" not in page  # how many, not who


def test_why_each_is_in_and_what_keeps_the_others_out(mette, proposal):
    page = shown(mette.get(proposal))
    inside, outside = page.split("Venter stadig")
    assert "6 af 7, der venter, sidder i 2 grupper." in inside
    assert "kort og spil (som" in inside
    assert "0 km væk" in inside
    assert "trappe, ingen elevator (rollator)" in outside


def test_a_person_is_pinned_moved_refused_and_taken_back(cast, mette, post, proposal):
    first = next(seat for seat in seats(cast) if seat.number)
    for act, stands in (
        ("pin", {"pinned": True, "refused": False}),
        ("unpin", {"pinned": False, "refused": False}),
        ("refuse", {"pinned": False, "refused": True, "number": None}),
        ("admit", {"pinned": False, "refused": False, "number": None}),
    ):
        assert post(mette, proposal, seen=seen(mette, proposal), **{act: str(first.id)}).status_code == 302
        with acting_as(cast.mette):
            now = ProposedSeat.objects.get(id=first.id)
        assert {name: getattr(now, name) for name in stands} == stands
    post(mette, proposal, seen=seen(mette, proposal), move=str(first.id), **{f"to-{first.id}": "3"})
    page = shown(mette.get(proposal))
    assert "Gruppe 3" in page
    assert "Mangler 1 for at være stor nok." in page
    assert "fastholdt" in page


def test_the_second_coordinator_is_told_and_nothing_of_hers_is_kept(cast, mette, post, proposal):
    old = seen(mette, proposal)
    one, other = [seat for seat in seats(cast) if seat.number][:2]
    assert post(mette, proposal, seen=old, refuse=str(one.id)).status_code == 302
    answer = post(mette, proposal, seen=old, refuse=str(other.id))
    assert answer.status_code == 409
    assert "Mette Madsen har ændret forslaget" in shown(answer)
    with acting_as(cast.mette):
        assert not ProposedSeat.objects.get(id=other.id).refused


@pytest.mark.parametrize(
    "wrong", [{"size": "1-900"}, {"size": ""}, {"rule": "stars"}, {"km_at_most": "-3"}, {"others": ["all"]}]
)
def test_rules_that_cannot_be_are_not_followed(cast, mette, post, proposal, wrong):
    before = seen(mette, proposal)
    answer = solve(post, mette, proposal, **wrong)
    assert answer.status_code == 422
    assert "Der mangler noget" in shown(answer)
    assert seen(mette, proposal) == before


def test_by_address_within_a_kilometre_and_by_sex(cast, mette, post, proposal):
    assert solve(post, mette, proposal, rule="address", sex="female", km_at_most="1").status_code == 302
    page = shown(mette.get(proposal))
    assert "at bo tæt på hinanden · kun kvinder · højst 1 km" in page
    assert "kun for kvinder" in page
    assert "Ingen gruppe går op med disse regler" in page


def test_a_group_becomes_real_and_consent_decides_who_is_told(cast, mette, post, proposal):
    number = 1
    members = [seat for seat in seats(cast) if seat.number == number]
    with acting_as(cast.mette):
        episodes = [seat.episode for seat in members]
    given_agreed(cast, episodes[:1])
    address = f"{proposal}{number}/"
    page = shown(mette.get(address))
    assert "Fællesskabet Eksempelkøbing får besked nu om" in page
    assert "Skal spørges først" in page
    assert post(mette, address, seen=seen(mette, address), name="").status_code == 422
    form = {
        "seen": seen(mette, address),
        "name": "Tirsdagsholdet",
        "host": str(cast.bent.membership_id),
        "weekday": "1",
    }
    assert post(mette, address, **form).status_code == 302
    with acting_as(cast.mette):
        group = Group.objects.get()
        assert (group.name, group.weekday, group.host_id) == ("Tirsdagsholdet", 1, cast.bent.membership_id)
        assert list(Referral.objects.values_list("episode_id", flat=True)) == [episodes[0].id]
    page = shown(mette.get(proposal))
    assert "Lavet: Tirsdagsholdet" in page
    assert "venter på svar" in page
    assert "skal spørges, om foreningen må få besked" in page


def test_wishes_about_each_other_are_kept_and_followed(cast, mette, post, proposal):
    one, other = (str(seat.person_id) for seat in seats(cast)[:2])
    assert post(mette, f"{proposal}oensker/", person=one, how="without", other=other).status_code == 302
    assert "vil ikke være sammen med" in shown(mette.get(proposal)).split("Hvem vil være sammen?")[1]
    post(mette, f"{proposal}oensker/", person=one, how="none", other=other)
    with acting_as(cast.mette):
        assert not CompanyWish.objects.exists()
    assert post(mette, f"{proposal}oensker/", person=one, how="with", other=one).status_code == 409
    assert post(mette, f"{proposal}oensker/", person=one, how="with", other=str(uuid4())).status_code == 409


def test_only_those_who_build_bridges_may(cast, client_of, proposal):
    for actor in (cast.karin, cast.bent, cast.ole, cast.lone, cast.dorte, cast.admin):
        assert client_of(actor).get("/venter/").status_code == 403
        assert client_of(actor).get(proposal).status_code == 403
    assert client_of(cast.nina).get(proposal).status_code == 404


@pytest.mark.parametrize("wrong", [{}, {"offer": "x", "programme": "y"}])
def test_what_is_not_there_is_not_proposed_for(mette, post, wrong):
    assert post(mette, "/venter/grupper/", **wrong).status_code == 404


def test_an_empty_press_and_a_seat_of_another_proposal_change_nothing(cast, mette, post, proposal):
    before = int(seen(mette, proposal))
    assert post(mette, proposal, seen=seen(mette, proposal)).status_code == 409
    assert post(mette, proposal, seen=seen(mette, proposal), pin=str(uuid4())).status_code == 404
    assert post(mette, proposal, pin=str(seats(cast)[0].id)).status_code == 409  # a page without a version is too old
    with acting_as(cast.mette):
        assert GroupProposal.objects.get().version == before


def test_the_pages_ask_as_much_for_twenty_as_for_seven(cast, mette, post, favrskov, proposal):
    def count(address):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert mette.get(address).status_code == 200
        return len(asked)

    addresses = (proposal, f"{proposal}1/", "/venter/")
    few = [count(address) for address in addresses]
    given_waiting(cast, favrskov, 13, family="Mere")
    solve(post, mette, proposal)
    assert [count(address) for address in addresses] == few
    assert max(few) <= 24


def test_wheelchair_places_language_and_hearing_are_kept_and_what_stands_in_the_way_is_summed(
    cast, mette, post, favrskov
):
    given_waiting(cast, favrskov, 4)
    given_waiting(cast, favrskov, 3, family="Kørestol", walking_aid="wheelchair")
    given_waiting(cast, favrskov, 2, family="Hører", hearing="reduced")
    given_waiting(cast, favrskov, 1, family="Taler", languages=["tyrkisk"])
    hall = given_workshop(cast, name="Salen")
    with acting_as(cast.mette):
        type(hall).objects.filter(id=hall.id).update(step_free=True, hearing_loop=False)
    near = given_workshop(cast, name="Naboens sal", address="Naboens sal, Åvej 1")
    with acting_as(cast.mette):
        type(hall).objects.filter(id=hall.id).update(latitude=56.25)
        type(near).objects.filter(id=near.id).update(step_free=True)
    address = post(mette, "/venter/grupper/", programme=str(favrskov.id), offer=str(hall.id)).url
    told = {"size": "2-4", "wheelchairs": "1", "language": " Dansk "}
    assert solve(post, mette, address, **told).status_code == 302
    page = shown(mette.get(address))
    assert "højst 1 kørestol i hver" in page
    assert "alle taler dansk" in page
    assert "hører dårligt, og der er ikke teleslynge" in page
    assert "taler ikke dansk" in page
    assert "Kun én ting står i vejen for nogle af dem: hørelsen: 2 · sproget: 1" in page
    assert "Et sted tættere på: Naboens sal, Åvej 1, 0 km i snit." in page
    with acting_as(cast.mette):
        seated = ProposedSeat.objects.filter(number__isnull=False, person__family_name="Kørestol")
        numbers = list(seated.values_list("number", flat=True))
        assert len(set(numbers)) == len(numbers) == 3  # one in each group
    solve(post, mette, address, **told, others=["quiet"])
    assert "hører dårligt" not in shown(mette.get(address)).split("Venter stadig")[-1]
    assert solve(post, mette, address, wheelchairs="-1").status_code == 422


def test_many_people_are_solved_by_the_worker_and_a_change_meanwhile_goes_first(
    cast, mette, post, proposal, monkeypatch
):
    from brobygger.journeys import form_groups, tasks
    from tests.jobs import waiting_jobs

    monkeypatch.setattr(form_groups, "MOST_ON_A_PAGE", 3)
    before = [(seat.episode_id, seat.number) for seat in seats(cast)]
    assert solve(post, mette, proposal, size="6-8").status_code == 302
    assert "Der regnes på et nyt forslag" in shown(mette.get(proposal))
    assert [(seat.episode_id, seat.number) for seat in seats(cast)] == before
    (job,) = waiting_jobs("brobygger.journeys.tasks.form_groups_again")
    tasks.form_groups_again(**{**job, "seen": job["seen"] - 1})  # somebody has changed it since: theirs stands
    assert [(seat.episode_id, seat.number) for seat in seats(cast)] == before
    tasks.form_groups_again(**job)
    assert {seat.number for seat in seats(cast) if seat.number} == {1}
    assert "Der regnes på" not in shown(mette.get(proposal))


@pytest.mark.sockets
def test_ways_are_by_road_when_a_server_answers_and_the_limit_follows_them(mette, post, proposal, settings):
    """All live at the place as the crow flies; by road each lives 600 m farther off than the last."""
    with running() as osrm:
        settings.ROUTES_URL = osrm.url
        assert solve(post, mette, proposal, km_at_most="2").status_code == 302
        inside, outside = shown(mette.get(proposal)).split("Venter stadig")
        assert "0,6 km væk, 2 min. i bil" in inside
        assert "1,8 km væk, 6 min. i bil" in inside
        assert "2,4 km væk; højst 2 km er valgt" in outside
        assert "arne" not in osrm.asked[0].lower()
        osrm.spoil = lambda told: {"code": "NoTable"}
        assert "0 km væk" in shown(mette.get(proposal))
