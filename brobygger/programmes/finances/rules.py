"""Money: whole øre, never a float. Budgets with footnotes, pools with a balance, and what a person costs.

Plain Python. Amounts are integers: øre where something is paid, whole kroner where something is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

OUTCOMES = ("adopted", "other", "rejected", "later")  # what a committee decides on a proposal
GRANT_KINDS = ("grant", "pool", "own")
ORE = 100
LARGEST = 10**13  # øre: a hundred billion kroner
ENDS_SOON_WEEKS = 12
_AMOUNT = re.compile(r"^(?P<minus>[-−])?(?P<kroner>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<ore>\d{1,2}|-))?$")


def ore_of(written: str) -> int:
    """The øre of an amount as Danes write it: "1.234,50", "1234", "25,-". Raises ValueError for anything else."""
    bare = re.sub(r"\s|kr\.?$", "", written.strip().lower())
    found = _AMOUNT.match(bare)
    if not found:
        raise ValueError(written)
    parts = found.groupdict()
    small = "" if parts["ore"] in (None, "-") else parts["ore"]
    amount = int(parts["kroner"].replace(".", "")) * ORE + int(small.ljust(2, "0") or 0)
    if amount > LARGEST:
        raise ValueError(written)
    return -amount if parts["minus"] else amount


def kroner(ore: int) -> str:
    """An amount as Danes write it: "1.234,50" and "1.234" when there are no øre."""
    whole, small = divmod(abs(ore), ORE)
    sign = "-" if ore < 0 else ""
    number = f"{sign}{whole:,}".replace(",", ".")
    return f"{number},{small:02}" if small else number


@dataclass(frozen=True)
class Line:
    """What one initiative may use in one year, whole kroner, with the number of its footnote (0: none)."""

    initiative: str
    year: int
    dkk: int
    footnote: str = ""


@dataclass(frozen=True)
class Budget:
    """A budget as a table: initiatives by name in order, years, cells with footnote numbers, and totals."""

    years: tuple[int, ...] = ()
    rows: tuple[tuple[str, tuple[tuple[int, int] | None, ...], int], ...] = ()  # name, (kroner, footnote no.), sum
    totals: tuple[int, ...] = ()
    total: int = 0
    footnotes: tuple[str, ...] = ()


def budget(lines: Sequence[Line]) -> Budget:
    """The table of budget lines. A footnote said twice stands once; totals are sums of what is shown."""
    years = tuple(sorted({line.year for line in lines}))
    notes = tuple(dict.fromkeys(line.footnote for line in lines if line.footnote))
    by_name: dict[str, dict[int, Line]] = {}
    for line in lines:
        by_name.setdefault(line.initiative, {})[line.year] = line
    rows = tuple(
        (
            name,
            tuple((own[year].dkk, _number(own[year], notes)) if year in own else None for year in years),
            sum(line.dkk for line in own.values()),
        )
        for name, own in by_name.items()
    )
    totals = tuple(sum(line.dkk for line in lines if line.year == year) for year in years)
    return Budget(years, rows, totals, sum(totals), notes)


def _number(line: Line, notes: Sequence[str]) -> int:
    return notes.index(line.footnote) + 1 if line.footnote else 0


@dataclass(frozen=True)
class Pool:
    """A pool's movements in øre: in, out and what is left; and by year (in, out)."""

    inflow: int
    outflow: int
    balance: int
    years: Mapping[int, tuple[int, int]] = field(default_factory=dict)


def pool(moved: Iterable[tuple[date, int]]) -> Pool:
    """A pool from its movements: (day, øre), in is positive and out negative (R327)."""
    years: dict[int, tuple[int, int]] = {}
    for day, ore in moved:
        came, went = years.get(day.year, (0, 0))
        years[day.year] = (came + max(ore, 0), went + max(-ore, 0))
    inflow, outflow = sum(came for came, _ in years.values()), sum(went for _, went in years.values())
    return Pool(inflow, outflow, inflow - outflow, dict(sorted(years.items())))


def each(spent_ore: int, people: int | None) -> int | None:
    """What one person has cost, whole kroner; None for nobody or a number that may not be told."""
    return None if not people or spent_ore < 0 else (2 * spent_ore + people * ORE) // (2 * people * ORE)


def proposal(price_dkk: int, *, people: int, first_year: int, years: int) -> tuple[tuple[int, int], ...]:
    """What to ask for each year: the trial's price for one still there, times how many are wanted a year (R213)."""
    return tuple((year, price_dkk * people) for year in range(first_year, first_year + years))


def standing(ends_on: date | None, *, today: date) -> str:
    """Whether money runs, ends soon (12 weeks before), or has ended."""
    if ends_on is None:
        return "runs"
    if ends_on < today:
        return "ended"
    return "ends_soon" if today >= ends_on - timedelta(weeks=ENDS_SOON_WEEKS) else "runs"


MEETS = ("yes", "partly", "no")  # how far an application meets a criterion


def criteria_of(text: str) -> tuple[str, ...]:
    """A pool's criteria one by one: a line, a sentence, or what stands between semicolons (R327)."""
    parts = (" ".join(part.split()).rstrip(".;") for part in re.split(r"[\n;]|(?<=[^\d\W]\.)\s+(?=[A-ZÆØÅ])", text))
    return tuple(dict.fromkeys(part for part in parts if part))
