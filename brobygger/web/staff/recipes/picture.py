"""A recipe as one picture: its bridge, its roles and its calendar. Plain drawing; the words stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import sqrt

from django.utils.translation import gettext as _
from markupsafe import Markup

from brobygger.insight.evaluation import recipe_calendar, recipe_text
from brobygger.insight.evaluation.recipe_calendar import Entry
from brobygger.insight.evaluation.recipe_text import said
from brobygger.registry.recipes.schema import Recipe, Role

WIDTH, LEFT, RIGHT = 1100, 150, 30
LANE, TOP = 46, 34
LANES = ("step", "follow_up", "measure")
INK, QUIET, LINE = "#1a1a1a", "#595959", "#8e8e8e"
LEAST_APART = 16  # pixels between two marks in one lane


@dataclass(frozen=True)
class Stone:
    """A step of the bridge in the picture. number: its place; days: since the step before."""

    number: int
    label: str
    who: str
    day: int
    days: int


@dataclass(frozen=True)
class RoleCard:
    """A role in the picture."""

    title: str
    where: str
    does: list[str]


def stones(recipe: Recipe, language: str) -> list[Stone]:
    """The bridge: every step with who answers for it and its last day."""
    days = recipe_calendar.days_of_steps(recipe)
    steps = recipe_text.steps(recipe, language)
    before = [0, *(days[step.step] for step in steps)]
    return [
        Stone(n, step.label, step.who, days[step.step], days[step.step] - before[n - 1])
        for n, step in enumerate(steps, start=1)
    ]


def roles(recipe: Recipe, language: str) -> list[RoleCard]:
    """Every role with where it belongs and what it does."""
    names = {"owner": recipe.owner.name, "participants": _("deltagerne")}
    names |= {organisation.id: organisation.name for organisation in recipe.partners}
    return [
        RoleCard(
            title=said(role, language),
            where=" · ".join(filter(None, (_number(role), ", ".join(names.get(of, "") for of in role.of)))),
            does=[said(line, language) for line in role.does],
        )
        for role in recipe.roles.values()
    ]


def _number(role: Role) -> str:
    per = {
        "unit": _("i hver enhed"), "area": _("i hvert område"), "branch": _("i hver afdeling"),
        "group": _("i hver gruppe"), "programme": _("i alt"),
    }.get(role.per or "", "")  # fmt: skip
    return f"{role.count} {per}".strip() if role.count else per


def strip(entries: Sequence[Entry]) -> Markup:
    """The calendar as a strip: three lanes of marks along the weeks; the first weeks get most room."""
    last = max((entry.day for entry in entries), default=7) or 7
    height = TOP + LANE * len(LANES) + 10
    drawn = [*_ticks(last, height), *_lanes(last)]
    for number, lane in enumerate(LANES):
        drawn += _marks([entry for entry in entries if entry.lane == lane], TOP + LANE * number + LANE / 2, last, lane)
    return Markup(  # noqa: S704 (drawn here, texts escaped)
        f'<svg class="calendar-strip" viewBox="0 0 {WIDTH} {height}" aria-hidden="true" focusable="false" '
        f'font-family="IBM Plex Sans, system-ui, sans-serif">{"".join(drawn)}</svg>'
    )


def _place(day: int, last: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * sqrt(day / last)


def _ticks(last: int, height: int) -> list[str]:
    shown = [(weeks * 7, str(weeks)) for weeks in (0, 1, 2, 4, 8, 13, 26, 39, 52, 78, 104) if weeks * 7 <= last]
    apart = [pair for before, pair in pairwise([(-99, ""), *shown])
             if pair[0] == 0 or _place(pair[0], last) - _place(max(before[0], 0), last) > 24]  # fmt: skip
    return [
        f'<text x="0" y="18" font-size="16" fill="{QUIET}">{escape(_("uge"))}</text>',
        *(
            f'<line x1="{_place(day, last):.0f}" y1="24" x2="{_place(day, last):.0f}" y2="{height}" stroke="#dcdcdc"/>'
            f'<text x="{_place(day, last):.0f}" y="18" font-size="16" text-anchor="middle" fill="{QUIET}">{text}</text>'
            for day, text in apart
        ),
    ]


def _lanes(last: int) -> list[str]:
    names = {"step": _("Trin"), "follow_up": _("Opfølgning"), "measure": _("Måling")}
    made = []
    for number, lane in enumerate(LANES):
        y = TOP + LANE * number + LANE / 2
        made.append(
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{LINE}"/>'
            f'<text x="0" y="{y + 6}" font-size="18" fill="{INK}">{escape(names[lane])}</text>'
        )
    return made


def _marks(entries: Sequence[Entry], y: float, last: int, lane: str) -> list[str]:
    """Marks in a lane; those on one day stand beside each other."""
    made, latest = [], 0.0
    for entry in entries:
        x = max(_place(entry.day, last), latest + LEAST_APART)
        latest = x
        made.append(_mark(x, y, lane))
    return made


def _mark(x: float, y: float, lane: str) -> str:
    if lane == "step":
        return f'<circle cx="{x:.0f}" cy="{y}" r="8" fill="{INK}"/>'
    if lane == "follow_up":
        return f'<path d="M{x:.0f} {y - 9} l9 16 h-18 z" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'
    return f'<rect x="{x - 7:.0f}" y="{y - 7}" width="14" height="14" fill="#ffffff" stroke="{INK}" stroke-width="2"/>'


def small_bridge(number: int) -> Markup:
    """A card's little bridge: an arch with as many stones as the recipe has steps."""
    apart = 200 / max(number - 1, 1)
    dots = "".join(f'<circle cx="{20 + apart * n:.1f}" cy="14" r="5" fill="{INK}"/>' for n in range(number))
    return Markup(  # noqa: S704 (numbers only)
        '<svg class="small-bridge" viewBox="0 0 240 44" aria-hidden="true" focusable="false">'
        f'<path d="M8 14h224M20 42a100 26 0 0 1 200 0" fill="none" stroke="{LINE}" stroke-width="3"/>{dots}</svg>'
    )
