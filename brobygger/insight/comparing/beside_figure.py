"""Programmes beside each other, drawn: a dot and its uncertainty for each, a ring where it is drawn towards the mean.

Black ink alone; the table beside it and the description say the same. The scale has nought in it, and a line there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from zlib import crc32

INK, QUIET, FONT = "#1a1a1a", "#8e8e8e", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, LEFT, RIGHT, TOP, ROW = 640, 16, 16, 12, 56
WORDS = {
    "da": "{label}: {value} (fra {low} til {high}), trukket til {drawn}.",
    "en": "{label}: {value} (from {low} to {high}), drawn to {drawn}.",
}


@dataclass(frozen=True)
class Bar:
    """One programme: its own number with limits, and the drawn one, in points."""

    label: str
    value: float
    low: float
    high: float
    drawn: float


def beside_svg(bars: Sequence[Bar], *, title: str, language: str, key: str = "") -> str:
    """The drawing as an `<svg>` string. Raises ValueError for no bars: then a sentence says so instead."""
    if not bars:
        raise ValueError("a figure of nothing")
    least = min(0.0, *(min(bar.low, bar.drawn) for bar in bars))
    most = max(0.0, *(max(bar.high, bar.drawn) for bar in bars))
    span = (most - least) or 1.0
    height = TOP + ROW * len(bars) + 34
    name = key or f"ved-siden-af-{crc32(title.encode())}"

    def x(points: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (points - least) / span

    parts = [
        f'<path d="M{x(0):.1f} {TOP}V{height - 30}" stroke="{QUIET}" stroke-dasharray="4 4"/>',
        f'<text x="{x(0):.1f}" y="{height - 10}" text-anchor="middle">0</text>',
    ]
    for place, bar in enumerate(bars):
        y = TOP + ROW * place + 40
        parts.append(f'<text x="{LEFT}" y="{y - 18}">{escape(bar.label)}</text>')
        parts.append(f'<path d="M{x(bar.low):.1f} {y}H{x(bar.high):.1f}" stroke="{INK}" stroke-width="1.5"/>')
        parts += [
            f'<path d="M{x(end):.1f} {y - 6}v12" stroke="{INK}" stroke-width="1.5"/>' for end in (bar.low, bar.high)
        ]
        parts.append(f'<circle cx="{x(bar.value):.1f}" cy="{y}" r="5"/>')
        parts.append(f'<circle cx="{x(bar.drawn):.1f}" cy="{y}" r="9" fill="none" stroke="{INK}" stroke-width="2"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-desc"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="{FONT}" font-size="16"'
        f' fill="{INK}"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(spoken(bars, language))}</desc>{"".join(parts)}</svg>'
    )


def spoken(bars: Sequence[Bar], language: str) -> str:
    """The drawing read aloud."""
    sentence = WORDS["en" if language == "en" else "da"]

    def said(number: float) -> str:
        text = f"{number:.1f}".replace("-", "−")
        return text if language == "en" else text.replace(".", ",")

    return " ".join(
        sentence.format(label=bar.label, value=said(bar.value), low=said(bar.low), high=said(bar.high),
                        drawn=said(bar.drawn))
        for bar in bars
    )  # fmt: skip
