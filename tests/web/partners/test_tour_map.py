"""A tour on a map: every stop has its number, everything is inside the drawing, wherever people live."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as some

from brobygger.web.partners.rides.picture import HEIGHT, WIDTH, Stop, tour_map

_PLACE = some.tuples(some.floats(54.5, 57.8), some.floats(8.0, 15.3))
_NEAR = some.tuples(some.floats(56.2, 56.21), some.floats(10.9, 10.91))


@settings(max_examples=50)
@given(some.lists(some.one_of(_PLACE, _NEAR), min_size=1, max_size=12), _PLACE)
@example([(56.2, 10.9)] * 3, (56.2, 10.9))
def test_every_stop_is_numbered_once_and_inside_the_drawing(homes, place):
    told = tour_map(
        [Stop(*home) for home in homes], latitude=place[0], longitude=place[1], title="Kort", place="<Hal & sal>"
    )
    words = re.findall(r'class="stop-word"[^>]*>([^<]+)<', told)
    assert sorted(int(number) for word in words for number in word.split(", ")) == list(range(1, len(homes) + 1))
    for x, y in re.findall(r'class="(?:stop-word|goal-word)" x="(-?[\d.]+)" y="(-?[\d.]+)"', told):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT
    assert "&lt;Hal &amp; sal&gt;" in told
    assert len(re.findall('class="leg"', told)) <= len(homes)


def test_north_is_up_and_the_last_leg_goes_to_the_place():
    told = tour_map([Stop(56.25, 10.9), Stop(56.2, 10.8)], latitude=56.2, longitude=10.9, title="Kort", place="Hallen")
    (first_x, first_y), (second_x, second_y) = [
        (float(x), float(y)) for x, y in re.findall(r'class="stop-word" x="([\d.]+)" y="([\d.]+)"', told)
    ]
    assert first_y < second_y
    assert second_x < first_x
    legs = re.findall(r'class="leg" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"', told)
    assert [leg[:2] for leg in legs][1] == legs[0][2:]
    goal = re.search(r'class="goal" x="([\d.]+)" y="([\d.]+)"', told)
    assert [float(end) for end in legs[1][2:]] == [float(goal[1]) + 23, float(goal[2]) + 23]
    assert tour_map([], latitude=56.2, longitude=10.9, title="Kort", place="Hallen") is None
