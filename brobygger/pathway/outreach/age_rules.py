"""Who is offered a visit this year because of age. Plain rules; the dated sets below are starting points to edit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

YOUNGEST, OLDEST = 50, 110


@dataclass(frozen=True)
class Ages:
    """Ages a person turns in the calendar year that give an offer.

    always: for everybody. alone: for those who live alone. yearly_from: every year from this age; None: never.
    """

    always: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()
    yearly_from: int | None = None

    @property
    def everybody(self) -> bool:
        """No age is chosen, so age decides nothing here."""
        return not (self.always or self.alone or self.yearly_from)


@dataclass(frozen=True)
class KnownSet:
    """A set of ages with its source and the days it held; None: still in use."""

    code: str
    ages: Ages
    since: date
    until: date | None
    source: str


# The duty to offer preventive home visits was repealed with ældreloven on 1 July 2025: ages are each municipality's.
KNOWN_SETS = (
    KnownSet("preventive_2025", Ages(frozenset({75, 80}), frozenset({70}), 82), date(2019, 1, 1), date(2025, 6, 30),
             "Serviceloven § 79 a, som den gjaldt til 30. juni 2025"),
    KnownSet("copenhagen_65", Ages(frozenset({65})), date(2019, 1, 1), None,
             "København: alle, der fylder 65 i år"),
)  # fmt: skip


def is_due(ages: Ages, *, born: date, lives_alone: bool | None, year: int) -> bool:
    """Whether somebody is offered a visit in a calendar year. Unknown about living alone counts as not alone."""
    if ages.everybody:
        return True
    turns = year - born.year
    if turns in ages.always or (lives_alone and turns in ages.alone):
        return True
    return ages.yearly_from is not None and turns >= ages.yearly_from


def read_ages(text: str) -> frozenset[int]:
    """The ages in "75, 80" or "75 og 80". Raises ValueError for anything else, or an age nobody is visited at."""
    parts = text.replace(" og ", ",").replace(";", ",").split(",")
    return frozenset(_age(part.strip()) for part in parts if part.strip())


def _age(text: str) -> int:
    if not (text.isascii() and text.isdigit() and YOUNGEST <= int(text[:4]) <= OLDEST and len(text) <= 3):
        raise ValueError(text)
    return int(text)


def written(ages: Iterable[int]) -> str:
    """Ages as a form shows them."""
    return ", ".join(str(age) for age in sorted(ages))
