"""Ways by road: what is asked, what is believed, and that anything else than a whole answer is no answer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from brobygger.pathway.matching import roads
from brobygger.pathway.matching.ride_rules import Cars, Passenger, places, plan
from tests.osrm import Osrm, running

pytestmark = pytest.mark.sockets

HALL = {"latitude": 56.2, "longitude": 10.9}
HOMES = [Passenger("b", 56.21, 10.9), Passenger("a", 56.22, 10.912345678), Passenger("unknown", None, None)]


@pytest.fixture
def osrm(settings: Any) -> Iterator[Osrm]:
    with running() as server:
        settings.ROUTES_URL = server.url
        yield server


def test_only_coordinates_leave_and_the_tour_follows_the_roads_both_ways(osrm: Osrm) -> None:
    found = roads.between(places(HOMES, **HALL))
    assert osrm.asked == [
        "/table/v1/driving/10.90000,56.20000;10.91235,56.22000;10.90000,56.21000?annotations=duration,distance"
    ]
    assert found is not None
    assert (found.minutes[0][2], found.minutes[2][0], found.km[2][1]) == (2.0, 4.0, 0.6)
    told = plan(HOMES, [Cars(1, 8, 0, 45)], **HALL, starts_minute=840, roads=found)
    assert told.by_road
    assert told.no_address == ("unknown",)
    (tour,) = told.tours
    # By a to b and on is one minute and four; by b to a and on is two and two.
    assert ([one for one, _at in tour.stops], told.minutes, tour.km) == (["b", "a"], 4, 2.4)
    assert told.alone_km == pytest.approx(1.8)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: "<html>Bad Gateway</html>",
        lambda told: [],
        lambda told: {"code": "NoSegment", "message": "Could not find a matching segment for coordinate 1"},
        lambda told: {"code": "TooBig", "message": "Too many table coordinates"},
        lambda told: {**told, "durations": told["durations"][1:]},
        lambda told: {**told, "durations": [row[1:] for row in told["durations"]]},
        lambda told: {**told, "distances": [[None, *row[1:]] for row in told["distances"]]},
        lambda told: {**told, "distances": [["0", *row[1:]] for row in told["distances"]]},
        lambda told: {**told, "durations": [[-1.0, *row[1:]] for row in told["durations"]]},
        lambda told: {**told, "durations": [[float("nan"), *row[1:]] for row in told["durations"]]},
        lambda told: {name: told[name] for name in ("code", "durations")},
        lambda told: "[" * 100_000,
    ],
)
def test_an_answer_that_cannot_be_used_is_no_answer(osrm: Osrm, spoil: Any) -> None:
    assert roads.between(places(HOMES, **HALL)) is not None
    osrm.spoil = spoil
    assert roads.between(places(HOMES, **HALL)) is None


def test_no_server_a_wrong_answer_and_silence_are_no_answer(osrm: Osrm, settings: Any, monkeypatch: Any) -> None:
    osrm.status = 503
    assert roads.between(places(HOMES, **HALL)) is None
    osrm.status = 200
    assert roads.between(places(HOMES[2:], **HALL)) is None  # nobody to fetch: nothing to ask
    assert len(osrm.asked) == 1
    settings.ROUTES_URL = "http://127.0.0.1:99999999"
    assert roads.between(places(HOMES, **HALL)) is None
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(roads, "SECONDS", 0.05)
        settings.ROUTES_URL = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert roads.between(places(HOMES, **HALL)) is None
    assert roads.between(places(HOMES, **HALL)) is None  # and now nobody listens
