"""Screenings and measurements as rows, and a small figure of those taken more than once.

A reference line is drawn only where facts.md § 1 has one: T-ILS 7 (severe in Danish population surveys) and WHO-5 50.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.measurement.file_rules import BODY_TESTS
from brobygger.registry.instruments.load import UnknownInstrument, exists, load
from brobygger.registry.own_instruments.words_rules import name_of
from brobygger.web.shared import words
from brobygger.web.shared.dates import exact_day
from brobygger.web.shared.parts import of_answers

REFERENCE = {"t-ils": 7, "who-5": 50}
WIDTH, HEIGHT, LEFT, TOP = 520, 180, 44, 16


@dataclass(frozen=True)
class Taken:
    """One score."""

    day: date
    instrument: str
    title: str
    score: int
    meaning: str
    colour: str
    where: str


def rows(screenings: Iterable[Any], rounds: Iterable[Any], brought: Iterable[Any] = ()) -> list[Taken]:
    """Everything taken, newest first. A screening that counts as the first round stands once, as the round.

    brought: answers from other systems; they say where they come from, and are in no figure (R022).
    """
    as_rounds = [_taken(each, colour="") for each in rounds if each.status == "taken" and each.score is not None]
    counted = {(each.day, each.instrument, each.score) for each in as_rounds}
    taken = list(screenings)
    screened = [_taken(each, colour=each.colour) for each in taken if each.score is not None and not _in_parts(each)]
    others = list(brought)
    screened += [_taken(each, colour="") for each in others if each.score is not None and not _in_parts(each)]
    by_part = [part for each in (*taken, *others) if _in_parts(each) for part in _parts(each)]
    screened = [each for each in screened if (each.day, each.instrument, each.score) not in counted]
    return sorted([*as_rounds, *screened, *by_part], key=lambda each: (each.day, each.instrument), reverse=True)


def _taken(it: Any, *, colour: str) -> Taken:
    return Taken(
        day=local_date(it.taken_at),
        instrument=it.instrument,
        title=title_of(it.instrument),
        score=it.score,
        meaning=_meaning(it.instrument, it.band),
        colour=colour,
        where=_how_asked(it),
    )


def _in_parts(it: Any) -> bool:
    return exists(it.instrument) and bool(load(it.instrument).parts)


def _parts(it: Any) -> Iterable[Taken]:
    """One row for each part with a number: they are never one number (R019)."""
    instrument = load(it.instrument)
    for part in of_answers(instrument, it.answers):
        if part.score is not None:
            yield Taken(
                day=local_date(it.taken_at),
                instrument=f"{it.instrument}#{part.id}",
                title=f"{title_of(it.instrument)}: {part.title}",
                score=part.score,
                meaning=part.said,
                colour=getattr(it, "colour", "") if part.id == instrument.scoring.leading else "",
                where=_how_asked(it),
            )


def _how_asked(it: Any) -> str:
    """A screening says how it was asked and who answered: a call gives other answers than the kitchen table (R007)."""
    if hasattr(it, "source"):
        who = words.said(words.ANSWERED_BY, it.answered_by)
        return _("fra %(source)s (svaret af %(who)s)") % {"source": it.source, "who": who}
    if not hasattr(it, "colour"):
        return _("måling")
    how, who = words.said(words.MODES, it.mode), words.said(words.ANSWERED_BY, it.answered_by)
    told = _("screening (%(how)s; svaret af %(who)s)") % {"how": how, "who": who}
    return f"{told}, {_('spurgt på %s') % name_of(it.language)}" if it.language else told


def titles(rounds: Iterable[Any]) -> dict[str, str]:
    """What the instruments of these rounds are called."""
    return {each.instrument: title_of(each.instrument) for each in rounds}


def title_of(instrument: str) -> str:
    try:
        return load(instrument).title.in_language(get_language() or "da")
    except UnknownInstrument:
        return instrument


def of_the_body(test: str, value: Decimal) -> tuple[str, str]:
    """What a test of the body is called, and the result with its unit; there are no norms to hold it against."""
    name, unit = BODY_TESTS[test].in_language(_language())
    number = f"{value.normalize():f}"
    return name, f"{number if _language() == 'en' else number.replace('.', ',')} {unit}"


def _meaning(instrument: str, band: str) -> str:
    try:
        bands = {each.id: each.title for each in load(instrument).bands}
    except UnknownInstrument:
        return ""
    return bands[band].in_language(get_language() or "da") if band in bands else ""


def figures(screenings: Iterable[Any], rounds: Iterable[Any]) -> list[tuple[str, Markup]]:
    """(title, SVG) for each instrument taken at least twice."""
    by_name: dict[str, list[Taken]] = {}
    for each in reversed(rows(screenings, rounds)):
        by_name.setdefault(each.instrument, []).append(each)
    return [(taken[0].title, _figure(taken)) for taken in by_name.values() if len(taken) > 1]


def _figure(taken: Sequence[Taken]) -> Markup:
    """Dots in time on the instrument's own scale. The table beside it says the same."""
    low, high = _range(taken[0].instrument) or (0, max(each.score for each in taken))
    first, last = taken[0].day.toordinal(), taken[-1].day.toordinal()

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - 60) * (day.toordinal() - first) / max(1, last - first) + 20

    def y(score: float) -> float:
        return TOP + (HEIGHT - TOP - 40) * (high - score) / max(1, high - low)

    parts = [_level(y(low), low), _level(y(high), high)]
    limit = REFERENCE.get(taken[0].instrument.partition("@")[0])
    if limit is not None:
        word = _("grænse")
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y(limit):.1f}" y2="{y(limit):.1f}" stroke="#1a1a1a"'
            f' stroke-dasharray="6 5" stroke-width="1.5"/>'
            f'<text x="{WIDTH}" y="{y(limit) - 6:.1f}" text-anchor="end" font-size="14">{word} {limit}</text>'
        )
    line = " ".join(f"{x(each.day):.1f},{y(each.score):.1f}" for each in taken)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#454545" stroke-width="2"/>')
    for each in taken:
        parts.append(f'<circle cx="{x(each.day):.1f}" cy="{y(each.score):.1f}" r="6" fill="#1a1a1a"/>')
        parts.append(
            f'<text x="{x(each.day):.1f}" y="{y(each.score) - 12:.1f}" text-anchor="middle" font-size="15"'
            f' font-weight="600">{each.score}</text>'
        )
    for each in (taken[0], taken[-1]):
        parts.append(
            f'<text x="{x(each.day):.1f}" y="{HEIGHT - 10}" text-anchor="middle" font-size="14">'
            f"{each.day.day}.{each.day.month}.{each.day.year}</text>"
        )
    said = "; ".join(f"{exact_day(each.day, _language())}: {each.score}" for each in taken)
    return Markup(  # noqa: S704 (numbers and escaped titles only)
        f'<svg class="score-figure" role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
        f' aria-label="{escape(taken[0].title)}. {escape(said)}" fill="#1a1a1a">{"".join(parts)}</svg>'
    )


def _range(name: str) -> tuple[int, int] | None:
    ref, _number_sign, part = name.partition("#")
    instrument = load(ref)
    of_part = instrument.part(part)
    return instrument.possible_of(of_part) if of_part else instrument.range


def _level(y: float, value: float) -> str:
    return (
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#8e8e8e"/>'
        f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end" font-size="14">{value:g}</text>'
    )


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"
