"""What a recipe's criteria can ask about a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import age_on

_ALONE = {"alone": True, "with_spouse": False, "with_others": False}


def facts_of(person: Person, *, on: date) -> dict[str, Any]:
    """The facts of a person on a day, by the criteria's own keys. Unknown is None."""
    return {
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
