"""How long people wait is told with those who wait still, and never from too few; and what is lacking where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.pathway.matching.wait_rules import Side, Wait, expected, shortage

_WAITS = some.lists(some.builds(Wait, some.integers(0, 300), some.booleans()), max_size=40)


def test_of_few_nothing_is_promised():
    assert expected([Wait(3, True)] * 9).too_few
    assert expected([Wait(3, True)] * 4 + [Wait(9, False)] * 20).too_few
    assert expected([Wait(3, True)] * 10).median == 3


def test_those_who_wait_still_make_the_median_longer():
    done = [Wait(days, True) for days in range(10, 20)]
    still = [Wait(100, False)] * 8
    assert expected(done).median == 14
    told = expected(done + still)
    assert (told.median, told.people, told.still) == (18, 18, 8)
    assert expected(done + [Wait(100, False)] * 20).median is None  # more than half wait longer than anybody has seen


@given(_WAITS)
def test_the_median_is_some_persons_wait_and_never_shorter_for_those_still_waiting(waits):
    told = expected(waits)
    if told.median is not None:
        assert told.median in {wait.days for wait in waits}
        done = sorted(wait.days for wait in waits if wait.over)
        assert told.median >= done[(len(done) - 1) // 2] or any(not wait.over for wait in waits)
    assert told.people == len(waits)


@pytest.mark.parametrize(
    ("visits", "places", "lacking"),
    [(0, 0, (2, 4)), (2, 4, (0, 0)), (3, 2, (0, 1)), (1, 10, (1, 0))],
)
def test_what_is_lacking_counts_those_content_with_either_once(visits, places, lacking):
    waiting = [Side("Nord", "one_to_one")] * 2 + [Side("Nord", "group")] * 3 + [Side("Syd", "either")]
    told = shortage(waiting, visits=visits, places=places)
    assert (told.visitors, told.places) == lacking
    assert told.areas == (("Nord", 2, 3), ("Syd", 0, 1))
