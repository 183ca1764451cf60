"""Two people press at the same moment, each on their own connection: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Event, Thread
from time import sleep
from typing import Any

import pytest

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal
from tests.journeys.story import Story


@pytest.fixture
def story(committed_cast: Any) -> Story:
    return Story(committed_cast)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment in threads of their own; what each returned, or the refusal it met."""
    from django.db import connection

    ready, results = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        ready.wait()
        try:
            results[place] = act()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_one_referral_two_answers(story: Story) -> None:
    story.to_referred()
    results = at_once(*[lambda: bool(story.declined())] * 3)
    assert sorted(isinstance(result, Refusal) for result in results) == [False, True, True]
    assert story.stands() == ("active", "referred")
    assert len(story.tasks(kind="find_other_offer")) == 1


def test_the_last_place_in_a_group_is_given_once(story: Story) -> None:
    from brobygger.communities.groups import operations as groups
    from brobygger.communities.groups import queries
    from brobygger.registry.people.acting import acting_as

    cast = story.cast
    with acting_as(cast.mette) as mette:
        group = groups.start(
            organisation=cast.association, name="Én plads", size_min=1, size_max=1, by=mette, at=cast.at
        )

    def let_in(person: Any) -> bool:
        with acting_as(cast.mette) as mette:
            groups.join(group=group, person=person, since=cast.today, by=mette, at=cast.at)
        return True

    results = at_once(*[lambda person=person: let_in(person) for person in (cast.aase, cast.villy, cast.gerda)])
    assert sorted(isinstance(result, Refusal) for result in results) == [False, True, True]
    with acting_as(cast.mette) as mette:
        assert queries.members_of(mette, group.id).count() == 1


def test_one_screening_sent_twice_at_once_is_kept_once(story: Story) -> None:
    from brobygger.pathway.screening.models import Screening
    from brobygger.registry.people.acting import acting_as

    story.found()
    same = new_id()
    at_once(*[lambda: bool(story.screened(2, 2, 2, screening_id=same))] * 3)
    with acting_as(story.cast.mette):
        assert Screening.objects.filter(person_id=story.cast.aase.id).count() == 1
    assert story.stands() == ("active", "consented")


HELD = 0.4  # seconds the first one's transaction stays open after its work is done


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any], *, by: Any) -> list[Any]:
    """The second begins while the first has done its work and not committed it."""
    from brobygger.registry.people.acting import acting_as

    done = Event()

    def held() -> None:
        with acting_as(by):
            first()
            done.set()
            sleep(HELD)

    def then() -> None:
        assert done.wait(timeout=20)
        second()

    return at_once(held, then)


def leave_out_wishes(story: Story) -> None:
    from brobygger.journeys import change
    from brobygger.programmes.running.queries import get
    from brobygger.registry.people.acting import acting_as

    with acting_as(story.cast.lone) as lone:
        programme = get(lone, story.programme.id)
        change.leave_out(programme=programme, step="wishes", reason="Mindre", seen=1, by=lone, at=story.at(20))


def goes_on(story: Story) -> tuple[str, str | None]:
    """She can still be moved on, by the same journey as everybody."""
    story.offer().agreed_to_share().referred()
    return story.stands()


def test_a_step_goes_while_a_colleague_moves_somebody_to_it(story: Story) -> None:
    story.found().screened(2, 2, 2)
    assert one_after_the_other(story.said_yes, lambda: leave_out_wishes(story), by=story.cast.karin) == [None, None]
    assert story.stands() == ("active", "referred")
    assert goes_on(story) == ("active", "accepted")


def test_a_step_goes_while_a_colleague_moves_somebody_past_it(story: Story) -> None:
    story.found().screened(2, 2, 2).said_yes()
    assert one_after_the_other(story.wishes, lambda: leave_out_wishes(story), by=story.cast.mette) == [None, None]
    assert story.stands() == ("active", "referred")
    assert goes_on(story) == ("active", "accepted")


def test_a_colleague_moves_somebody_while_the_step_goes(story: Story) -> None:
    story.found().screened(2, 2, 2)
    assert one_after_the_other(lambda: leave_out_wishes(story), story.said_yes, by=story.cast.lone) == [None, None]
    assert story.stands() == ("active", "referred")
    assert goes_on(story) == ("active", "accepted")
