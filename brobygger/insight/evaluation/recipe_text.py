"""A recipe told in plain words, for the recipe's own page, the programme's page and the report. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.insight.evaluation import recipe_words as words
from brobygger.insight.evaluation.rules import step_word
from brobygger.registry.instruments import load as instruments
from brobygger.registry.recipes.schema import Activity, Criteria, FollowUp, Recipe, Step, Training, When
from brobygger.registry.recipes.words import TASKS, Words


@dataclass(frozen=True)
class StepText:
    """One step as a reader meets it."""

    step: str
    label: str
    who: str
    when: str
    text: str
    may_be_skipped: bool


@dataclass(frozen=True)
class ColourText:
    """What a score means: the colour, its span in words, and whether the person goes on over the bridge."""

    colour: str
    span: str
    goes_on: bool


def said(text: Any, language: str) -> str:
    """A text of the recipe in the reader's language; empty when the recipe has none."""
    return "" if text is None else str(text.en if language == "en" else text.da)


def for_whom(recipe: Recipe, language: str) -> str:
    """Who the recipe is for, in one or two sentences."""
    newest = recipe.criteria[-1]
    must = _criteria(newest, language)
    sentences = [_fill("people_who", language, n=_listed(must, "and", language)) if must else ""]
    choices = [_listed(_criteria(choice, language), "and", language) for choice in newest.any_of]
    if any(choices):
        sentences.append(_fill("one_of", language, n=_listed([each for each in choices if each], "or", language)) + ".")
    return " ".join(filter(None, sentences)) or _fill("everybody", language)


def found_by(recipe: Recipe, language: str) -> list[str]:
    """How people are found, one line a way."""
    return [
        ": ".join(filter(None, (_word(words.CHANNELS, way.channel, language), _text_of_way(way, language))))
        for way in recipe.found_by
    ]


def _text_of_way(way: Any, language: str) -> str:
    letter = said(way.letter.text, language) if way.letter else ""
    return said(way.text, language) or letter


def screening(recipe: Recipe, language: str) -> list[str]:
    """How it is noticed that somebody misses company; empty when the recipe measures nothing first."""
    plan = recipe.screening
    if plan is None:
        return []
    lines = [f"{instrument_title(plan.instrument, language)} · {roles(recipe, plan.by, language)}".rstrip(" ·")]
    lines += [line for line in (said(plan.text, language),) if line]
    if plan.if_cognitive_impairment:
        lines.append(_fill("observer", language, n=instrument_title(plan.if_cognitive_impairment.instrument, language)))
    return lines


def colours(recipe: Recipe, language: str) -> list[ColourText]:
    """The colours of the screening, in order."""
    plan = recipe.screening
    if plan is None or plan.colours is None:
        return []
    found = []
    for colour in ("green", "yellow", "red"):
        span = getattr(plan.colours, colour)
        if span is not None:
            key = "points_up" if span[1] is None else "points_one" if span[0] == span[1] else "points"
            found.append(ColourText(colour, _fill(key, language, a=span[0], b=span[1]), colour in plan.who_continues))
    return found


def instrument_title(ref: str, language: str) -> str:
    """An instrument's name for people; the reference itself when it is not bundled."""
    return said(instruments.load(ref).title, language) if instruments.exists(ref) else ref


def steps(recipe: Recipe, language: str) -> list[StepText]:
    """The steps in the bridge's order: who, when, and the recipe's own words."""
    return [
        StepText(
            step=step.step,
            label=step_word(step.step, language),
            who=roles(recipe, step.by, language),
            when=_when(step, language),
            text=said(step.text, language),
            may_be_skipped=step.optional,
        )
        for step in recipe.steps
    ]


def roles(recipe: Recipe, names: Iterable[str], language: str) -> str:
    """Roles in the recipe's own words."""
    known = [said(recipe.roles[name], language) for name in names if name in recipe.roles]
    return _listed(known, "or", language)


def activities(recipe: Recipe, language: str) -> list[str]:
    """What people come to, one line each."""
    return [_activity(activity, language) for activity in recipe.activities]


def follow_ups(recipe: Recipe, language: str) -> list[str]:
    """The follow-up rules as sentences: what happened, what is done, by whom, how soon."""
    return [_follow_up(recipe, rule, language) for rule in recipe.follow_up]


def measuring(recipe: Recipe, language: str) -> list[str]:
    """What is measured and when; empty when the recipe measures nothing."""
    plan = recipe.measure
    if plan is None:
        return []
    titles = [instrument_title(ref, language) for ref in plan.instruments]
    return [f"{_listed(titles, 'and', language)}: {_rounds(recipe, language)}", *_lines(plan.text, language)]


def _rounds(recipe: Recipe, language: str) -> str:
    rounds = [
        _fill("start", language) if not each.after_days else _fill("round", language, n=each.after_days)
        for each in (recipe.measure.at if recipe.measure else ())
    ]
    return _listed(rounds, "and", language)


def trainings(recipe: Recipe, language: str) -> list[str]:
    """Competence development, one line each."""
    return [_training(recipe, each, language) for each in recipe.training]


def anchoring(recipe: Recipe, language: str) -> list[str]:
    """How the effort lives on."""
    plan = recipe.anchoring
    lines = [_word(words.ANCHORING_MODELS, plan.model, language)]
    lines += [said(line, language) for line in plan.plan]
    lines += [f"{said(each.what, language)}: {each.by}" for each in plan.takes_over]
    return lines


def partners(recipe: Recipe, language: str) -> list[str]:
    """Who the owner works with, and what they do."""
    return [": ".join(filter(None, (each.name, said(each.does, language)))) for each in recipe.partners]


