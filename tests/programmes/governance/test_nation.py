"""The fund's 30 efforts (seed 000, annex 1): nothing is called certain that the source does not say."""

import pytest
from pydantic import ValidationError

from brobygger.programmes.governance.nation import AREAS, Fund, areas, fund


def test_thirty_efforts_and_the_sums_of_the_columns():
    told = fund()
    assert len(told.efforts) == 30
    assert told.sums == {"detection": 28, "bridging": 13, "activities": 25, "anchoring": 14}
    assert sum(one.marks for one in told.efforts) == 80


def test_four_crosses_are_certain_everywhere():
    names = {one.name for one in fund().efforts if set(areas(one, fund().sums).values()) == {"certain"}}
    assert names == {"Horsens Kommune", "Odense Kommune", "Roskilde Kommune", "Syddjurs Kommune"}


def test_a_case_is_certain_in_its_own_chapter():
    found = {one.name: areas(one, fund().sums) for one in fund().efforts}
    assert found["Slagelse Kommune"]["anchoring"] == "certain"
    assert found["Halsnæs Kommune"]["bridging"] == "certain"
    assert found["Frederikshavn Kommune"] == {
        "detection": "certain", "bridging": "unknown", "activities": "likely", "anchoring": "unknown",
    }  # fmt: skip
    assert sum(1 for one in fund().efforts if one.told_in) == 12


def test_never_more_than_the_row_has_crosses():
    for one in fund().efforts:
        told = areas(one, fund().sums)
        assert sum(sure != "unknown" for sure in told.values()) <= one.marks
        assert tuple(told) == AREAS


def test_rows_that_do_not_fit_the_columns_are_refused():
    data = fund().model_dump()
    data["efforts"][0]["marks"] = 3
    with pytest.raises(ValidationError, match="81 crosses in rows, 80 in columns"):
        Fund.model_validate(data)
