"""Pairs by an effort's own rules: two volunteers together, those who have met before, and the association's own yes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from brobygger.foundation.kernel.refusal import Refusal, Taken
from tests.cast import given_programme
from tests.waiting import given_agreed, given_volunteer, given_waiting

VISIT = {"company": "one_to_one"}


@pytest.fixture
def lists(cast: Any) -> Any:
    """Two wait for a visitor; Ole, Sonja and Tove can each meet one."""
    programme = given_programme(cast, "001-favrskov")
    episodes = given_waiting(cast, programme, 2, wishes=VISIT)
    return programme, episodes, given_volunteer(cast, "Sonja"), given_volunteer(cast, "Tove")


def proposed(cast: Any, programme: Any, seen: int) -> Any:
    from brobygger.journeys import match_pairs
    from brobygger.pathway.matching import queries

    kept = match_pairs.propose(programme=programme, seen=seen, by=cast.mette, at=cast.at)
    return kept, [row for row in queries.proposed_pairs(cast.mette, kept) if row.status == "proposed"]


def whole(cast: Any, row: Any) -> Any:
    from brobygger.pathway.matching import queries

    return queries.proposed_pair(cast.mette, row.id)


def test_two_who_go_together_are_proposed_as_one_and_both_see_the_person(cast, lists):
    from brobygger.communities.volunteers.models import Pair
    from brobygger.journeys import match_pairs
    from brobygger.pathway.matching import duos, pairing
    from brobygger.registry.people.acting import acting_as

    programme, episodes, sonja, tove = lists
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        duos.go_together(first=sonja, second=tove, by=cast.mette, on=cast.today)
        with pytest.raises(Taken, match="følges allerede"):
            duos.go_together(first=tove, second=sonja, by=cast.mette, on=cast.today)
        with pytest.raises(Refusal, match="to forskellige"):
            duos.go_together(first=tove, second=tove, by=cast.mette, on=cast.today)
        kept, rows = proposed(cast, programme, 0)
        assert {row.volunteer_id for row in rows} == {sonja.id, cast.ole.membership_id}  # never Tove alone
        pairing.choose(pair_list=kept, giver_needed=False, two_needed=True, association_agrees=False)
        kept, rows = proposed(cast, programme, kept.version)
        (row,) = rows  # Ole goes alone, so he is not proposed
        assert (row.volunteer_id, row.second_id) == (sonja.id, tove.id)
        match_pairs.accept(pair=whole(cast, row), seen=kept.version, next_on=None, by=cast.mette, at=cast.at)
        met = Pair.objects.filter(person_id=row.person_id).values_list("volunteer_id", flat=True)
        assert set(met) == {sonja.id, tove.id}


def test_those_who_have_met_before_are_joined_again(cast, lists):
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.communities.volunteers.models import Pair
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Consent

    programme, episodes, _sonja, tove = lists
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        for episode in episodes:  # earlier in the year Tove visited the second of them
            if episode == episodes[1]:
                pair = volunteers.pair(
                    person=episode.person, volunteer=tove, consent=Consent.objects.filter(person=episode.person).last(),
                    since=cast.today - timedelta(days=90), next_on=None, by=cast.mette, at=cast.at,
                )  # fmt: skip
                volunteers.part(
                    pair=Pair.objects.get(id=pair.id), until=cast.today, why="moved", by=cast.mette, at=cast.at
                )
        _kept, rows = proposed(cast, programme, 0)
        assert {row.volunteer_id for row in rows if row.episode_id == episodes[1].id} == {tove.id}


def test_only_those_who_can_give_a_hand_when_that_is_the_rule(cast):
    from brobygger.pathway.matching import pairing
    from brobygger.registry.people.acting import acting_as

    programme = given_programme(cast, "001-favrskov")
    given_waiting(cast, programme, 1, wishes=VISIT, walks_m=100, walking_aid="walker")
    with acting_as(cast.mette):
        kept, rows = proposed(cast, programme, 0)
        assert len(rows) == 1
        pairing.choose(pair_list=kept, giver_needed=True, two_needed=False, association_agrees=False)
        _kept, rows = proposed(cast, programme, kept.version)
        assert rows == []


def test_the_association_says_yes_before_a_direct_pair_and_sees_no_name(cast, lists):
    from brobygger.journeys import match_pairs
    from brobygger.pathway.matching import pairing
    from brobygger.pathway.matching.models import PairList
    from brobygger.registry.people.acting import acting_as

    programme, episodes, _sonja, _tove = lists
    given_agreed(cast, episodes)
    with acting_as(cast.mette):
        kept, rows = proposed(cast, programme, 0)
        pairing.choose(pair_list=kept, giver_needed=False, two_needed=False, association_agrees=True)
        seen = kept.version
        with pytest.raises(Refusal, match="skal sige ja til parret først"):
            match_pairs.accept(pair=whole(cast, rows[0]), seen=seen, next_on=None, by=cast.mette, at=cast.at)
        seen = PairList.objects.get().version
        for row in rows:
            match_pairs.ask_association(pair=whole(cast, row), seen=seen, by=cast.mette, at=cast.at)
            seen += 1
    with acting_as(cast.bent):
        asked = match_pairs.to_agree(by=cast.bent, at=cast.at)
        assert {pair.id for pair, _wish in asked} == {row.id for row in rows}
        assert not hasattr(asked[0][1], "name")
        match_pairs.agree(pair_id=rows[0].id, yes=True, by=cast.bent, at=cast.at)
        match_pairs.agree(pair_id=rows[1].id, yes=False, by=cast.bent, at=cast.at)
        with pytest.raises(Taken, match="Der er svaret på det"):
            match_pairs.agree(pair_id=rows[1].id, yes=True, by=cast.bent, at=cast.at)
        with pytest.raises(Taken):
            match_pairs.agree(pair_id=uuid4(), yes=True, by=cast.bent, at=cast.at)
    with acting_as(cast.mette):
        with pytest.raises(Taken, match="Bent Birk"):  # the page she had open is older than his answer
            match_pairs.accept(pair=whole(cast, rows[0]), seen=seen, next_on=None, by=cast.mette, at=cast.at)
        seen = PairList.objects.get().version
        match_pairs.accept(pair=whole(cast, rows[0]), seen=seen, next_on=None, by=cast.mette, at=cast.at)
        assert whole(cast, rows[1]).status == "refused"
