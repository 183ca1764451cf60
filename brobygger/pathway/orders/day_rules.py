"""Several days laid before everybody at once: who can, who has not said, and the day that suits best, with why.

Plain rules (R150).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SAYS = ("yes", "perhaps", "no")
FEWEST, MOST = 2, 8  # as many as one reads at a glance


@dataclass(frozen=True)
class Said:
    """One who was asked, and what he or she said to each day by its number from 0; a day without an answer is away."""

    name: str
    answers: Mapping[int, str]


@dataclass(frozen=True)
class Day:
    """One of the days: the names of those who said each of three things, and of those who have not said."""

    number: int
    yes: tuple[str, ...]
    perhaps: tuple[str, ...]
    no: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def all_can(self) -> bool:
        """Everybody who was asked has said yes."""
        return bool(self.yes) and not (self.perhaps or self.no or self.missing)


def days(many: int, said: Sequence[Said]) -> tuple[Day, ...]:
    """What everybody said to each of so many days, in the order they were asked."""
    return tuple(_day(number, said) for number in range(many))


def _day(number: int, said: Sequence[Said]) -> Day:
    yes, perhaps, no = (tuple(one.name for one in said if one.answers.get(number) == what) for what in SAYS)
    missing = tuple(one.name for one in said if one.answers.get(number) not in SAYS)
    return Day(number, yes, perhaps, no, missing)


def best(those: Sequence[Day]) -> tuple[Day, str] | None:
    """The day that suits best, and why: all_can, nobody_cannot, or fewest_cannot. None before anybody has said yes.

    A no counts first, since everybody is needed; then how many are sure; then the earlier in the list.
    """
    willing = [one for one in those if one.yes or one.perhaps]
    if not willing:
        return None
    found = min(willing, key=lambda one: (len(one.no), -len(one.yes), len(one.missing), one.number))
    why = "all_can" if found.all_can else "fewest_cannot" if found.no else "nobody_cannot"
    return found, why


def waits_for(said: Sequence[Said], many: int) -> tuple[str, ...]:
    """Who has not said anything to at least one of the days."""
    return tuple(one.name for one in said if any(one.answers.get(number) not in SAYS for number in range(many)))
