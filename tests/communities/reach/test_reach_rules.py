"""When a text is old, when what hangs is to come down, and which days the country shares."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.reach.rules import Text, coming, national_days, steps_in_order, why_down, why_old
from brobygger.registry.wording.told import four_things

TODAY = date(2026, 11, 21)
FRESH = Text(approved_on=TODAY, replaced=False, offer_changed_on=None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FRESH, ""),
        (Text(TODAY - timedelta(days=365), replaced=False, offer_changed_on=None), ""),
        (Text(TODAY - timedelta(days=366), replaced=False, offer_changed_on=None), "aged"),
        (Text(TODAY - timedelta(days=9), replaced=False, offer_changed_on=TODAY), "offer_changed"),
        (Text(TODAY - timedelta(days=9), replaced=False, offer_changed_on=TODAY - timedelta(days=10)), ""),
        (Text(TODAY, replaced=True, offer_changed_on=TODAY), "replaced"),
        (Text(TODAY, replaced=False, offer_changed_on=None, offer_there=False), "offer_gone"),
    ],
)
def test_a_text_is_old_when_it_is_not_true_any_more(text, why):
    assert why_old(text, TODAY) == why


@pytest.mark.parametrize(
    ("until", "old", "why"),
    [(None, "", ""), (TODAY, "", ""), (TODAY - timedelta(days=1), "", "over"), (None, "aged", "aged")],
)
def test_what_hangs_comes_down_when_its_day_has_gone_or_it_is_old(until, old, why):
    assert why_down(until=until, old=old, today=TODAY) == why


def test_the_days_of_2027_are_those_in_the_calendar():
    assert {day.code: str(day.first) for day in national_days(2027)} == {
        "shared_meals": "2027-04-26", "volunteers_friday": "2027-09-24", "older_people": "2027-10-01",
        "volunteers_day": "2027-12-05", "christmas_eve": "2027-12-24",
    }  # fmt: skip


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_every_day_comes_in_order_and_is_prepared_before_it(today):
    days = coming(today)
    assert [day.first for day in days] == sorted(day.first for day in days)
    assert {day.code for day in days} == {day.code for day in national_days(today.year)}
    for day in days:
        assert day.first + timedelta(days=day.days) > today
        assert all(due < day.first for due, _step in steps_in_order(day))
    assert all(day.first.weekday() == 4 for day in days if day.code == "volunteers_friday")
    assert all(day.first.isocalendar()[1] == 17 for day in days if day.code == "shared_meals")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vi spiser sammen hver torsdag.", {"community"}),
        ("Du lærer at lave mad.", {"gain"}),
        ("Vi har brug for dig i køkkenet.", {"give"}),
        ("Du er velkommen. Du vælger selv, hvad du vil være med til.", {"say"}),
        ("Du kan være med til at bestemme, hvad vi laver.", {"say"}),
        ("Døren er åben kl. 14.", set()),
        ("Kommunen bestemmer prisen.", set()),
    ],
)
def test_each_of_the_four_things_is_heard_and_nothing_else(text, said):
    assert four_things(text) == said
