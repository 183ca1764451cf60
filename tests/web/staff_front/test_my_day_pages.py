"""*Min dag* and its tasks: whose day it is, what is late, done, undone, taken over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from brobygger.communities.groups import operations as groups
from brobygger.journeys import ask, find, follow
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.registry.access import operations as access
from brobygger.registry.access.models import User
from brobygger.registry.access.roles import Role
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme, given_shared

MOST_QUERIES = 15  # issue 2


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def questions(caught: CaptureQueriesContext) -> int:
    """How many real questions: not savepoints, and not the actor's settings."""
    own = ("SAVEPOINT", "RELEASE SAVEPOINT", "select set_config")
    return len([one for one in caught.captured_queries if not one["sql"].strip().startswith(own)])


def send(client: Client, address: str, **fields: object):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def favrskov(cast):
    return given_programme(cast, "001-favrskov")


@pytest.fixture
def karin(cast):
    return client_of("karin")


def found(cast, programme, person) -> Episode:
    with acting_as(cast.mette):
        return find.begin(person=person, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)


def neighbours_of_aase(cast, programme, count: int) -> None:
    with acting_as(cast.system):
        for number in range(count):
            person = people.add_person(
                by=cast.system, at=cast.at, given_name=f"Nabo{number}", family_name="Nord", found_by="home_care",
                unit_id=cast.north.id, phone="21 00 00 00",
            )  # fmt: skip
            episode = find.begin(person=person, programme=programme, found_by="home_care", by=cast.system, at=cast.at)
            if number % 3 == 0:
                ask.offer_visits(episodes_to_ask=[episode], planned_at=[cast.at], by=cast.system, at=cast.at)
            if number % 3 == 1:
                ask.said_no(episode=episode, reason="declined", by=cast.system, at=cast.at - timedelta(days=95))


@pytest.fixture
def asked_again(cast, favrskov) -> Task:
    """Aase said no long ago; today is the day to ask again."""
    episode = found(cast, favrskov, cast.aase)
    with acting_as(cast.mette):
        ask.said_no(episode=episode, reason="no_energy", by=cast.mette, at=cast.at - timedelta(days=95))
        return Task.objects.get(kind="ask_again")


def test_an_empty_day_says_what_will_come(karin):
    html = karin.get("/min-dag/").content.decode()
    assert "Der er ikke noget til dig i dag" in html
    assert "Jeg er bekymret for en borger" in html


def test_the_day_holds_visits_tasks_and_those_who_wait(cast, karin, favrskov, asked_again):
    visited = found(cast, favrskov, cast.villy)
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[visited], planned_at=[cast.at], employee=cast.karin, by=cast.mette, at=cast.at
        )
    html = karin.get("/min-dag/").content.decode()
    assert html.index("Over tid") < html.index("Besøg i dag")
    assert "Spørg igen: Aase Andersen" in html
    assert html.count("Villy Vang") == 2  # the card and its button; not among those who wait as well
    assert "Åvej 8" not in html.split("Besøg i dag")[1].split("Venter")[0]


def test_those_who_wait_stand_on_the_unit_s_day_and_not_on_another_s(cast, karin, favrskov):
    found(cast, favrskov, cast.aase)
    found(cast, favrskov, cast.gerda)
    html = karin.get("/min-dag/").content.decode()
    assert "Venter på at blive spurgt" in html
    assert "Aase Andersen" in html
    assert "Gerda" not in html


def test_a_recipe_whose_consultant_asks_gives_home_care_nobody_to_ask(cast, karin):
    found(cast, given_programme(cast, "000-horsens"), cast.villy)
    assert "Villy" not in karin.get("/min-dag/").content.decode()


def test_the_page_asks_the_database_the_same_however_full_the_day(cast, karin, favrskov):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert karin.get("/min-dag/").status_code == 200
        return questions(caught)

    neighbours_of_aase(cast, favrskov, 3)
    karin.get("/min-dag/")  # recipes are read once for each process
    few = asked()
    neighbours_of_aase(cast, favrskov, 12)
    assert asked() == few
    assert few <= MOST_QUERIES


def given_ambassador(cast):
    with acting_as(cast.system):
        return access.add_member(
            organisation=cast.kommune, email="amalie@example.org", name="Amalie Ager", phone="", role=Role.AMBASSADOR,
            unit=cast.north, secrecy_signed_on=None, by=cast.admin, at=cast.at,
        ).membership.user  # fmt: skip


