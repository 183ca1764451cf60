"""A tour drawn: where each stop is, numbered as in the list beside it, and the order between them. Our own SVG
(decision 015): black ink alone, so that it reads on paper; no tiles, so nobody outside learns where people live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from django.utils.translation import ngettext
from markupsafe import Markup

from brobygger.registry.people.queries import PersonView

WIDTH, HEIGHT, EDGE = 480, 330, 44
KM_A_DEGREE = 111.2
LEAST_KM = 1.0  # a tour in one street is not drawn larger than this across
TOGETHER = 34.0  # stops nearer than this in the drawing share a mark
BARS = (10, 5, 2, 1, 0.5, 0.2)  # kilometres that a bar may show


@dataclass(frozen=True)
class Stop:
    """A door on the way, in the order of the list: number 1 is the first."""

    latitude: float
    longitude: float


@dataclass
class _Mark:
    x: float
    y: float
    numbers: list[int]


def tour_map(stops: Sequence[Stop], *, latitude: float, longitude: float, title: str, place: str) -> Markup | None:
    """The stops and the way on to the place, north up; None without stops.

    `title`: what it says to those who cannot see it; `place`: the word at the place everybody is driven to.
    """
    if not stops:
        return None
    points = [*((one.latitude, one.longitude) for one in stops), (latitude, longitude)]
    flat = cos(radians(latitude))
    north, west = max(lat for lat, _long in points), min(long for _lat, long in points)
    high = (north - min(lat for lat, _long in points)) * KM_A_DEGREE
    wide = (max(long for _lat, long in points) - west) * KM_A_DEGREE * flat
    scale = min((WIDTH - 2 * EDGE) / max(wide, LEAST_KM), (HEIGHT - 2 * EDGE) / max(high, LEAST_KM * HEIGHT / WIDTH))
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    at = [
        (left + (long - west) * KM_A_DEGREE * flat * scale, top + (north - lat) * KM_A_DEGREE * scale)
        for lat, long in points
    ]
    parts = [_leg(one, other) for one, other in pairwise(at)]
    parts += [_place(at[-1], place)]  # below the stops: a door in the same house stands on it, and both are seen
    parts += [*(_drawn(mark) for mark in _marks(at[:-1])), _bar(scale)]
    return Markup('<svg class="tour-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, title, Markup("").join(parts)
    )


def of_people(people: Sequence[PersonView], place: Any) -> Markup | None:
    """The map of a tour that fetches these people in order; None when one of them cannot be put on a map any more."""
    stops = [
        Stop(one.latitude, one.longitude) for one in people if one.latitude is not None and one.longitude is not None
    ]
    if len(stops) < len(people) or place.latitude is None or place.longitude is None:
        return None
    title = ngettext("Kort over turen: %s stop, og så stedet.", "Kort over turen: %s stop, og så stedet.", len(stops))
    return tour_map(
        stops, latitude=place.latitude, longitude=place.longitude, title=title % len(stops), place=place.name
    )


def _leg(one: tuple[float, float], other: tuple[float, float]) -> Markup:
    """A line with an arrow in its middle; none between two who live together."""
    (x, y), (to_x, to_y) = one, other
    length = hypot(to_x - x, to_y - y)
    if length < 1:
        return Markup("")
    line = Markup('<path class="leg" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>').format(x, y, to_x, to_y)
    if length < 2 * TOGETHER:
        return line
    along, up = (to_x - x) / length, (to_y - y) / length
    tip = ((x + to_x) / 2 + 7 * along, (y + to_y) / 2 + 7 * up)
    back = (tip[0] - 14 * along, tip[1] - 14 * up)
    arrow = Markup('<path class="arrow" d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}z"/>')
    return line + arrow.format(*tip, back[0] - 6 * up, back[1] + 6 * along, back[0] + 6 * up, back[1] - 6 * along)


def _marks(at: Sequence[tuple[float, float]]) -> list[_Mark]:
    marks: list[_Mark] = []
    for number, (x, y) in enumerate(at, 1):
        near = next((mark for mark in marks if hypot(mark.x - x, mark.y - y) < TOGETHER), None)
        if near:
            near.numbers.append(number)
        else:
            marks.append(_Mark(x, y, [number]))
    return marks


def _drawn(mark: _Mark) -> Markup:
    word = ", ".join(str(number) for number in mark.numbers)
    wide = max(34.0, 16.0 + 9.5 * len(word))
    return Markup(
        '<rect class="stop" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="34" rx="17"/>'
        '<text class="stop-word" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(mark.x - wide / 2, mark.y - 17, wide, mark.x, mark.y + 6, word)


def _place(at: tuple[float, float], word: str) -> Markup:
    """A black square with its word above it, inside the drawing wherever the place is."""
    x, y = at
    side = "start" if x < WIDTH / 3 else "end" if x > WIDTH * 2 / 3 else "middle"
    above = y - 29 if y > HEIGHT / 4 else y + 42
    return Markup(
        '<rect class="goal" x="{:.1f}" y="{:.1f}" width="46" height="46"/>'
        '<text class="goal-word" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>'
    ).format(x - 23, y - 23, x, above, side, word)


def _bar(scale: float) -> Markup:
    km = next((km for km in BARS if km * scale <= WIDTH / 3), BARS[-1])
    words = f"{km:g} km".replace(".", ",")
    return Markup(
        '<path class="bar" d="M12 {0}h{1:.1f}m0 -4v8m-{1:.1f} 0v-8"/><text class="bar-word" x="12" y="{2}">{3}</text>'
    ).format(HEIGHT - 12, km * scale, HEIGHT - 20, words)
