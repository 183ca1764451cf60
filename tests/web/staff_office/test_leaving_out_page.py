"""Lone makes the effort smaller: a step goes, those who stood there stand at the next one, and it can come back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.journeys import ask, change, find, follow
from brobygger.pathway.detection import queries as detected
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.programmes.running import queries as running
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.extracts import of_men

STEPS = ("asked", "screened", "consented")


def stands_at_wishes(cast, programme, *, who="aase"):
    """Somebody has said yes; what she would like is asked next."""
    with acting_as(cast.mette):
        begun = find.begin(person=getattr(cast, who), programme=programme, found_by="home_care", by=cast.mette,
                           at=cast.at)  # fmt: skip
        moves = [Made(MoveKind.REACHED, step, cast.at) for step in STEPS]
        episodes.record(episode=begun, moves=moves, by=cast.mette)
        follow.plan(episode=begun, at=cast.at)
    return begun


def now_of(cast, episode):
    with acting_as(cast.mette):
        return Episode.objects.select_related("programme").get(id=episode.id)


def leave_out(client, programme, step, **fields):
    address = f"{reverse('change_steps', args=[programme.id])}?trin={step}"
    told = {"idempotency_key": str(uuid4()), "seen": "1", "reason": "Vi er færre", "sure": "on"} | fields
    return client.post(address, told)


def test_a_step_goes_and_those_who_stood_there_stand_at_the_next(cast, programme, lone, mette):
    episode = stands_at_wishes(cast, programme)
    assert now_of(cast, episode).next_step == "wishes"
    page = text_of(lone.get(f"{reverse('change_steps', args=[programme.id])}?trin=wishes"))
    assert "Fundet → Spurgt → Screenet → Sagt ja → Henvist" in page
    assert "1 borger kommer til at stå ved »Henvist«." in page
    sent = leave_out(lone, programme, "wishes")
    assert sent["Location"] == reverse("change_history", args=[programme.id])
    history = text_of(lone.get(sent["Location"]))
    assert "1 borger er flyttet til det næste trin." in history
    assert "Vi er færre" in history
    moved = now_of(cast, episode)
    assert (moved.status, moved.next_step) == ("active", "referred")
    assert moved.due is None or moved.due >= cast.today
    person = text_of(mette.get(reverse("person", args=[cast.aase.id])))
    assert "Henvist" in person
    with acting_as(cast.mette):
        done = episodes.record(episode=moved, moves=[Made(MoveKind.REACHED, "referred", cast.at)], by=cast.mette)
        assert done.next_step == "accepted"


def test_somebody_who_has_passed_the_step_is_where_he_was_and_the_past_is_kept(cast, programme, lone):
    episode = stands_at_wishes(cast, programme)
    with acting_as(cast.mette):
        episodes.record(episode=now_of(cast, episode), moves=[Made(MoveKind.REACHED, "wishes", cast.at)], by=cast.mette)
    assert leave_out(lone, programme, "wishes").status_code == 302
    after = now_of(cast, episode)
    assert after.next_step == "referred"
    with acting_as(cast.mette):
        assert MoveRow.objects.filter(episode=episode, step="wishes", kind="reached").exists()
        assert episodes.record(
            episode=after, moves=[Made(MoveKind.REACHED, "referred", cast.at)], by=cast.mette
        ).next_step == "accepted"  # fmt: skip


def test_it_comes_back_from_the_history_and_she_stands_there_again(cast, programme, lone):
    episode = stands_at_wishes(cast, programme)
    leave_out(lone, programme, "wishes")
    assert send(lone, "change_go_back", programme.id, 1).status_code == 302
    assert now_of(cast, episode).next_step == "wishes"
    with acting_as(cast.lone):
        programme.refresh_from_db()
        assert "wishes" in running.recipe_of(programme).path


def test_whoever_stopped_in_front_of_it_can_be_asked_again(cast, programme, lone):
    episode = stands_at_wishes(cast, programme)
    with acting_as(cast.mette):
        moves = [Made(MoveKind.LOST, "wishes", cast.at, "no_energy")]
        episodes.record(episode=now_of(cast, episode), moves=moves, by=cast.mette)
    assert "1 er stoppet her." in text_of(lone.get(f"{reverse('change_steps', args=[programme.id])}?trin=wishes"))
    leave_out(lone, programme, "wishes")
    stopped = now_of(cast, episode)
    assert (stopped.status, stopped.lost_reason) == ("lost", "no_energy")
    with acting_as(cast.mette):
        again = episodes.record(
            episode=stopped, moves=[Made(MoveKind.RETURNED, stopped.next_step, cast.at)], by=cast.mette
        )
        assert (again.status, again.next_step) == ("active", "referred")


def asked_at_home(cast, *, who="aase"):
    """Somebody Karin has found, in an effort that finds nobody by extracts."""
    effort = given_programme(cast, "001-favrskov", name="Vi ses")
    with acting_as(cast.mette):
        begun = find.begin(person=getattr(cast, who), programme=effort, found_by="home_care", by=cast.mette, at=cast.at)
    return effort, begun


def test_whoever_is_merely_found_waits_for_nothing_and_moves_on(cast, lone):
    effort, episode = asked_at_home(cast)
    assert now_of(cast, episode).next_step == "asked"
    page = text_of(lone.get(f"{reverse('change_steps', args=[effort.id])}?trin=asked"))
    assert "1 borger kommer til at stå ved »Screenet«." in page
    assert leave_out(lone, effort, "asked").status_code == 302
    assert now_of(cast, episode).next_step == "screened"


def test_a_step_where_something_is_under_way_waits(cast, lone):
    effort, episode = asked_at_home(cast)
    with acting_as(cast.mette):
        ask.offer_visits(episodes_to_ask=[episode], planned_at=[cast.at], by=cast.mette, at=cast.at)
    page = text_of(lone.get(f"{reverse('change_steps', args=[effort.id])}?trin=asked"))
    assert "1 borger har et besøg, halve svar eller en henvisning i gang her." in page
    assert leave_out(lone, effort, "asked").status_code == 422
    with acting_as(cast.lone), pytest.raises(change.Refusal):
        change.leave_out(programme=effort, step="asked", reason="x", seen=1, by=cast.lone, at=cast.at)
    with acting_as(cast.mette):
        ask.said_yes(episode=now_of(cast, episode), by=cast.mette, at=cast.at)
    assert leave_out(lone, effort, "asked").status_code == 302  # answered, and the visit itself is at another step


KEPT = "Dem, et udtræk finder, får tilbud om besøg her."


def test_where_an_extract_finds_people_they_are_asked_for_as_long_as_it_comes(cast, programme, lone, mette):
    assert KEPT in text_of(lone.get(f"{reverse('change_steps', args=[programme.id])}?trin=asked"))
    assert leave_out(lone, programme, "asked").status_code == 422
    assert leave_out(lone, programme, "screened").status_code == 302
    with acting_as(cast.mette):
        programme.refresh_from_db()
        opened = stored(cast, programme, of_men(3))
        assert len(opened) == 3
        assert detected.to_offer(cast.mette, programme).count() == 3
    assert "3 borgere" in text_of(mette.get(reverse("visits_plan", args=[programme.id])))


def test_an_effort_that_takes_extracts_though_its_recipe_says_nothing_of_them_keeps_the_asking(cast, lone):
    effort, _episode = asked_at_home(cast)
    with acting_as(cast.mette):
        stored(cast, effort, of_men(1))
    assert KEPT in text_of(lone.get(reverse("change_steps", args=[effort.id])))
    assert leave_out(lone, effort, "asked").status_code == 422


def stored(cast, programme, content):
    """Mette takes an extract in; the episodes it opened."""
    preview = find.preview_extract(programme=programme, content=content, by=cast.mette, at=cast.at)
    told = {"programme": programme, "file_name": "a.csv", "content": content, "preview": preview}
    return find.commit_extract(extract=find.stage_extract(**told, by=cast.mette, at=cast.at), by=cast.mette, at=cast.at)


def test_the_persons_page_is_read_where_a_step_went_as_she_came_to_it(cast, programme, lone, mette):
    episode = stands_at_wishes(cast, programme)
    leave_out(lone, programme, "wishes")
    with acting_as(cast.mette):
        Episode.objects.filter(id=episode.id).update(next_step="wishes")
    assert "Henvist" in text_of(mette.get(reverse("person", args=[cast.aase.id])))


def test_a_referral_and_its_answer_go_together_and_what_waits_for_them_is_told(cast, programme, lone):
    page = text_of(lone.get(f"{reverse('change_steps', args=[programme.id])}?trin=accepted"))
    assert "De to trin hører sammen" in page
    assert "Modtageren siger nej" in page
    assert leave_out(lone, programme, "accepted").status_code == 302
    with acting_as(cast.lone):
        programme.refresh_from_db()
        assert {"referred", "accepted"}.isdisjoint(running.recipe_of(programme).path)


@pytest.mark.parametrize("step", ["found", "consented", "first_time", "reported", "x", ""])
def test_what_has_to_be_there_stays(cast, programme, lone, step):
    shown = text_of(lone.get(f"{reverse('change_steps', args=[programme.id])}?trin={step}"))
    assert "Uden det er der ingen bro." in shown
    assert leave_out(lone, programme, step).status_code == 422
    with acting_as(cast.lone):
        programme.refresh_from_db()
        assert programme.recipe_version == 1


def test_a_reason_and_a_tick_are_needed(cast, programme, lone, as_user):
    assert leave_out(lone, programme, "wishes", reason="").status_code == 422
    assert leave_out(lone, programme, "wishes", sure="").status_code == 422
    for who in ("karin", "bent", "admin"):
        assert as_user(who).get(reverse("change_steps", args=[programme.id])).status_code == 403
    assert "Trin på broen" in text_of(lone.get(reverse("change", args=[programme.id])))
    assert reads(lone, "change_steps", programme.id) <= 15