def test_what_a_unit_holds_about_nobody_known_is_seen_in_the_unit_with_who_took_it(cast, karin):
    """A message about somebody who is not in Brobygger: Amalie has it, Karin sees so and may not take or close it.

    She cannot open the message: closed by her it would never be read.
    """
    amalie = given_ambassador(cast)
    with acting_as(cast.karin):
        find.send_tip(
            tip_id=uuid4(), about_name="Elna Eriksen", about_phone="", worry="Går ikke ud mere",
            sender_kind="home_care", by=cast.karin, at=cast.at,
        )  # fmt: skip
    with acting_as(cast.system):
        task = Task.objects.get(kind="handle_tip")
    assert (task.unit_id, task.owner_user_id, task.person_id) == (cast.north.id, amalie.id, None)
    html = karin.get("/min-dag/").content.decode()
    assert "Det har en kollega taget" in html
    assert f"/opgaver/{task.id}/" in html.split("Det har en kollega taget")[1]
    assert "Amalie Ager har taget opgaven." in html
    assert "Amalie Ager har taget opgaven." in karin.get(f"/opgaver/{task.id}/").content.decode()
    hers = Client()
    hers.force_login(amalie)
    assert "Det har en kollega taget" not in hers.get("/min-dag/").content.decode()
    with acting_as(cast.system):
        followup.let_go(task=task, by=replace(cast.system, user_id=amalie.id), at=cast.at)
    html = karin.get("/min-dag/").content.decode()
    assert "Det har en kollega taget" not in html
    assert f"/opgaver/{task.id}/" in html.split("I morgen og senere")[1]
    with acting_as(cast.system):
        Task.objects.filter(id=task.id).update(due=cast.today)  # now it stands as a card on her day
    for page in ("/min-dag/", f"/opgaver/{task.id}/"):
        html = karin.get(page).content.decode()
        assert "En ambassadør eller en koordinator læser beskeden." in html
        assert f"/opgaver/{task.id}/faerdig/" not in html
        assert f"/opgaver/{task.id}/overtag/" not in html
    refused = (
        send(karin, f"/opgaver/{task.id}/overtag/"),
        send(karin, f"/opgaver/{task.id}/faerdig/", outcome="done", note=""),
        send(karin, "/arbejdsliste/tag-over/", valgt=f"task-{task.id}"),
    )
    for answer in refused:
        assert answer.status_code == 409
        assert "en opgave for en, der må åbne beskeden" in answer.content.decode()
    with acting_as(cast.system):
        task.refresh_from_db()
        assert (task.status, task.owner_user_id) == ("open", None)
    assert send(hers, f"/opgaver/{task.id}/overtag/").status_code == 302
    assert "Amalie Ager har taget opgaven." in karin.get("/min-dag/").content.decode()
    assert f"/opgaver/{task.id}/faerdig/" not in hers.get(f"/opgaver/{task.id}/").content.decode()
    unread = send(hers, f"/opgaver/{task.id}/faerdig/", outcome="done", note="")
    assert unread.status_code == 409
    assert "Læs beskeden" in unread.content.decode()
    with acting_as(cast.system):
        task.refresh_from_db()
        assert task.status == "open"


def test_another_unit_and_what_is_about_somebody_in_it_stay_closed(cast, karin, favrskov):
    """Gerda is of the other unit: a task that names Karin's unit opens neither her nor itself."""
    with acting_as(cast.system):
        plan = followup.Planned(
            key="x", rule="x", kind="call_person", due=cast.today, why={},
            holder=followup.Holder(Role.HOME_CARE_WORKER, unit_id=cast.north.id),
        )  # fmt: skip
        about_gerda = followup.add(plan=plan, person=cast.gerda, at=cast.at)
        south = followup.Holder(Role.HOME_CARE_WORKER, unit_id=cast.south.id)
        theirs = followup.add(plan=replace(plan, key="y", holder=south), at=cast.at)
    assert karin.get(f"/opgaver/{about_gerda.id}/").status_code == 404
    assert karin.get(f"/opgaver/{theirs.id}/").status_code == 404
    assert "Der er ikke noget til dig i dag" in karin.get("/min-dag/").content.decode()


@pytest.mark.parametrize("name", ["lone", "dorte", "admin"])
def test_who_has_no_day_here_is_told(cast, name):
    assert client_of(name).get("/min-dag/").status_code == 403


def test_bent_sees_the_next_session_and_what_is_not_written_down(cast):
    with acting_as(cast.bent):
        group = groups.start(
            organisation=cast.association, name="Mandegruppen", size_min=3, size_max=12, by=cast.bent, at=cast.at
        )
        for number, days in ((1, -2), (2, 5)):
            Session.objects.create(
                group=group, organisation=cast.association, number=number, starts_at=cast.at + timedelta(days=days)
            )
    html = client_of("bent").get("/min-dag/").content.decode()
    assert html.index("Skriv fremmøde") < html.index("Se, hvem der kommer")


