"""Both queues month by month, drawn: people who wait, and the places and volunteers that are free.

Three lines told apart by their marks and strokes, not by colour, and named at their ends. The table beside the figure
has every number; the description reads the first and the last aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

INK, QUIET, FONT = "#1a1a1a", "#8e8e8e", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 320, 56, 220, 20, 44
STROKES = ("", ' stroke-dasharray="9 5"', ' stroke-dasharray="2 5"')
APART = 20.0  # between two names at the right


@dataclass(frozen=True)
class Line:
    """One queue: its name, and how many on each day."""

    name: str
    numbers: tuple[int, ...]


def queue_svg(days: Sequence[str], lines: Sequence[Line], *, title: str, language: str) -> str:
    """The drawing as an `<svg>` string. days: the days in words, as many as each line has numbers; at most 3 lines.

    Raises ValueError for no days, or lines of another length.
    """
    if not days or any(len(line.numbers) != len(days) for line in lines) or len(lines) > len(STROKES):
        raise ValueError("a figure needs days, and a number for each of them")
    highest = max((number for line in lines for number in line.numbers), default=0)
    top = max(highest, 4)
    parts = [_level(number, top) for number in sorted({0, top // 2, top})]
    ends = _apart([_y(line.numbers[-1], top) for line in lines])
    for line, stroke, mark, end in zip(lines, STROKES, _MARKS, ends, strict=False):
        points = [(_x(place, len(days)), _y(number, top)) for place, number in enumerate(line.numbers)]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{joined}" fill="none" stroke="{INK}" stroke-width="2"{stroke}/>')
        parts += [mark(x, y) for x, y in points]
        parts.append(mark(WIDTH - RIGHT + 20, end - 5))
        parts.append(_text(WIDTH - RIGHT + 34, end, f"{line.name}: {line.numbers[-1]}", "start"))
    parts.append(_text(LEFT, HEIGHT - 12, days[0], "start"))
    if len(days) > 1:
        parts.append(_text(WIDTH - RIGHT, HEIGHT - 12, days[-1], "end"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="koeer-title koeer-desc"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONT}" font-size="16"'
        f' fill="{INK}"><title id="koeer-title">{escape(title)}</title>'
        f'<desc id="koeer-desc">{escape(spoken(lines, language))}</desc>{"".join(parts)}</svg>'
    )


def spoken(lines: Sequence[Line], language: str) -> str:
    """The drawing read aloud: where each line began, and where it is now."""
    sentence = "{name}: {first} first, {last} now." if language == "en" else "{name}: først {first}, nu {last}."
    return " ".join(sentence.format(name=line.name, first=line.numbers[0], last=line.numbers[-1]) for line in lines)


def _apart(places: Sequence[float]) -> list[float]:
    """The same places, in the same order from above, moved so that no two names overlap or fall below the frame."""
    order = sorted(range(len(places)), key=lambda one: (places[one], one))
    moved = list(places)
    for before, one in pairwise(order):
        moved[one] = max(moved[one], moved[before] + APART)
    too_low = max([moved[order[-1]] - (HEIGHT - BOTTOM), 0.0]) if order else 0.0
    return [place - too_low + 5 for place in moved]


def _x(place: int, days: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place / (days - 1) if days > 1 else 0.5)


def _y(number: int, top: int) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (top - number) / top


def _level(number: int, top: int) -> str:
    y = _y(number, top)
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{QUIET}" stroke-width="0.7"/>'
        + _text(LEFT - 10, y + 5, str(number), "end")
    )


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5"/>'


def _square(x: float, y: float) -> str:
    return (
        f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'
    )


def _triangle(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z"/>'


_MARKS = (_dot, _square, _triangle)


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
