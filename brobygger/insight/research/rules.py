"""What a researcher gets: the fields somebody may know a person by, and how each is made coarser. Plain Python.

No name, CPR number, address, phone, date of birth, date of any kind or free text is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from brobygger.insight.disclosure.person_rows_rules import ALL, Ladder

UNKNOWN = "unknown"
LONGEST_DAYS = 180  # a handed over file stands no longer than half a year
MOST_K = 50
# What an outsider may know of a person; the order of the columns.
FIELDS = ("age", "sex", "civil_status", "housing", "memory", "found_by", "began", "times_there")
# What was measured; nobody outside knows it beforehand.
MEASURED = ("round", "instrument", "status", "week", "score")
COLUMNS = ("person", *FIELDS, *MEASURED)
_TOGETHER = {"married": "lives_with_somebody", "cohabiting": "lives_with_somebody"}
_HOMES = {"house": "own_home", "flat": "own_home", "sheltered": "with_care", "care_home": "with_care"}
_TIMES = ((0, "0"), (4, "1-4"), (9, "5-9"), (19, "10-19"))


@dataclass(frozen=True)
class Subject:
    """One person as the records have it. began: the day of the first time; times_there: sessions come to."""

    born: date | None
    sex: str | None
    civil_status: str | None
    housing: str | None
    memory_trouble: bool | None
    found_by: str
    began: date | None
    times_there: int


@dataclass(frozen=True)
class Round:
    """One planned round of a person. week: whole weeks since the person's first measurement; None when not taken."""

    round: str
    instrument: str
    status: str
    week: int | None
    score: int | None


def ladders(subject: Subject) -> tuple[Ladder, ...]:
    """The person's fields, finest first, in the order of FIELDS."""
    return (
        _age(subject), (subject.sex or UNKNOWN, ALL), _grouped(subject.civil_status, _TOGETHER, "lives_without"),
        _grouped(subject.housing, _HOMES, "other"),
        (UNKNOWN if subject.memory_trouble is None else "yes" if subject.memory_trouble else "no", ALL),
        (subject.found_by or UNKNOWN, ALL), _began(subject.began), _times(subject.times_there),
    )  # fmt: skip


def _age(subject: Subject) -> Ladder:
    if subject.born is None or subject.began is None:
        return (UNKNOWN, UNKNOWN, UNKNOWN, ALL)
    years = subject.began.year - subject.born.year
    years -= (subject.began.month, subject.began.day) < (subject.born.month, subject.born.day)
    five, ten = years // 5 * 5, years // 10 * 10
    return (f"{five}-{five + 4}", f"{ten}-{ten + 9}", "80+" if years >= 80 else "under 80", ALL)


def _grouped(value: str | None, groups: Mapping[str, str], rest: str) -> Ladder:
    return (UNKNOWN, UNKNOWN, ALL) if value is None else (value, groups.get(value, rest), ALL)


def _began(day: date | None) -> Ladder:
    if day is None:
        return (UNKNOWN, UNKNOWN, ALL)
    return (f"{day.year}-{1 if day.month <= 6 else 2}", str(day.year), ALL)


def _times(number: int) -> Ladder:
    fine = next((name for most, name in _TIMES if number <= most), "20+")
    return (fine, "0-4" if number <= 4 else "5+", ALL)


def table(
    people: Sequence[Sequence[str]], names: Sequence[str], rounds: Iterable[Sequence[Round]]
) -> list[list[str | int | None]]:
    """The file's rows, one for each person and round. people: their fields; names: pseudonyms, in the same order.

    Rows are in the order of the pseudonyms, so that their order tells nothing.
    """
    rows: list[list[Any]] = [
        [name, *fields, one.round, one.instrument, one.status, one.week, one.score]
        for name, fields, own in zip(names, people, rounds, strict=True)
        for one in own
    ]
    return sorted(rows, key=lambda row: (row[0], str(row[len(FIELDS) + 1]), str(row[len(FIELDS) + 2])))
