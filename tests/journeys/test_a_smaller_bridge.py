"""Whichever step is left out, and whenever: Aase still gets all the way, by the same journeys."""

from __future__ import annotations

from typing import Any

import pytest

from brobygger.pathway.episodes.leaving_out_rules import goes_with, why_not
from brobygger.registry.recipes import load
from tests.journeys.story import Story

pytestmark = pytest.mark.django_db
FAVRSKOV = load.load("001-favrskov")
CAN_GO = [step for step in FAVRSKOV.path if why_not(FAVRSKOV, step) is None]


@pytest.fixture
def story(cast: Any) -> Story:
    return Story(cast)


def leave_out(story: Story, step: str) -> None:
    from brobygger.journeys import change
    from brobygger.registry.people.acting import acting_as

    with acting_as(story.cast.lone) as lone:
        change.leave_out(programme=story.programme, step=step, reason="Mindre", seen=1, by=lone, at=story.at(1))
        story.programme.refresh_from_db()


def came_three_times(story: Story) -> Story:
    for number in (1, 2, 3):
        story.session(number, came=True)
    return story


def expected(step: str) -> tuple[str, str]:
    left = [name for name in FAVRSKOV.path if name not in goes_with(FAVRSKOV, step)]
    return "active", next(name for name in left if name in ("six_months", "measured", "reported"))


@pytest.mark.parametrize("step", CAN_GO)
def test_a_step_left_out_from_the_beginning(story: Story, step: str) -> None:
    leave_out(story, step)
    came_three_times(story.to_referred().accepted())
    assert story.stands() == expected(step)


@pytest.mark.parametrize("step", CAN_GO)
def test_a_step_left_out_while_she_is_on_her_way(story: Story, step: str) -> None:
    story.found().screened(2, 2, 2).said_yes()
    leave_out(story, step)
    came_three_times(story.wishes().offer().agreed_to_share().referred().accepted())
    assert story.stands() == expected(step)


@pytest.mark.parametrize("step", CAN_GO)
def test_a_step_left_out_after_the_first_time(story: Story, step: str) -> None:
    story.to_referred().accepted().session(1, came=True)
    leave_out(story, step)
    story.session(2, came=True).session(3, came=True)
    assert story.stands() == expected(step)


@pytest.mark.parametrize("step", ["wishes", "first_contact"])
def test_a_no_and_a_new_try_where_the_step_is_gone(story: Story, step: str) -> None:
    from brobygger.journeys import ask
    from brobygger.registry.people.acting import acting_as

    story.found().said_no("declined")
    leave_out(story, step)
    with acting_as(story.cast.mette) as mette:
        ask.ask_again(episode=story.now(), by=mette, at=story.at(5))
    came_three_times(story.screened(2, 2, 2).said_yes().wishes().offer().agreed_to_share().referred().accepted())
    assert story.stands() == expected(step)


@pytest.mark.parametrize("gone", ["referred", "accepted"])
def test_a_referral_waits_for_its_answer_and_whoever_has_none_moves_on(story: Story, gone: str) -> None:
    from brobygger.foundation.kernel.refusal import Refusal
    from brobygger.registry.people.acting import acting_as

    story.to_referred()
    with pytest.raises(Refusal):
        leave_out(story, gone)
    with acting_as(story.cast.lone):
        story.programme.refresh_from_db()
    story.declined()
    assert story.stands() == ("active", "referred")
    leave_out(story, gone)
    assert story.stands() == ("active", "first_contact")


def test_half_asked_is_under_way_at_the_screening(story: Story) -> None:
    from brobygger.journeys import change
    from brobygger.pathway.screening.models import Screening
    from brobygger.registry.people.acting import acting_as

    story.found()
    with acting_as(story.cast.lone) as lone:
        assert change.under_way(lone, story.programme, ["asked", "screened"]) == 0
    story.screened(2, 2, 2)
    with acting_as(story.cast.mette) as mette:
        type(story.episode).objects.filter(id=story.episode.id).update(next_step="screened")
        assert change.under_way(mette, story.programme, ["screened"]) == 1
        Screening.objects.update(taken_at=story.at(0))  # of an earlier turn
        assert change.under_way(mette, story.programme, ["screened"]) == 0


def test_the_day_of_the_first_time_is_kept_when_the_call_before_it_goes(story: Story) -> None:
    from tests.cast import given_programme

    story.programme = given_programme(story.cast, "000-horsens", name="Mænd mødes")
    story.to_referred().accepted()
    assert story.stands() == ("active", "first_contact")
    leave_out(story, "first_contact")
    assert story.stands() == ("active", "first_time")
    assert story.due() == story.at(21).date()
