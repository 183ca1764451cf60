"""Money is whole øre: what Danes write, budgets, pools, and what a person costs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.finances.rules import LARGEST, Line, budget, each, kroner, ore_of, pool, standing

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "ore"),
    [("1.234,50", 123450), ("1234", 123400), ("25,-", 2500), ("0,5", 50), (" 1.000 kr. ", 100000), ("-3,25", -325),
     ("5 kr", 500), ("2.400.000", 240_000_000)],
)  # fmt: skip
def test_amounts_as_danes_write_them(written, ore):
    assert ore_of(written) == ore


@pytest.mark.parametrize("written", ["", "abc", "1,234.50", "1.23", "1,234", "1e9", "--5", "12.3456", "9" * 15, "½"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(ValueError, match=r".*"):
        ore_of(written)


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_written_is_read_again(ore):
    assert ore_of(kroner(ore)) == ore


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(2019, 2022), st.integers(0, 10**9))))
def test_totals_are_the_sums_of_what_is_shown(drawn):
    lines = [Line(name, year, dkk) for (name, year), dkk in {(n, y): d for n, y, d in drawn}.items()]
    table = budget(lines)
    assert sum(table.totals) == table.total == sum(line.dkk for line in lines)
    assert sum(row[2] for row in table.rows) == table.total
    for place, _year in enumerate(table.years):
        assert table.totals[place] == sum(cells[place][0] for _n, cells, _s in table.rows if cells[place])


def test_a_footnote_said_twice_stands_once_and_a_year_without_money_is_empty():
    table = budget([Line("A", 2019, 5, "Skønnet"), Line("A", 2020, 6, "Skønnet"), Line("B", 2020, 7)])
    assert table.footnotes == ("Skønnet",)
    assert table.rows == (("A", ((5, 1), (6, 1)), 11), ("B", (None, (7, 0)), 7))


def test_an_empty_budget():
    assert budget([]).total == 0


@given(st.lists(st.tuples(st.dates(date(2018, 1, 1), date(2024, 12, 31)), st.integers(-(10**9), 10**9))))
def test_a_pool_balances_year_by_year_and_in_all(moved):
    told = pool(moved)
    assert told.balance == sum(ore for _day, ore in moved) == told.inflow - told.outflow
    assert sum(came - went for came, went in told.years.values()) == told.balance


def test_what_one_person_costs_in_whole_kroner():
    assert each(100_000, 3) == 333  # 1.000 kroner for three
    assert each(50, 1) == 1  # half a krone is one
    assert each(100_000, None) is None
    assert each(100_000, 0) is None
    assert each(-5, 3) is None


@given(st.integers(0, 10**12), st.integers(1, 10**5))
def test_the_price_is_never_more_than_half_a_krone_wrong(ore, people):
    assert abs(2 * (each(ore, people) * 100 * people - ore)) <= 100 * people


@pytest.mark.parametrize(("days", "expected"), [(85, "runs"), (84, "ends_soon"), (0, "ends_soon"), (-1, "ended")])
def test_money_that_ends_is_told_twelve_weeks_before(days, expected):
    assert standing(TODAY + timedelta(days=days), today=TODAY) == expected
    assert standing(None, today=TODAY) == "runs"
