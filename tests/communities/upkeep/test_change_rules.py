"""What is new about an offer is said in short sentences, and what is not new is not said."""

from __future__ import annotations

from datetime import time
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.communities.upkeep.change_rules import WATCHED, said, stored
from brobygger.registry.wording.rules import Audience, Fault, TextKind, check

THURSDAY = SimpleNamespace(
    weekdays=[3], time=time(14), address="Åvej 1", price_dkk=20, sex="", min_age=None, max_age=None, published=True
)
OFFERS = some.builds(
    SimpleNamespace,
    weekdays=some.lists(some.integers(0, 6), unique=True),
    time=some.none() | some.times(),
    address=some.sampled_from(["", "Åvej 1", "Torvet 2, 8999 Sønderstrand"]),
    price_dkk=some.none() | some.integers(0, 500),
    sex=some.sampled_from(["", "male", "female"]),
    min_age=some.none() | some.integers(18, 90),
    max_age=some.none() | some.integers(60, 99),
    published=some.booleans(),
)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        ({"price_dkk": 30}, ["Det koster nu 30 kroner hver gang."]),
        ({"price_dkk": 0}, ["Det er nu gratis."]),
        ({"time": time(15, 30)}, ["Vi mødes nu torsdag kl. 15.30."]),
        ({"weekdays": [1, 3]}, ["Vi mødes nu tirsdag og torsdag kl. 14.00."]),
        ({"address": "Torvet 2", "sex": "male"}, ["Vi mødes nu her: Torvet 2.", "Det er nu kun for mænd."]),
        ({"min_age": 65}, ["Det er nu for dem fra 65 år."]),
        ({"published": False, "price_dkk": 0}, ["Vi holder det ikke mere."]),
        ({"price_dkk": None}, []),  # nobody knows what it costs: that is nothing to write about
        ({}, []),
    ],
)
def test_what_is_new_is_said(change, sentences):
    after = SimpleNamespace(**{**vars(THURSDAY), **change})
    assert said(stored(THURSDAY), stored(after)) == sentences


@given(OFFERS, OFFERS)
def test_sentences_are_easy_and_repel_nobody_and_nothing_new_says_nothing(before, after):
    assert set(stored(before)) == set(WATCHED)
    assert said(stored(before), stored(before)) == []
    told = check(" ".join(said(stored(before), stored(after))), audience=Audience.PARTICIPANT, kind=TextKind.SMS)
    assert not told.of(Fault.REPELS)
    assert not told.of(Fault.HARD)
