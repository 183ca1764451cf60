"""A pair's first meeting starts the calls one, two and three weeks after it, whoever notes it, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import given_programme
from tests.waiting import given_agreed


@pytest.fixture
def pair(cast: Any) -> Any:
    """Poul and Ole, brought together by Elderlearn's recipe. The pair and the episode."""
    from brobygger.journeys import agree, find, match_pairs, wish
    from brobygger.registry.access.queries import get_membership
    from brobygger.registry.people.acting import acting_as

    programme = given_programme(cast, "000-elderlearn")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.villy, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        agree.say_yes(episode=episode, how="spoken", by=cast.mette, at=cast.at)
        said = {"interests": ["kort"], "company": "one_to_one"}
        wish.map_wishes(episode=episode, wishes=said, mode="phone", by=cast.mette, at=cast.at)
    given_agreed(cast, [episode])
    with acting_as(cast.mette):
        ole = get_membership(cast.mette, cast.ole.membership_id)
        day = cast.today + timedelta(days=3)
        made = match_pairs.become_pair(episode=episode, volunteer=ole, next_on=day, by=cast.mette, at=cast.at)
    return made, episode


def calls(cast: Any) -> list[Any]:
    """The days of the calls that the first meeting starts."""
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return list(
            Task.objects.filter(rule="one_two_three_weeks_after", status="open")
            .order_by("due").values_list("due", flat=True)
        )  # fmt: skip


def next_step(cast: Any, episode: Any) -> str:
    from brobygger.pathway.episodes.models import Episode
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return Episode.objects.values_list("next_step", flat=True).get(id=episode.id)


def test_ole_presses_we_met_and_the_three_calls_stand(cast: Any, pair: Any) -> None:
    from brobygger.journeys import keep_company
    from brobygger.registry.people.acting import acting_as

    made, episode = pair
    assert calls(cast) == []
    first = cast.today + timedelta(days=3)
    for day in (3, 3, 10, 17):  # the third of the month twice: once is once
        at = cast.at + timedelta(days=day)
        with acting_as(cast.ole):
            keep_company.met(pair=made, on=cast.today + timedelta(days=day), by=cast.ole, at=at)
        assert calls(cast) == [first + timedelta(days=7 * week) for week in (1, 2, 3)]
        assert next_step(cast, episode) == ("third_time" if day < 17 else "measured")


def test_a_first_meeting_that_mette_closes_as_held_counts_too(cast: Any, pair: Any) -> None:
    from brobygger.journeys import first_time
    from brobygger.registry.people.acting import acting_as

    _made, episode = pair
    facts = {"kind": "match_meeting", "place_kind": "public", "place": "Biblioteket", "who_comes": "Ole",
             "starts_at": cast.at + timedelta(hours=2)}  # fmt: skip
    with acting_as(cast.mette):
        told = {"episode": episode, "by": cast.mette, "at": cast.at}
        for held in (False, True):
            meeting = first_time.plan_meeting(facts=facts, **told)
            first_time.close_meeting(meeting_id=meeting.id, held=held, note="", **told)
            assert next_step(cast, episode) == ("third_time" if held else "first_contact")
    assert calls(cast) == [cast.today + timedelta(days=7 * week) for week in (1, 2, 3)]
