"""The parts of an instrument, each with its own number in words; nothing is added across them (R019)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from brobygger.registry.instruments.rules import Result, score
from brobygger.registry.instruments.schema import Instrument


@dataclass(frozen=True)
class Part:
    """One part counted. score: None for a part without a number. said: its step in words, or empty.

    answers: (question, answer) of a part without a number: what it says is the answers themselves.
    """

    id: str
    title: str
    score: int | None
    highest: int
    said: str
    advice: str
    answers: list[tuple[str, str]]


def counted(instrument: Instrument, result: Result, given: Sequence[int | None] = ()) -> list[Part]:
    """Each part of a scored instrument in the page's language; empty for an instrument that is one whole."""
    tongue = get_language() or "da"
    made = []
    for part, one in zip(instrument.parts, result.parts, strict=True):
        band = next((band for band in part.bands if band.id == one.band), None)
        told = zip(instrument.items, [*given, *[None] * len(instrument.items)], strict=False)
        made.append(
            Part(
                id=part.id,
                title=part.title.in_language(tongue),
                score=one.score,
                highest=instrument.possible_of(part)[1],
                said=band.title.in_language(tongue) if band else "",
                advice=band.advice.in_language(tongue) if band and band.advice else "",
                answers=[
                    (item.text.in_language(tongue), _word(item, answer, tongue))
                    for item, answer in told
                    if item.part == part.id and answer is not None and one.score is None
                ],
            )
        )
    return made


def of_answers(instrument: Instrument, answers: Sequence[int | None]) -> list[Part]:
    """The same for answers that were kept."""
    return counted(instrument, score(instrument, answers), answers) if instrument.parts else []


def _word(item: Any, answer: int, tongue: str) -> str:
    label = next((option.label for option in item.options if option.value == answer), None)
    return label.in_language(tongue) if label else str(answer)
