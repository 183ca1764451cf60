"""The bridge in words: what the picture, the table beside it and the person reading it aloud all say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

HIDDEN = {"da": "under 5", "en": "under 5"}
WORDS = {
    "da": {
        "title": "Broen",
        "empty": "Der er ingen på broen endnu.",
        "passed": "kom videre",
        "here": "er her nu",
        "lost": "stoppede",
        "hidden": "skjult (under 5)",
        "lost_n": "{n} stoppede",
        "lost_some": "mindst {n} stoppede",
        "lost_few": "nogle få stoppede",
        "others": "{n} andet",
        "others_hidden": "andet",
        "day": "{n} dag",
        "days": "{n} dage",
        "none": "ingen",
        "step": "{label}: {entered}",
        "said_yes": "Af {entered} spurgte sagde {passed} ja til at tale med os",
        "went_on": "Af {entered} ved »{label}« kom {passed} videre",
        "most_no": "de fleste nej handlede om {reason}",
        "common_no": "det hyppigste nej handlede om {reason}",
        "most_lost": "de fleste stoppede på grund af {reason}",
        "common_lost": "den hyppigste grund til at stoppe var {reason}",
        "quote": "»{text}«",
    },
    "en": {
        "title": "The bridge",
        "empty": "Nobody is on the bridge yet.",
        "passed": "went on",
        "here": "are here now",
        "lost": "stopped",
        "hidden": "hidden (under 5)",
        "lost_n": "{n} stopped",
        "lost_some": "at least {n} stopped",
        "lost_few": "a few stopped",
        "others": "{n} other",
        "others_hidden": "other",
        "day": "{n} day",
        "days": "{n} days",
        "none": "none",
        "step": "{label}: {entered}",
        "said_yes": "Of {entered} who were asked, {passed} said yes to a talk",
        "went_on": "Of {entered} at “{label}”, {passed} went on",
        "most_no": "most of those who said no gave the reason {reason}",
        "common_no": "the most common reason for saying no was {reason}",
        "most_lost": "most of those who stopped did so because of {reason}",
        "common_lost": "the most common reason for stopping was {reason}",
        "quote": "“{text}”",
    },
}
LARGEST_HIDDEN = 4  # a hidden count is 1–4 (security.md: counts 1–4 are never shown)
ASKED = "asked"  # the step whose losses are people saying no


@dataclass(frozen=True)
class Stone:
    """One step of the bridge, counted over many people.

    `entered` reached the step, `passed` went on from it, `lost` counts reasons (in the page's language,
    preferably a noun: "kræfter"). `median_days`: from this step to the next. Those neither passed nor lost
    are still at the step. None is a count hidden for privacy; that no hidden count can be found by
    subtraction is the disclosure module's work, done before stones are made.
    """

    step: str
    label: str
    entered: int | None
    passed: int | None
    lost: Mapping[str, int | None] = field(default_factory=dict)
    median_days: float | None = None


@dataclass(frozen=True)
class PersonStone:
    """One step of one person's bridge. `state`: done, next, lost or ahead."""

    label: str
    state: str
    day: date | None = None
    owner: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """A stone as the words of one table row."""

    step: str
    label: str
    entered: str
    passed: str
    days: str
    lost: str


def bridge_rows(stones: Sequence[Stone], language: str) -> list[Row]:
    """The stones as table rows, in their order."""
    return [
        Row(
            step=stone.step,
            label=stone.label,
            entered=count(stone.entered, language),
            passed=count(stone.passed, language),
            days=_plain_days(stone.median_days, language),
            lost=_lost_in_full(stone, language),
        )
        for stone in stones
    ]


def bridge_sentence(stones: Sequence[Stone], language: str) -> str:
    """One sentence: "Af 120 spurgte sagde 48 ja til at tale med os; de fleste nej handlede om kræfter."

    It is about the step where people are asked, or else the first step. Hidden counts are said as "under 5".
    """
    words = words_of(language)
    if not stones:
        return words["empty"]
    stone = next((each for each in stones if each.step == ASKED), stones[0])
    asked = stone.step == ASKED
    sentence = words["said_yes" if asked else "went_on"].format(
        entered=count(stone.entered, language), passed=count(stone.passed, language), label=stone.label
    )
    why = _main_reason(stone, asked, words)
    return f"{sentence}; {why}." if why else f"{sentence}."


def spoken_summary(stones: Sequence[Stone], language: str) -> str:
    """The whole picture for someone who hears it: the sentence, then each step with its losses."""
    words = words_of(language)
    steps = [
        words["step"].format(label=row.label, entered=row.entered)
        + (f" ({row.lost})" if row.lost != words["none"] else "")
        for row in bridge_rows(stones, language)
    ]
    return " ".join([bridge_sentence(stones, language), *(f"{step}." for step in steps)])


def reasons_by_size(stone: Stone) -> list[tuple[str, int | None]]:
    """Reasons of loss, largest first; hidden ones last; equal ones by name. Zeros are left out."""
    known = [(reason, n) for reason, n in stone.lost.items() if n is None or n > 0]
    return sorted(known, key=lambda pair: (pair[1] is None, -(pair[1] or 0), pair[0]))


def lost_heading(stone: Stone, language: str) -> str:
    """ "72 stoppede", honest about hidden counts; empty when nobody was lost."""
    words, reasons = words_of(language), reasons_by_size(stone)
    known = sum(n for _, n in reasons if n is not None)
    if not reasons:
        return ""
    if all(n is not None for _, n in reasons):
        return words["lost_n"].format(n=known)
    return words["lost_some"].format(n=known) if known else words["lost_few"]


def count(number: int | None, language: str) -> str:
    """A count, or the words for a hidden one. Thousands are marked in the language's way."""
    if number is None:
        return HIDDEN["en" if language == "en" else "da"]
    text = f"{number:,}"
    return text if language == "en" else text.replace(",", ".")


def days_in_words(days: float | None, language: str) -> str:
    """ "9 dage", "1 dag", "4,5 dage"; empty when not known."""
    number = _plain_days(days, language)
    if number == "–":
        return ""
    return words_of(language)["day" if number == "1" else "days"].format(n=number)


def words_of(language: str) -> dict[str, str]:
    """The bridge's vocabulary; Danish unless English is asked for."""
    return WORDS["en" if language == "en" else "da"]


def _plain_days(days: float | None, language: str) -> str:
    if days is None or not math.isfinite(days):
        return "–"
    text = f"{days:.0f}" if round(days, 1) == round(days) else f"{days:.1f}"
    return text if language == "en" else text.replace(".", ",")


def _lost_in_full(stone: Stone, language: str) -> str:
    heading = lost_heading(stone, language)
    if not heading:
        return words_of(language)["none"]
    reasons = ", ".join(f"{reason} {count(n, language)}" for reason, n in reasons_by_size(stone))
    return f"{heading}: {reasons}"


def _main_reason(stone: Stone, asked: bool, words: Mapping[str, str]) -> str:
    reasons = reasons_by_size(stone)
    reason, largest = reasons[0] if reasons else ("", None)
    if largest is None:
        return ""
    at_most = sum(LARGEST_HIDDEN if n is None else n for _, n in reasons)
    most = 2 * largest > at_most
    key = ("most" if most else "common") + ("_no" if asked else "_lost")
    one_word = " " not in reason.strip()
    named = reason[:1].lower() + reason[1:] if one_word else words["quote"].format(text=reason)
    return words[key].format(reason=named)
