"""Where a person stands on the board."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.episodes.board_rules import OF_STEP, Column, column
from brobygger.registry.recipes.words import STEPS

TODAY = date(2026, 3, 3)
steps = st.sampled_from([None, *OF_STEP])
statuses = st.sampled_from(["active", "lost", "finished"])
days = st.none() | st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


def place(**changed):
    usual = {
        "status": "active",
        "next_step": "asked",
        "moves": 3,
        "ask_again_on": None,
        "today": TODAY,
        "worried": False,
    }
    return column(**(usual | changed))


def test_every_step_in_front_of_somebody_has_a_column():
    assert set(OF_STEP) == set(STEPS) - {"found"}  # nobody stands in front of being found


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ("asked", Column.TO_ASK),
        ("consented", Column.TO_ASK),
        ("wishes", Column.ON_THE_WAY),
        ("accepted", Column.WAITING),
        ("first_time", Column.ON_THE_WAY),
        ("third_time", Column.UNDER_WAY),
    ],
)
def test_the_next_step_decides(step, where):
    assert place(next_step=step) is where


def test_somebody_found_and_not_yet_spoken_to_is_new():
    assert place(moves=1) is Column.NEW
    assert place(moves=1, next_step="screened") is Column.NEW  # a recipe without asking
    assert place(moves=2) is Column.TO_ASK


def test_a_no_comes_back_to_the_board_on_its_day():
    assert place(status="lost") is None
    assert place(status="lost", ask_again_on=TODAY + timedelta(days=1)) is None
    assert place(status="lost", ask_again_on=TODAY) is Column.TO_ASK


@given(status=statuses, next_step=steps, moves=st.integers(0, 50), ask_again_on=days)
def test_a_worry_shows_everybody_who_is_not_finished(status, next_step, moves, ask_again_on):
    found = place(status=status, next_step=next_step, moves=moves, ask_again_on=ask_again_on, worried=True)
    assert (found is Column.WORRY) is (status != "finished")


@given(status=statuses, next_step=steps, moves=st.integers(0, 50), ask_again_on=days)
def test_without_worry_nobody_stands_under_worry_and_nobody_finished_stands_anywhere(
    status, next_step, moves, ask_again_on
):
    found = place(status=status, next_step=next_step, moves=moves, ask_again_on=ask_again_on)
    assert found is not Column.WORRY
    if status == "finished":
        assert found is None
