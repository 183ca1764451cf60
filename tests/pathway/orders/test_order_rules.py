"""Whose yes is missing, and what a place comes to cost."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.orders.rules import Asked, a_place, missing, settled

ASKED = st.builds(
    Asked, st.sampled_from(["Køkkenet", "Taxa", "Præsten"]), st.sampled_from(["asked", "yes", "no", "called_off"])
)


@given(st.lists(ASKED))
def test_it_is_settled_exactly_when_nobody_is_missing(asked: list[Asked]) -> None:
    live = [one for one in asked if one.status != "called_off"]
    assert settled(asked) == (bool(live) and all(one.status == "yes" for one in live))
    assert set(missing(asked)) == {one.name for one in asked if one.status in ("asked", "no")}


def test_a_place_costs_its_share() -> None:
    assert a_place(Decimal(100), 3) == Decimal("33.33")
    assert a_place(Decimal(100), 0) is None
