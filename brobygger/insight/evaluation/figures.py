"""The bridge (broen) drawn for many people: a stone per step, as wide as the people who reached it.

Pure string SVG without style attributes (the pages' security policy refuses them): solid = went on,
white = are here now, hatched = stopped, dotted = hidden for privacy. So it reads the same in print, in black
and white and aloud.
Two drawings of the same numbers, "across" for a desk and "down" for a phone; the style sheet shows one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from brobygger.insight.evaluation.bridge_text import (
    PersonStone,
    Row,
    Stone,
    bridge_rows,
    bridge_sentence,
    count,
    days_in_words,
    lost_heading,
    reasons_by_size,
    spoken_summary,
    words_of,
)

__all__ = ["PersonStone", "Row", "Stone", "bridge_figure", "bridge_rows", "bridge_sentence", "bridge_svg"]

INK, SOLID, QUIET = "#1a1a1a", "#454545", "#707070"
FONT = "IBM Plex Sans, system-ui, sans-serif"
NARROWEST_COLUMN, WIDEST_COLUMN, DESK = 96.0, 200.0, 1160.0
PHONE = 360.0
LETTER = 8.1  # mean width in pixels of a letter at the usual size
USUAL = 16
TIED = "\u00a0"  # a space no line is broken at
LEAST_STONE = 8.0
HIDDEN_STONE = 30.0
REASONS_DRAWN = 3


def bridge_figure(
    stones: Sequence[Stone], *, language: str, key: str = "bro", links: Mapping[str, str] | None = None
) -> str:
    """`<figure>` with both drawings. `key` tells two bridges on one page apart; `links`: step → address."""
    drawings = "".join(
        f'<div class="bridge-{layout}">'
        + bridge_svg(stones, language=language, layout=layout, key=key, links=links)
        + "</div>"
        for layout in ("across", "down")
    )
    return f'<figure class="bridge">{drawings}</figure>'


def bridge_svg(
    stones: Sequence[Stone],
    *,
    language: str,
    layout: str = "across",
    key: str = "bro",
    links: Mapping[str, str] | None = None,
) -> str:
    """One drawing as an `<svg>` string. `layout` is "across" or "down"; ValueError for any other."""
    if layout not in ("across", "down"):
        raise ValueError(f"unknown layout {layout!r}")
    name = re.sub(r"[^a-zA-Z0-9-]", "-", f"{key}-{layout}")
    draw = _across if layout == "across" else _down
    width, height, body = draw(stones, language, name, links or {})
    words = words_of(language)
    role = "group" if links else "img"  # links inside an image would be hidden from those who listen
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="{role}" aria-labelledby="{name}-title {name}-desc"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}"'
        f' font-family="{FONT}" font-size="{USUAL}" fill="{INK}">'
        f'<title id="{name}-title">{_safe(words["title"])}</title>'
        f'<desc id="{name}-desc">{_safe(spoken_summary(stones, language))}</desc>'
        f"{_patterns(name)}"
        f"{body}</svg>"
    )


def _across(stones: Sequence[Stone], language: str, name: str, links: Mapping[str, str]) -> tuple[float, float, str]:
    if not stones:
        return DESK, 40, _text(0, 24, words_of(language)["empty"], anchor="start")
    column = min(WIDEST_COLUMN, max(NARROWEST_COLUMN, DESK / len(stones)))
    width, letters = column * len(stones), int((column - 8) / LETTER)
    labels = [_wrap(stone.label, letters, 3) for stone in stones]
    label_bottom = 18.0 * max(len(lines) for lines in labels)
    top = label_bottom + 46  # the stones' upper edge: the arches and their days stand in between
    parts = [_line(column / 2, top + 20, width - column / 2, top + 20, 5)]
    lowest = top + 68
    for place, stone in enumerate(stones):
        middle = column * (place + 0.5)
        first = label_bottom - 18.0 * len(labels[place]) + 15
        label = _lines(middle, first, labels[place], bold=True)
        size = _width(stone, stones, column - 14)
        drawn = _stone(stone, middle - size / 2, top, size, 40, f"{name}-{place}", name)
        number = _text(middle, top + 64, count(stone.entered, language), bold=True, size=18)
        parts.append(_linked(label + drawn + number, stone, links, language))
        if place + 1 < len(stones):
            parts.append(_arch(middle, column, top, days_in_words(stone.median_days, language)))
        fallen, bottom = _fallen(column * place + 6, top + 94, stone, language, letters)
        parts.append(fallen)
        lowest = max(lowest, bottom)
    parts.append(_legend(4, lowest + 14, name, stones, language, beside=True))
    return width, lowest + 40, "".join(parts)


def _down(stones: Sequence[Stone], language: str, name: str, links: Mapping[str, str]) -> tuple[float, float, str]:
    if not stones:
        return PHONE, 40, _text(0, 24, words_of(language)["empty"], anchor="start")
    parts, y = [], 0.0
    for place, stone in enumerate(stones):
        number = count(stone.entered, language)
        label = _wrap(stone.label, int(PHONE / LETTER) - len(number) - 3, 2)
        head = _lines(0, y + 20, label, step=20, bold=True, anchor="start")
        head += _text(PHONE, y + 20, number, bold=True, size=18, anchor="end")
        y += 20 * len(label) + 10
        size = _width(stone, stones, PHONE - 4)
        drawn = _stone(stone, 2, y, size, 28, f"{name}-{place}", name)
        parts.append(_linked(head + drawn, stone, links, language))
        y += 30
        last = place + 1 == len(stones)
        below = _lost_in_a_row(stone, language)
        days = "" if last else days_in_words(stone.median_days, language)
        below += [f"↓ {days}"] if days else []
        parts.append(_lines(30, y + 20, below, step=20, anchor="start"))
        height = 20.0 * len(below) + 18
        if not last:
            parts.append(_line(14, y, 14, y + height, 5))
        y += height
    parts.append(_legend(2, y + 8, name, stones, language, beside=False))
    return PHONE, y + 104, "".join(parts)


def _width(stone: Stone, stones: Sequence[Stone], room: float) -> float:
    if stone.entered is None:
        return HIDDEN_STONE
    largest = max((each.entered or 0 for each in stones), default=0)
    return max(LEAST_STONE, room * max(stone.entered, 0) / largest) if largest > 0 else LEAST_STONE


def _stone(stone: Stone, x: float, y: float, width: float, height: float, own: str, name: str) -> str:
    """A rounded stone in shares of those who came: went on, here now, stopped; dotted where a count is hidden."""
    frame = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.0f}" rx="7"'
    if stone.entered is None or stone.passed is None:
        return f'<rect {frame} fill="url(#{name}-hidden)" stroke="{INK}" stroke-width="2" stroke-dasharray="4 4"/>'
    passed, lost = max(stone.passed, 0), sum(n for _, n in reasons_by_size(stone) if n is not None)
    whole = max(stone.entered, passed + lost, 1)
    solid, hatched = width * passed / whole, width * lost / whole
    rest = f"url(#{name}-hidden)" if None in stone.lost.values() else "#fff"
    clip, tall = f"{own}-edge", f'y="{y:.1f}" height="{height:.0f}"'
    return (
        f'<clipPath id="{clip}"><rect {frame}/></clipPath><g clip-path="url(#{clip})"><rect {frame} fill="{rest}"/>'
        f'<rect x="{x:.1f}" {tall} width="{solid:.1f}" fill="{SOLID}"/>'
        f'<rect x="{x + width - hatched:.1f}" {tall} width="{hatched:.1f}" fill="url(#{name}-lost)"/></g>'
        f'<rect {frame} fill="none" stroke="{INK}" stroke-width="2"/>'
    )


def _patterns(name: str) -> str:
    size = 'patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="{name}-lost" width="7" height="7" {size} patternTransform="rotate(45)">'
        f'<rect width="7" height="7" fill="#fff"/><rect width="2.5" height="7" fill="{INK}"/></pattern>'
        f'<pattern id="{name}-hidden" width="6" height="6" {size}>'
        f'<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1" fill="{INK}"/></pattern></defs>'
    )


def _arch(middle: float, column: float, top: float, days: str) -> str:
    dashes = "" if days else ' stroke-dasharray="3 5"'
    arch = (
        f'<path d="M{middle:.1f} {top:.1f}q{column / 2:.1f} -36 {column:.1f} 0" fill="none"'
        f' stroke="{QUIET}" stroke-width="2"{dashes}/>'
    )
    return arch + (_text(middle + column / 2, top - 24, days, size=15) if days else "")


def _fallen(x: float, y: float, stone: Stone, language: str, letters: int) -> tuple[str, float]:
    """Those who stopped, below their stone: how many, then the reasons. Also the lowest line's place."""
    heading = lost_heading(stone, language)
    if not heading:
        return "", y - 26
    lines = _wrap(f"▼ {heading}", letters, 3)
    parts = [_lines(x, y, lines, step=19, anchor="start")]
    y += 19 * len(lines)
    for reason in _drawn_reasons(stone, language):
        lines = _wrap(reason, letters, 3)
        y += 6
        parts.append(_lines(x, y, lines, step=19, anchor="start"))
        y += 19 * len(lines)
    return "".join(parts), y


