"""Rounds that can be driven: nobody in two places, never outside working hours, and nobody carries the work alone."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.outreach.visit_plan_rules import (
    Held,
    Shift,
    Stop,
    Terms,
    in_the_way,
    plan,
    travel_minutes,
)

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY + timedelta(days=n) for n in range(3)]
PLACE = st.none() | st.tuples(st.floats(56.0, 56.3), st.floats(10.6, 11.0))
STOPS = st.lists(PLACE, max_size=18).map(lambda places: [Stop(f"s{n}", place) for n, place in enumerate(places)])
MINUTE = st.integers(32, 64).map(lambda quarter: quarter * 15)  # 8 to 16


@st.composite
def calendars(draw):
    shifts, held = [], []
    for employee in ("Ida", "Karin", "Mona")[: draw(st.integers(1, 3))]:
        for day in DAYS:
            begins, ends = sorted((draw(MINUTE), draw(MINUTE)))
            if begins < ends:
                shifts.append(Shift(employee, day, begins, ends, draw(PLACE)))
            at = draw(st.none() | MINUTE)
            if at:
                held.append(Held(employee, day, at, at + 60, draw(PLACE)))
    return shifts, held


@settings(max_examples=60)
@given(STOPS, calendars(), st.sampled_from([Terms(), Terms(45, 5, 3), Terms(30, 15, 8)]))
def test_a_plan_can_be_driven_and_leaves_nobody_out_whom_there_is_time_for(stops, calendar, terms):
    shifts, held = calendar
    made = plan(stops, shifts, held, terms)
    assert sorted([one.key for one in made.placed] + list(made.left_out)) == sorted(stop.key for stop in stops)
    places = {stop.key: stop.place for stop in stops}
    rows = [(one.employee, one.day, one.begins, one.begins + terms.minutes, places[one.key]) for one in made.placed]
    hours = {(one.employee, one.day): one for one in shifts}
    for employee, day, begins, ends, _place in rows:
        assert hours[employee, day].begins <= begins
        assert ends <= hours[employee, day].ends
        assert begins % terms.every == 0
    booked = [(one.employee, one.day, one.begins, one.ends, one.place) for one in held]
    for employee, day in hours:
        theirs = sorted(row[2:] for row in rows if row[:2] == (employee, day))
        assert len(theirs) <= terms.most
        others = [row[2:] for row in booked if row[:2] == (employee, day)]
        line = sorted(theirs + others, key=lambda row: row[:2])
        for (_b, ends, here), (begins, _e, there) in pairwise(line):
            assert begins >= ends + travel_minutes(here, there)
    assert plan(stops, shifts, held, terms) == made
    for key in made.left_out:  # an independent look: nobody left out could be put after the last visit of any day
        for (employee, day), shift in hours.items():
            line = sorted((row[2:] for row in [*rows, *booked] if row[:2] == (employee, day)), key=lambda row: row[1])
            if len(line) >= terms.most or (line and line[-1][1] > shift.ends):
                continue
            free = max(line[-1][1], shift.begins) if line else shift.begins
            comes = line[-1][2] if line else shift.place
            travel = travel_minutes(comes, places[key]) if line or shift.place else 0
            assert -(-(free + travel) // terms.every) * terms.every + terms.minutes > shift.ends


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(2, 4))
def test_equal_hours_give_equal_work(how_many, employees):
    shifts = [Shift(f"e{n}", day, 480, 960, (56.2, 10.9)) for n in range(employees) for day in DAYS]
    made = plan([Stop(f"s{n}", (56.2, 10.9)) for n in range(how_many)], shifts, [], Terms(most=8))
    work = Counter({f"e{n}": 0 for n in range(employees)})
    work.update(one.employee for one in made.placed)
    assert max(work.values()) - min(work.values()) <= 1


def test_whoever_has_waited_longest_is_visited_before_there_is_no_more_time():
    far, near = (56.5, 10.9), (56.2, 10.9)
    stops = [Stop("longest", far), *(Stop(f"s{n}", near) for n in range(9))]
    made = plan(stops, [Shift("Karin", MONDAY, 540, 720, near)], [], Terms())
    assert "longest" in {one.key for one in made.placed}


def test_the_road_is_much_shorter_than_in_the_order_people_were_found():
    """Two hundred addresses in four villages: fewer than half of the minutes, every time."""
    luck = random.Random(7)
    villages = [(56.2, 10.9), (56.35, 10.7), (56.1, 10.6), (56.28, 11.0)]
    stops = []
    for number in range(200):
        centre = luck.choice(villages)
        stops.append(Stop(str(number), (centre[0] + luck.gauss(0, 0.01), centre[1] + luck.gauss(0, 0.01))))
    shifts = [Shift(name, MONDAY + timedelta(days=n), 480, 960) for name in "abc" for n in range(20)]
    made = plan(stops, shifts, [], Terms())
    assert not made.left_out
    found_order = sum(
        travel_minutes(stops[n].place, stops[n + 1].place) for n in range(199) if n % 5 != 4
    )  # the same five a day
    assert sum(one.travel for one in made.placed) < found_order / 2


def test_nobody_is_asked_to_be_in_two_places():
    held = [Held("Karin", MONDAY, 600, 660, (56.2, 10.9))]
    assert in_the_way(630, (56.2, 10.9), held, minutes=60) == held[0]
    assert in_the_way(660, (56.2, 10.9), held, minutes=60) is None
    assert in_the_way(660, (56.3, 10.9), held, minutes=60) == held[0], "there are 11 km between them"
    assert in_the_way(500, (56.2, 10.9), held, minutes=60) is None


def test_the_way_is_the_same_there_and_back_and_counts_the_door():
    one, other = (56.20, 10.90), (56.29, 10.90)  # 10 km: 13 on the road, 20 minutes, and 4 for the door
    assert travel_minutes(one, other) == travel_minutes(other, one) == 24
    assert travel_minutes(one, one) == 0
    assert travel_minutes(one, None) == 15
