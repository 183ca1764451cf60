"""Pairs from both lists: with the person's own yes, once, and with nobody lost."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from brobygger.foundation.kernel.refusal import Refusal, Taken
from tests.cast import given_programme
from tests.waiting import given_agreed, given_volunteer, given_waiting

VISIT = {"company": "one_to_one"}


def proposed(cast: Any, programme: Any, seen: int = 0) -> Any:
    from brobygger.journeys import match_pairs

    return match_pairs.propose(programme=programme, seen=seen, by=cast.mette, at=cast.at)


def rows_of(cast: Any, kept: Any) -> dict[Any, Any]:
    from brobygger.pathway.matching import queries

    return {row.episode_id: row for row in queries.proposed_pairs(cast.mette, kept) if row.status == "proposed"}


def whole(cast: Any, row: Any) -> Any:
    from brobygger.pathway.matching import queries

    return queries.proposed_pair(cast.mette, row.id)


def accepted(cast: Any, row: Any, seen: int) -> Any:
    from brobygger.journeys import match_pairs

    return match_pairs.accept(pair=whole(cast, row), seen=seen, next_on=None, by=cast.mette, at=cast.at)


@pytest.fixture
def lists(cast: Any) -> Any:
    """Three wait for a visitor; Ole and Sonja can each meet one."""
    programme = given_programme(cast, "001-favrskov")
    episodes = given_waiting(cast, programme, 3, wishes=VISIT)
    return programme, episodes, given_volunteer(cast, "Sonja", interests=["kort"])


def test_an_accepted_pair_opens_one_person_to_one_volunteer(cast, lists):
    from brobygger.pathway.episodes.models import Episode
    from brobygger.pathway.first_meeting.models import FirstContact
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person

    programme, episodes, _sonja = lists
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        row = next(row for row in rows_of(cast, kept).values() if row.volunteer_id == cast.ole.membership_id)
        with pytest.raises(Refusal, match="ikke sagt ja"):
            accepted(cast, row, kept.version)
    given_agreed(cast, [episode for episode in episodes if episode.id == row.episode_id])
    with acting_as(cast.mette):
        accepted(cast, row, kept.version)
        assert FirstContact.objects.get().host_id == cast.ole.membership_id
        assert Episode.objects.get(id=row.episode_id).next_step == "first_contact"
    with acting_as(cast.ole):
        assert list(Person.objects.values_list("id", flat=True)) == [row.person_id]
    with acting_as(cast.bent):
        assert not Person.objects.exists()


def test_the_longest_waiting_come_first_and_the_others_stay_on_the_list(cast, lists):
    from brobygger.journeys import match_pairs
    from brobygger.registry.people.acting import acting_as

    programme, episodes, _sonja = lists
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        assert kept.optimal
        assert len(rows_of(cast, kept)) == 2
        now = match_pairs.both_lists(programme=programme, by=cast.mette, on=cast.today)
        assert set(now.people) == {episode.id for episode in episodes}


def test_what_people_decide_stands_through_the_next_proposal(cast, lists):
    from brobygger.journeys import match_pairs
    from brobygger.registry.people.acting import acting_as

    programme, _episodes, sonja = lists
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        by_volunteer = {row.volunteer_id: row for row in rows_of(cast, kept).values()}
        pinned, refused = by_volunteer[sonja.id], by_volunteer[cast.ole.membership_id]
        change = {"volunteer_id": None, "by": cast.mette, "at": cast.at}
        match_pairs.change(pair=whole(cast, pinned), seen=1, what="pin", **change)
        match_pairs.change(pair=whole(cast, refused), seen=2, what="refuse", **change)
        again = rows_of(cast, proposed(cast, programme, seen=3))
        assert again[pinned.episode_id].volunteer_id == sonja.id
        assert again[pinned.episode_id].pinned
        others = [row for row in again.values() if row.volunteer_id == cast.ole.membership_id]
        assert [row.episode_id for row in others] != [refused.episode_id]
        assert len(others) == 1


def test_a_newcomer_joins_and_the_pairs_that_stand_are_not_turned_over(cast, lists):
    from brobygger.journeys import match_pairs
    from brobygger.registry.people.acting import acting_as

    programme, _episodes, _sonja = lists
    given_volunteer(cast, "Amal", interests=["sang"], languages=["dansk", "arabisk"])
    given_volunteer(cast, "Tove", interests=["sang"])
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        before = {row.episode_id: row.volunteer_id for row in rows_of(cast, kept).values()}
        assert len(before) == 3
        late = given_waiting(cast, programme, 1, wishes=VISIT, family="Ny", languages=["arabisk"])
        new = match_pairs.take_newcomers(programme=programme, seen=kept.version, by=cast.mette, at=cast.at)
        after = {row.episode_id: row.volunteer_id for row in rows_of(cast, new).values()}
        assert len(after) == 4
        changed = {one for one in before if after.get(one) != before[one]}
        assert len(changed) <= 1
        assert late[0].id in after


def test_a_volunteer_who_withdraws_is_not_accepted_and_a_pin_to_them_is_let_go(cast, lists):
    from brobygger.journeys import match_pairs
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people.acting import acting_as

    programme, episodes, sonja = lists
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        row = next(row for row in rows_of(cast, kept).values() if row.volunteer_id == sonja.id)
        match_pairs.change(pair=whole(cast, row), seen=1, what="pin", volunteer_id=None, by=cast.mette, at=cast.at)
        Membership.objects.filter(id=sonja.id).update(until=cast.today - timedelta(days=1))
        with pytest.raises(Taken, match="ikke plads længere"):
            accepted(cast, row, 2)
        again = proposed(cast, programme, seen=2)
        assert {row.volunteer_id for row in rows_of(cast, again).values()} == {cast.ole.membership_id}


def test_two_coordinators_accept_the_same_pair_at_once(committed_cast):
    from django.db import connection

    from brobygger.communities.volunteers.models import Pair
    from brobygger.registry.people.acting import acting_as

    cast = committed_cast
    programme = given_programme(cast, "001-favrskov")
    given_agreed(cast, given_waiting(cast, programme, 1, wishes=VISIT))
    with acting_as(cast.mette):
        kept = proposed(cast, programme)
        (row,) = rows_of(cast, kept).values()
    ready, results = Barrier(3), []

    def press() -> None:
        ready.wait()
        try:
            with acting_as(cast.mette):
                results.append(accepted(cast, row, kept.version))
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=press) for _coordinator in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(one).__name__ for one in results) == ["Pair", "Taken", "Taken"]
    with acting_as(cast.mette):
        assert Pair.objects.count() == 1
