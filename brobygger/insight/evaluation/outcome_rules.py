"""Who took part and what was measured before and after. Plain Python; a mean of nobody is None, never NaN.

There is no test of significance here, and no interval: the groups are small, nobody was compared with, and those who
are measured again are not those who stopped. The report says so in words instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import Literal

# Seed 001's participant box. "unknown" is a part of every table: a share of those known would hide what is missing.
SEXES = ("female", "male", "other", "unknown")
YES_NO = ("yes", "no", "unknown")
HOUSINGS = ("house", "flat", "sheltered", "care_home", "other", "unknown")
CIVIL_STATUSES = ("married", "widowed", "cohabiting", "partner_apart", "single", "divorced", "unknown")

Direction = Literal["lower", "higher"]


@dataclass(frozen=True)
class Participant:
    """One person who has been there for the first time. Unknown is None."""

    started: date
    born: date | None
    sex: str | None
    cognitive_impairment: bool | None
    housing: str | None
    civil_status: str | None


@dataclass(frozen=True)
class Participants:
    """Seed 001's participant box, counted. mean_age is at the first time, over `ages_known` persons."""

    started: int
    mean_age: float | None
    ages_known: int
    sex: Mapping[str, int]
    dementia: Mapping[str, int]
    housing: Mapping[str, int]
    civil_status: Mapping[str, int]


@dataclass(frozen=True)
class Yardstick:
    """What counts as better for an instrument, and where that is from. least: the smallest change that counts."""

    instrument: str  # id without version
    outcome: Literal["loneliness", "mood"]
    better: Direction
    least: int
    established: bool
    source: str


# Mood and loneliness are two outcomes: several projects of seed 001 saw the first change without the second (R288).
YARDSTICKS = (
    Yardstick("t-ils", "loneliness", "lower", 1, False, "facts.md § 1: no established minimal important difference"),
    Yardstick("who-5", "mood", "higher", 10, True, "Topp et al. 2015, as cited in facts.md § 1 (to be checked)"),
)


@dataclass(frozen=True)
class Taken:
    """One taken measurement: the person, the round's name and day, the instrument with its version, the score."""

    person: object
    instrument: str
    round: str
    at: datetime
    score: int


@dataclass(frozen=True)
class Change:
    """One instrument before and after, over those measured both times.

    started: everybody who began in the programme. with_start: of these measured at the start. both: measured again
    too. Means and `median_days` are None when nobody was measured both times. better + same + worse = both.
    """

    yardstick: Yardstick
    started: int
    with_start: int
    both: int
    mean_before: float | None
    mean_after: float | None
    mean_change: float | None
    better: int
    same: int
    worse: int


def describe(people: Sequence[Participant]) -> Participants:
    """Count the box. Shares are the disclosure module's work."""
    ages = [_age(person.born, person.started) for person in people if person.born]
    return Participants(
        started=len(people),
        mean_age=fmean(ages) if ages else None,
        ages_known=len(ages),
        sex=_tally(SEXES, (person.sex for person in people)),
        dementia=_tally(YES_NO, (_yes_no(person.cognitive_impairment) for person in people)),
        housing=_tally(HOUSINGS, (person.housing for person in people)),
        civil_status=_tally(CIVIL_STATUSES, (person.civil_status for person in people)),
    )


def changes(rows: Iterable[Taken], started: int) -> tuple[Change, ...]:
    """Before and after for each outcome: the start round against the same person's latest later round.

    Only the same version of the instrument is compared: wording matters (facts.md § 1).
    """
    lines: dict[tuple[str, object, str], list[Taken]] = {}
    for row in rows:
        lines.setdefault((row.instrument.partition("@")[0], row.person, row.instrument), []).append(row)
    return tuple(_change(yardstick, lines, started) for yardstick in YARDSTICKS)


def _change(yardstick: Yardstick, lines: Mapping[tuple[str, object, str], Sequence[Taken]], started: int) -> Change:
    before: dict[object, int] = {}
    pairs: dict[object, tuple[int, int]] = {}
    for (instrument, person, _version), line in lines.items():
        if instrument != yardstick.instrument:
            continue
        start = next((row for row in line if row.round == "start"), None)
        if start is None:
            continue
        before[person] = start.score
        later = [row for row in line if row.round != "start" and row.at >= start.at]
        if later:
            pairs[person] = (start.score, max(later, key=lambda row: row.at).score)
    gains = [_gain(yardstick.better, *pair) for pair in pairs.values()]
    better = sum(gain >= yardstick.least for gain in gains)
    worse = sum(gain <= -yardstick.least for gain in gains)
    return Change(
        yardstick=yardstick,
        started=max(started, len(before)),
        with_start=len(before),
        both=len(pairs),
        mean_before=_mean([first for first, _ in pairs.values()]),
        mean_after=_mean([last for _, last in pairs.values()]),
        mean_change=_mean([last - first for first, last in pairs.values()]),
        better=better,
        same=len(gains) - better - worse,
        worse=worse,
    )


def _gain(better: Direction, first: int, last: int) -> int:
    return first - last if better == "lower" else last - first


def _mean(numbers: Sequence[int]) -> float | None:
    return fmean(numbers) if numbers else None


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _tally(keys: Sequence[str], values: Iterable[str | None]) -> dict[str, int]:
    found = Counter(value if value in keys else "unknown" for value in values)
    return {key: found[key] for key in keys}
