"""What a recipe's criteria can ask about a person, and what only staff can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.pathway.observations import operations
from brobygger.pathway.observations.models import Known
from brobygger.pathway.observations.queries import known_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import age_on
from brobygger.registry.recipes.schema import Criteria, Recipe

_ALONE = {"alone": True, "with_spouse": False, "with_others": False}
_SAID = {"yes": True, "no": False}
SHARED = ("daily_home_help", "self_reliant", "area")  # asked by criteria of many efforts, answered once for all
Answers = Mapping[str, str]  # by fact: yes, no, or an area's name


@dataclass(frozen=True)
class Question:
    """Something only staff can answer. fact: what it is kept as. areas: the answers, where it is not yes or no."""

    fact: str
    da: str = ""
    en: str = ""
    areas: tuple[str, ...] = ()


def facts_of(person: Person, *, on: date, answered: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts of a person on a day, by the criteria's own keys. Unknown is None. answered: see `counting_in`."""
    return {
        **(answered or {}),
        "age": age_on(person.born, on) if person.born else None,
        "sex": person.sex,
        "lives_alone": _ALONE.get(person.household or ""),
        "civil_status": person.civil_status,
        "home_help_hours": float(person.home_help_hours) if person.home_help_hours is not None else None,
        "personal_care": person.personal_care,
        "walks_m": person.walks_m,
        "cognitive_impairment": person.cognitive_impairment,
        "housing": person.housing,
        "languages": tuple(person.languages) or None,
    }


def answers_of(by: Actor, person_ids: Iterable[UUID]) -> dict[UUID, Answers]:
    """What staff have answered about each person, by fact; those about whom nobody has are left out. One query."""
    return {
        person_id: {fact: one.answer for fact, one in kept.items() if one.answer}
        for person_id, kept in known_of(by, person_ids).items()
    }


def counting_in(recipe: Recipe, answers: Answers) -> dict[str, Any]:
    """Those answers that count in a recipe, as its criteria read them: common facts, and its own judged questions.

    A judged question belongs to its recipe: the same id means something else in another (R041).
    """
    own = f"{recipe.id}/"
    return {
        fact.removeprefix(own): _SAID.get(answer, answer)
        for fact, answer in answers.items()
        if fact in SHARED or fact.startswith(own)
    }


def questions(recipe: Recipe, criteria: Criteria) -> list[Question]:
    """What staff must answer to know whether somebody is in the target group, also in one of several ways in."""
    return list({one.fact: one for one in _questions(recipe, criteria)}.values())


def _questions(recipe: Recipe, criteria: Criteria) -> Iterator[Question]:
    for fact in SHARED[:2]:
        if getattr(criteria, fact) is not None:
            yield Question(fact)
    if criteria.areas:
        yield Question("area", areas=tuple(criteria.areas))
    for one in criteria.judged:
        yield Question(f"{recipe.id}/{one.id}", one.da, one.en)
    for way in criteria.any_of:
        yield from _questions(recipe, way)


def last_answers(by: Actor, person_id: UUID) -> dict[str, Known]:
    """The newest answer to each question about a person, with who gave it and when. One query."""
    return known_of(by, [person_id]).get(person_id, {})


@transaction.atomic
def answer(*, person: Person, answers: Answers, by: Actor, at: datetime) -> int:
    """Keep what staff have answered; an empty answer takes an earlier one back. Returns how many are new."""
    return operations.answer_facts(person=person, answers=answers, by=by, at=at)
