"""Who decides, and what is unclear: the troubles that the source documents tell of, found before they hurt."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.governance.rules import (
    LEVELS,
    Body,
    Doing,
    Sitting,
    days_late,
    renewal,
    risk_colour,
    unclear,
)

TODAY = date(2026, 11, 21)
LONE, METTE, BENT = Sitting("1", "Lone", chairs=True), Sitting("2", "Mette"), Sitting("3", "Bent")


def body(name="Styregruppe", *, kind="steering", may_decide=True, task="Beslutter", begins_on=TODAY, **more):
    seats = more.pop("seats", (LONE, METTE))
    return Body(name, kind, may_decide, task, begins_on, seats=seats, **more)


def codes(bodies, **more):
    return [found.code for found in unclear(bodies, today=TODAY, **more)]


def test_one_clear_group_has_nothing_unclear():
    assert codes([body()]) == []


def test_no_groups_at_all_is_not_unclear():
    assert codes([]) == []


def test_a_working_group_without_power_and_nobody_above_it():
    assert codes([body("Arbejdsgruppe", kind="working", may_decide=False)]) == ["nobody_decides"]


def test_two_groups_that_both_decide():
    other = body("Følgegruppe", kind="follow", seats=(Sitting("4", "Ole", chairs=True),))
    assert codes([body(), other]) == ["several_decide"]


def test_a_steering_group_that_may_not_decide_while_another_group_does():
    other = body("Lederne", kind="working", seats=(Sitting("4", "Ole", chairs=True),))
    assert codes([body(may_decide=False), other]) == ["may_not_decide"]


def test_stevns_two_groups_with_the_same_people():
    other = body("Arbejdsgruppe", kind="working", may_decide=False, seats=(LONE, METTE, BENT))
    (found,) = unclear([body(), other], today=TODAY)
    assert (found.code, found.groups, found.people) == (
        "same_people", ("Styregruppe", "Arbejdsgruppe"), ("Lone", "Mette"),
    )  # fmt: skip


def test_one_common_leader_is_what_groups_are_for():
    other = body("Arbejdsgruppe", kind="working", may_decide=False, seats=(LONE, BENT))
    assert codes([body(), other]) == []


@pytest.mark.parametrize(
    ("seats", "expected"),
    [((), "no_members"), ((METTE,), "no_chair"), ((LONE, Sitting("4", "Ole", chairs=True)), "several_chairs")],
)
def test_who_calls_the_meeting(seats, expected):
    assert codes([body(seats=seats)]) == [expected]


def test_svendborg_a_group_for_a_while_that_nobody_closed():
    (found,) = unclear([body(begins_on=TODAY - timedelta(days=70), ends_on=TODAY - timedelta(days=10))], today=TODAY)
    assert (found.code, found.days) == ("past_end", 10)


def test_a_group_meets_until_its_last_day():
    assert codes([body(ends_on=TODAY)]) == []


def test_lyngby_every_third_month():
    every = body(begins_on=TODAY - timedelta(days=300), meets_every_days=90, last_met=TODAY - timedelta(days=91))
    assert days_late(every, TODAY) == 1
    assert codes([every]) == ["late_meeting"]
    assert codes([body(meets_every_days=90)]) == []


def test_two_who_have_taken_the_same_duty():
    duties = [Doing("1", "Lone", "Sparring"), Doing("2", "Mette", "  sparring ")]
    (found,) = unclear([], duties=duties, today=TODAY)
    assert (found.code, found.groups, found.people) == ("same_duty", ("Sparring",), ("Lone", "Mette"))


def test_two_leaders_must_have_said_how_they_share():
    leaders = {"1": "Lone", "2": "Mette"}
    told = unclear([], leaders=leaders, duties=[Doing("1", "Lone", "Sparring")], today=TODAY)
    assert [(found.code, found.people) for found in told] == [("leader_without_duty", ("Mette",))]
    assert codes([], leaders={"1": "Lone"}) == []


seats = st.lists(st.integers(0, 6), unique=True, max_size=6).map(
    lambda numbers: tuple(Sitting(str(n), f"P{n}", chairs=n == 0) for n in numbers)
)


@given(st.lists(seats, min_size=2, max_size=4))
def test_overlap_does_not_depend_on_the_order_of_groups(groups):
    bodies = [body(f"G{n}", kind="working", seats=held) for n, held in enumerate(groups)]

    def pairs(given):
        return {frozenset(found.groups) for found in unclear(given, today=TODAY) if found.code == "same_people"}

    assert pairs(bodies) == pairs(bodies[::-1])


@pytest.mark.parametrize(
    ("days", "expected"), [(57, "runs"), (56, "renew"), (1, "renew"), (0, "renew"), (-1, "ended"), (-400, "ended")]
)
def test_eight_weeks_before_it_ends_somebody_is_told(days, expected):
    assert renewal(TODAY + timedelta(days=days), warn_weeks=8, today=TODAY) == expected


def test_an_agreement_until_further_notice_runs():
    assert renewal(None, warn_weeks=8, today=TODAY) == "runs"


@given(st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_a_risk_is_as_grave_either_way_round_and_never_less_when_it_grows(one, other):
    order = ["green", "yellow", "red"]
    assert risk_colour(one, other) == risk_colour(other, one)
    assert order.index(risk_colour(one, other)) <= order.index(risk_colour("high", other))


def test_the_corners_of_the_risk_log():
    assert risk_colour("low", "low") == "green"
    assert risk_colour("low", "high") == "yellow"
    assert risk_colour("high", "middle") == "red"
