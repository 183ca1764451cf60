"""An association arranges and attends the first meeting, and says how one way went (R281)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.journeys import agree, answer
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast
from tests.receiving import given_referred

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def accepted(cast: Cast, referral: Any) -> Any:
    """Bent's association has said yes to Aase; Bent calls."""
    from brobygger.registry.access.queries import get_membership

    with acting_as(cast.bent):
        host = get_membership(cast.bent, cast.bent.membership_id)
        answer.accept(
            referral=referral, host=host, host_name="Bent Birk", group=None, first_session_on=None, by=cast.bent,
            at=cast.at,
        )  # fmt: skip
    return referral


def meeting(cast: Cast, **more: str) -> dict[str, str]:
    given = {
        "what": "meeting", "day": (cast.today + timedelta(days=2)).isoformat(), "time": "14:00",
        "who_comes": "Bent Birk", "place_kind": "public", "place": "Caféen",
    }  # fmt: skip
    return given | more


def test_bent_arranges_the_first_meeting_is_there_and_writes_it_down(cast: Cast, bent: Any, accepted: Any) -> None:
    from brobygger.pathway.first_meeting.models import Meeting

    page = f"/nye-til-os/{accepted.id}/forloeb/"
    assert page in text(bent.get("/nye-til-os/"))
    form = text(bent.get(page)).split(f'action="{page}"')[1]
    assert " name=" not in form[form.index("<button") :].split(">")[0], "Enter presses the first: it says nothing"
    assert bent.post(page, **meeting(cast, who_comes="")).status_code == 422
    past = bent.post(page, **meeting(cast, day=(cast.today - timedelta(days=1)).isoformat()))
    assert past.status_code == 422
    assert bent.post(page, **meeting(cast)).status_code == 302
    assert "Bent Birk kommer." in text(bent.get(page))
    with acting_as(cast.mette):
        row = Meeting.objects.get()
        assert (row.organisation_id, row.kind, row.planned_by_name) == (
            cast.association.id, "match_meeting", "Bent Birk",
        )  # fmt: skip
        Meeting.objects.update(starts_at=cast.at - timedelta(hours=1))
    assert bent.post(page, held="yes-x").status_code == 409
    assert bent.post(page, held=f"yes-{accepted.id}").status_code == 404
    note = {f"note-{row.id}": "God snak om kort"}
    assert f'name="note-{row.id}"' in text(bent.get(page))
    assert bent.post(page, held=f"yes-{row.id}", **note).status_code == 302
    assert "God snak om kort" in text(bent.get(page))
    assert bent.post(page, held=f"no-{row.id}").status_code == 409


def test_what_is_written_beside_what_is_sent_is_still_there(cast: Cast, bent: Any, accepted: Any) -> None:
    from brobygger.pathway.first_meeting.models import LookBack, Meeting

    page = f"/nye-til-os/{accepted.id}/forloeb/"
    half = {"gave": "much", "words": "Kom gerne før"}
    years_ahead = bent.post(page, **meeting(cast, day="2190-01-01"), **half)
    assert years_ahead.status_code == 422
    assert "Vælg en dag inden for to år." in text(years_ahead)
    assert "Kom gerne før" in text(years_ahead)
    arranged = bent.post(page, **meeting(cast), **half)
    assert arranged.status_code == 200
    shown = text(arranged)
    assert "Mødet er aftalt." in shown
    assert "Kom gerne før" in shown
    assert 'value="Caféen"' not in shown  # the form is ready for another meeting
    with acting_as(cast.mette):
        Meeting.objects.update(starts_at=cast.at - timedelta(hours=1))
        row = Meeting.objects.get()
    met = text(bent.post(page, held=f"yes-{row.id}", **half))
    assert "Det er skrevet ned." in met
    assert "Kom gerne før" in met
    late = {f"note-{row.id}": "Vi talte om kort"}
    again = bent.post(page, held=f"yes-{row.id}", **half, **late)  # a colleague has written it down meanwhile
    assert again.status_code == 409
    told = text(again)
    assert "Det er allerede skrevet ned, hvordan det gik." in told
    assert "Kom gerne før" in told.split("<textarea")[1], "the words stand in their field, to be sent"
    assert "Det her er ikke gemt: “Vi talte om kort”" in told, "and what can no longer be saved can be copied"
    begun = {"day": (cast.today + timedelta(days=3)).isoformat(), "place": "Biblioteket"}
    kept = text(bent.post(page, what="look_back", goes_on="here", **half, **begun))
    assert "Tak. Det er gemt." in kept
    assert 'value="Biblioteket"' in kept
    with acting_as(cast.system):
        assert [one.words for one in LookBack.objects.all()] == ["Kom gerne før"]


