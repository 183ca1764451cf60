"""Copenhagen's decision, number by number as the source has it (seed 004: the table, its notes, and annex 1)."""

from datetime import date

import pytest
from pydantic import ValidationError

from brobygger.programmes.finances import decisions

# Whole kroner; the source's table is in thousands.
TABLE = {
    "A": {2019: (3_100_000, "*"), 2020: (1_300_000, ""), 2021: (1_300_000, ""), 2022: (2_100_000, "")},
    "B": {2019: (2_400_000, "**"), 2020: (4_200_000, ""), 2021: (4_200_000, ""), 2022: (3_400_000, "")},
}
TOTALS = dict.fromkeys((2019, 2020, 2021, 2022), 5_500_000)
NOTES = {
    "*": "Der forventes indgået flerårige samarbejdsaftaler med civilsamfundsaktører allerede i 2019.",
    "**": "Økonomien er vurderet på baggrund af erfaringerne fra Tigerspringsprojektet på Amager.",
}


@pytest.fixture
def decided():
    return decisions.load("copenhagen-2019")


def test_two_initiatives_over_four_years(decided):
    read = {one.id: {each.year: (each.dkk, each.footnote) for each in one.years} for one in decided.initiatives}
    assert read == TABLE


def test_totals_and_the_yearly_sum(decided):
    assert {one.year: one.dkk for one in decided.totals} == TOTALS
    assert decided.yearly_dkk == 5_500_000
    assert (decided.starts_on, decided.ends_on) == (date(2019, 1, 1), date(2022, 12, 31))


def test_footnotes_word_for_word(decided):
    assert {mark: note.da for mark, note in decided.footnotes.items()} == NOTES


def test_pools(decided):
    pools = {one.id: one for one in decided.pools}
    assert (pools["existing"].granted_dkk, pools["existing"].continuous) == (7_700_000, False)
    clubs = pools["clubs"]
    assert (clubs.granted_dkk, clubs.granted_year, clubs.continuous, clubs.about) == (24_000_000, 2018, False, True)
    estates = pools["estates"]
    assert (estates.inflow_yearly_dkk, estates.outflow_yearly_dkk, estates.balance_dkk) == (
        2_000_000, 2_000_000, 6_500_000,
    )  # fmt: skip
    assert (estates.since, estates.years_averaged, estates.continuous) == (2000, 3, True)


def test_the_figures_it_rests_on(decided):
    assert {one.id: one.number for one in decided.figures} == {
        "home_care": 8000, "screened": 700, "joined": 80, "trained": 250, "interviewed": 150,
    }  # fmt: skip


def test_the_parts_of_the_initiatives(decided):
    assert [part.id for one in decided.initiatives for part in one.parts] == ["A.1", "A.2", "A.3", "B.1", "B.2", "B.3"]


def test_a_decision_that_does_not_add_up_is_refused(decided):
    data = decided.model_dump()
    data["totals"][0]["dkk"] = 5_400_000
    with pytest.raises(ValidationError, match="5500000 is not 5400000"):
        decisions.Decided.model_validate(data)


def test_a_footnote_nobody_points_to_is_refused(decided):
    data = decided.model_dump() | {"footnotes": {}}
    with pytest.raises(ValidationError, match="footnotes"):
        decisions.Decided.model_validate(data)


def test_an_unknown_decision():
    with pytest.raises(decisions.UnknownDecision):
        decisions.load("../secrets")
