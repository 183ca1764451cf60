"""Yesterday's report and today's: what a reader subtracts is nobody, or at least five."""

from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.disclosure.release_rules import apart, divided_apart, enough_moved, moved, table_apart
from brobygger.insight.disclosure.rules import THRESHOLD, divide, one_way, small

COUNTS = st.fixed_dictionaries({key: st.integers(0, 25) for key in "abc"})


def test_one_more_woman_is_not_told():
    yesterday, today = one_way({"female": 12, "male": 8}), one_way({"female": 13, "male": 8})
    assert not table_apart(yesterday, today)
    assert table_apart(yesterday, one_way({"female": 17, "male": 8}))
    assert table_apart(yesterday, yesterday)


def test_five_more_of_whom_one_is_a_woman_are_not_told_either():
    assert not table_apart(one_way({"female": 12, "male": 8}), one_way({"female": 13, "male": 12}))


def test_a_hidden_part_is_not_given_away_by_an_earlier_table():
    """First 20, 8 and 6. Then 20, 8 and 7 with the last two hidden: their sum would tell that one has come."""
    earlier = one_way({"a": 20, "b": 8, "c": 6})
    assert earlier.shown == {"a": 20, "b": 8, "c": 6}
    later = type(earlier)(35, {"a": 20, "b": None, "c": None}, 15)
    assert not table_apart(earlier, later)


@given(COUNTS, COUNTS)
def test_whatever_a_reader_subtracts_is_nobody_or_enough(before, after):
    old, new = one_way(before), one_way(after)
    if not table_apart(old, new):
        return
    for key in "abc":
        if old.shown[key] is not None and new.shown[key] is not None:
            assert not small(abs(after[key] - before[key]))
    if old.total is not None and new.total is not None:
        assert not small(abs(new.total - old.total))
    hidden = [key for key in "abc" if new.shown[key] is None]
    if hidden and new.rest is not None and None not in [old.shown[key] for key in hidden]:
        assert not small(abs(sum(after[key] - before[key] for key in hidden)))


@given(COUNTS)
def test_the_same_table_may_be_told_again(counts):
    assert table_apart(one_way(counts), one_way(counts))
    assert moved(counts, counts) == 0


@given(COUNTS, COUNTS, COUNTS)
def test_how_many_have_moved_is_a_distance(a, b, c):
    assert moved(a, b) == moved(b, a)
    assert (moved(a, b) == 0) == (a == b)
    assert moved(a, c) <= moved(a, b) + moved(b, c)


def test_a_mean_waits_until_five_have_changed():
    before = {(8, 5): 10, (7, 7): 4}
    assert not enough_moved(before, {(8, 5): 10, (7, 7): 4, (9, 3): 1})
    assert not enough_moved(before, {(8, 5): 9, (8, 6): 1, (7, 7): 4})
    assert enough_moved(before, {(8, 5): 10, (7, 7): 4, (9, 3): THRESHOLD})


def test_hidden_numbers_tell_no_difference():
    assert apart(None, 6)
    assert apart(3 + THRESHOLD, None)
    assert not apart(20, 21)
    assert divided_apart(divide(40, 24), divide(45, 29))
    assert not divided_apart(divide(40, 24), divide(41, 24))
