"""A place from the waiting list: offered until a day, answered once, and nobody leaves the list by silence."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from brobygger.foundation.kernel.refusal import Refusal, Taken
from tests.cast import given_programme
from tests.waiting import given_agreed, given_volunteer, given_waiting, given_workshop


@pytest.fixture
def waiting_men(cast: Any) -> Any:
    """Three men wait; the workshop has a group with one place."""
    from brobygger.communities.groups import operations as groups
    from brobygger.registry.people.acting import acting_as

    programme = given_programme(cast, "001-favrskov")
    episodes = given_waiting(cast, programme, 3)
    workshop = given_workshop(cast)
    with acting_as(cast.mette):
        group = groups.start(
            organisation=cast.association, name="Torsdagsmændene", size_min=1, size_max=1, programme=programme,
            offer=workshop, by=cast.mette, at=cast.at,
        )  # fmt: skip
    return programme, episodes, group


def offered(cast: Any, episode: Any, target: Any, days: int = 5) -> Any:
    from brobygger.journeys import offer_place
    from brobygger.pathway.matching import places

    held = offer_place.offer(
        episode=episode, target=target, answer_by=cast.today + timedelta(days=days), by=cast.mette, at=cast.at
    )
    return places.get(cast.mette, held.id)


def names_waiting(cast: Any, programme: Any) -> set[Any]:
    from brobygger.pathway.matching import queries

    return {row.episode_id for row in queries.waiting(cast.mette, programme.id)}


def test_the_longest_waiting_who_fits_is_first_and_a_refused_place_is_not_offered_twice(cast, waiting_men):
    from brobygger.journeys import offer_place
    from brobygger.registry.people.acting import acting_as

    programme, episodes, group = waiting_men
    given_waiting(cast, programme, 1, family="Rollator", walking_aid="walker")
    with acting_as(cast.mette):
        line = offer_place.line_for(programme=programme, target=group, by=cast.mette, on=cast.today)
        assert line.left == 1
        assert line.people[-1][0].person.name.endswith("Rollator")  # stairs: last, and it is said why
        assert [block.code for block in line.people[-1][1].blocks] == ["steps"]
        first = line.people[0][0].row.episode_id
        held = offered(cast, next(one for one in episodes if one.id == first), group)
        offer_place.say_no(place=held, reason="wrong_day", by=cast.mette, at=cast.at)
        again = offer_place.line_for(programme=programme, target=group, by=cast.mette, on=cast.today)
        assert again.people[-1][0].row.episode_id == first
        assert again.people[-1][1].asked
        assert first in names_waiting(cast, programme)


def test_the_last_place_is_promised_once_and_comes_back_when_it_is_passed_on(cast, waiting_men):
    from brobygger.journeys import offer_place
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    programme, episodes, group = waiting_men
    with acting_as(cast.mette):
        held = offered(cast, episodes[0], group)
        with pytest.raises(Refusal, match="ikke flere ledige"):
            offered(cast, episodes[1], group)
        with pytest.raises(Refusal, match="lovet til og med"):
            offer_place.pass_on(place=held, by=cast.mette, at=cast.at)
        later = cast.at + timedelta(days=6)
        assert Task.objects.get(kind="place_answer").due == held.answer_by
        offer_place.pass_on(place=held, by=cast.mette, at=later)
        assert Task.objects.get(kind="place_answer").status == "done"
        assert names_waiting(cast, programme) == {episode.id for episode in episodes}  # silence moved nobody
        offered(cast, episodes[1], group)


def test_a_yes_refers_and_the_receiver_cannot_give_the_held_place_to_another(cast, waiting_men):
    from brobygger.journeys import answer, offer_place
    from brobygger.pathway.referrals.models import Referral
    from brobygger.registry.people.acting import acting_as

    programme, episodes, group = waiting_men
    given_agreed(cast, episodes[:2])
    with acting_as(cast.mette):
        from brobygger.journeys import refer

        refer.refer(episode=episodes[1], offer=group.offer, words="", by=cast.mette, at=cast.at)
        held = offered(cast, episodes[0], group)
    with acting_as(cast.bent), pytest.raises(Refusal, match="holdes til andre"):
        answer.accept(
            referral=Referral.objects.get(episode_id=episodes[1].id), host=None, host_name="Bent", group=group,
            first_session_on=None, by=cast.bent, at=cast.at,
        )  # fmt: skip
    with acting_as(cast.mette):
        offer_place.say_yes(place=held, next_on=None, by=cast.mette, at=cast.at)
        assert Referral.objects.get(episode_id=episodes[0].id).words == "Til gruppen Torsdagsmændene."
        assert episodes[0].id not in names_waiting(cast, programme)
    with acting_as(cast.bent):
        answer.accept(
            referral=Referral.objects.get(episode_id=episodes[0].id), host=None, host_name="Bent", group=group,
            first_session_on=None, by=cast.bent, at=cast.at,
        )  # fmt: skip


def test_an_offers_held_place_is_not_sent_to_somebody_else(cast, waiting_men):
    from brobygger.journeys import refer
    from brobygger.registry.people.acting import acting_as

    _programme, episodes, _group = waiting_men
    small = given_workshop(cast, name="Det lille værksted", places_total=1)
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        offered(cast, episodes[0], small)
        with pytest.raises(Refusal, match="holdes til andre"):
            refer.refer(episode=episodes[1], offer=small, words="", by=cast.mette, at=cast.at)
        refer.refer(episode=episodes[0], offer=small, words="", by=cast.mette, at=cast.at)


def test_a_volunteer_who_is_held_for_one_is_not_proposed_to_another(cast):
    from brobygger.journeys import match_pairs, offer_place
    from brobygger.pathway.matching import queries
    from brobygger.registry.people.acting import acting_as

    programme = given_programme(cast, "001-favrskov")
    episodes = given_waiting(cast, programme, 3, wishes={"company": "one_to_one"})
    sonja = given_volunteer(cast, "Sonja")
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        held = offered(cast, episodes[2], sonja)
        kept = match_pairs.propose(programme=programme, seen=0, by=cast.mette, at=cast.at)
        rows = queries.proposed_pairs(cast.mette, kept)
        assert {row.volunteer_id for row in rows} == {cast.ole.membership_id}
        assert episodes[2].id not in {row.episode_id for row in rows}
        offer_place.say_yes(place=held, next_on=None, by=cast.mette, at=cast.at)
        assert episodes[2].id not in names_waiting(cast, programme)


def test_an_answer_is_written_once_and_the_second_is_told_who_was_first(cast, waiting_men):
    from brobygger.journeys import offer_place
    from brobygger.registry.people.acting import acting_as

    _programme, episodes, group = waiting_men
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        held = offered(cast, episodes[0], group)
        offer_place.say_yes(place=held, next_on=None, by=cast.mette, at=cast.at)
        with pytest.raises(Taken, match="Mette Madsen har skrevet et ja"):
            offer_place.say_no(place=held, reason="other", by=cast.mette, at=cast.at)
        with pytest.raises(Taken, match="venter ikke længere"):
            offered(cast, episodes[0], group)
        other = offered(cast, episodes[1], given_workshop_again(cast))
        offer_place.give_longer(place=other, answer_by=cast.today + timedelta(days=9), by=cast.mette, at=cast.at)
        with pytest.raises(Taken, match="imens"):
            offer_place.give_longer(place=other, answer_by=cast.today + timedelta(days=12), by=cast.mette, at=cast.at)


def given_workshop_again(cast: Any) -> Any:
    return given_workshop(cast, name="Et andet værksted")


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_promise_the_last_place_at_once_get_one_and_a_clear_refusal(committed_cast):
    from django.db import connection

    from brobygger.communities.groups import operations as groups
    from brobygger.journeys import offer_place
    from brobygger.registry.people.acting import acting_as

    cast = committed_cast
    programme = given_programme(cast, "001-favrskov")
    episodes = given_waiting(cast, programme, 2)
    workshop = given_workshop(cast)
    with acting_as(cast.mette):
        group = groups.start(
            organisation=cast.association, name="Torsdag", size_min=1, size_max=1, programme=programme, offer=workshop,
            by=cast.mette, at=cast.at,
        )  # fmt: skip
    start, told = Barrier(2), []

    def promise(episode: Any) -> None:
        start.wait()
        try:
            with acting_as(cast.mette):
                offer_place.offer(
                    episode=episode, target=group, answer_by=cast.today + timedelta(days=5), by=cast.mette, at=cast.at
                )
            told.append("held")
        except Refusal as refusal:
            told.append(str(refusal.message))
        finally:
            connection.close()

    both = [Thread(target=promise, args=(episode,)) for episode in episodes]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(told)[1] == "held"
    assert "ikke flere ledige pladser" in sorted(told)[0]
