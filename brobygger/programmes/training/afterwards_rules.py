"""What participants answer after a course, counted: three questions, three answers. Plain Python (R249).

Few questions, so that everybody has time for them at the door; the same for every course, so that courses of a kind
can be held together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

QUESTIONS = ("useful", "surer", "clear")  # I can use it; I am surer than before; it was easy to follow
ANSWERS = ("yes", "partly", "no")
MOST = 500  # answers of one kind after one day


@dataclass(frozen=True)
class Answered:
    """One question: how many answered, and how many gave each answer (in the order of ANSWERS)."""

    question: str
    people: int
    numbers: tuple[int, ...]

    @property
    def shares(self) -> tuple[int, ...]:
        """Whole per cent of those who answered; nobody: nought."""
        return tuple(round(100 * number / self.people) if self.people else 0 for number in self.numbers)


def together(rows: Iterable[tuple[str, str, int]]) -> tuple[Answered, ...]:
    """Every question with its answers added up: (question, answer, number). Questions nobody answered are left out."""
    counted = {question: dict.fromkeys(ANSWERS, 0) for question in QUESTIONS}
    for question, answer, number in rows:
        counted[question][answer] += number
    return tuple(
        Answered(question, sum(numbers.values()), tuple(numbers.values()))
        for question, numbers in counted.items()
        if any(numbers.values())
    )
