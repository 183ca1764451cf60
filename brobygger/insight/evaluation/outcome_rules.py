"""Who took part and what was measured before and after. Plain Python; a mean of nobody is None, never NaN.

What is counted here, the analyses (`insight.analyses`) make numbers of. The database counts the same in SQL
(`measured_sql`), and a test holds the two against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import fmean
from typing import Literal

from brobygger.insight.analyses import change_rules
from brobygger.insight.analyses.change_rules import Direction, Pairs, Shares
from brobygger.insight.analyses.comparison_rules import Cell
from brobygger.insight.analyses.rounds_rules import Sums, sums

# Seed 001's participant box. "unknown" is a part of every table: a share of those known would hide what is missing.
SEXES = ("female", "male", "other", "unknown")
YES_NO = ("yes", "no", "unknown")
HOUSINGS = ("house", "flat", "sheltered", "care_home", "other", "unknown")
CIVIL_STATUSES = ("married", "widowed", "cohabiting", "partner_apart", "single", "divorced", "unknown")


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
    """Seed 001's participant box, counted. mean_age is at the first time, over `ages_known` persons.

    half_years: "2026-1" → how many came for the first time from January to June 2026.
    """

    started: int
    mean_age: float | None
    ages_known: int
    sex: Mapping[str, int]
    dementia: Mapping[str, int]
    housing: Mapping[str, int]
    civil_status: Mapping[str, int]
    half_years: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Yardstick:
    """What counts as better for an instrument, and where that is from. least: the smallest change that counts.

    scale: lowest and highest possible score. reliability: of one person's score (0–1); None where facts.md has none,
    and then no reliable change is told.
    """

    instrument: str  # id without version
    outcome: Literal["loneliness", "mood"]
    better: Direction
    least: int
    established: bool
    source: str
    scale: tuple[int, int]
    reliability: float | None = None


# Mood and loneliness are two outcomes: several projects of seed 001 saw the first change without the second (R288).
YARDSTICKS = (
    Yardstick(
        "t-ils", "loneliness", "lower", 1, False, "facts.md § 1: no established minimal important difference", (3, 9)
    ),
    Yardstick(
        "who-5", "mood", "higher", 10, True, "Topp et al. 2015, as cited in facts.md § 1 (to be checked)", (0, 100)
    ),
)


@dataclass(frozen=True)
class Taken:
    """One taken measurement: the person, the round's name and moment (Danish time), the instrument, the score."""

    person: object
    instrument: str
    round: str
    at: datetime
    score: int


@dataclass(frozen=True)
class Change:
    """One instrument before and after. Scores outside the scale are left out of every number but `pairs`.

    started: everybody who began in the programme. pairs: (start, latest later score) → persons. only_before: score at
    the start → persons not measured again. rounds: all scores, for the mixed model. dose: (sessions come to, change) →
    persons. waiting: change from screening to start → persons who were measured twice before they began. steps: scores
    by unit and quarter, before and after the programme began there.
    """

    yardstick: Yardstick
    started: int
    pairs: Pairs = field(default_factory=dict)
    only_before: Mapping[int, int] = field(default_factory=dict)
    rounds: tuple[Sums, ...] = ()
    dose: Mapping[tuple[int, int], int] = field(default_factory=dict)
    waiting: Mapping[int, int] = field(default_factory=dict)
    steps: tuple[Cell, ...] = ()

    @property
    def usable(self) -> Pairs:
        return change_rules.within(self.pairs, self.yardstick.scale)[0]

    @property
    def both(self) -> int:
        """Persons measured at the start and again."""
        return sum(self.usable.values())

    @property
    def with_start(self) -> int:
        return sum(self.pairs.values()) + sum(self.only_before.values())

    @property
    def shares(self) -> Shares:
        """Who got better, stayed the same or got worse, by the yardstick's threshold. Together `both`."""
        return change_rules.shares(
            self.pairs, self.yardstick.scale, better=self.yardstick.better, least=self.yardstick.least
        )

    @property
    def mean_before(self) -> float | None:
        return _mean([first for (first, _last), n in self.usable.items() for _ in range(n)])

    @property
    def mean_after(self) -> float | None:
        return _mean([last for (_first, last), n in self.usable.items() for _ in range(n)])

    @property
    def mean_change(self) -> float | None:
        return change_rules.mean_change(self.pairs, self.yardstick.scale).value


@dataclass(frozen=True)
class Spans:
    """(days, whether it happened) → persons: from the first time to a stop, and from the yes to the first time.

    first_contact: from the yes to the first contact.
    """

    attending: Mapping[tuple[int, bool], int] = field(default_factory=dict)
    waiting: Mapping[tuple[int, bool], int] = field(default_factory=dict)
    first_contact: Mapping[tuple[int, bool], int] = field(default_factory=dict)

    def of(self, kind: str) -> Mapping[tuple[int, bool], int]:
        """One of the three by its name."""
        return {"attending": self.attending, "waiting": self.waiting, "first_contact": self.first_contact}[kind]


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
        half_years=dict(sorted(Counter(half_year(person.started) for person in people).items())),
    )


def half_year(day: date) -> str:
    """ "2026-1" for January to June, "2026-2" for the rest of the year."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def changes(rows: Iterable[Taken], started: int, *, sessions: Mapping[object, int] | None = None) -> tuple[Change, ...]:
    """Before and after for each outcome: the first start round against the same person's latest later round.

    Only the same version of the instrument is compared: wording matters (facts.md § 1). Somebody measured with two
    versions counts once: with one measured twice, else with the newest. sessions: person → times come to.
    """
    lines: dict[tuple[object, str], list[Taken]] = {}
    for row in rows:
        lines.setdefault((row.person, row.instrument), []).append(row)
    return tuple(_change(yardstick, lines, started, sessions or {}) for yardstick in YARDSTICKS)


def _change(
    yardstick: Yardstick, lines: Mapping[tuple[object, str], Sequence[Taken]], started: int,
    sessions: Mapping[object, int],
) -> Change:  # fmt: skip
    found: dict[object, tuple[bool, str, int, int]] = {}
    days: list[list[tuple[int, int]]] = []
    for (person, instrument), line in lines.items():
        if instrument.partition("@")[0] != yardstick.instrument:
            continue
        first = min(row.at.date() for row in line)
        days.append([((row.at.date() - first).days, row.score) for row in line])
        begun = [row for row in line if row.round == "start"]
        if begun:
            start = min(begun, key=lambda row: (row.at, row.score))
            later = [row for row in line if row.round != "start" and row.at >= start.at]
            last = max(later, key=lambda row: (row.at, row.score)).score if later else start.score
            found[person] = max(found.get(person, (False, "", 0, 0)), (bool(later), instrument, start.score, last))
    pairs = Counter((first, last) for again, _, first, last in found.values() if again)
    low, high = yardstick.scale
    dose = Counter(
        (sessions.get(person, 0), last - first)
        for person, (again, _, first, last) in found.items()
        if again and low <= min(first, last) and max(first, last) <= high
    )
    return Change(
        yardstick=yardstick,
        started=max(started, len(found)),
        pairs=pairs,
        only_before=Counter(first for again, _, first, _last in found.values() if not again),
        rounds=sums(days),
        dose=dose,
    )


def _mean(numbers: Sequence[int]) -> float | None:
    return fmean(numbers) if numbers else None


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _yes_no(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _tally(keys: Sequence[str], values: Iterable[str | None]) -> dict[str, int]:
    found = Counter(value if value in keys else "unknown" for value in values)
    return {key: found[key] for key in keys}
