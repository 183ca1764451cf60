"""Gaps: wishes no offer near the person meets; and entries that lie on top of each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from brobygger.pathway.matching.gap_rules import TOLD_FROM, Gap, Place, Wisher, centres, gaps, overlaps

HERE, FAR = (56.2, 10.9), (56.6, 10.9)  # 45 km apart as the crow flies
interests = some.lists(some.sampled_from(["sang", "kort", "mad"]), max_size=3).map(tuple)
wishers = some.lists(
    some.builds(
        Wisher, some.sampled_from(["9998", "9999"]), interests, some.just(HERE[0]), some.just(HERE[1])
    ), max_size=30,
)  # fmt: skip
places = some.lists(
    some.builds(
        Place, some.text("abc", min_size=1, max_size=3), interests.map(frozenset), some.just(frozenset({1})),
        some.sampled_from([HERE[0], FAR[0]]), some.just(HERE[1]), some.booleans(), some.sampled_from([None, 0, 4]),
    ), max_size=6,
)  # fmt: skip


@given(wishers, places)
def test_every_unmet_wish_is_counted_once_and_no_met_one_is(waiting, offers):
    found = gaps(waiting, offers)
    met = {
        interest
        for place in offers
        for interest in place.interests
        if place.free != 0 and (place.latitude == HERE[0] or place.comes_home)
    }
    wanted = sum(len(set(one.interests) - met) for one in waiting)
    assert sum(gap.waiting for gap in found) == wanted
    assert {gap.interest for gap in found} & met == set()
    assert [gap.waiting for gap in found] == sorted((gap.waiting for gap in found), reverse=True)


@given(wishers, places)
def test_a_middle_is_drawn_only_where_enough_live(waiting, offers):
    for centre in centres(waiting, offers):
        assert centre.waiting >= TOLD_FROM


@pytest.mark.parametrize(("waiting", "told"), [(1, ""), (4, ""), (5, "5"), (40, "40")])
def test_fewer_than_five_never_leave_the_house(waiting, told):
    assert Gap("9998", "sang", waiting, ()).told == told


@pytest.mark.parametrize(
    ("place", "met"),
    [
        (Place("Kor", frozenset({"sang"}), latitude=HERE[0], longitude=HERE[1]), True),
        (Place("Kor", frozenset({"sang"}), latitude=HERE[0], longitude=HERE[1], free=0), False),
        (Place("Kor", frozenset({"sang"}), latitude=FAR[0], longitude=FAR[1]), False),
        (Place("Kor", frozenset({"sang"}), latitude=FAR[0], longitude=FAR[1], comes_home=True), True),
        (Place("Kor", frozenset({"sang"})), True),  # nobody knows where: it is not called a gap
        (Place("Kort", frozenset({"kort"}), latitude=HERE[0], longitude=HERE[1]), False),
    ],
)
def test_what_meets_a_wish(place, met):
    found = gaps([Wisher("9998", ("sang",), *HERE)], [place])
    assert (found == []) is met


def test_overlap_is_close_by_on_the_same_day_about_the_same():
    def at(name: str, interest: str, day: int, where: tuple[float, float]) -> Place:
        return Place(name, frozenset({interest}), frozenset({day}), *where)

    choir = at("Kor", "sang", 3, HERE)
    assert overlaps([choir, at("Sangkreds", "sang", 3, HERE)]) == [("Kor", "Sangkreds", ("sang",))]
    for other in (at("B", "kort", 3, HERE), at("B", "sang", 2, HERE), at("B", "sang", 3, FAR)):
        assert overlaps([choir, other]) == []
