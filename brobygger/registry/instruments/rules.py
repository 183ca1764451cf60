"""Scoring: answers in, a result out. No clock, no files, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.foundation.kernel.digits import whole
from brobygger.registry.instruments.distress import help_needed as help_needed
from brobygger.registry.instruments.schema import Band, Counted, Instrument, Item


class BadAnswer(ValueError):
    """An answer the item does not have. `item_no` counts from 1; `message_da` can be shown to a user."""

    def __init__(self, item_no: int, message_da: str) -> None:
        self.item_no = item_no
        self.message_da = message_da
        super().__init__(message_da)


@dataclass(frozen=True)
class PartResult:
    """One part counted by itself. score: None for a part without a number, and until all of it is answered."""

    part: str
    score: int | None
    band: str | None


@dataclass(frozen=True)
class Result:
    """One scored instrument.

    `missing` holds the numbers of unanswered items, from 1, and is also filled where the instrument allows
    some to be left out. `score` and `band` are None until `complete`, and always where the instrument has
    none.
    `needs_professional` is already true when the given answers alone reach the instrument's safety limit.
    `problems` says in Danish which items lack an answer.
    `parts`: where parts are counted each by themselves; `score` is then the leading part's own number, never a sum.
    """

    ref: str
    complete: bool
    missing: tuple[int, ...]
    score: int | None
    band: str | None
    needs_professional: bool
    problems: tuple[str, ...]
    parts: tuple[PartResult, ...] = ()


def parse_answers(text: str) -> tuple[int | None, ...]:
    """Answers as typed on a command line: "2,,1" is (2, None, 1). Raises BadAnswer for other than digits."""
    if not text.strip():
        return ()
    return tuple(_one_answer(number, part.strip()) for number, part in enumerate(text.split(","), start=1))


def score(instrument: Instrument, answers: Sequence[int | None]) -> Result:
    """Score `answers`, one per item in order; None or a too short list is an item without an answer.

    Raises BadAnswer for too many answers or a value the item does not offer.
    """
    given = _checked(instrument, answers)
    missing = tuple(
        number
        for number, (item, answer) in enumerate(zip(instrument.items, given, strict=True), start=1)
        if answer is None and item.kind != "text"
    )
    complete = len(missing) <= instrument.missing.allowed
    parts = _parts(instrument, given)
    leading = next((part.score for part in parts if part.part == instrument.scoring.leading), None)
    number = (leading or 0) if parts else _number(instrument, given)
    return Result(
        ref=instrument.ref,
        complete=complete,
        missing=missing,
        score=number if complete and instrument.range else None,
        band=_band(instrument.bands, number) if complete else None,
        needs_professional=_needs_professional(instrument, given),
        problems=tuple(f"Spørgsmål {n} mangler et svar." for n in missing) if not complete else (),
        parts=parts,
    )


def result_as_contract(result: Result) -> dict[str, Any]:
    """The JSON of `brobygger instruments score` (contracts.md), with `needs_professional` only when true."""
    document: dict[str, Any] = {"instrument": result.ref, "complete": result.complete}
    if not result.complete:
        document["missing"] = list(result.missing)
    document["score"] = result.score
    if result.complete:
        document["band"] = result.band
    if result.needs_professional:
        document["needs_professional"] = True
    if result.parts:
        document["parts"] = {part.part: {"score": part.score, "band": part.band} for part in result.parts}
    return document


def _one_answer(number: int, part: str) -> int | None:
    if not part:
        return None
    answer = whole(part, most_digits=6)
    if answer is None:
        raise BadAnswer(number, f"Svar {number} skal være et helt tal eller stå tomt.")
    return answer


def _checked(instrument: Instrument, answers: Sequence[int | None]) -> tuple[int | None, ...]:
    items = instrument.items
    if len(answers) > len(items):
        raise BadAnswer(
            len(items) + 1,
            f"Der er {len(answers)} svar, men {instrument.title.da} har {len(items)} spørgsmål.",
        )
    padded = (*answers, *[None] * (len(items) - len(answers)))
    for number, (item, answer) in enumerate(zip(items, padded, strict=True), start=1):
        if answer is not None:
            _check_one(number, item, answer)
    return padded


def _check_one(number: int, item: Item, answer: int) -> None:
    if item.kind == "text":
        raise BadAnswer(number, f"Spørgsmål {number} besvares med ord, ikke med et tal.")
    if item.kind == "count":
        highest = item.highest_points
        if not 0 <= answer <= highest:
            raise BadAnswer(number, f"Svaret på spørgsmål {number} skal være mellem 0 og {highest}.")
        return
    allowed = sorted(option.value for option in item.options)
    if answer not in allowed:
        choices = ", ".join(str(value) for value in allowed)
        raise BadAnswer(number, f"Svaret på spørgsmål {number} skal være et af disse tal: {choices}.")


def _number(instrument: Instrument, given: Sequence[int | None]) -> int:
    # Yes is 1 and no is 0, so a count of yes answers is a sum too.
    return sum(answer for answer in given if answer is not None) * instrument.scoring.factor


def _parts(instrument: Instrument, given: Sequence[int | None]) -> tuple[PartResult, ...]:
    return tuple(_part(instrument, part, given) for part in instrument.parts)


def _part(instrument: Instrument, part: Counted, given: Sequence[int | None]) -> PartResult:
    own = [(item, answer) for item, answer in zip(instrument.items, given, strict=True) if item.part == part.id]
    if part.scoring.rule == "none" or any(answer is None for item, answer in own if item.kind != "text"):
        return PartResult(part.id, None, None)
    number = sum(answer for _item, answer in own if answer is not None) * part.scoring.factor
    return PartResult(part.id, number, _band(part.bands, number))


def _band(bands: Sequence[Band], number: int) -> str | None:
    return next((band.id for band in bands if band.low <= number <= band.high), None)


def _needs_professional(instrument: Instrument, given: Sequence[int | None]) -> bool:
    if instrument.safety is None:
        return False
    # Points cannot be negative: what is already answered can only grow, so one worrying answer is enough
    # even if the person stops there.
    return _number(instrument, given) >= instrument.safety.at_least