def test_a_task_is_done_with_a_note_and_can_be_undone(cast, karin, asked_again):
    done = send(
        karin, f"/opgaver/{asked_again.id}/faerdig/", outcome="not_needed", note="Hun er flyttet ind hos sin søn"
    )
    assert done.headers["Location"] == "/min-dag/"
    html = karin.get("/min-dag/").content.decode()
    assert "Opgaven er klaret." in html
    assert f'action="/opgaver/{asked_again.id}/fortryd/"' in html
    with acting_as(cast.system):
        asked_again.refresh_from_db()
        assert (asked_again.status, asked_again.outcome) == ("done", "not_needed")
        assert asked_again.done_by_id == cast.karin.user_id
    send(karin, f"/opgaver/{asked_again.id}/fortryd/")
    with acting_as(cast.system):
        asked_again.refresh_from_db()
        assert (asked_again.status, asked_again.note) == ("open", "")


def test_a_colleague_cannot_undo_what_somebody_else_has_done(cast, karin, asked_again):
    send(karin, f"/opgaver/{asked_again.id}/faerdig/", outcome="done")
    mette = client_of("mette")
    send(mette, f"/opgaver/{asked_again.id}/fortryd/")
    with acting_as(cast.system):
        asked_again.refresh_from_db()
        assert asked_again.status == "done"
    assert "Opgaven kan ikke åbnes igen herfra" in mette.get("/min-dag/").content.decode()


def test_two_who_close_the_same_task_one_is_told(cast, karin, asked_again):
    assert send(karin, f"/opgaver/{asked_again.id}/faerdig/", outcome="done").status_code == 302
    late = send(client_of("mette"), f"/opgaver/{asked_again.id}/faerdig/", outcome="not_needed")
    assert late.status_code == 409
    assert "Opgaven er allerede løst" in late.content.decode()


@pytest.mark.parametrize("said", [{}, {"outcome": "drømt"}, {"outcome": "done", "note": "x" * 501}])
def test_what_cannot_be_read_is_asked_again_and_the_task_stands(cast, karin, asked_again, said):
    refused = send(karin, f"/opgaver/{asked_again.id}/faerdig/", **said)
    assert refused.status_code == 422
    with acting_as(cast.system):
        asked_again.refresh_from_db()
        assert asked_again.status == "open"


def test_after_a_task_the_reader_is_led_back_but_never_away(karin, asked_again):
    away = send(karin, f"/opgaver/{asked_again.id}/faerdig/", outcome="done", next="//ondt.example/")
    assert away.headers["Location"] == "/min-dag/"
    back = send(karin, f"/opgaver/{asked_again.id}/fortryd/", next=f"/opgaver/{asked_again.id}/")
    assert back.headers["Location"] == f"/opgaver/{asked_again.id}/"


def test_a_task_is_taken_over(cast, karin, asked_again):
    assert "Tag opgaven" in karin.get(f"/opgaver/{asked_again.id}/").content.decode()
    send(karin, f"/opgaver/{asked_again.id}/overtag/")
    with acting_as(cast.system):
        asked_again.refresh_from_db()
        assert asked_again.owner_user_id == cast.karin.user_id
    assert "Tag opgaven" not in karin.get(f"/opgaver/{asked_again.id}/").content.decode()


def test_a_worry_stands_on_the_task_that_answers_it(cast):
    with acting_as(cast.mette):
        find_it = follow.report_worry(
            person=cast.aase, words="Hun vil ikke op.", worry_id=uuid4(), by=cast.mette, at=cast.at
        )
        task = Task.objects.get(key=f"worry:{find_it.id}")
    html = client_of("mette").get(f"/opgaver/{task.id}/").content.decode()
    assert "Hun vil ikke op." in html
    assert "Det har nogen lagt mærke til" in html


def test_a_task_of_another_unit_and_one_that_is_not_there_look_the_same(cast, karin, favrskov):
    episode = found(cast, favrskov, cast.gerda)
    with acting_as(cast.mette):
        ask.said_no(episode=episode, reason="declined", by=cast.mette, at=cast.at - timedelta(days=95))
        theirs = Task.objects.get(person=cast.gerda)
    foreign, nothing = karin.get(f"/opgaver/{theirs.id}/"), karin.get(f"/opgaver/{uuid4()}/")
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.content == nothing.content
    assert send(karin, f"/opgaver/{theirs.id}/faerdig/", outcome="done").status_code == 404


def test_a_volunteer_sees_the_name_that_was_shared_and_no_more(cast):
    given_shared(cast, cast.aase, actor=cast.ole, data=("name",))
    with acting_as(cast.mette):
        Task.objects.create(
            key="story:ole", rule="story", kind="call_person", person=cast.aase, role="volunteer",
            owner_user_id=cast.ole.user_id, due=cast.today, made_at=cast.at,
        )  # fmt: skip
    html = client_of("ole").get("/min-dag/").content.decode()
    assert "Ring til borgeren: Aase Andersen" in html
    assert not re.search(r"21 00 00 82|Åvej", html)
