"""Where offers are, and where people wish for what is not there: rings and numbered squares beside the coast.

Black ink alone, for page and paper. A bar tells how far a kilometre is, and a small Denmark where in the country it is;
the tables beside it say the same in words. The coast is drawn by hand (outline.py), so it is a thin dotted line: where
it and a ring do not agree, the ring is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

from brobygger.insight.evaluation.outline import DENMARK

INK, FONT = "#1a1a1a", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, HEIGHT, EDGE = 640, 420, 40
FOOT = 118  # below the map: the bar, and the small Denmark
DENMARK_WIDE, DENMARK_HIGH = 130.0, 100.0
DENMARK_SOUTH, DENMARK_NORTH, DENMARK_WEST, DENMARK_EAST = 54.5, 57.8, 8.0, 15.3
COAST_STEPS_KM = 12.0  # between two points of the hand-drawn coast; a map narrower than two of them shows none of it
WORDS = {
    "da": "{offers} tilbud er vist som ringe. {areas} steder mangler der noget: {told}.",
    "en": "{offers} offers are shown as rings. Something is missing in {areas} places: {told}.",
}
ONE_PLACE = {
    "da": "{offers} tilbud er vist som ringe. Ét sted mangler der noget: {told}.",
    "en": "{offers} offers are shown as rings. Something is missing in one place: {told}.",
}
A_DEGREE_KM = 111.2  # of latitude
SHORTEST_BAR, SMALLEST_FRAME = 40.0, 8.0  # units of the drawing
NOTHING_MISSING = {"da": "{offers} tilbud er vist som ringe.", "en": "{offers} offers are shown as rings."}
COAST = {"da": "Kysten er en prikket linje.", "en": "The coast is a dotted line."}
LEAST_KM = 2.0  # a small town is not drawn larger than this across


@dataclass(frozen=True)
class Spot:
    """A place with what to write beside it. `number`: how many wait; None for an offer."""

    name: str
    latitude: float
    longitude: float
    number: int | None = None


def places_svg(spots: Sequence[Spot], *, caption: str, language: str, key: str = "kort") -> str:
    """The drawing as an `<svg>` string. Raises ValueError for no spots."""
    if not spots:
        raise ValueError("a figure of nothing")
    frame = _frame(spots)
    parts = [_coast(frame, key)] if frame.has_coast else []
    parts += [
        _drawn(spot, *frame.at(spot.latitude, spot.longitude))
        for spot in sorted(spots, key=lambda spot: spot.number is not None)
    ]
    parts += [_bar(frame), _small_denmark(frame)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" width="{WIDTH}" height="{HEIGHT + FOOT}" font-family="{FONT}"'
        f' font-size="15" fill="{INK}"><title id="{key}-title">{escape(caption)}</title>'
        f'<desc id="{key}-desc">{escape(spoken(spots, language))}</desc>'
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT + FOOT}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def spoken(spots: Sequence[Spot], language: str) -> str:
    """The drawing read aloud."""
    missing = [spot for spot in spots if spot.number is not None]
    told = ", ".join(f"{spot.name} {spot.number}" for spot in missing)
    language = "en" if language == "en" else "da"
    words = (NOTHING_MISSING, ONE_PLACE)[len(missing)] if len(missing) < 2 else WORDS
    sentence = words[language].format(offers=len(spots) - len(missing), areas=len(missing), told=told)
    return f"{sentence} {COAST[language]}" if _frame(spots).has_coast else sentence


@dataclass(frozen=True)
class _Frame:
    """What part of the country is drawn. `wide`: kilometres in a degree of longitude there."""

    north: float
    west: float
    wide: float
    km: float  # across, inside the edges

    @property
    def scale(self) -> float:
        """Units of the drawing for each kilometre."""
        return (WIDTH - 2 * EDGE) / self.km

    @property
    def has_coast(self) -> bool:
        """Closer up the hand-drawn coast would be wrong by a street."""
        return self.km >= 2 * COAST_STEPS_KM

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        across, down = (longitude - self.west) * self.wide, (self.north - latitude) * A_DEGREE_KM
        return EDGE + across * self.scale, EDGE + down * self.scale


def _frame(spots: Sequence[Spot]) -> _Frame:
    north, west = max(spot.latitude for spot in spots), min(spot.longitude for spot in spots)
    wide = cos(radians(sum(spot.latitude for spot in spots) / len(spots))) * A_DEGREE_KM
    high_km = (north - min(spot.latitude for spot in spots)) * A_DEGREE_KM
    across = max(
        (max(spot.longitude for spot in spots) - west) * wide,
        high_km * (WIDTH - 2 * EDGE) / (HEIGHT - 2 * EDGE),
        LEAST_KM,
    )
    return _Frame(north, west, wide, across)


def _coast(frame: _Frame, key: str) -> str:
    """The coasts that pass through the map, cut at its edge."""
    lines = (_path(frame.at(latitude, longitude) for longitude, latitude in coast) for coast in DENMARK)
    return (
        f'<clipPath id="{key}-edge"><rect width="{WIDTH}" height="{HEIGHT}"/></clipPath>'
        f'<path class="coast" clip-path="url(#{key}-edge)" d="{"".join(lines)}" fill="none" stroke="{INK}"'
        ' stroke-width="1.5" stroke-dasharray="1 4" stroke-linecap="round"/>'
    )


def _bar(frame: _Frame) -> str:
    """A kilometre, or as many as can be seen."""
    km = next((km for km in (1, 5, 10, 50) if km * frame.scale >= SHORTEST_BAR), 100)
    long, y = km * frame.scale, HEIGHT + FOOT - 16
    return (
        f'<path d="M0 {HEIGHT}h{WIDTH}" stroke="{INK}" stroke-width="0.5"/>'
        f'<path d="M{EDGE} {y}h{long:.1f}m0 -4v8m-{long:.1f} 0v-8" stroke="{INK}" fill="none"/>'
        f'<text x="{EDGE}" y="{y - 8}" font-size="14">{km} km</text>'
    )


def _small_denmark(frame: _Frame) -> str:
    """The whole country with a frame around what the map shows."""
    scale = DENMARK_HIGH / (DENMARK_NORTH - DENMARK_SOUTH)
    flat = DENMARK_WIDE / ((DENMARK_EAST - DENMARK_WEST) * scale)
    left, top = WIDTH - DENMARK_WIDE - 16, HEIGHT + (FOOT - DENMARK_HIGH) / 2

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return left + (longitude - DENMARK_WEST) * flat * scale, top + (DENMARK_NORTH - latitude) * scale

    lines = (_path(at(latitude, longitude) for longitude, latitude in coast) for coast in DENMARK)
    high_km = frame.km * (HEIGHT - 2 * EDGE) / (WIDTH - 2 * EDGE)
    x, y = at(frame.north, frame.west)
    right, bottom = at(frame.north - high_km / A_DEGREE_KM, frame.west + frame.km / frame.wide)
    side = [max(right - x, SMALLEST_FRAME), max(bottom - y, SMALLEST_FRAME)]
    return (
        f'<path class="country" d="{"".join(lines)}" fill="none" stroke="{INK}" stroke-width="0.75"/>'
        f'<rect class="here" x="{x - 2:.1f}" y="{y - 2:.1f}" width="{side[0]:.1f}" height="{side[1]:.1f}" fill="none"'
        f' stroke="{INK}" stroke-width="2.5"/>'
    )


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _drawn(spot: Spot, x: float, y: float) -> str:
    if spot.number is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{INK}" stroke-width="2.5"/>'
    side = 26
    return (
        f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" fill="#ffffff" font-weight="600">{spot.number}</text>'
        f'<text x="{x + side / 2 + 5:.1f}" y="{y + 5:.1f}">{escape(spot.name)}</text>'
    )
