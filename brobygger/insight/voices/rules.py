"""What a statement may be used for on a day, and how statements are put in order. Plain Python.

An interview is not a number: it is written down as statements, each with one thing it is about (CODES), who said it,
on which day and, for staff, in which unit. Participants and staff are told apart (R304).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

Kind = Literal["quote", "driver", "barrier", "evaluation"]
KINDS: tuple[Kind, ...] = ("quote", "driver", "barrier", "evaluation")
SPEAKERS = ("participant", "relative", "volunteer", "staff")
# What a statement is about: the code book of seed 001's sections 3 to 6, in our own words.
CODES = (
    "first_time", "welcome", "friendship", "everyday", "health", "courage", "transport", "time", "price", "cooperation",
    "leadership", "competence", "information",
)  # fmt: skip
# Whom the speaker let it be told to; each lets in those before it. "nobody": for the effort's own work only.
USES = ("nobody", "report", "material")
LONGEST_CONSENT_DAYS = 5 * 365


@dataclass(frozen=True)
class Said:
    """One statement as a rule sees it."""

    kind: str
    speaker: str
    codes: tuple[str, ...]
    may_use: str
    consent_until: date | None
    withdrawn: bool


S = TypeVar("S", bound=Said)


def may_be_told(said: Said, use: str, on: date) -> bool:
    """Whether the consent covers a use on a day: given for it, not run out, not taken back.

    Raises ValueError for an unknown use.
    """
    if said.withdrawn or (said.consent_until is not None and said.consent_until < on):
        return False
    return USES.index(said.may_use) >= USES.index(use) > 0


def by_code(statements: Iterable[Said]) -> list[tuple[str, int]]:
    """How many statements are about each thing, most first; nothing for those about nothing."""
    counts = Counter(code for one in statements for code in one.codes)
    return sorted(counts.items(), key=lambda pair: (-pair[1], CODES.index(pair[0]) if pair[0] in CODES else 99))


def apart(statements: Sequence[S]) -> dict[str, list[S]]:
    """Participants and their relatives on the one side, volunteers and staff on the other."""
    sides: dict[str, list[S]] = {"participants": [], "staff": []}
    for one in statements:
        sides["participants" if one.speaker in ("participant", "relative") else "staff"].append(one)
    return sides