def _lost_in_a_row(stone: Stone, language: str) -> list[str]:
    heading = lost_heading(stone, language)
    if not heading:
        return []
    row = f"▼ {heading}: " + ", ".join(_drawn_reasons(stone, language))
    return _wrap(row, int((PHONE - 30) / LETTER) + 3, 4)  # small letters and spaces: more fit than in a label


def _drawn_reasons(stone: Stone, language: str) -> list[str]:
    """The largest reasons, then all the rest as one."""
    words, reasons = words_of(language), reasons_by_size(stone)
    drawn = [f"{count(n, language).replace(' ', TIED)}{TIED}{reason}" for reason, n in reasons[:REASONS_DRAWN]]
    rest = [n for _, n in reasons[REASONS_DRAWN:]]
    if rest:
        known = sum(n for n in rest if n is not None)
        drawn.append(words["others_hidden"] if None in rest else words["others"].format(n=known))
    return drawn


def _legend(x: float, y: float, name: str, stones: Sequence[Stone], language: str, *, beside: bool) -> str:
    words, parts = words_of(language), []
    fills = {"passed": SOLID, "here": "#fff", "lost": f"url(#{name}-lost)"}
    if any(None in (stone.entered, stone.passed, *stone.lost.values()) for stone in stones):
        fills["hidden"] = f"url(#{name}-hidden)"
    for place, (key, fill) in enumerate(fills.items()):
        at_x, at_y = (x + 160 * place, y) if beside else (x, y + 24 * place)
        swatch = f'x="{at_x:.0f}" y="{at_y:.0f}" width="22" height="14" rx="3" fill="{fill}"'
        parts.append(f'<rect {swatch} stroke="{INK}" stroke-width="1.5"/>')
        parts.append(_text(at_x + 30, at_y + 12, words[key], anchor="start"))
    return "".join(parts)


