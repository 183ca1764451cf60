"""Rules of volunteering: what is missing, how long it counts, and whether there are enough."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.communities.volunteers import rules
from brobygger.communities.volunteers.rules import Balance, Pace, Standing, StepKind, Terms

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
TERMS = st.builds(
    Terms, valid_months=st.integers(1, 120), warn_weeks=st.integers(1, 26), grace_days=st.integers(0, 180)
)


@settings(max_examples=100)
@given(st.sets(st.sampled_from([kind.value for kind in StepKind])))
def test_secrecy_is_always_asked_for_and_steps_keep_their_order(kinds):
    asked = rules.in_order(kinds)
    assert StepKind.SECRECY in asked
    assert list(asked) == [kind for kind in StepKind if kind in asked]
    assert rules.missing(Terms(asked), [kind.value for kind in asked]) == ()
    assert rules.missing(Terms(asked), []) == asked


@settings(max_examples=100)
@given(DAYS, DAYS, TERMS)
def test_a_certificate_goes_through_four_states_and_never_back(until, start, terms):
    order = list(Standing)
    places = [order.index(rules.standing(until, start + timedelta(weeks=week), terms)) for week in range(120)]
    assert places == sorted(places)
    assert rules.standing(until, until, terms) is Standing.SOON
    assert rules.standing(until, until + timedelta(days=terms.grace_days + 1), terms) is Standing.CLOSED
    assert rules.standing(None, start, terms) is Standing.VALID


def test_months_end_where_the_month_does():
    assert rules.months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert rules.months_after(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert rules.months_after(date(2026, 11, 21), 24) == date(2028, 11, 21)


@settings(max_examples=100)
@given(st.integers(0, 50), st.integers(0, 50), st.builds(Pace, *[st.floats(0, 5)] * 3))
def test_nobody_waits_in_the_forecast_while_a_place_is_free(wanted, places, pace):
    weeks = rules.forecast(wanted=wanted, places=places, pace=pace, weeks=8)
    assert [week.number for week in weeks] == list(range(1, 9))
    assert all(min(week.wanted, week.places) == pytest.approx(0) for week in weeks)
    assert all(week.wanted >= 0 and week.places >= 0 for week in weeks)


def test_more_who_ask_than_who_join_ends_in_shortage():
    weeks = rules.forecast(wanted=0, places=6, pace=Pace(asked=2, joined=0.5, left=0), weeks=8)
    assert rules.balance(0, 6) is Balance.IDLE
    assert rules.balance(weeks[-1].wanted, weeks[-1].places) is Balance.SHORTAGE
    assert weeks[-1].wanted == pytest.approx(6)


@pytest.mark.parametrize(("wanted", "places", "told"), [(1, 0, "shortage"), (3, 3, "even"), (0, 1, "even"),
                                                        (0, 2, "idle"), (9, 12, "even"), (8, 12, "idle")])  # fmt: skip
def test_a_third_of_the_places_free_is_idleness(wanted, places, told):
    assert rules.balance(wanted, places) == told


def test_the_area_that_lacks_most_stands_first():
    sides = rules.by_area(["Nord", "Nord", "Syd", ""], [("Syd", 3), ("Nord", 1)])
    assert [(side.area, side.wanted, side.places) for side in sides] == [("", 1, 0), ("Nord", 2, 1), ("Syd", 1, 3)]


def test_halves_of_an_oere_go_up():
    assert rules.pay_for(Decimal("12.5"), 228) == 2850
    assert rules.pay_for(Decimal("0.1"), 225) == 23
