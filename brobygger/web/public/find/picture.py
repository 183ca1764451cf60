"""The map: our own drawing with a number for each place. No tiles, so nobody outside learns who looks where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from markupsafe import Markup

from brobygger.communities.directory.conditions import Near
from brobygger.communities.directory.queries import Shown
from brobygger.insight.evaluation.outline import DENMARK

WIDTH = 640.0
FLAT = cos(radians(56))  # a degree of longitude is this much of a degree of latitude up here
KM_A_DEGREE = 111.2
LARGE_KM = 90.0  # from this width on the outline of the country helps; closer up it would be wrong by a street
TOGETHER = 42.0  # points nearer than this in the drawing share a mark
WHOLE = (54.5, 57.8, 8.0, 15.3)  # south, north, west, east


@dataclass
class _Mark:
    """One mark in the drawing, for one or more numbers."""

    x: float
    y: float
    numbers: list[int]


@dataclass(frozen=True)
class _Frame:
    south: float
    north: float
    west: float
    east: float

    @property
    def scale(self) -> float:
        """Units of the drawing for a degree of latitude."""
        return WIDTH / ((self.east - self.west) * FLAT)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    @property
    def km(self) -> float:
        return (self.east - self.west) * FLAT * KM_A_DEGREE

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return (longitude - self.west) * FLAT * self.scale, (self.north - latitude) * self.scale


def drawn(found: Sequence[Shown], near: Near | None, *, title: str, here: str) -> Markup | None:
    """An SVG of the places, numbered from 1 as the list beside it; None when no place is known.

    `title`: what it says to those who cannot see it; `here`: the word at the place that was asked about.
    """
    placed = [(number, one.offer.latitude, one.offer.longitude) for number, one in enumerate(found, 1)]
    points = [(number, lat, long) for number, lat, long in placed if lat is not None and long is not None]
    if not points:
        return None
    around = [(near.latitude, near.longitude)] if near else []
    frame = _frame([(lat, long) for _number, lat, long in points] + around)
    parts = [_outline(frame)] if frame.km >= LARGE_KM else [_rings(frame, near)]
    parts += [_drawn_mark(mark) for mark in _marks(points, frame)]
    if near:
        parts.append(_here(frame.at(near.latitude, near.longitude), here))
    return Markup('<svg class="map" viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, frame.height, title, Markup("").join(parts)
    )


def _frame(points: list[tuple[float, float]]) -> _Frame:
    lats, longs = [lat for lat, _long in points], [long for _lat, long in points]
    middle = (min(lats) + max(lats)) / 2, (min(longs) + max(longs)) / 2
    high = max(max(lats) - min(lats), 0.02) * 1.3
    wide = max(max(longs) - min(longs), 0.03, high / FLAT) * 1.25
    if wide * FLAT * KM_A_DEGREE >= LARGE_KM and min(lats) > WHOLE[0] and max(lats) < WHOLE[1]:
        return _Frame(*WHOLE)
    high = max(high, wide * FLAT * 0.7)
    return _Frame(middle[0] - high / 2, middle[0] + high / 2, middle[1] - wide / 2, middle[1] + wide / 2)


def _outline(frame: _Frame) -> Markup:
    paths = []
    for coast in DENMARK:
        points = (frame.at(latitude, longitude) for longitude, latitude in coast)
        paths.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points) + "Z")
    return Markup('<path class="land" d="{}"/>').format("".join(paths))


def _rings(frame: _Frame, near: Near | None) -> Markup:
    """Circles with their kilometres, around what was asked for or the middle."""
    middle = frame.at(near.latitude, near.longitude) if near else (WIDTH / 2, frame.height / 2)
    a_km = frame.scale / KM_A_DEGREE
    found = [Markup('<rect class="land" width="{:.0f}" height="{:.0f}"/>').format(WIDTH, frame.height)]
    for km in [km for km in (0.5, 1, 2, 5, 10, 20) if 40 < km * a_km < WIDTH][:3]:
        words = f"{km:g} km".replace(".", ",")
        ring = Markup(
            '<circle class="ring" cx="{0:.0f}" cy="{1:.0f}" r="{2:.0f}"/>'
            '<text class="ring-word" x="{0:.0f}" y="{3:.0f}">{4}</text>'
        )
        found.append(ring.format(*middle, km * a_km, middle[1] - km * a_km - 4, words))
    return Markup("").join(found)


def _marks(points: list[tuple[int, float, float]], frame: _Frame) -> list[_Mark]:
    marks: list[_Mark] = []
    for number, latitude, longitude in points:
        x, y = frame.at(latitude, longitude)
        near = next((mark for mark in marks if (mark.x - x) ** 2 + (mark.y - y) ** 2 < TOGETHER**2), None)
        if near:
            near.numbers.append(number)
        else:
            marks.append(_Mark(x, y, [number]))
    return marks


def _drawn_mark(mark: _Mark) -> Markup:
    word = f"{mark.numbers[0]}" + (f"+{len(mark.numbers) - 1}" if len(mark.numbers) > 1 else "")
    size = 17 if len(word) < 3 else 22
    return Markup(
        '<circle class="spot" cx="{0:.0f}" cy="{1:.0f}" r="{2}"/>'
        '<text class="spot-word" x="{0:.0f}" y="{3:.0f}">{4}</text>'
    ).format(mark.x, mark.y, size, mark.y + 6, word)


def _here(at: tuple[float, float], word: str) -> Markup:
    x, y = at
    return Markup(
        '<path class="here" d="M{0:.0f} {1:.0f}l-9 -9l9 -9l9 9z"/>'
        '<text class="here-word" x="{0:.0f}" y="{2:.0f}">{3}</text>'
    ).format(x, y + 9, y + 28, word)
