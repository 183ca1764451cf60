"""One session: what belongs to it, until when one says no, what it costs, and what a change must tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.attendance import meeting_rules as rules
from brobygger.pathway.attendance.meeting_rules import Eater, Facts, Terms
from brobygger.registry.recipes import load

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LUNCH = Terms(price=Decimal(60), late="half", guest_price=Decimal(80))


def test_every_activity_of_every_recipe_has_what_it_needs():
    """A meal has a menu and a last moment to say no, an outing seats, a lesson at home goals."""
    found: dict[str, set[str]] = {}
    for recipe in (load.load(one) for one in load.all_ids()):
        for activity in recipe.activities:
            found.setdefault(activity.kind, set()).update(rules.needs_of(activity, "other"))
    assert {"menu", "sign_off"} <= found["meal"]
    assert {"seats", "ideas"} <= found["outing"]
    assert "goals" in found["pair"]
    assert "tables" in found["cafe"]
    assert "duties" in found["training"]


def test_a_no_in_time_is_free_and_a_late_one_costs_what_the_rule_says():
    closes = rules.closes_at(NOON, 48)
    assert closes == NOON - timedelta(hours=48)
    in_time = rules.sign_off(at=closes, closes=closes, terms=LUNCH, pays="pension")
    late = rules.sign_off(at=closes + timedelta(minutes=1), closes=closes, terms=LUNCH, pays="pension", guests=1)
    assert (in_time.in_time, in_time.owes) == (True, 0)
    assert (late.in_time, late.owes) == (False, Decimal(70))  # half of 60 and 80
    free = rules.sign_off(at=NOON, closes=closes, terms=LUNCH, pays="scheme")
    assert (free.in_time, free.owes) == (False, 0)  # 001-stevns: free in the meal scheme


def test_without_a_cut_off_one_may_say_no_to_the_last():
    assert rules.closes_at(NOON, None) is None
    assert rules.sign_off(at=NOON, closes=None, terms=LUNCH, pays="self").in_time


@pytest.mark.parametrize(
    ("pays", "guests", "price"), [("self", 0, 60), ("self", 2, 220), ("scheme", 1, 80), ("organisation", 0, 0)]
)
def test_the_price_is_each_persons_own_and_guests_are_paid_for(pays, guests, price):
    assert rules.price_of(LUNCH, pays=pays, guests=guests) == price


eaters = st.lists(
    st.builds(Eater, promised=st.none() | st.booleans(), guests=st.integers(0, 3), late=st.booleans()), max_size=20
)


@given(eaters, st.integers(0, 4), st.integers(1, 40))
def test_no_plate_is_cooked_for_one_who_said_no_in_time_and_every_other_has_one(people, hosts, seats):
    counted = rules.plates(people, hosts=hosts)
    coming = [one for one in people if one.promised is not False]
    assert counted >= hosts + len(coming)
    assert counted == hosts + sum(1 + one.guests for one in people if one.promised is not False or one.late)
    assert rules.places_left(seats, people) == seats - sum(1 + one.guests for one in coming)


def test_what_members_would_notice_is_told_and_nothing_else():
    before = Facts(NOON, "Kulturhuset, Torvet 2")
    assert rules.changes(before, Facts(NOON, " kulturhuset, torvet 2 ")) == ()
    assert rules.changes(before, Facts(NOON + timedelta(hours=1), "Biblioteket", "outdoors")) == (
        "time", "place", "mode",
    )  # fmt: skip
    off = Facts(NOON, "Kulturhuset, Torvet 2", called_off=True)
    assert rules.changes(before, off) == ("called_off",)
    assert rules.changes(off, before) == ("resumed",)
