"""Groups formed from those who wait: nobody lost, nobody's data sent without a yes, and two coordinators at once."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest

from brobygger.foundation.kernel.refusal import Refusal, Taken
from tests.cast import given_programme
from tests.waiting import given_agreed, given_waiting, given_workshop


def begun(cast: Any, programme: Any, offer: Any, **terms: Any) -> Any:
    from brobygger.journeys import form_groups
    from brobygger.pathway.matching.operations import ChosenTerms

    chosen = ChosenTerms(**{"size_min": 3, "size_max": 4, "host_needed": False, **terms})
    return form_groups.begin(programme=programme, offer=offer, terms=chosen, by=cast.mette, at=cast.at)


def seats_of(cast: Any, proposal: Any) -> dict[Any, Any]:
    from brobygger.pathway.matching import queries

    return {seat.episode_id: seat for seat in queries.seats(cast.mette, proposal)}


def accepted(cast: Any, proposal: Any, number: int, seen: int, **changed: Any) -> Any:
    from brobygger.journeys import form_groups

    told = {"name": "Tirsdagsholdet", "host": None, "place": "", "weekday": 1, **changed}
    return form_groups.accept(proposal=proposal, seen=seen, number=number, by=cast.mette, at=cast.at, **told)


@pytest.fixture
def waiting(cast: Any) -> Any:
    programme = given_programme(cast, "001-favrskov")
    return programme, given_waiting(cast, programme, 7), given_workshop(cast)


def test_a_group_is_made_and_only_those_who_agreed_are_sent(cast, waiting):
    from brobygger.pathway.followup.models import Task
    from brobygger.pathway.matching import queries
    from brobygger.pathway.referrals.models import Referral
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person

    programme, episodes, offer = waiting
    given_agreed(cast, episodes[:4])
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        seats = seats_of(cast, proposal)
        number = seats[episodes[0].id].number
        inside = [one for one in episodes if seats[one.id].number == number]
        group = accepted(cast, proposal, number, proposal.version)
        sent = set(Referral.objects.values_list("episode_id", flat=True))
        agreed = {one.id for one in inside} & {one.id for one in episodes[:4]}
        assert sent == agreed != set()
        to_ask = {one.id for one in inside} - agreed
        assert set(Task.objects.filter(kind="ask_to_share").values_list("episode_id", flat=True)) == to_ask
        assert group.offer_id == offer.id
        still = {row.episode_id for row in queries.waiting(cast.mette, programme.id)}
        assert still == {one.id for one in episodes} - sent
    with acting_as(cast.bent):  # the association sees those who said yes, and nobody else
        assert set(Person.objects.values_list("id", flat=True)) == {one.person_id for one in inside if one.id in agreed}


def test_nobody_leaves_the_list_without_a_persons_decision(cast, waiting):
    from brobygger.journeys import form_groups, leave
    from brobygger.pathway.matching import operations as matching
    from brobygger.registry.people.acting import acting_as

    programme, episodes, offer = waiting
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        seats = seats_of(cast, proposal)
        matching.refuse(seat=seats[episodes[1].id], refused=True)
        leave.stop(episode=episodes[2], reason="declined", by=cast.mette, at=cast.at)
        late = given_waiting(cast, programme, 1, family="Ny")
        again = form_groups.solve(proposal=proposal, seen=proposal.version, by=cast.mette, at=cast.at)
        after = seats_of(cast, again)
        assert set(after) == {one.id for one in (*episodes, *late)}
        assert after[episodes[1].id].refused
        assert after[episodes[1].id].number is None
        assert after[episodes[2].id].number is None
        stands = form_groups.standing(proposal=again, by=cast.mette, on=cast.today)
        assert [seat.episode_id for seat in stands.gone] == [episodes[2].id]


def test_whoever_is_pinned_stays_and_whoever_is_moved_is_pinned(cast, waiting):
    from brobygger.journeys import form_groups
    from brobygger.pathway.matching import operations as matching
    from brobygger.registry.people.acting import acting_as

    programme, episodes, offer = waiting
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        seat = seats_of(cast, proposal)[episodes[0].id]
        other = 3 - seat.number
        matching.move(seat=seat, number=other)
        again = form_groups.solve(proposal=proposal, seen=proposal.version, by=cast.mette, at=cast.at)
        kept = seats_of(cast, again)[episodes[0].id]
        assert (kept.number, kept.pinned) == (other, True)


def test_an_old_page_changes_nothing_and_says_who_was_first(cast, waiting):
    from brobygger.journeys import form_groups
    from brobygger.pathway.matching import operations as matching
    from brobygger.registry.people.acting import acting_as

    programme, _episodes, offer = waiting
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        seen = proposal.version
        matching.change(proposal=proposal, seen=seen, by=cast.lone, at=cast.at)
        with pytest.raises(Taken, match="Lone Lund"):
            form_groups.solve(proposal=proposal, seen=seen, by=cast.mette, at=cast.at)
        with pytest.raises(Taken):
            accepted(cast, proposal, 1, seen)


def test_beginning_twice_is_going_on_with_the_first(cast, waiting):
    from brobygger.registry.people.acting import acting_as

    programme, _episodes, offer = waiting
    with acting_as(cast.mette):
        first, second = begun(cast, programme, offer), begun(cast, programme, offer, size_min=2)
        assert (first.id, first.version) == (second.id, second.version)
        assert second.size_min == 3


def test_no_more_are_sent_than_the_offer_takes(cast, waiting):
    from brobygger.pathway.matching import operations as matching
    from brobygger.registry.people.acting import acting_as

    programme, episodes, _offer = waiting
    offer = given_workshop(cast, name="Lille værksted", places_total=3)
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        seated = [one for one, seat in seats_of(cast, proposal).items() if seat.number]
        assert seated == [one.id for one in episodes[:3]]  # those who have waited longest
        matching.move(seat=seats_of(cast, proposal)[episodes[5].id], number=1)
        with pytest.raises(Refusal, match="tilbuddet: 3"):
            accepted(cast, proposal, 1, proposal.version)


def test_whoever_says_no_afterwards_waits_again(cast, waiting):
    from brobygger.journeys import form_groups
    from brobygger.pathway.matching import operations as matching
    from brobygger.pathway.matching.models import GroupProposal
    from brobygger.registry.people.acting import acting_as

    programme, episodes, offer = waiting
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
        number = seats_of(cast, proposal)[episodes[0].id].number
        accepted(cast, proposal, number, proposal.version)
        seat = seats_of(cast, proposal)[episodes[0].id]
        with pytest.raises(Refusal, match="allerede lavet"):
            matching.move(seat=seat, number=2)
        version = GroupProposal.objects.get(id=proposal.id).version
        form_groups.let_go(proposal=proposal, seen=version, seat=seat, by=cast.mette, at=cast.at)
        stands = form_groups.standing(proposal=proposal, by=cast.mette, on=cast.today)
        assert episodes[0].id in {seat.episode_id for seat in stands.open_seats}


def test_two_coordinators_accept_the_same_group_at_once(committed_cast):
    """One group is made, one is told who was first; everybody is referred once."""
    from django.db import connection

    from brobygger.communities.groups.models import Group
    from brobygger.pathway.referrals.models import Referral
    from brobygger.registry.people.acting import acting_as

    cast = committed_cast
    programme = given_programme(cast, "001-favrskov")
    episodes, offer = given_waiting(cast, programme, 4), given_workshop(cast)
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        proposal = begun(cast, programme, offer)
    ready, results = Barrier(3), []

    def press() -> None:
        ready.wait()
        try:
            with acting_as(cast.mette):
                results.append(accepted(cast, proposal, 1, proposal.version))
        except Refusal as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=press) for _coordinator in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(one).__name__ for one in results) == ["Group", "Taken", "Taken"]
    with acting_as(cast.mette):
        assert Group.objects.count() == 1
        assert Referral.objects.count() == 4
