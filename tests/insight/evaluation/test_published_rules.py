"""What a report may tell: the bridge, the box and the changes without a small number in them."""

from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.evaluation import published_outcome_rules as outcomes
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation.outcome_rules import YARDSTICKS, Change, Participants, describe
from brobygger.insight.evaluation.rules import from_totals
from brobygger.registry.recipes import load

HORSENS = load.load("000-horsens")
PATH = HORSENS.path


def counted(**standing: int):
    """The bridge of people whose latest move is `reached_step=n` or `lost_step_reason`."""
    totals = {}
    for name, number in standing.items():
        kind, _, rest = name.partition("_")
        step, _, reason = rest.partition("__")
        totals[kind, step, reason] = number
    return from_totals(PATH, totals, {"asked": 9.0, "consented": 2.0})


def test_a_programme_of_horsens_size_is_told_in_full():
    counts = counted(
        lost_asked__declined=500, lost_asked__no_answer=200, reached_first_time=306, lost_consented__health=294
    )
    told = published.bridge(counts, started=306)
    asked = next(each for each in told if each.steps[0] == "asked")
    assert (asked.entered, asked.passed, dict(asked.lost)) == (1300, 600, {"declined": 500, "no_answer": 200})
    assert (asked.waiting, asked.others_or_waiting, asked.median_days) == (0, None, 9)


def test_few_who_stop_are_told_together_with_the_next_step():
    """48 said yes, 46 were called, 40 came: that 2 were never called is not told, that 8 never came is."""
    counts = counted(lost_first_contact__health=2, lost_first_time__health=6, reached_first_time=40)
    told = published.bridge(counts, started=40)
    merged = next(each for each in told if "first_contact" in each.steps and each.entered == 48)
    assert merged.steps == ("first_contact", "first_time")
    assert (merged.passed, dict(merged.lost)) == (40, {"health": 8})


def test_small_reasons_are_told_as_one():
    counts = counted(
        lost_asked__declined=12, lost_asked__price=2, lost_asked__health=1, lost_asked__no_energy=3, reached_asked=30
    )
    asked = next(each for each in published.bridge(counts, started=0) if each.steps[0] == "asked")
    assert dict(asked.lost) == {"declined": 12, published.OTHERS: 6}


def test_a_few_who_wait_are_told_together_with_the_reasons():
    counts = counted(lost_asked__declined=12, lost_asked__price=6, reached_found=2, reached_asked=30)
    asked = next(each for each in published.bridge(counts, started=0) if each.steps[0] == "asked")
    assert dict(asked.lost) == {"declined": 12}
    assert (asked.waiting, asked.others_or_waiting) == (None, 8)


def test_three_people_make_no_bridge():
    assert published.bridge(counted(reached_found=3), started=0) == ()
    assert published.box(describe([])).started == 0


STANDINGS = st.dictionaries(
    st.sampled_from(PATH).flatmap(
        lambda step: st.sampled_from([("reached", step, ""), ("lost", step, "declined"), ("lost", step, "health")])
    ),
    st.integers(0, 30),
    max_size=12,
)


@given(STANDINGS, st.integers(0, 60))
def test_no_number_of_the_bridge_is_small_and_each_stone_adds_up(totals, started):
    for each in published.bridge(from_totals(PATH, totals, {}), started=started):
        told = [each.entered, each.passed, each.waiting, each.others_or_waiting, *each.lost.values()]
        assert not [number for number in told if number is not None and 0 < number < 5], each
        if None not in (each.passed, each.waiting):
            assert each.entered == each.passed + each.waiting + sum(each.lost.values())
        elif each.others_or_waiting is not None:
            assert each.entered == each.passed + each.others_or_waiting + sum(each.lost.values())


def test_the_box_tells_shares_with_those_not_known():
    people = Participants(
        20, 82.34, 20, {"female": 13, "male": 7, "other": 0, "unknown": 0}, {"yes": 2, "no": 11, "unknown": 7},
        {"flat": 20}, {"widowed": 9, "single": 11},
    )  # fmt: skip
    told = published.box(people)
    assert (told.started, told.mean_age) == (20, 82.3)
    assert [(line.count, line.share) for line in told.tables["sex"]] == [(13, 65), (7, 35), (0, 0), (0, 0)]
    assert [line.count for line in told.tables["dementia"]] == [None, 11, None]  # 2 and, so that 2 stays hidden, 7


def change(started: int, both: int, better: int, worse: int) -> Change:
    """From 7 to 5, to 7 and to 8."""
    return Change(YARDSTICKS[0], started, {(7, 5): better, (7, 7): both - better - worse, (7, 8): worse})


def test_a_change_is_told_with_how_many_were_not_measured_again():
    told = outcomes.change(change(30, 20, 9, 5))
    assert (told.people.part, told.people.others) == (20, 10)
    assert (told.mean_before, told.mean_after, told.mean_change) == (7.0, 6.3, -0.7)
    assert [line.count for line in told.directions] == [9, 6, 5]


def test_few_measured_give_no_mean():
    told = outcomes.change(change(30, 4, 4, 0))
    assert (told.people.part, told.mean_change, told.directions) == (None, None, ())


def test_few_not_measured_hide_the_exact_number():
    told = outcomes.change(change(22, 20, 20, 0))
    assert (told.people.part, told.people.part_at_least, told.people.others) == (None, 15, None)
    assert told.mean_change == -2
    assert told.directions == ()


def test_intervals_wait_for_ten_and_models_for_twenty():
    few, some, many = (outcomes.change(change(n + 10, n, n // 2, 0)) for n in (9, 15, 20))
    assert (few.mean_change is None, few.change, few.bound) == (False, None, None)
    assert (some.change.low < some.change.value < some.change.high, some.dose) == (True, None)
    assert many.better.value == 50


def test_a_bound_that_would_tell_how_few_are_missing_is_not_told():
    assert outcomes.change(change(23, 20, 8, 6)).bound is None
    assert outcomes.change(change(30, 20, 8, 6)).bound is not None


def test_a_curve_is_told_where_enough_have_stopped_and_enough_are_left():
    spans = {(20, True): 6, (60, True): 2, (400, False): 30}
    told = outcomes.curve("attending", spans, beside=[38])
    assert set(told.points) == {30}
    assert told.points[30].value == 84
    assert outcomes.curve("attending", {(20, True): 1, (90, False): 3}, beside=[]).points == {}
    assert outcomes.curve("waiting", {}, beside=[]).median is None
