"""The analyses after disclosure control: rounded, and only where enough people stand behind them. Plain Python.

An interval tells the spread, and with few people the spread and the mean together could tell who changed how much:
so it is told from ten, and what comes from a model or a comparison from twenty (docs/decisions/012).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from brobygger.insight.analyses import change_rules, comparison_rules, rounds_rules, time_rules, words
from brobygger.insight.analyses.estimate import Estimate, Meaning
from brobygger.insight.analyses.time_rules import Spans
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.rules import small
from brobygger.insight.evaluation.outcome_rules import Change
from brobygger.insight.evaluation.published_rules import Figure, PublishedChange, PublishedCurve, lines, one_decimal

INTERVAL_FROM, MODEL_FROM = 10, 20
# About one, three, six and twelve months of being there; of waiting, one, two, four, eight and thirteen weeks.
DAYS = {"attending": (30, 91, 182, 365), "waiting": (7, 14, 28, 56, 91), "first_contact": (7, 14, 28, 56, 91)}
MEANINGS: Mapping[str, Meaning] = {
    "attending": words.STILL_THERE, "waiting": words.STILL_WAITING, "first_contact": words.STILL_UNCALLED,
}  # fmt: skip


def change(found: Change) -> PublishedChange:
    """One outcome without small numbers. Where the exact number of people is hidden, so is who got better."""
    people = disclosure.divide(found.started, found.both)
    told = disclosure.mean_allowed(people)
    counts = {"better": found.shares.better, "same": found.shares.same, "worse": found.shares.worse}
    directions = lines(counts) if people.part else ()
    scale, n = found.yardstick.scale, found.both
    interval, model = told and n >= INTERVAL_FROM, told and n >= MODEL_FROM
    better_told = interval and any(line.key == "better" and line.count is not None for line in directions)
    all_told = people.part is not None and bool(people.others)
    never = found.started - found.with_start
    taking_part = _changes(found)
    return PublishedChange(
        outcome=found.yardstick.outcome,
        instrument=found.yardstick.instrument,
        people=people,
        mean_before=one_decimal(found.mean_before) if told else None,
        mean_after=one_decimal(found.mean_after) if told else None,
        mean_change=one_decimal(found.mean_change) if told else None,
        directions=directions,
        least=found.yardstick.least,
        established=found.yardstick.established,
        change=_figure(change_rules.mean_change(found.pairs, scale), 1) if interval else None,
        effect=_figure(change_rules.effect_size(found.pairs, scale), 2) if interval else None,
        better=_figure(change_rules.share(found.shares.better, n), 0, times=100) if better_told else None,
        better_bound=_figure(change_rules.share_bound(found.shares.better, n, found.started), 0, times=100)
        if better_told and all_told
        else None,
        bound=_figure(change_rules.change_bound(found.pairs, scale, only_before=found.only_before, never=never), 1)
        if interval and all_told
        else None,
        over_rounds=_figure(rounds_rules.over_rounds(found.rounds), 2) if model else None,
        dose=_figure(comparison_rules.dose(found.dose), 1) if model else None,
        against_waiting=_figure(comparison_rules.against_waiting(taking_part, found.waiting), 1)
        if model and sum(found.waiting.values()) >= MODEL_FROM
        else None,
        stepped=_figure(comparison_rules.stepped(found.steps), 1) if model and _enough(found.steps) else None,
    )


def curve(
    kind: str, spans: Spans, *, beside: Sequence[int], earlier: Mapping[int, int] = MappingProxyType({})
) -> PublishedCurve:
    """How many are still there (or waiting), in whole per cent.

    beside: totals of the same people told elsewhere. A point is told when as many as it counts on are not a few more
    or less than another told number, and at least the threshold are still followed that far.
    earlier: day → how many were left by then when the point was told the last time (day 0: everybody).
    """
    days = DAYS[kind]
    found = time_rules.curve(spans, days, MEANINGS[kind])
    numbers = left_at(kind, spans)
    before = [earlier.get(day) for day in numbers]
    told = disclosure.levels(list(numbers.values()), beside=beside, before=before)
    if not found.n or told[0] is None:
        return PublishedCurve({}, None)
    points = {
        day: _figure(found.points[day], 0, times=100)
        for day, level in zip(days, told[1:], strict=True)
        if level is not None and not small(_followed(spans, day)) and _followed(spans, day)
    }
    median = _figure(found.median, 0) if found.n >= INTERVAL_FROM else None
    return PublishedCurve({day: point for day, point in points.items() if point}, median)


def left_at(kind: str, spans: Spans) -> dict[int, int]:
    """Day of a curve → to how many it has not happened by then; day 0: everybody."""
    everybody = sum(spans.values())
    return {0: everybody} | {
        day: everybody - sum(n for (when, done), n in spans.items() if done and when <= day) for day in DAYS[kind]
    }


def _followed(spans: Spans, day: int) -> int:
    return sum(n for (when, _done), n in spans.items() if when >= day)


def _enough(steps: Sequence[comparison_rules.Cell]) -> bool:
    """Whether at least twenty scores stand on each side of the beginning, so that a difference tells of no one."""
    return all(sum(cell.n for cell in steps if cell.begun is begun) >= MODEL_FROM for begun in (False, True))


def _changes(found: Change) -> dict[int, int]:
    changes: dict[int, int] = {}
    for (first, last), n in found.usable.items():
        changes[last - first] = changes.get(last - first, 0) + n
    return changes


def _figure(estimate: Estimate, decimals: int, *, times: int = 1) -> Figure | None:
    """An estimate as it is told; None without any number."""
    numbers = [
        None if number is None else round(times * number, decimals) + 0.0
        for number in (estimate.value, estimate.low, estimate.high)
    ]
    return Figure(*numbers) if any(number is not None for number in numbers) else None
