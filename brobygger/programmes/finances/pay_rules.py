"""Kilometres and hours turned into money by rates that stand from a day on. Plain Python; amounts are whole øre."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

RATE_KINDS = ("km", "hour")
MOST_KM = 2000  # in a day
MINUTES = 60


@dataclass(frozen=True)
class Dated:
    """A rate: øre for each, from a day on."""

    from_on: date
    ore: int


def rate_on(rates: Iterable[Dated], day: date) -> int | None:
    """The rate of a day: the newest that has begun; None when none had."""
    begun = [rate for rate in rates if rate.from_on <= day]
    return max(begun, key=lambda rate: rate.from_on).ore if begun else None


@dataclass(frozen=True)
class Worked:
    """Minutes a colleague has written on a day."""

    who: str
    day: date
    minutes: int


@dataclass(frozen=True)
class Driven:
    """Kilometres a colleague has driven, at the rate of that day."""

    who: str
    km: int
    rate_ore: int


@dataclass(frozen=True)
class PayLine:
    """One line of the list for payroll: who, hours or kilometres, how many (minutes or km), the rate, and the amount.

    rate and amount are None for hours written on a day that had no rate.
    """

    who: str
    kind: str
    number: int
    rate_ore: int | None
    amount_ore: int | None


def pay_lines(worked: Iterable[Worked], driven: Iterable[Driven], hourly: Iterable[Dated]) -> list[PayLine]:
    """One line for each colleague, kind and rate; hours first.

    An amount is the number that stands on the line times the rate, to the øre: whoever pays can check it. So hours are
    rounded to two decimals first (`hundredths`), once a line, and half an øre is rounded up.
    """
    rates = list(hourly)
    sums: dict[tuple[str, str, int | None], int] = {}
    for one in worked:
        key = (one.who, "hour", rate_on(rates, one.day))
        sums[key] = sums.get(key, 0) + one.minutes
    for each in driven:
        way = (each.who, "km", each.rate_ore)
        sums[way] = sums.get(way, 0) + each.km
    lines = [
        PayLine(who, kind, number, rate, _amount(kind, number, rate)) for (who, kind, rate), number in sums.items()
    ]
    return sorted(lines, key=lambda line: (line.who, RATE_KINDS[::-1].index(line.kind), line.rate_ore or 0))


def _amount(kind: str, number: int, rate: int | None) -> int | None:
    if rate is None:
        return None
    return number * rate if kind == "km" else (hundredths(number) * rate + 50) // 100


def hundredths(minutes: int) -> int:
    """Hundredths of an hour, the nearest: 95 minutes are 158 (1.58 hours). No minute lies midway between two."""
    return (2 * 100 * minutes + MINUTES) // (2 * MINUTES)
