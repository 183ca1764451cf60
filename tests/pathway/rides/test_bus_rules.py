"""Buses to a session and home: an independent judge tries everything, and the best is the best."""

from __future__ import annotations

from itertools import product
from math import ceil

from hypothesis import example, given, settings
from hypothesis import strategies as st

from brobygger.pathway.rides.bus_rules import (
    MOST_SHOWN,
    Asked,
    Stop,
    Trip,
    cost,
    home_again,
    journeys,
    to_a_session,
)

# A small town: each step is about 55 m north, 43 m with the road factor on top of it 72 m.
HOME, PLACE = (56.2, 10.9), (56.22, 10.9)
PLACES = [56.2, 56.2005, 56.204, 56.2102, 56.2108, 56.2195, 56.22]
STOPS = {number: Stop(number, f"Stop {number}", latitude, 10.9) for number, latitude in enumerate(PLACES)}


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    stops = draw(st.lists(st.sampled_from(sorted(STOPS)), min_size=2, max_size=5))
    stops = sorted(set(stops)) if draw(st.booleans()) and len(set(stops)) > 1 else stops
    clock, arrives, leaves = draw(st.integers(762, 830)), [], []
    for _stop in stops:
        clock += draw(st.integers(0, 12))
        arrives.append(clock)
        clock += draw(st.integers(0, 3))
        leaves.append(clock)
    may = st.lists(st.sampled_from([True, True, True, False]), min_size=len(stops), max_size=len(stops))
    return Trip(
        draw(st.sampled_from("12")), "byen", draw(st.booleans()), tuple(stops), tuple(arrives), tuple(leaves),
        tuple(draw(may)), tuple(draw(may)),
    )  # fmt: skip


ASKED = st.builds(
    lambda out, walk, wheelchair: (
        to_a_session(HOME, PLACE, starts=850, walks_m=walk, wheelchair=wheelchair)
        if out
        else home_again(HOME, PLACE, ends=760, walks_m=walk, wheelchair=wheelchair)
    ),
    st.booleans(), st.sampled_from([0, 80, 200, 700, 3000]), st.booleans(),
)  # fmt: skip


def far(a: tuple[float, float], b: tuple[float, float]) -> int:
    """Metres: everything stands on one meridian; the same earth as the program's."""
    return ceil(round(abs(a[0] - b[0]) * 3.141592653589793 / 180 * 6371.0 * 1.3 * 1000, 6))


def on_foot(m: int) -> int:
    return ceil(m / 3500 * 60 - 1e-9)


def where(stop: int) -> tuple[float, float]:
    return STOPS[stop].latitude, STOPS[stop].longitude


def rides_of(trip: Trip) -> list[tuple[int, int]]:
    pairs = product(range(len(trip.stops)), repeat=2)
    return [(on, off) for on, off in pairs if on < off and trip.boards[on] and trip.alights[off]]


def judged(found: list[Trip], asked: Asked) -> dict[tuple[int, ...], tuple[int, int]]:
    """Every chain of one or two buses that can be done, and the least (cost, metres) of it, by trying everything."""
    best: dict[tuple[int, ...], tuple[int, int]] = {}
    usable = [one for one in found if one.wheelchair or not asked.wheelchair]
    chains = [(number,) for number in range(len(usable))]
    chains += [pair for pair in product(range(len(usable)), repeat=2) if pair[0] != pair[1]]
    for chain in chains:
        for parts in product(*(rides_of(usable[number]) for number in chain)):
            bus = [usable[number] for number in chain]
            ends = [(one.stops[on], one.stops[off]) for one, (on, off) in zip(bus, parts, strict=True)]
            walks = [far(asked.start, where(ends[0][0]))]
            walks += [far(where(ends[0][1]), where(ends[1][0]))] if len(chain) == 2 else []
            walks += [far(where(ends[-1][1]), asked.end)]
            if max(walks) > asked.walks_m or (len(chain) == 2 and walks[1] > 200):
                continue
            away = bus[0].leaves[parts[0][0]] - on_foot(walks[0])
            there = bus[-1].arrives[parts[-1][1]] + on_foot(walks[-1])
            if away < asked.after or there > asked.by:
                continue
            if len(chain) == 2:
                off_at, on_at = bus[0].arrives[parts[0][1]], bus[1].leaves[parts[1][0]]
                if not off_at + 3 + on_foot(walks[1]) <= on_at <= off_at + 45:
                    continue
            minutes = asked.by - away if asked.latest else there - asked.after
            told = (minutes + 20 * (len(chain) - 1), sum(walks))
            best[chain] = min(best.get(chain, told), told)
    return best


@settings(max_examples=150)
@given(st.lists(trips(), max_size=6), ASKED)
@example([], to_a_session(HOME, PLACE, starts=850, walks_m=200, wheelchair=False))
def test_the_best_ways_are_those_an_independent_judge_finds(found: list[Trip], asked: Asked) -> None:
    told = [(cost(one, asked), sum(one.walks_m)) for one in journeys(STOPS, found, asked)]
    assert told == sorted(judged(found, asked).values())[:MOST_SHOWN]


def trip(line: str, *calls: tuple[int, int], **facts: bool) -> Trip:
    stops, times = zip(*calls, strict=True)
    yes = (True,) * len(calls)
    return Trip(line, "byen", facts.get("wheelchair", False), stops, times, times, yes, yes)


def test_one_change_gets_her_there_in_time_when_she_can_walk_between_the_stops() -> None:
    buses = [trip("1", (1, 780), (3, 800)), trip("2", (4, 810), (5, 825)), trip("2", (4, 840), (5, 855))]
    asked = to_a_session(HOME, PLACE, starts=840, walks_m=100, wheelchair=False)
    (way,) = journeys(STOPS, buses, asked)
    assert [(leg.line, leg.leaves, leg.arrives) for leg in way.legs] == [("1", 780, 800), ("2", 810, 825)]
    assert way.leaves == 778  # 73 m at 3.5 km/h
    assert way.arrives == 827
    assert journeys(STOPS, buses, to_a_session(HOME, PLACE, starts=840, walks_m=60, wheelchair=False)) == []
    assert journeys(STOPS, buses, to_a_session(HOME, PLACE, starts=826, walks_m=100, wheelchair=False)) == []


def test_a_change_takes_three_minutes_and_the_walk_and_nobody_waits_longer_than_three_quarters_of_an_hour() -> None:
    asked = to_a_session(HOME, PLACE, starts=900, walks_m=100, wheelchair=False)
    for leaves, caught in ((804, False), (805, True), (845, True), (846, False)):
        buses = [trip("1", (1, 780), (3, 800)), trip("2", (4, leaves), (5, leaves + 15))]  # 87 m: two minutes
        assert bool(journeys(STOPS, buses, asked)) is caught


def test_a_wheelchair_takes_only_a_bus_that_is_known_to_take_it() -> None:
    buses = [trip("1", (0, 780), (6, 800)), trip("3", (0, 760), (6, 790), wheelchair=True)]
    told = {seat: journeys(STOPS, buses, to_a_session(HOME, PLACE, starts=810, walks_m=300, wheelchair=seat))
            for seat in (True, False)}  # fmt: skip
    assert [one.legs[0].line for one in told[True]] == ["3"]
    assert [one.legs[0].line for one in told[False]] == ["1", "3"]
