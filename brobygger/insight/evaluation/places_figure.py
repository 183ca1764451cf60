"""Where offers are, and where people wish for what is not there: rings and numbered squares on an empty ground.

Black ink alone, for page and paper. A bar tells how far a kilometre is; the tables beside it say the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

INK, FONT = "#1a1a1a", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, HEIGHT, EDGE = 640, 420, 40
WORDS = {
    "da": "{offers} tilbud er vist som ringe. {areas} steder mangler der noget: {told}.",
    "en": "{offers} offers are shown as rings. Something is missing in {areas} places: {told}.",
}
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
    north = max(spot.latitude for spot in spots)
    west = min(spot.longitude for spot in spots)
    wide = cos(radians(sum(spot.latitude for spot in spots) / len(spots))) * 111.2
    across = max(
        (max(spot.longitude for spot in spots) - west) * wide,
        (north - min(spot.latitude for spot in spots)) * 111.2 * (WIDTH - 2 * EDGE) / (HEIGHT - 2 * EDGE),
        LEAST_KM,
    )
    scale = (WIDTH - 2 * EDGE) / across  # pixels for each kilometre
    parts = [
        _drawn(spot, EDGE + (spot.longitude - west) * wide * scale, EDGE + (north - spot.latitude) * 111.2 * scale)
        for spot in sorted(spots, key=lambda spot: spot.number is not None)
    ]
    parts.append(
        f'<path d="M{EDGE} {HEIGHT - 14}h{scale:.1f}m0 -4v8m-{scale:.1f} 0v-8" stroke="{INK}" fill="none"/>'
        f'<text x="{EDGE}" y="{HEIGHT - 22}" font-size="14">1 km</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}" font-size="15"'
        f' fill="{INK}"><title id="{key}-title">{escape(caption)}</title>'
        f'<desc id="{key}-desc">{escape(spoken(spots, language))}</desc>{"".join(parts)}</svg>'
    )


def spoken(spots: Sequence[Spot], language: str) -> str:
    """The drawing read aloud."""
    missing = [spot for spot in spots if spot.number is not None]
    told = ", ".join(f"{spot.name} {spot.number}" for spot in missing) or "–"
    sentence = WORDS["en" if language == "en" else "da"]
    return sentence.format(offers=len(spots) - len(missing), areas=len(missing), told=told)


def _drawn(spot: Spot, x: float, y: float) -> str:
    if spot.number is None:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{INK}" stroke-width="2.5"/>'
    side = 26
    return (
        f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" fill="#ffffff" font-weight="600">{spot.number}</text>'
        f'<text x="{x + side / 2 + 5:.1f}" y="{y + 5:.1f}">{escape(spot.name)}</text>'
    )
