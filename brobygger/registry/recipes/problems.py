"""What is wrong with a recipe, where, and what to write instead. In Danish: a project leader reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from brobygger.registry.recipes.plain_yaml import Path
from brobygger.registry.recipes.reading import Source
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.wordlists import nearest


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. line: 1-based; key: dotted, list places from 1 ("steps[3].by"); message: Danish."""

    line: int
    key: str
    message: str


def problem(source: Source, loc: Path, message: str) -> Problem:
    """A problem at a place in the recipe."""
    line, key = source.place(loc)
    return Problem(line, key, message)


def from_pydantic(error: ValidationError, source: Source) -> list[Problem]:
    """The shape's errors as problems, each place once, in the order of the file."""
    found: dict[tuple[int, str], Problem] = {}
    details = error.errors(include_url=False)
    own = {path[-1] for path in source.lines if path}
    for detail in details:
        if detail["type"] == "too_short" and any(_is_inside(other["loc"], detail["loc"]) for other in details):
            continue  # a list whose items are wrong counts as empty too
        loc = tuple(part for part in detail["loc"] if part in own or not _is_machinery(part))
        item = problem(source, loc, _message(detail, loc))
        found.setdefault((item.line, item.key), item)
    return sorted(found.values())


def _is_inside(loc: Path, outer: Path) -> bool:
    return len(loc) > len(outer) and loc[: len(outer)] == outer


def _is_machinery(part: str | int) -> bool:
    """Names pydantic puts into a place for unions and wrappers; they are not keys of the file."""
    return isinstance(part, str) and (part[:1].isupper() or "[" in part or part in _UNION_MEMBERS)


_UNION_MEMBERS = frozenset({"constrained-str", "constrained-int", "str", "int", "[key]"})


def _message(detail: ErrorDetails, loc: Path) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    name = f"`{loc[-1]}`" if loc and isinstance(loc[-1], str) else "Værdien"
    if kind == "extra_forbidden" and value is None and " " in str(loc[-1]):
        return "Et komma deler teksten i to. Sæt hele teksten i anførselstegn."
    if kind == "extra_forbidden":
        return f"Nøglen `{loc[-1]}` findes ikke her. {nearest(str(loc[-1]), _keys_at(loc[:-1]))}"
    if kind == "missing":
        return f"`{loc[-1]}` mangler. {_how_to_write(str(loc[-1]))}".strip()
    if kind == "literal_error":
        choices = [choice.strip("'") for choice in str(context["expected"]).replace(" or ", ", ").split(", ")]
        return f"“{_short(value)}” kan ikke stå her. {nearest(str(value), choices)}"
    if kind == "string_pattern_mismatch":
        return f"“{_short(value)}” er ikke et gyldigt navn. {_pattern_advice(str(context['pattern']))}"
    if kind in _NUMBERS:
        return f"{name} er {_short(value)}, men {_NUMBERS[kind].format(**context)}"
    if kind == "too_long" and context.get("field_type") == "Tuple":
        return f"{name} skal have {context['max_length']} tal."
    return _PLAIN.get(kind, "{name} kan ikke være {value}.").format(name=name, value=_short(value))


_NUMBERS = {
    "greater_than_equal": "skal være mindst {ge}.",
    "less_than_equal": "må højst være {le}.",
    "greater_than": "skal være over {gt}.",
    "less_than": "skal være under {lt}.",
}
_PLAIN = {
    "int_type": "{name} skal være et helt tal uden anførselstegn, ikke {value}.",
    "int_parsing": "{name} skal være et helt tal, ikke {value}.",
    "int_from_float": "{name} skal være et helt tal, ikke {value}.",
    "float_type": "{name} skal være et tal, ikke {value}.",
    "float_parsing": "{name} skal være et tal, ikke {value}.",
    "finite_number": "{name} skal være et almindeligt tal.",
    "bool_type": "{name} skal være true eller false, ikke {value}.",
    "string_type": "{name} skal være en tekst, ikke {value}. Sæt den i anførselstegn, hvis den ligner et tal.",
    "string_too_short": "{name} er tom. Skriv en tekst.",
    "string_too_long": "{name} er for lang.",
    "tuple_type": "{name} skal være en liste: [a, b] eller linjer, der begynder med `- `.",
    "list_type": "{name} skal være en liste: [a, b] eller linjer, der begynder med `- `.",
    "dict_type": "{name} skal have nøgler under sig, ikke {value}.",
    "model_type": "{name} skal have nøgler under sig, fx {{da: …, en: …}}, ikke {value}.",
    "model_attributes_type": "{name} skal have nøgler under sig, ikke {value}.",
    "too_short": "{name} må ikke være tom.",
    "date_type": "{name} skal være en dato som 2026-01-05, ikke {value}.",
    "date_parsing": "{name} skal være en dato som 2026-01-05, ikke {value}.",
    "date_from_datetime_parsing": "{name} skal være en dato, der findes, skrevet som 2026-01-05, ikke {value}.",
    "date_from_datetime_inexact": "{name} skal være en dato uden klokkeslæt.",
}
_WRITTEN = {
    "da": "Skriv både dansk og engelsk: {da: …, en: …}.",
    "en": "Skriv både dansk og engelsk: {da: …, en: …}.",
    "id": "Skriv et kort navn med små bogstaver.",
    "by": "Skriv en rolle fra `roles`.",
    "for": "Skriv, hvem opskriften er til, fx `for: {min_age: 65}`.",
    "step": "Skriv et af broens trin, fx `found`.",
    "steps": "Skriv broens trin, mindst found, consented og first_time.",
    "roles": "Skriv rollerne, fx `host: {da: Vært, en: Host, acts_as: host}`.",
    "acts_as": "Skriv, hvad rollen svarer til i systemet, fx `coordinator`.",
    "instrument": "Skriv måleredskabet med version, fx `t-ils@2`.",
    "owner": "Skriv `owner: {kind: municipality, name: …}`.",
    "anchoring": "Skriv `anchoring: {model: undecided}`, hvis det ikke er besluttet.",
    "found_by": "Skriv, hvordan borgerne findes, fx `found_by: [home_care]`.",
    "activity": "Skriv `activity: {kind: group, title: …}`.",
}


def _how_to_write(name: str) -> str:
    return _WRITTEN.get(name, "")


def _pattern_advice(pattern: str) -> str:
    if "@" in pattern:
        return "Skriv måleredskabet med version, fx `t-ils@2`."
    if "_" in pattern:
        return "Brug små bogstaver a-z, tal og _, og begynd med et bogstav."
    return "Brug små bogstaver a-z, tal og bindestreg."


def _short(value: Any) -> str:
    if value is None:
        return "tom"
    text = str(value) if isinstance(value, (str, int, float)) else type_name(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def type_name(value: object) -> str:
    """What a value is, in Danish: for messages about something of the wrong kind."""
    if isinstance(value, dict):
        return "nøgler"
    return "en liste" if isinstance(value, (list, tuple)) else "noget andet"


def _keys_at(loc: Path) -> list[str]:
    """The keys that may stand at a place, from the models themselves."""
    models: list[type[BaseModel]] = [Recipe]
    for part in loc:
        if isinstance(part, int):
            continue
        inner = [found for model in models for found in _models_of(model, part)]
        models = inner or models
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _models_of(model: type[BaseModel], key: str) -> list[type[BaseModel]]:
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            return _models_in(field.annotation)
    return []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in getattr(annotation, "__args__", ()) for model in _models_in(inner)]
