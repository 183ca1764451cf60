"""Answers drawn as squares in rows: full is yes, half is partly, empty is no, a dot is not known.

Black ink alone, so that it reads the same in print and on a screen. The sentence that reads it aloud says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

INK, FONT = "#1a1a1a", "IBM Plex Sans, system-ui, sans-serif"
SIDE, GAP, LEFT, ROW, TOP = 22, 8, 250, 40, 8
SPOKEN = {
    "da": "{title}: {yes} ja, {partly} delvist, {no} nej, {unknown} ved vi ikke.",
    "en": "{title}: {yes} yes, {partly} partly, {no} no, {unknown} not known.",
}


Rows = Sequence[tuple[str, Sequence[str]]]


def squares_svg(rows: Rows, *, caption: str, language: str, key: str = "firkanter") -> str:
    """The drawing as an `<svg>` string. rows: a title and its answers: yes, partly, no, unknown or not_here.

    Raises ValueError for no rows.
    """
    if not rows:
        raise ValueError("a figure of nothing")
    width = LEFT + max(len(answers) for _title, answers in rows) * (SIDE + GAP)
    height = TOP + ROW * len(rows)
    parts = []
    for number, (title, answers) in enumerate(rows):
        y = TOP + number * ROW
        parts.append(f'<text x="0" y="{y + 17}">{escape(title)}</text>')
        parts += [_square(LEFT + place * (SIDE + GAP), y, answer) for place, answer in enumerate(answers)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{FONT}" font-size="17"'
        f' fill="{INK}"><title id="{key}-title">{escape(caption)}</title>'
        f'<desc id="{key}-desc">{escape(spoken(rows, language))}</desc>{"".join(parts)}</svg>'
    )


def spoken(rows: Rows, language: str) -> str:
    """The drawing read aloud."""
    sentence = SPOKEN["en" if language == "en" else "da"]
    return " ".join(
        sentence.format(title=title, **{code: list(answers).count(code) for code in ("yes", "partly", "no", "unknown")})
        for title, answers in rows
    )


def _square(x: int, y: int, answer: str) -> str:
    frame = f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    middle = f'cx="{x + SIDE / 2:g}" cy="{y + SIDE / 2:g}"'
    if answer == "yes":
        return f'<rect x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" stroke="{INK}" stroke-width="1.5"/>'
    if answer == "partly":
        return f'{frame}<path d="M{x} {y + SIDE}V{y}L{x + SIDE} {y + SIDE}Z"/>'
    if answer == "unknown":
        return f'{frame}<circle {middle} r="2.5"/>'
    if answer == "not_here":
        return f'<path d="M{x + 4} {y + SIDE / 2:g}h{SIDE - 8}" stroke="{INK}" stroke-width="1.5"/>'
    return frame
