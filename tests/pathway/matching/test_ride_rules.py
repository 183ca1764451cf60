"""A shared ride: wheelchair places and the longest ride are kept, and nobody is left untold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from brobygger.pathway.matching.ride_rules import Cars, Passenger, cost_of, plan

HALL = {"latitude": 56.2, "longitude": 10.9, "starts_minute": 14 * 60}
_SOMEBODY = some.tuples(
    some.floats(56.1, 56.3), some.floats(10.8, 11.0), some.sampled_from(["", "walker", "wheelchair"])
)


def minute(at: str) -> int:
    hours, minutes = at.split(":")
    return int(hours) * 60 + int(minutes)


@settings(max_examples=15)
@given(some.lists(_SOMEBODY, max_size=8), some.integers(1, 2), some.integers(0, 4), some.integers(0, 2))
def test_everybody_is_fetched_in_time_or_told_why_not(people, count, seats, wheelchairs):
    passengers = [Passenger(f"p{n}", *where) for n, where in enumerate(people)] + [Passenger("unknown", None, None)]
    aid = {one.id: one.aid for one in passengers}
    found = plan(passengers, [Cars(count, seats, wheelchairs, 45)], **HALL)
    fetched = [one for tour in found.tours for one, _at in tour.stops]
    assert sorted([*fetched, *(one for one, _why in found.not_fetched), *found.no_address]) == sorted(aid)
    assert found.no_address == ("unknown",)
    assert len(found.tours) <= count
    for tour in found.tours:
        in_chairs = sum(aid[one] == "wheelchair" for one, _at in tour.stops)
        assert in_chairs <= wheelchairs
        assert len(tour.stops) - in_chairs <= seats
        assert 13 * 60 + 40 <= minute(tour.arrive) <= 13 * 60 + 55
        assert all(0 <= minute(tour.arrive) - minute(at) <= 46 for _one, at in tour.stops)
    assert plan(passengers[::-1], [Cars(count, seats, wheelchairs, 45)], **HALL).tours == found.tours


def test_a_bus_tour_with_two_wheelchairs():
    chairs = [Passenger(f"c{n}", 56.2 + n / 100, 10.9, "wheelchair") for n in range(1, 4)]
    others = [Passenger(f"o{n}", 56.2, 10.9 + n / 100) for n in range(1, 6)]
    found = plan([*chairs, *others], [Cars(1, 8, 2, 60)], **HALL)
    (tour,) = found.tours
    assert sum(one.startswith("c") for one, _at in tour.stops) == 2
    ((_left, why),) = found.not_fetched
    assert "kun 2 kørestolspladser til 3" in why


def test_everybody_is_home_again_the_last_fetched_first_and_it_says_what_it_costs():
    near, far = Passenger("near", 56.21, 10.9), Passenger("far", 56.25, 10.9)
    bus, taxi = Cars(1, 8, 0, 60, "bus"), Cars(1, 1, 0, 60, "taxi")
    (tour,) = plan([near, far], [taxi, bus], **HALL, lasts_minutes=90).tours
    assert tour.car == "bus"
    assert [one for one, _at in tour.stops] == ["far", "near"]
    assert [one for one, _at in tour.home] == ["near", "far"]
    assert minute(tour.home[0][1]) >= 14 * 60 + 90 + 10
    assert tour.home_minute >= minute(tour.home[-1][1])
    assert 14.0 < tour.km < 15.0  # 5.6 km as the crow flies, × 1.3, both ways
    cost = cost_of([(tour, 5000, 1000, 200)], alone_km=1.4 + 7.2)
    assert cost.ore == round(2 * 5000 + tour.km * 1000)
    assert cost.co2_g < cost.alone_co2_g
