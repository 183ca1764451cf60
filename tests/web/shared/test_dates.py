"""Dates as people say them. Aase's calendar: today is Tuesday 3 March 2026."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.web.shared.dates import as_people_say, clock, exact_day, in_a_narrow_place, number_in_words_of

TODAY = date(2026, 3, 3)
SOME_DAY = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2026, 3, 3), "i dag", "today"),
        (date(2026, 3, 4), "i morgen", "tomorrow"),
        (date(2026, 3, 5), "i overmorgen", "the day after tomorrow"),
        (date(2026, 3, 6), "på fredag", "on Friday"),
        (date(2026, 3, 9), "på mandag", "on Monday"),
        (date(2026, 3, 10), "tirsdag i næste uge", "Tuesday next week"),
        (date(2026, 3, 15), "søndag i næste uge", "Sunday next week"),
        (date(2026, 3, 16), "16. marts", "16 March"),
        (date(2027, 3, 5), "5. marts 2027", "5 March 2027"),
        (date(2026, 3, 2), "i går", "yesterday"),
        (date(2026, 3, 1), "i forgårs", "two days ago"),
        (date(2026, 2, 26), "i torsdags", "last Thursday"),
        (date(2026, 2, 24), "for en uge siden", "a week ago"),
        (date(2026, 2, 18), "for en uge siden", "a week ago"),
        (date(2026, 2, 17), "for 2 uger siden", "2 weeks ago"),
        (date(2026, 2, 10), "for 3 uger siden", "3 weeks ago"),
        (date(2026, 1, 1), "for 8 uger siden", "8 weeks ago"),
        (date(2025, 12, 30), "30. december 2025", "30 December 2025"),
    ],
)
def test_a_day_is_said_as_people_say_it(day, danish, english):
    assert as_people_say(day, TODAY) == danish
    assert as_people_say(day, TODAY, "en") == english


def test_next_week_begins_on_monday_also_when_today_is_sunday():
    sunday = date(2026, 3, 8)
    assert as_people_say(date(2026, 3, 14), sunday) == "på lørdag"
    assert as_people_say(date(2026, 3, 15), sunday) == "søndag i næste uge"
    assert as_people_say(date(2026, 3, 16), sunday) == "16. marts"


@given(today=SOME_DAY, away=st.integers(min_value=-6, max_value=6))
def test_no_two_days_near_today_are_said_alike(today, away):
    said = {as_people_say(today + timedelta(days=n), today) for n in range(-6, 7)}
    assert len(said) == 13
    assert str(today.year) not in as_people_say(today + timedelta(days=away), today)


@given(day=SOME_DAY, today=SOME_DAY)
def test_a_far_day_always_says_its_date_and_another_year_its_year(day, today):
    said = as_people_say(day, today)
    if abs((day - today).days) >= 63:
        assert said.startswith(f"{day.day}. ")
        assert (str(day.year) in said) == (day.year != today.year)


def test_the_exact_day_is_for_hover_and_print():
    assert exact_day(date(2026, 3, 5)) == "torsdag den 5. marts 2026"
    assert exact_day(date(2026, 3, 5), "en") == "Thursday 5 March 2026"


def test_the_clock():
    assert clock(time(9, 5)) == "kl. 09.05"
    assert clock(time(13, 30), "en") == "at 13:30"


@pytest.mark.parametrize(
    ("value", "decimals", "danish", "english"),
    [
        (1234.5, None, "1.234,5", "1,234.5"),
        (4.0, None, "4", "4"),
        (0.04, None, "0", "0"),
        (-0.04, None, "0", "0"),
        (-2.5, None, "-2,5", "-2.5"),
        (3, 2, "3,00", "3.00"),
    ],
)
def test_numbers_carry_the_languages_own_marks(value, decimals, danish, english):
    assert number_in_words_of("da", value, decimals) == danish
    assert number_in_words_of("en", value, decimals) == english


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2025, 12, 11), "11. dec. 2025", "11 Dec 2025"),
        (date(2027, 5, 5), "5. maj 2027", "5 May 2027"),
        (date(2026, 3, 6), "på fredag", "on Friday"),
    ],
)
def test_a_month_is_cut_short_where_there_is_little_room(day, danish, english):
    assert in_a_narrow_place(as_people_say(day, TODAY)) == danish
    assert in_a_narrow_place(as_people_say(day, TODAY, "en"), "en") == english
