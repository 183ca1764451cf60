"""How many are still there, or still waiting, drawn: a dot for each day that may be told, with its uncertainty.

Black ink alone, so that it reads the same in print and on a screen; the same string in the page and on paper. Between
the dots nothing is told, so they are joined by dots. The table beside it, and the description, say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, QUIET, FONT = "#1a1a1a", "#707070", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 64, 24, 34, 58
WORDS = {"da": "Efter {day} dage: {value} %.", "en": "After {day} days: {value}%."}


@dataclass(frozen=True)
class Dot:
    """A day and per cent (0–100) on it, with the limits of its uncertainty; None where there is none."""

    day: int
    value: float
    low: float | None = None
    high: float | None = None


def curve_svg(dots: Sequence[Dot], *, caption: str, axis: str, language: str, key: str = "kurve") -> str:
    """The drawing as an `<svg>` string. axis: what the days are counted from. `key` tells two on a page apart.

    Raises ValueError for no dots: where nothing may be told a sentence says so instead.
    """
    if not dots:
        raise ValueError("a figure of nothing")
    last = max(dot.day for dot in dots)
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    parts = [_level(percent) for percent in (0, 25, 50, 75, 100)]
    line = " ".join(f"{_x(day, last):.1f},{_y(value):.1f}" for day, value in _line(dots))
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="{QUIET}" stroke-width="2" stroke-dasharray="2 5"'
        ' stroke-linecap="round"/>'
    )
    parts += [_dot(dot, last) for dot in dots]
    parts.append(_text(middle, HEIGHT - 6, axis))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}" font-size="16"'
        f' fill="{INK}"><title id="{key}-title">{escape(caption)}</title>'
        f'<desc id="{key}-desc">{escape(spoken(dots, language))}</desc>{"".join(parts)}</svg>'
    )


def spoken(dots: Sequence[Dot], language: str) -> str:
    """The drawing read aloud."""
    sentence = WORDS["en" if language == "en" else "da"]
    return " ".join(sentence.format(day=dot.day, value=round(dot.value)) for dot in dots)


def _line(dots: Sequence[Dot]) -> list[tuple[int, float]]:
    """From everybody on the first day through the dots."""
    return [(0, 100.0), *((dot.day, dot.value) for dot in dots)]


def _x(day: float, last: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT - 60) * day / max(last, 1)


def _y(percent: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (100 - percent) / 100


def _level(percent: int) -> str:
    y = _y(percent)
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#8e8e8e" stroke-width="0.7"/>'
        f'<text x="{LEFT - 10}" y="{y + 5:.1f}" text-anchor="end">{percent} %</text>'
    )


def _dot(dot: Dot, last: int) -> str:
    x, y = _x(dot.day, last), _y(dot.value)
    parts = []
    if dot.low is not None and dot.high is not None:
        low, high = _y(dot.low), _y(dot.high)
        parts.append(f'<path d="M{x:.1f} {high:.1f}V{low:.1f}" stroke="{INK}" stroke-width="1.5"/>')
        parts += [f'<path d="M{x - 6:.1f} {end:.1f}h12" stroke="{INK}" stroke-width="1.5"/>' for end in (low, high)]
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    parts.append(f'<text x="{x + 9:.1f}" y="{y - 8:.1f}" font-weight="600">{round(dot.value)} %</text>')
    parts.append(_text(x, HEIGHT - BOTTOM + 24, str(dot.day)))
    return "".join(parts)


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(words)}</text>'
