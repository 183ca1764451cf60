"""Aase answers, Karin answers the same from what she sees, and both stand side by side (R016)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from brobygger.journeys import find, screen
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.screening.models import OtherSide, Screening
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_front.test_observing_pages import client_of, kept


@pytest.fixture
def taken(cast):
    """Aase has answered three questions herself: 7 points."""
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        return screen.screen(
            episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(3, 2, 2), answered_by="person",
            mode="visit", by=cast.mette, at=cast.at,
        )  # fmt: skip


def address(taken):
    return f"/screeninger/{taken.id}/i-tur/"


def shown(client, where):
    return " ".join(client.get(where).content.decode().split())


def answer(client, taken, *answers, note=""):
    fields = {f"item_{number}": one for number, one in enumerate(answers, start=1)}
    return client.post(address(taken), {"idempotency_key": str(uuid4()), "note": note, **fields})


def test_karin_answers_the_same_and_both_are_shown_side_by_side(cast, taken):
    karin = client_of("karin")
    assert address(taken) in shown(karin, f"/besoeg/{taken.episode_id}/svar/")
    assert "Svar nu ud fra det, du selv ser hos borgeren." in shown(karin, address(taken))
    (before,) = kept(cast, Episode, id=taken.episode_id)
    assert answer(karin, taken, 3, 1, 1, note="Naboen kommer forbi").status_code == 302
    page = shown(karin, address(taken))
    assert page.count('<span class="quiet">forskelligt</span>') == 2
    assert '<td data-title="Borgeren selv">7</td><td data-title="En, der kender borgeren">5</td>' in page
    assert "Naboen kommer forbi" in page
    assert cast.karin.name in page
    (after,) = kept(cast, Episode, id=taken.episode_id)
    assert (after.moves_count, after.next_step) == (before.moves_count, before.next_step), "her way is not moved"
    assert kept(cast, Screening)[0].score == 7
    assert answer(karin, taken, 1, 1, 1).status_code == 409, "the other has answered"
    assert [one.answers for one in kept(cast, OtherSide)] == [[3, 1, 1]]
    assert address(taken) in client_of("mette").get(f"/borgere/{cast.aase.id}/", {"fane": "maalinger"}).content.decode()


def test_the_person_answers_after_staff_and_danger_calls_a_professional(cast, taken):
    with acting_as(cast.system):
        Screening.objects.filter(id=taken.id).update(answered_by="observer")
    karin = client_of("karin")
    assert "Spørg nu borgeren om det samme." in shown(karin, address(taken))
    assert answer(karin, taken, 1, 1, 1, note="Hun siger, at hun ikke vil leve mere").status_code == 302
    assert [one.answered_by for one in kept(cast, OtherSide)] == ["person"]
    assert len(kept(cast, Task, kind="needs_professional")) == 1


def test_a_missing_answer_is_told_and_strangers_see_nothing(cast, taken):
    karin = client_of("karin")
    for answers in ((3, 1), (3, 1, 9), ("x", 1, 1)):
        assert answer(karin, taken, *answers).status_code == 422
    assert answer(karin, taken, 3, 1, 1, note="x" * 2001).status_code == 422
    assert client_of("bent").get(address(taken)).status_code == 403
    assert client_of("nina").get(address(taken)).status_code == 404
    assert kept(cast, OtherSide) == []
