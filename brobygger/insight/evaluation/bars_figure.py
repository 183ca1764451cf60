"""One number for each of several units, drawn as bars below each other. The name stands above its bar, so that a phone
shows it as large as a screen does; the table beside it has the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

INK, QUIET, FONT = "#1a1a1a", "#8e8e8e", "IBM Plex Sans, system-ui, sans-serif"
WIDTH, ROW, TOP, LONGEST = 340, 46, 12, 250


def bars_svg(rows: Sequence[tuple[str, float, str]], *, title: str, key: str) -> str:
    """The drawing as an `<svg>` string. rows: the unit's name, its number, and the number in words.

    key: one word, another in each drawing of a page. Raises ValueError for no rows.
    """
    if not rows:
        raise ValueError("a figure of nothing")
    most = max([number for _name, number, _said in rows] + [0]) or 1
    height = TOP + ROW * len(rows)
    spoken = ". ".join(f"{name}: {said}" for name, _number, said in rows)
    drawn = "".join(_row(place, *row, most=most) for place, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{key}-title {key}-desc"'
        f' viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="{FONT}" font-size="16"'
        f' fill="{INK}"><title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(spoken)}.</desc>'
        f"{drawn}</svg>"
    )


def _row(place: int, name: str, number: float, said: str, *, most: float) -> str:
    y = TOP + place * ROW
    long = LONGEST * number / most
    return (
        f'<text x="0" y="{y + 8}">{escape(name)}</text>'
        f'<line x1="0.5" x2="0.5" y1="{y + 14}" y2="{y + 32}" stroke="{QUIET}"/>'
        f'<rect x="0" y="{y + 15}" width="{long:.1f}" height="16"/>'
        f'<text x="{long + 8:.1f}" y="{y + 29}">{escape(said)}</text>'
    )
