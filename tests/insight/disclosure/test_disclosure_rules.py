"""An attacker with everything we publish, and these rules in hand, cannot compute a single hidden count."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.disclosure.rules import (
    THRESHOLD,
    Divided,
    Parts,
    divide,
    hide,
    levels,
    mean_allowed,
    one_way,
    share,
)

TABLES = st.lists(st.integers(0, 14), min_size=1, max_size=4).map(lambda counts: dict(enumerate(counts)))


def possible_tables(published: Parts[int]) -> Iterator[tuple[int, ...]]:
    """What the attacker finds: every table with this total and these shown parts. A hidden part is at least 1."""
    hidden = [key for key, number in published.shown.items() if number is None]
    left = (published.total or 0) - sum(number or 0 for number in published.shown.values())
    for guess in product(range(1, left + 1), repeat=len(hidden)):
        if sum(guess) == left:
            yield guess


def pinned(published: Parts[int]) -> list[int]:
    """The hidden parts for which the attacker finds one value only."""
    hidden = [key for key, number in published.shown.items() if number is None]
    if published.total is None or not hidden:
        return []
    values: list[set[int]] = [set() for _ in hidden]
    for guess in possible_tables(published):
        for place, number in enumerate(guess):
            values[place].add(number)
    return [key for key, found in zip(hidden, values, strict=True) if len(found) == 1]


@given(TABLES)
def test_no_hidden_part_can_be_computed_from_the_total_and_the_rest(counts):
    assert pinned(one_way(counts)) == []


@given(TABLES)
def test_the_rules_known_by_heart_help_nobody(counts):
    """The attacker also runs our own rules on every guess, and keeps those that publish the same."""
    published = one_way(counts)
    hidden = [key for key, number in published.shown.items() if number is None]
    if published.total is None or not hidden:
        return
    tables = [{**counts, **dict(zip(hidden, guess, strict=True))} for guess in possible_tables(published)]
    same = [table for table in tables if one_way(table) == published]
    assert counts in same
    for key in hidden:
        assert len({table[key] for table in same}) > 1, (counts, published)


def without_complementary(counts: dict[int, int]) -> Parts[int]:
    return Parts(sum(counts.values()), {key: hide(number) for key, number in counts.items()})


def test_the_attacker_breaks_a_table_that_hides_only_the_small_part():
    """The negative control: 12 women, 2 men, 14 in all."""
    assert pinned(without_complementary({0: 12, 1: 2})) == [1]
    assert pinned(one_way({0: 12, 1: 2})) == []


@given(TABLES)
def test_small_counts_are_never_shown_and_large_ones_are_never_changed(counts):
    published = one_way(counts)
    for key, number in published.shown.items():
        assert number in (None, counts[key])
        assert number is None or number == 0 or number >= THRESHOLD
    assert published.total is None or published.total == sum(counts.values())
    assert published.rest is None or published.rest >= THRESHOLD


@given(TABLES)
def test_nothing_is_hidden_without_need(counts):
    if not any(0 < number < THRESHOLD for number in [*counts.values(), sum(counts.values())]):
        assert None not in one_way(counts).shown.values()


@given(st.integers(0, 40), st.data())
def test_a_total_in_two_leaves_both_open_or_hides_both_well(total, data):
    part = data.draw(st.integers(0, total))
    published = divide(total, part)
    if published.part is not None:
        assert (published.part, published.others) == (part, total - part)
        return
    if 0 < total < THRESHOLD:
        return  # the total itself is not published
    guesses = [guess for guess in range(total + 1) if divide(total, guess) == published]
    assert part in guesses
    assert len(guesses) > 1
    assert published.part_at_least is None or published.part_at_least <= part
    assert published.others_at_least is None or published.others_at_least <= total - part


def test_seventeen_of_twenty_are_said_as_at_least_fifteen():
    assert divide(20, 17) == Divided(None, None, part_at_least=15)
    assert divide(20, 3) == Divided(None, None, others_at_least=15)
    assert divide(20, 20) == Divided(20, 0)
    assert divide(20, 12) == Divided(12, 8)


def test_a_part_larger_than_the_whole_is_a_mistake():
    with pytest.raises(ValueError, match="7 of 6"):
        divide(6, 7)


FALLING = st.lists(st.integers(0, 25), min_size=1, max_size=5).map(lambda numbers: sorted(numbers, reverse=True))


@given(FALLING, st.integers(0, 25))
def test_no_step_between_two_shown_levels_is_small(numbers, beside):
    shown = [number for number in levels(numbers, beside=[beside]) if number is not None]
    shown += [beside] if not 0 < beside < THRESHOLD else []
    for higher in shown:
        assert not 0 < higher < THRESHOLD
        for lower in shown:
            assert not 0 < higher - lower < THRESHOLD


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda numbers: sorted(numbers, reverse=True)))
def test_no_hidden_level_can_be_computed(numbers):
    """Every falling row of levels that publishes the same is possible; a hidden one has at least two values."""
    published = levels(numbers)
    top = max(numbers) + 6
    same = [
        guess
        for guess in product(range(top + 1), repeat=len(numbers))
        if list(guess) == sorted(guess, reverse=True) and levels(guess) == published
    ]
    for place, number in enumerate(published):
        if number is None:
            assert len({guess[place] for guess in same}) > 1


def test_the_total_of_another_table_counts_too():
    """20 started stands in the box: that 22 were called would tell that 2 never came."""
    assert levels([120, 48, 22, 20, 17], beside=[20]) == (120, 48, None, 20, None)


def test_shares_are_whole_and_never_of_a_hidden_count():
    assert share(7, 21) == 33
    assert share(None, 21) is None
    assert share(0, 0) is None


@pytest.mark.parametrize(
    ("people", "allowed"),
    [
        (Divided(5, 5), True),
        (Divided(0, 20), False),
        (Divided(None, None, part_at_least=10), True),
        (Divided(None, None, part_at_least=5), False),
        (Divided(None, None), False),
    ],
)
def test_a_mean_needs_five_people_or_ten_where_the_number_is_hidden(people, allowed):
    assert mean_allowed(people) is allowed
