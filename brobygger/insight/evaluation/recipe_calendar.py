"""A recipe as a calendar: what happens on which day, counted from the day a person is found. No Django, no clock.

The days are the recipe's own deadlines one after the other: the latest that everything happens on time, not a forecast.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation import recipe_words as words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.insight.evaluation.rules import step_word
from brobygger.registry.recipes.schema import FollowUp, Recipe, Step
from brobygger.registry.recipes.words import STEPS, TASKS

WITHOUT_DEADLINE = 7  # days a step is drawn after the one before it, where the recipe sets no deadline
AT_MOST = 4  # times a repeated task is drawn
_STEP_OF = {"first_session": "first_time", "first_session_planned": "first_time", "wishes_mapped": "wishes",
            "third_session": "third_time", "programme_start": "found"}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One thing in the calendar. day: from being found; lane: step, follow_up or measure; firm: a deadline says so."""

    day: int
    lane: str
    what: str
    who: str
    code: str = ""
    firm: bool = True


def days_of_steps(recipe: Recipe) -> dict[str, int]:
    """The last day of each step, from being found. A step before a planned first session is counted back from it."""
    days: dict[str, int] = {}
    for before, step in pairwise((None, *recipe.steps)):
        assert step is not None
        latest = max(days.values(), default=0)
        days[step.step] = _day(step, before, days, latest)
    _before_the_first_time(recipe, days)
    return days


def _day(step: Step, before: Step | None, days: dict[str, int], latest: int) -> int:
    if before is None:
        return 0
    if step.at is not None and step.at.after:
        return days.get(_STEP_OF.get(step.at.anchor, step.at.anchor), latest) + step.at.days
    if step.at is not None:
        return latest + WITHOUT_DEADLINE
    promised = step.within_days
    if promised is None and any(link.within_days for link in step.links):
        promised = sum(link.within_days or 0 for link in step.links)
    if promised is None:
        promised = before.answer_within_days
    base = days.get(step.from_, latest) if step.from_ else latest
    return max(base + (WITHOUT_DEADLINE if promised is None else promised), latest if step.from_ is None else 0)


def _before_the_first_time(recipe: Recipe, days: dict[str, int]) -> None:
    """A call seven days before the first session moves the first session, when it would come before its own reason."""
    first = days.get("first_time")
    for step in recipe.steps:
        if first is None or step.at is None or not step.at.before:
            continue
        earliest = days[step.step] - WITHOUT_DEADLINE + step.at.days
        if earliest > first:
            late = earliest - first
            for name in days:
                if STEPS.index(name) >= STEPS.index("first_time"):
                    days[name] += late
            first = days["first_time"]
        days[step.step] = first - step.at.days


def calendar(recipe: Recipe, language: str) -> list[Entry]:
    """Every step, follow-up with a day and round of measuring, the earliest first."""
    days = days_of_steps(recipe)
    entries = [
        Entry(days[step.step], "step", step_word(step.step, language), recipe_text.roles(recipe, step.by, language),
              step.step, firm=step.within_days is not None or step.at is not None)
        for step in recipe.steps
    ]  # fmt: skip
    entries += [entry for rule in recipe.follow_up for entry in _follow_up(recipe, rule, days, language)]
    start = days.get("first_time", 0)
    if recipe.measure is not None:
        titles = ", ".join(recipe_text.instrument_title(ref, language) for ref in recipe.measure.instruments)
        who = recipe_text.roles(recipe, recipe.measure.by, language)
        entries += [Entry(start + each.after_days, "measure", titles, who, each.id) for each in recipe.measure.at]
    return sorted(entries, key=lambda entry: entry.day)


def _follow_up(recipe: Recipe, rule: FollowUp, days: dict[str, int], language: str) -> list[Entry]:
    """A rule that hangs on a step has a day; one that waits for something to go wrong has none."""
    anchor = _STEP_OF.get(rule.when.anchor, rule.when.anchor)
    if anchor not in days:
        return []
    what = said(rule.text, language) or said(TASKS.get(rule.task), language)
    first = max(0, days[anchor] + rule.when.shift + rule.within_days)
    times = range(min(rule.times, AT_MOST))
    who = recipe_text.roles(recipe, rule.by, language)
    return [Entry(first + n * (rule.every_days or 0), "follow_up", what, who, rule.id) for n in times]


def when_needed(recipe: Recipe, language: str) -> list[tuple[str, str, str, int]]:
    """The follow-up rules without a day in the calendar: what happened, what is done, by whom, within how many days."""
    days = days_of_steps(recipe)
    return [
        (
            said(words.HAPPENED.get(rule.when.anchor), language),
            said(rule.text, language) or said(TASKS.get(rule.task), language),
            recipe_text.roles(recipe, rule.by, language),
            rule.when.days + rule.within_days,
        )
        for rule in recipe.follow_up
        if _STEP_OF.get(rule.when.anchor, rule.when.anchor) not in days
    ]


def week(day: int) -> int:
    """The week a day lies in, from 1."""
    return day // 7 + 1