def focus_areas(recipe: Recipe, language: str) -> str:
    """The four focus areas the recipe works with (R302)."""
    return _listed([_word(words.FOCUS_AREAS, area, language) for area in recipe.focus_areas], "and", language)


def facts(recipe: Recipe, language: str) -> list[str]:
    """Facts for a card: what people come to, how they are found, when it is measured (if it is)."""
    channels = _listed([_word(words.CHANNELS, way.channel, language) for way in recipe.found_by[:2]], "and", language)
    found = [
        _fill("card_activity", language, n=said(recipe.activities[0].title, language)),
        _fill("card_found", language, n=channels.lower()),
    ]
    if recipe.measure is not None:
        found.append(_fill("card_measured", language, n=_rounds(recipe, language)))
    return found


def kind_of_activity(kind: str, language: str) -> str:
    """A kind of activity in words."""
    return _word(words.KINDS, kind, language)


def _criteria(criteria: Criteria, language: str) -> list[str]:
    lines = []
    if criteria.min_age is not None:
        lines.append(_criterion("min_age", language, criteria.min_age))
    if criteria.max_age is not None:
        lines.append(_criterion("max_age", language, criteria.max_age))
    if criteria.sex:
        lines.append(_criterion(criteria.sex, language))
    for code in ("civil_status", "housing", "areas", "languages"):
        chosen = getattr(criteria, code)
        if chosen:
            listed = _listed([_word(words.CHOICES, each, language) for each in chosen], "or", language)
            lines.append(_criterion(code, language, listed))
    for code in ("home_help_hours", "walks_m"):
        limit = getattr(criteria, code)
        if limit is not None:
            lines.append(_criterion(code, language, _limit(limit, language)))
    for code in (
        "lives_alone", "daily_home_help", "personal_care", "self_reliant", "cognitive_impairment", "feels_lonely",
        "wants_to_join",
    ):  # fmt: skip
        wanted = getattr(criteria, code)
        if wanted is not None:
            lines.append(_criterion(code if wanted else f"not_{code}", language))
    return [*lines, *(said(judged, language) for judged in criteria.judged)]


def _criterion(code: str, language: str, value: object = "") -> str:
    return _word(words.CRITERIA, code, language).format(n=value)


def _limit(limit: Any, language: str) -> str:
    given = {key: getattr(limit, key, None) for key in words.LIMITS}
    spoken = [
        _word(words.LIMITS, key, language).format(n=_number(value, language))
        for key, value in given.items()
        if value is not None
    ]
    return _listed(spoken, "and", language)


def _when(step: Step, language: str) -> str:
    if step.at is not None:
        return _counted(step.at, language)
    days = step.within_days
    parts = [_within(days, language)] if days is not None else []
    if step.answer_within_days is not None:
        parts.append(_fill("answer_within", language, n=step.answer_within_days))
    return ", ".join(parts) or _fill("no_deadline", language)


def _within(days: int, language: str) -> str:
    return _fill({0: "same_day", 1: "within_one"}.get(days, "within"), language, n=days)


def _counted(when: When, language: str) -> str:
    anchor = words.ANCHOR_STEPS.get(when.anchor)
    what = said(anchor, language) if anchor else step_word(when.anchor, language).lower()
    if not when.days:
        return _fill("on", language, what=what)
    return _fill("days_before" if when.before else "days_after", language, n=when.days, what=what)


def _follow_up(recipe: Recipe, rule: FollowUp, language: str) -> str:
    what = _word(words.HAPPENED, rule.when.anchor, language)
    if rule.when.before:
        anchor = words.ANCHOR_STEPS.get(rule.when.before)
        what = said(anchor, language) if anchor else step_word(rule.when.before, language).lower()
    task = said(rule.text, language) or _word(TASKS, rule.task, language)
    key = "when" if not rule.when.days else "when_before" if rule.when.before else "when_later"
    sentence = _fill(key, language, n=rule.when.days, what=what, task=task)
    return f"{sentence} · {roles(recipe, rule.by, language)} · {_within(rule.within_days, language)}"


def _activity(activity: Activity, language: str) -> str:
    parts = [said(activity.title, language)]
    if activity.size and activity.size[1] > 1:
        parts.append(_fill("size", language, a=activity.size[0], b=activity.size[1]))
    plan = activity.sessions
    if plan and plan.every_days:
        rhythm = {7: "every_week", 14: "every_other_week"}.get(plan.every_days, "every")
        parts.append(_fill(rhythm, language, n=plan.every_days))
    if plan and plan.minutes:
        parts.append(_fill("minutes", language, n=plan.minutes))
    return ", ".join(parts)


def _training(recipe: Recipe, training: Training, language: str) -> str:
    parts = [_word(words.TRAINING_KINDS, training.kind, language).capitalize()]
    if training.sessions and training.sessions > 1:
        parts.append(_fill("times", language, n=training.sessions))
    if training.hours:
        parts.append(_fill("hours", language, n=_number(training.hours, language)))
    topics = _listed([said(topic, language) for topic in training.topics], "and", language)
    who = roles(recipe, training.for_, language)
    return " · ".join(filter(None, (", ".join(parts), who, topics, said(training.text, language))))


def _lines(text: Any, language: str) -> list[str]:
    return [said(text, language)] if text is not None else []


def _listed(parts: Iterable[str], joint: str, language: str) -> str:
    """ "a, b og c"."""
    items = [part for part in parts if part]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + _fill(joint, language) + items[-1]


def _fill(key: str, language: str, **values: object) -> str:
    return said(words.SENTENCES[key], language).format(**values)


def _word(table: Mapping[str, Words], key: str, language: str) -> str:
    return said(table[key], language) if key in table else key.replace("_", " ")


def _number(value: float, language: str) -> str:
    text = f"{value:g}"
    return text if language == "en" else text.replace(".", ",")