def test_what_they_think_of_one_way_is_kept_and_counted(cast: Cast, bent: Any, accepted: Any) -> None:
    from brobygger.pathway.first_meeting.models import LookBack
    from brobygger.pathway.followup import operations as followup
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.access.roles import Role

    with acting_as(cast.system):
        followup.add(
            plan=followup.Planned(
                key="evaluate:1", rule="evaluate_pair", kind="evaluate_benefit", due=cast.today, why={},
                holder=followup.Holder(Role.ASSOCIATION_LEADER, organisation_id=cast.association.id),
            ),
            person=cast.aase, at=cast.at,
        )  # fmt: skip
        Task.objects.filter(key="evaluate:1").update(episode_id=accepted.episode_id)
    assert "/nye-til-os/" in text(bent.get("/min-dag/"))
    page = f"/nye-til-os/{accepted.id}/forloeb/"
    half = bent.post(page, what="look_back", gave="much", goes_on="", words="x")
    assert half.status_code == 422
    told = {"what": "look_back", "gave": "much", "goes_on": "here", "words": "Kommer hver torsdag"}
    assert bent.post(page, **told).status_code == 302
    assert bent.post(page, **{**told, "gave": "some"}).status_code == 302  # the same day corrects
    with acting_as(cast.system):
        (kept,) = LookBack.objects.all()
        assert (kept.gave, kept.goes_on, kept.organisation_id) == ("some", "here", cast.association.id)
        assert not Task.objects.filter(kind="evaluate_benefit", status="open").exists()
    assert "Kommer hver torsdag" in text(bent.get(page))


def test_the_programme_manager_reads_how_many_and_never_few(cast: Cast, accepted: Any, favrskov: Any) -> None:
    from brobygger.journeys import their_way
    from brobygger.pathway.first_meeting.models import LookBack

    with acting_as(cast.lone):
        assert their_way.said_in(programme=favrskov, by=cast.lone) is None
    facts = {"person": cast.aase, "episode_id": accepted.episode_id, "by_name": "B", "goes_on": "here"}
    with acting_as(cast.system):
        for days, gave in ((3, "little"), (0, "much")):  # the newest word of each counts
            LookBack.objects.create(
                organisation=cast.association, on=cast.today - timedelta(days=days), gave=gave, **facts
            )
    with acting_as(cast.lone):
        told = their_way.said_in(programme=favrskov, by=cast.lone)
    assert told is not None
    assert (told.total, told.shown["much"], told.shown["little"]) == (None, None, 0)


def test_nobody_else_and_nothing_before_a_yes_or_after_it_is_taken_back(
    cast: Cast, bent: Any, browser_of: Any, other_leader: str, accepted: Any, offer: Any, favrskov: Any
) -> None:
    page = f"/nye-til-os/{accepted.id}/forloeb/"
    assert browser_of(other_leader).get(page).status_code == 404
    assert browser_of("mette").get(page).status_code == 403
    waiting = given_referred(cast, cast.villy, programme=favrskov, offer=offer)
    unanswered = f"/nye-til-os/{waiting.id}/forloeb/"
    assert bent.get(unanswered).status_code == 302
    with acting_as(cast.mette):
        agree.withdraw(consent=accepted.consent, how="phone", by=cast.mette, at=cast.at)
    assert bent.get(page).status_code in (302, 404)
    assert bent.post(page, **meeting(cast)).status_code in (302, 404)
    from brobygger.pathway.first_meeting.models import Meeting

    with acting_as(cast.system):
        assert not Meeting.objects.exists()
