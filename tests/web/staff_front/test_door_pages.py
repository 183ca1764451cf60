"""Visits at the door are noted, and a no to the visit is no no to the effort: another way stays open (R006, R051)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.journeys import ask, find
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.observations.models import DoorVisit
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme
from tests.web.staff_front.test_observing_pages import client_of, kept, send


@pytest.fixture
def karin(cast):
    return client_of("karin")


@pytest.fixture
def episode(cast):
    """Aase is found by home care and waits to be asked."""
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        return find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)


def knock(client, cast, answer, **changed):
    fields = {"came_on": cast.today.isoformat(), "came_by_name": "Ole Olsen", "answer": answer, "said": "",
              "next_way": "", "next_on": "", **changed}  # fmt: skip
    return send(client, "door_visits", cast.aase.id, **fields)


def shown(client, name, *args):
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def test_who_came_whether_anybody_opened_and_what_is_next_stand_on_the_persons_page(cast, karin):
    assert reverse("door_visits", args=[cast.aase.id]) in karin.get(
        reverse("person", args=[cast.aase.id]), {"fane": "kontakt"}
    ).content.decode()  # fmt: skip
    again = cast.today
    assert knock(karin, cast, "nobody", next_way="later", next_on=again.isoformat()).status_code == 302
    assert knock(karin, cast, "talked", said="Ville høre om koret").status_code == 302
    page = shown(karin, "door_visits", cast.aase.id)
    assert "Ingen lukkede op" in page
    assert "Ole Olsen kom forbi. Skrevet af Karin Krogh." in page
    assert "Kom forbi igen en anden dag" in page
    assert "Ville høre om koret" in page
    (task,) = kept(cast, Task, kind="after_door")
    assert (task.due, task.owner_user_id, task.why) == (again, cast.karin.user_id, {"way": "later"})
    mine = shown(karin, "my_day")
    assert "Aftalt efter et besøg ved døren" in mine
    assert "Kom forbi igen en anden dag" in mine


def test_a_no_to_the_visit_at_the_door_is_no_no_to_the_effort(cast, karin, episode):
    assert knock(karin, cast, "no_visit").status_code == 422, "another way is asked for"
    assert knock(karin, cast, "no_visit", next_way="letter").status_code == 302
    (way,) = kept(cast, Episode, id=episode.id)
    assert (way.status, way.lost_reason) == ("lost", ask.NO_VISIT)
    assert way.ask_again_on == cast.today + timedelta(days=14)
    (task,) = kept(cast, Task, kind="ask_again", status="open")
    assert (task.owner_user_id, task.why["way"], task.due) == (cast.karin.user_id, "letter", way.ask_again_on)
    with acting_as(cast.system):
        assert ask.plan_asking_again(by=cast.system, at=cast.at + timedelta(days=20)) == 0, "somebody has it already"


def test_the_visits_own_page_keeps_the_no_and_that_somebody_stood_at_the_door(cast, karin, episode):
    address = reverse("visit_no", args=[episode.id]) + "?ingen-hjemme"
    day = (cast.today + timedelta(days=30)).isoformat()
    said = {"reason": "no_visit", "ask_again_on": day, "ask_again_by": "coordinator"}
    assert karin.post(address, {"idempotency_key": str(uuid4()), **said}).status_code == 422
    assert karin.post(address, {"idempotency_key": str(uuid4()), **said, "another_way": "known"}).status_code == 302
    (visit,) = kept(cast, DoorVisit)
    assert (visit.opened, visit.answer, visit.next_way, visit.came_by_name) == (
        True, "no_visit", "known", cast.karin.name,
    )  # fmt: skip
    (task,) = kept(cast, Task, kind="ask_again", status="open")
    assert (task.role, task.why["way"]) == ("coordinator", "known")
    assert "Lad en, borgeren kender, spørge" in shown(client_of("mette"), "person", cast.aase.id) + shown(
        client_of("mette"), "door_visits", cast.aase.id
    )


def test_a_no_to_the_visit_without_a_chosen_way_stays_open_by_telephone(cast, episode):
    with acting_as(cast.mette):
        ask.said_no(episode=episode, reason=ask.NO_VISIT, by=cast.mette, at=cast.at)
    (task,) = kept(cast, Task, kind="ask_again", status="open")
    assert task.why["way"] == "phone"


def test_nobody_knocks_where_somebody_wants_to_be_left_alone_and_strangers_see_nothing(cast, karin):
    assert karin.get(reverse("door_visits", args=[cast.gerda.id])).status_code == 404
    assert client_of("bent").get(reverse("door_visits", args=[cast.aase.id])).status_code == 403
    tomorrow = (cast.today + timedelta(days=1)).isoformat()
    yesterday = (cast.today - timedelta(days=1)).isoformat()
    for wrong in ({"came_on": tomorrow}, {"came_by_name": ""}, {"answer": "x"}, {"next_way": "x"},
                  {"next_on": yesterday}, {"said": "x" * 1001}):  # fmt: skip
        assert knock(karin, cast, **{"answer": "talked", **wrong}).status_code == 422
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(never_contact=True)
    assert knock(karin, cast, "talked").status_code == 409
    assert kept(cast, DoorVisit) == []
