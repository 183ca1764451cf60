"""An instrument in words: its questions, its answers, its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.registry.instruments.schema import Instrument, Text
from brobygger.registry.own_instruments import rules
from brobygger.web.shared.jinja import language
from brobygger.web.staff.instruments.forms import BY_PARTS, KINDS, RULES


@dataclass(frozen=True)
class Question:
    """One question of a draft as the overview shows it."""

    number: int
    text: str
    answered: Any
    options: list[str]
    wrong: list[str]
    part: str  # empty for an instrument that is one whole


def in_words(text: Text | Mapping[str, str] | None) -> str:
    """A text in the page's language; the Danish one where the English is missing."""
    if text is None:
        return ""
    if isinstance(text, Text):
        return text.in_language(language())
    return (text.get("en") if language() == "en" else "") or text.get("da") or ""


def titles(instruments: list[Instrument]) -> list[tuple[str, str]]:
    """Name and reference of each, for a list to choose from."""
    return [(each.ref, f"{in_words(each.title)} ({each.ref.partition('@')[2]})") for each in instruments]


def questions(definition: rules.Draft, problems: tuple[rules.Problem, ...]) -> list[Question]:
    """A draft's questions with what is wrong at each."""
    kinds, titles_of_parts = dict(KINDS), dict(parts(definition))
    return [
        Question(
            number=number,
            text=in_words(item["text"]),
            answered=kinds[item["kind"]],
            options=[f"{in_words(option['label'])} ({option['value']})" for option in item.get("options") or ()],
            wrong=[each.message for each in problems if each.place == f"item {number}"],
            part=titles_of_parts.get(item.get("part"), ""),
        )
        for number, item in enumerate(definition["items"], start=1)
    ]


def rule(definition: rules.Draft) -> Any:
    """How the answers become a number."""
    return dict([BY_PARTS, *RULES])[definition["scoring"]["rule"]]


def parts(definition: rules.Draft) -> list[tuple[str, str]]:
    """The parts a question can belong to; empty for an instrument that is one whole."""
    return [(part["id"], in_words(part["title"])) for part in definition.get("parts") or ()]
