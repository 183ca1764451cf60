"""Who the recipe is for, explained criterion by criterion, and what a screening score means in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from brobygger.pathway.episodes.eligibility_words import sentence
from brobygger.registry.recipes.parts import COLOURS, Colour
from brobygger.registry.recipes.schema import Criteria, CriteriaVersion, Recipe, Stage

# Nobody can know these before the screening and the person's own yes, so not knowing them turns nobody away.
KNOWN_LATER = frozenset({"feels_lonely", "wants_to_join"})


@dataclass(frozen=True)
class Because:
    """One criterion and how the person stands to it.

    code: the criterion's key. params: "value" (what is known) and the limits. met: None when nothing is known.
    """

    code: str
    params: Mapping[str, Any]
    met: bool | None


@dataclass(frozen=True)
class Eligibility:
    """ok: in the target group. because: every criterion, in the order of the language."""

    ok: bool
    because: tuple[Because, ...]

    @property
    def not_met(self) -> tuple[Because, ...]:
        """The criteria that keep the person out: known and false."""
        return tuple(reason for reason in self.because if reason.met is False)

    @property
    def unknown(self) -> tuple[Because, ...]:
        """The criteria nobody has the facts for yet."""
        return tuple(reason for reason in self.because if reason.met is None)


def criteria_on(recipe: Recipe, day: date) -> CriteriaVersion:
    """The version of the criteria that holds on a day: the newest whose date is not after it (R038)."""
    in_force = [version for version in recipe.criteria if version.from_ is None or version.from_ <= day]
    return max(in_force, key=lambda version: version.from_ or date.min, default=recipe.criteria[0])


def eligible(criteria: Criteria, facts: Mapping[str, Any]) -> Eligibility:
    """Whether somebody with these facts is in the target group, and why.

    facts: the criteria's own keys ("age", "sex", "home_help_hours", "lives_alone", "walks_m" …); a judged criterion by
    its id. A fact that is missing or None is unknown: the criterion is then not met, and says so, except for what
    only the screening and the person's own yes can tell (KNOWN_LATER).
    """
    because = tuple(_each(criteria, facts))
    return Eligibility(all(_counts_as_met(reason) for reason in because), because)


def explain(because: Because, language: str = "da") -> str:
    """One criterion as a sentence a person can read: "modtager 1,5 timers hjemmehjælp om ugen; grænsen er mindst 2"."""
    return sentence(because.code, because.params, because.met, language)


def colour(recipe: Recipe, score: int, instrument: str | None = None) -> Colour | None:
    """What a score means in this recipe; None without colours. instrument: another one than the first in use."""
    stage = _stage(recipe, instrument)
    if stage is None or stage.colours is None:
        return None
    for name in COLOURS:
        span = getattr(stage.colours, name)
        if span is not None and span[0] <= score and (span[1] is None or score <= span[1]):
            return name
    return None


def continues(recipe: Recipe, found: Colour) -> bool:
    """Whether somebody of this colour goes on over the bridge; the rest are lost as not_lonely, or helped otherwise."""
    return recipe.screening is None or found in recipe.screening.who_continues


def _stage(recipe: Recipe, instrument: str | None) -> Stage | None:
    screening = recipe.screening
    if screening is None or instrument is None:
        return screening
    stages = (screening, screening.first, screening.if_cognitive_impairment, *screening.replaced)
    return next((stage for stage in stages if stage is not None and stage.instrument == instrument), None)


def _counts_as_met(reason: Because) -> bool:
    return reason.met is True or (reason.met is None and reason.code in KNOWN_LATER)


def _each(criteria: Criteria, facts: Mapping[str, Any]) -> Iterator[Because]:
    for code, fact, test in _TESTS:
        wanted = getattr(criteria, code)
        if wanted is None or wanted == ():
            continue
        value = facts.get(fact)
        yield Because(code, {"value": value, **_limits(wanted)}, None if value is None else test(wanted, value))
    for question in criteria.judged:
        answer = facts.get(question.id)
        params = {"value": answer, "da": question.da, "en": question.en}
        yield Because(question.id, params, None if answer is None else bool(answer))
    if criteria.any_of:
        yield _any_of(criteria.any_of, facts)


def _any_of(choices: tuple[Criteria, ...], facts: Mapping[str, Any]) -> Because:
    results = [eligible(choice, facts) for choice in choices]
    if any(result.ok for result in results):
        met: bool | None = True
    else:
        met = False if all(result.not_met for result in results) else None
    return Because("any_of", {"choices": tuple(result.because for result in results)}, met)


def _limits(wanted: Any) -> dict[str, Any]:
    if hasattr(wanted, "model_dump"):
        return {key: value for key, value in wanted.model_dump().items() if value is not None}
    return {"wanted": wanted}


def _at_least(wanted: Any, value: Any) -> bool:
    return bool(value >= wanted)


def _at_most(wanted: Any, value: Any) -> bool:
    return bool(value <= wanted)


def _same(wanted: Any, value: Any) -> bool:
    return bool(value == wanted)


def _one_of(wanted: Any, value: Any) -> bool:
    return value in wanted


def _shares_one(wanted: Any, value: Any) -> bool:
    return bool(set(wanted) & set(value))


def _within(wanted: Any, value: Any) -> bool:
    return bool(wanted.holds(float(value)))


# The criterion, the fact it looks at, and the test.
_TESTS: tuple[tuple[str, str, Callable[[Any, Any], bool]], ...] = (
    ("min_age", "age", _at_least),
    ("max_age", "age", _at_most),
    ("sex", "sex", _same),
    ("lives_alone", "lives_alone", _same),
    ("civil_status", "civil_status", _one_of),
    ("home_help_hours", "home_help_hours", _within),
    ("daily_home_help", "daily_home_help", _same),
    ("personal_care", "personal_care", _same),
    ("walks_m", "walks_m", _within),
    ("self_reliant", "self_reliant", _same),
    ("cognitive_impairment", "cognitive_impairment", _same),
    ("housing", "housing", _one_of),
    ("areas", "area", _one_of),
    ("languages", "languages", _shares_one),
    ("feels_lonely", "feels_lonely", _same),
    ("wants_to_join", "wants_to_join", _same),
)
