"""What is missing before an effort lives on, and what stops if nobody says yes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.anchoring.rules import Aim, Anchor, Function, missing, shares_fall, stops

TODAY = date(2026, 11, 21)
CALLS = Function("Ringe før første gang", by="Røde Kors", pays="ingen udgift", agreed_on=TODAY)
GOOD = Anchor("association", settled=True, has_owner=True, functions=(CALLS,), milestones=(Aim("Aftale", TODAY),))


def codes(anchor):
    return [one.code for one in missing(anchor, today=TODAY)]


def change(**facts):
    return Anchor(**{**{name: getattr(GOOD, name) for name in GOOD.__dataclass_fields__}, **facts})


def test_a_settled_effort_misses_nothing():
    assert codes(GOOD) == []


def test_nobody_has_begun():
    assert codes(Anchor()) == ["no_plan"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"model": "undecided", "settled": False}, "undecided"),
        ({"settled": False}, "not_settled"),
        ({"has_owner": False}, "no_owner"),
        ({"milestones": ()}, "no_milestones"),
        ({"functions": ()}, "nobody_takes"),
        ({"functions": (Function("Ringe"),)}, "nobody_takes"),
        ({"functions": (Function("Ringe", by="Røde Kors"),)}, "nobody_pays"),
        ({"functions": (Function("Ringe", by="Røde Kors", pays="Røde Kors"),)}, "not_agreed"),
        ({"milestones": (Aim("Aftale", TODAY - timedelta(days=1)),)}, "late_milestone"),
    ],
)
def test_each_thing_that_is_missing_is_told(facts, expected):
    assert codes(change(**facts)) == [expected]


def test_a_milestone_that_was_reached_late_is_reached():
    assert codes(change(milestones=(Aim("Aftale", TODAY - timedelta(days=9), TODAY),))) == []


@pytest.mark.parametrize(("days", "expected"), [(182, ["ends_soon", "not_settled"]), (183, ["not_settled"])])
def test_half_a_year_before_the_money_ends_it_is_first_on_the_list(days, expected):
    assert codes(change(settled=False, ends_on=TODAY + timedelta(days=days))) == expected


def test_money_that_ends_is_no_trouble_when_everything_is_agreed():
    assert codes(change(ends_on=TODAY)) == []


def test_what_stops_the_day_the_effort_ends():
    assert stops([CALLS, Function("Finde borgerne", by="Kommunen")]) == ("Finde borgerne",)


words = st.sampled_from(["", " ", "Røde Kors"])
functions = st.builds(Function, st.sampled_from(["a", "b"]), words, words, st.sampled_from([None, TODAY]))


@given(st.lists(functions, max_size=5))
def test_nothing_stops_when_and_only_when_every_function_is_agreed(drawn):
    anchor = change(functions=tuple(drawn))
    told = {"nobody_takes", "nobody_pays", "not_agreed"} & set(codes(anchor))
    assert bool(told) == bool(stops(drawn) or not drawn)


def test_the_municipalitys_share_falls_step_by_step():
    first, second = date(2027, 1, 1), date(2028, 1, 1)
    assert shares_fall([(second, 50), (first, 100)])
    assert not shares_fall([(first, 50), (second, 60)])
    assert not shares_fall([(first, 50), (first, 40)])
    assert shares_fall([])
