"""Easter moves, Christmas Eve is closed, and a month after 31 January is the last of February."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.outreach.age_rules import KNOWN_SETS, Ages, is_due, read_ages, written
from brobygger.pathway.outreach.calendar_rules import EVERY, days_off, easter, is_workday, next_due

DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(("year", "month", "day"), [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2038, 4, 25),
                                                    (2285, 3, 22)])  # fmt: skip
def test_easter_as_the_church_has_it(year, month, day):
    assert easter(year) == date(year, month, day)


def test_danish_days_off():
    assert {date(2026, 4, 2), date(2026, 4, 3), date(2026, 5, 14), date(2026, 5, 25), date(2026, 6, 5)} <= days_off(
        2026
    )
    assert is_workday(date(2026, 5, 1))
    assert is_workday(date(2026, 4, 24)), "store bededag until 2023"
    assert not is_workday(date(2026, 12, 24))
    assert not is_workday(date(2026, 11, 21)), "a Saturday"


@given(DAYS, st.sampled_from(EVERY), DAYS)
def test_the_next_day_is_after_today_and_the_one_before_is_not(due, every, after):
    following = next_due(due, every, after=after)
    assert following > max(after, due) or (due > after and following > due)
    longest = {"week": 7, "month": 31, "quarter": 92, "year": 366}[every]
    assert (following - max(after, due)).days <= longest


def test_the_last_of_a_month_stays_the_last():
    assert next_due(date(2026, 1, 31), "month", after=date(2026, 2, 1)) == date(2026, 2, 28)
    assert next_due(date(2026, 1, 31), "month", after=date(2026, 2, 28)) == date(2026, 3, 31)


def test_the_known_sets_find_whom_they_say():
    former, copenhagen = (each.ages for each in KNOWN_SETS)
    turning = {age: date(2026 - age, 12, 31) for age in range(60, 100)}
    by_law = [age for age, born in turning.items() if is_due(former, born=born, lives_alone=False, year=2026)]
    assert by_law == [75, 80, *range(82, 100)]
    assert is_due(former, born=turning[70], lives_alone=True, year=2026)
    assert not is_due(former, born=turning[70], lives_alone=None, year=2026)
    assert [age for age, born in turning.items() if is_due(copenhagen, born=born, lives_alone=None, year=2026)] == [65]
    assert is_due(Ages(), born=turning[61], lives_alone=None, year=2026), "no ages chosen: age decides nothing"


@given(st.frozensets(st.integers(50, 110)))
def test_ages_are_read_as_they_are_written(ages):
    assert read_ages(written(ages)) == ages


@pytest.mark.parametrize("wrong", ["75-80", "gammel", "7", "750", "75,,x", "²"])
def test_what_is_no_age_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        read_ages(wrong)
