"""Before and after is told honestly: same person, same instrument, who was not measured again, and never NaN."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.analyses.change_rules import Shares
from brobygger.insight.evaluation.outcome_rules import Participant, Taken, changes, describe

START = datetime(2026, 1, 5, 10)


def measured(person: str, score: int, *, days: int = 0, instrument: str = "t-ils@2") -> Taken:
    return Taken(person, instrument, "start" if days == 0 else f"after_{days}_days", START + timedelta(days), score)


def loneliness(rows, started=1):
    return changes(rows, started)[0]


def mood(rows, started=1):
    return changes(rows, started)[1]


def test_the_latest_later_round_is_compared_with_the_start():
    aase = [measured("aase", 8), measured("aase", 7, days=90), measured("aase", 5, days=180)]
    found = loneliness(aase)
    assert (found.mean_before, found.mean_after, found.mean_change) == (8, 5, -3)
    assert found.shares == Shares(1, 0, 0)


def test_those_not_measured_again_are_counted_and_stay_out_of_the_means():
    found = loneliness([measured("aase", 8), measured("villy", 6), measured("villy", 6, days=90)], started=3)
    assert (found.started, found.with_start, found.both, found.mean_before) == (3, 2, 1, 6)


def test_two_wordings_of_an_instrument_are_not_compared():
    found = loneliness([measured("aase", 8, instrument="t-ils@1"), measured("aase", 3, days=90)])
    assert (found.with_start, found.both, found.mean_change) == (1, 0, None)


def test_mood_and_loneliness_are_kept_apart():
    rows = [measured("aase", 8), measured("aase", 8, days=90)]
    rows += [measured("aase", 40, instrument="who-5@1"), measured("aase", 64, days=90, instrument="who-5@1")]
    assert loneliness(rows).shares == Shares(0, 1, 0)
    assert mood(rows).shares == Shares(1, 0, 0)
    assert [change.yardstick.outcome for change in changes(rows, 1)] == ["loneliness", "mood"]


def test_a_better_mood_is_ten_points_and_less_loneliness_is_any_change():
    for after, expected in ((54, Shares(0, 1, 0)), (60, Shares(1, 0, 0)), (40, Shares(0, 0, 1)), (41, Shares(0, 1, 0))):
        rows = [measured("a", 50, instrument="who-5@1"), measured("a", after, days=90, instrument="who-5@1")]
        assert mood(rows).shares == expected
    assert loneliness([measured("a", 5), measured("a", 4, days=90)]).shares.better == 1
    assert loneliness([measured("a", 5), measured("a", 6, days=90)]).shares.worse == 1


def test_two_rounds_on_a_day_and_two_versions_count_a_person_once():
    rows = [measured("aase", 8), measured("aase", 6, days=90), measured("aase", 5, days=90)]
    assert dict(loneliness(rows).pairs) == {(8, 6): 1}
    rows += [measured("aase", 9, instrument="t-ils@1")]
    assert (dict(loneliness(rows).pairs), loneliness(rows).with_start) == ({(8, 6): 1}, 1)


def test_a_score_outside_the_scale_is_in_no_mean():
    rows = [measured("aase", 8), measured("aase", 70, days=90), measured("villy", 8), measured("villy", 6, days=90)]
    found = loneliness(rows)
    assert (found.with_start, found.both, found.mean_after) == (2, 1, 6)


def test_nobody_measured_gives_no_number():
    found = loneliness([], started=12)
    assert (found.both, found.mean_before, found.mean_after, found.mean_change) == (0, None, None, None)


def test_nobody_started_gives_an_empty_box():
    box = describe([])
    assert (box.started, box.mean_age, box.ages_known) == (0, None, 0)
    assert set(box.sex.values()) == {0}


def test_the_box_counts_what_is_not_known_as_a_part_of_its_own():
    aase = Participant(date(2026, 3, 1), date(1943, 3, 2), "female", None, "flat", "widowed")
    villy = Participant(date(2026, 3, 1), date(1949, 3, 1), "male", False, None, None)
    box = describe([aase, villy, Participant(date(2026, 3, 1), None, None, True, "castle", "single")])
    assert (box.started, box.mean_age, box.ages_known) == (3, 79.5, 2)  # 82 until the day after, and 77
    assert box.sex == {"female": 1, "male": 1, "other": 0, "unknown": 1}
    assert box.dementia == {"yes": 1, "no": 1, "unknown": 1}
    assert (box.housing["flat"], box.housing["unknown"]) == (1, 2)
    assert (box.civil_status["widowed"], box.civil_status["single"], box.civil_status["unknown"]) == (1, 1, 1)


ROWS = st.lists(
    st.builds(
        measured,
        st.sampled_from("abcd"),
        st.integers(0, 100),
        days=st.sampled_from([0, 90, 180]),
        instrument=st.sampled_from(["t-ils@1", "t-ils@2", "who-5@1", "phq-2@1"]),
    ),
    max_size=20,
)


@given(ROWS, st.integers(0, 10))
def test_everybody_measured_twice_is_better_the_same_or_worse(rows, started):
    for change in changes(rows, started):
        assert change.shares.n == change.both <= change.with_start <= change.started
        assert (change.mean_change is None) == (change.both == 0)
