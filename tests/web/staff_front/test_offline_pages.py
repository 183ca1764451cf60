"""A visit held without coverage comes home: once, whole, or refused whole with a sentence."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.models import Receipt
from brobygger.foundation.kernel.secrecy import phone_key
from brobygger.journeys import agree, ask, find, leave
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.models import Membership, User
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person
from brobygger.web.staff.offline.day import COOKIE
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


@pytest.fixture
def favrskov(cast):
    return given_programme(cast, "001-favrskov")


@pytest.fixture
def episode(cast, favrskov):
    """Aase is found by home care and waits to be asked."""
    with acting_as(cast.mette):
        return find.begin(person=cast.aase, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)


@pytest.fixture
def karin(cast):
    return client_of("karin")


def visit(**facts):
    """What the phone seals of one visit: yellow, and a spoken yes."""
    return {
        "screening_id": str(uuid4()), "consent_id": str(uuid4()), "opened_at": now().isoformat(),
        "instrument": "t-ils@2", "answers": [2, 2, 2], "mode": "visit", "note": "", "said": "yes", "how": "spoken",
    } | facts  # fmt: skip


NO = {"said": "no", "how": ""}


def bring(client: Client, episode_id, sent, *, key=None, phone_says=None):
    body = sent if isinstance(sent, str) else json.dumps(sent)
    return client.post(
        f"/besoeg/{episode_id}/modtag/",
        {"visit": body},
        headers={"Idempotency-Key": str(key or uuid4()), "Phone-Clock": (phone_says or now()).isoformat()},
    )


def in_the_tables(cast):
    with acting_as(cast.system):
        return Screening.objects.count(), Consent.objects.count(), Receipt.objects.count()


def standing(cast, episode):
    with acting_as(cast.system):
        return Episode.objects.get(id=episode.id)


# ---- received


def test_a_visit_comes_home_with_a_receipt(cast, karin, episode):
    key = uuid4()
    answer = bring(karin, episode.id, visit(note="Bor på 3. sal"), key=key)
    assert answer.status_code == 201
    assert answer.json()["received"] == str(key)
    assert answer.headers["Cache-Control"] == "no-store"
    assert any("Næste skridt" in sentence for sentence in answer.json()["next"])
    assert in_the_tables(cast) == (1, 1, 1)
    assert standing(cast, episode).next_step == "wishes"


def test_the_same_sending_again_is_led_to_the_same_receipt_and_does_nothing(cast, karin, episode):
    key, sent = uuid4(), json.dumps(visit())
    for _ in range(3):
        answer = bring(karin, episode.id, sent, key=key)
        told = karin.get(answer.headers["Location"]).json()
        assert told["received"] == str(key)
    assert in_the_tables(cast) == (1, 1, 1)


def test_the_same_number_with_other_answers_is_not_kept(cast, karin, episode):
    key, sent = uuid4(), visit()
    bring(karin, episode.id, sent, key=key)
    assert bring(karin, episode.id, sent | {"answers": [3, 3, 3]}, key=key).status_code == 422
    assert in_the_tables(cast) == (1, 1, 1)


def test_the_same_visit_under_another_number_is_refused_in_words(cast, karin, episode):
    sent = visit(said="later", how="")
    assert bring(karin, episode.id, sent).status_code == 201
    again = bring(karin, episode.id, sent)
    assert again.status_code == 409
    assert "allerede" in again.json()["why"]
    assert in_the_tables(cast) == (1, 0, 1)


def test_a_receipt_says_nothing_was_received_when_nothing_was(karin, episode):
    for query in ("", "?key=", f"?key={uuid4()}", "?key=vrøvl"):
        assert karin.get(f"/besoeg/{episode.id}/modtaget/{query}").json()["received"] is None


def test_green_answers_rest_and_a_yes_is_kept_beside_them(cast, karin, episode):
    answer = bring(karin, episode.id, visit(answers=[1, 1, 1], note="Har mange venner"))
    assert answer.status_code == 201
    with acting_as(cast.system):
        assert Screening.objects.get().note == "Sagde ja til at være med.\nHar mange venner"
    assert standing(cast, episode).lost_reason == "not_lonely"


@pytest.mark.parametrize("answers", [[1, 1, 1], [2, 2, 2], []])
def test_never_again_is_respected_whatever_was_answered(cast, karin, episode, answers):
    assert bring(karin, episode.id, visit(answers=answers, reason="never_again", **NO)).status_code == 201
    with acting_as(cast.system):
        assert Person.objects.get(id=cast.aase.id).never_contact
    assert in_the_tables(cast)[0] == bool(answers)


def test_nobody_at_home_is_kept_without_answers(cast, karin, episode):
    sent = visit(answers=[], instrument="", reason="no_answer", **NO)
    assert bring(karin, episode.id, sent).status_code == 201
    assert standing(cast, episode).lost_reason == "no_answer"
    assert in_the_tables(cast)[0] == 0


# ---- the clock


def test_a_clock_that_is_a_day_wrong_changes_nothing_about_when_the_visit_was(cast, karin, episode):
    wrong = now() - timedelta(days=1)
    sent = visit(opened_at=(wrong - timedelta(minutes=1)).isoformat())
    with acting_as(cast.system):
        since = Episode.objects.get(id=episode.id).since
    told = bring(karin, episode.id, sent, phone_says=wrong).json()
    assert "Telefonens ur går forkert" in told["next"][0]
    with acting_as(cast.system):
        taken = Screening.objects.get().taken_at
    assert max(since, now() - timedelta(minutes=2)) <= taken <= now()


def test_the_line_never_goes_back_before_the_person_was_found(cast, karin, episode):
    sent = visit(opened_at=(now() - timedelta(days=20)).isoformat())
    assert bring(karin, episode.id, sent).status_code == 201
    with acting_as(cast.system):
        assert Screening.objects.get().taken_at == Episode.objects.get(id=episode.id).since


# ---- two phones, and what happened meanwhile


def test_two_phones_with_the_same_answer_are_both_kept(cast, karin, episode):
    assert bring(karin, episode.id, visit()).status_code == 201
    assert bring(client_of("mette"), episode.id, visit()).status_code == 201
    assert in_the_tables(cast) == (2, 1, 2)


def test_two_phones_with_different_answers_ask_people_to_talk(cast, karin, episode):
    bring(karin, episode.id, visit())
    other = bring(client_of("mette"), episode.id, visit(reason="declined", **NO))
    assert other.status_code == 409
    assert "Tal sammen" in other.json()["why"]
    assert in_the_tables(cast) == (1, 1, 1)


def test_a_person_who_died_meanwhile(cast, karin, episode):
    with acting_as(cast.mette):
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=now())
    answer = bring(karin, episode.id, visit())
    assert answer.status_code == 409
    assert "død" in answer.json()["why"]
    assert in_the_tables(cast) == (0, 0, 0)


def test_a_person_who_will_not_be_asked_any_more(cast, karin, episode):
    with acting_as(cast.mette):
        ask.said_no(episode=episode, reason="never_again", by=cast.mette, at=now())
    assert bring(karin, episode.id, visit()).status_code == 409
    assert in_the_tables(cast) == (0, 0, 0)


def test_access_that_was_withdrawn_keeps_nothing_and_frees_the_number(cast, karin, episode):
    key, sent = uuid4(), json.dumps(visit())
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(unit_id=cast.south.id)
        Episode.objects.filter(id=episode.id).update(unit_id=cast.south.id)
    assert bring(karin, episode.id, sent, key=key).status_code == 404
    assert in_the_tables(cast) == (0, 0, 0)
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(unit_id=cast.north.id)
        Episode.objects.filter(id=episode.id).update(unit_id=cast.north.id)
    assert bring(karin, episode.id, sent, key=key).status_code == 201


def test_what_came_before_access_was_withdrawn_still_has_its_receipt(cast, karin, episode):
    key, sent = uuid4(), visit()
    assert bring(karin, episode.id, sent, key=key).status_code == 201
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(unit_id=cast.south.id)
        Episode.objects.filter(id=episode.id).update(unit_id=cast.south.id)
    answer = bring(karin, episode.id, sent, key=key)  # the receipt was lost on its way
    told = karin.get(answer.headers["Location"]).json()
    assert told == {"received": str(key), "episode": str(episode.id), "next": []}
    assert karin.get(f"/besoeg/{episode.id}/modtaget/?key={uuid4()}").status_code == 404  # nothing else is told


def test_nothing_half_is_kept_when_the_second_half_is_refused(cast, karin, episode, monkeypatch):
    from brobygger.foundation.kernel.refusal import Refusal

    def refused(**_told):
        raise Refusal("nej")

    monkeypatch.setattr(agree, "say_yes", refused)
    assert bring(karin, episode.id, visit()).status_code == 409
    assert in_the_tables(cast) == (0, 0, 0)
    assert standing(cast, episode).next_step == "asked"


# ---- wrong input


@pytest.mark.parametrize(
    "wrong",
    [
        "", "[]", "{", "null", '"\\ud800"', {"x": 1}, visit(extra=1), visit(said="maybe"), visit(how=""),
        visit(note="a" * 2001), visit(note="\x00"), visit(answers=[-1]), visit(answers=[1] * 101), visit(mode="paper"),
        visit(answers="1,2,3"), visit(screening_id="1"), visit(opened_at="2026-01-01T10:00:00"), visit(reason="other"),
        visit(reason="died", **NO), visit(ask_again_on="2030-01-01"), visit(answers=[10**30]),
    ],
    ids=lambda wrong: str(wrong)[:12],
)  # fmt: skip
def test_a_broken_visit_is_told_and_nothing_is_kept(cast, karin, episode, wrong):
    answer = bring(karin, episode.id, wrong)
    assert answer.status_code == 400
    assert "på telefonen" in answer.json()["why"]
    assert in_the_tables(cast) == (0, 0, 0)


@pytest.mark.parametrize("answers", [[9, 9, 9], [1], [1, None, 1], [1, 2, 3, 4]])
def test_answers_that_do_not_fit_the_instrument_are_refused(cast, karin, episode, answers):
    assert bring(karin, episode.id, visit(answers=answers)).status_code == 409
    assert in_the_tables(cast) == (0, 0, 0)


def test_an_instrument_of_another_programme_is_refused(cast, karin, episode):
    assert bring(karin, episode.id, visit(instrument="phq-2@1", answers=[0, 0])).status_code == 409


def test_somebody_elses_episode_is_not_found(cast, episode, karin, favrskov):
    with acting_as(cast.mette):
        other = find.begin(person=cast.gerda, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)
    assert bring(karin, other.id, visit()).status_code == 404  # in the other unit
    assert bring(client_of("nina"), episode.id, visit()).status_code == 404  # in the other municipality
    assert bring(karin, uuid4(), visit()).status_code == 404
    assert in_the_tables(cast) == (0, 0, 0)


@pytest.mark.parametrize("name", ["bent", "ole", "lone", "dorte", "admin"])
def test_who_may_not_screen_gets_neither_day_nor_receipt(cast, episode, name):
    client = client_of(name)
    assert client.get("/uden-daekning/dag/").status_code == 403
    assert bring(client, episode.id, visit()).status_code == 403
    assert client.get(f"/besoeg/{episode.id}/modtaget/").status_code == 403


def test_without_a_number_nothing_is_received(cast, karin, episode):
    answer = karin.post(f"/besoeg/{episode.id}/modtag/", {"visit": json.dumps(visit())})
    assert answer.status_code == 409
    assert in_the_tables(cast) == (0, 0, 0)


# ---- the day


def test_the_day_holds_what_the_visit_needs_and_no_more(cast, karin, episode):
    answer = karin.get("/uden-daekning/dag/")
    told = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    (one,) = told["visits"]
    assert set(one) == {
        "episode", "name", "address", "when", "programme", "hint", "opener", "instrument", "items", "reasons", "near",
        "tongues", "mode", "phone",
    }  # fmt: skip
    assert (one["mode"], one["phone"]) == ("", "")  # the number only follows where somebody is to call
    assert one["name"] == "Aase Andersen"
    assert len(one["items"]) == 3
    assert one["items"][0]["options"][0][1] == "Sjældent"
    assert "colour" not in answer.content.decode()
    assert {code for code, _word in one["reasons"]} >= {"declined", "no_answer", "never_again"}


def test_a_call_has_its_number_without_coverage_too(cast, karin, episode):
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[episode], planned_at=[cast.at], employee=cast.karin, mode="phone", by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    (one,) = karin.get("/uden-daekning/dag/").json()["visits"]
    assert (one["mode"], one["phone"]) == ("phone", cast.aase.phone)


def test_half_of_the_key_is_forgotten_by_the_browser_after_a_working_day(cast, karin, episode):
    answer = karin.get("/uden-daekning/dag/")
    first, second = answer.json()["keys"][answer.json()["day"]]
    cookie = answer.cookies[COOKIE]
    assert cookie.value == f"{answer.json()['day']}.{second}"
    assert first not in cookie.value
    assert cookie["max-age"] == 9 * 3600
    assert cookie["samesite"] == "Strict"


def test_keys_of_earlier_days_come_again_for_the_same_user_only(cast, karin, episode):
    yesterday = (cast.today - timedelta(days=1)).isoformat()
    asked = f"/uden-daekning/dag/?dage={yesterday},vrøvl,2999-01-01,1999-01-01"
    told = karin.get(asked).json()
    assert set(told["keys"]) == {told["day"], yesterday}
    assert told["keys"] == karin.get(asked).json()["keys"]
    others = client_of("mette").get(asked).json()
    assert others["owner"] != told["owner"]
    halves = [half for one in (told, others) for keys in one["keys"].values() for half in keys]
    assert len(set(halves)) == len(halves) == 8


def test_the_key_depends_on_the_installations_own(cast, settings):
    facts = {"municipality_id": cast.municipality.id, "user_id": cast.karin.user_id, "day": cast.today}
    before = phone_key(**facts)
    settings.DATA_KEY = "another key of another installation, long enough"
    assert set(before).isdisjoint(phone_key(**facts))


def test_the_day_costs_the_same_however_many_visits(cast, karin, favrskov, django_assert_max_num_queries):
    with acting_as(cast.mette):
        for person in (cast.aase, cast.villy):
            find.begin(person=person, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)
    with django_assert_max_num_queries(18):
        assert len(karin.get("/uden-daekning/dag/").json()["visits"]) == 2


def test_the_shell_and_the_worker_hold_nobody(client, db):
    shell, worker = client.get("/uden-daekning/"), client.get("/sw.js")
    assert b"csrf" not in shell.content
    assert b"idempotency" not in shell.content
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Service-Worker-Allowed"] == "/"
    assert "script-src 'unsafe-inline'" not in shell.headers["Content-Security-Policy"]


def test_a_member_who_has_left_gets_no_key(cast, karin, episode):
    with acting_as(cast.system):
        Membership.objects.filter(id=cast.karin.membership_id).update(until=cast.today - timedelta(days=1))
    assert karin.get("/uden-daekning/dag/").status_code == 403


def test_the_receipts_moment_is_the_servers(cast, karin, episode):
    key = uuid4()
    bring(karin, episode.id, visit(), key=key, phone_says=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    with acting_as(cast.system):
        assert now() - Receipt.objects.get(key=key).accepted_at < timedelta(minutes=1)