def _linked(drawn: str, stone: Stone, links: Mapping[str, str], language: str) -> str:
    address = links.get(stone.step)
    if not address:
        return drawn
    label = words_of(language)["step"].format(label=stone.label, entered=count(stone.entered, language))
    return f'<a href="{_safe(address)}" aria-label="{_safe(label)}">{drawn}</a>'


def _text(x: float, y: float, text: str, *, bold: bool = False, size: int = USUAL, anchor: str = "middle") -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="{size}"{weight}>{_safe(text)}</text>'


def _lines(
    x: float, y: float, lines: Sequence[str], *, step: float = 18, bold: bool = False, anchor: str = "middle"
) -> str:
    return "".join(_text(x, y + step * place, line, bold=bold, anchor=anchor) for place, line in enumerate(lines))


def _line(x1: float, y1: float, x2: float, y2: float, thick: int) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{QUIET}" stroke-width="{thick}"/>'


def _wrap(text: str, letters: int, most: int) -> list[str]:
    """Break at spaces into lines of about `letters`; what `most` lines cannot hold ends in an ellipsis."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    lines = [line if len(line) <= letters + 2 else line[: letters - 1] + "…" for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(".,;…") + " …"]


def _safe(text: str) -> str:
    """Escaped for XML, without the control characters XML has no way to write."""
    return escape(re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text))
