"""What a report may tell today, knowing what it told before: nobody learns of one person by subtracting the two.

See docs/decisions/012. The whole report stands while one to four more (or fewer) have begun; else each part is told
anew when its told numbers are the same or at least five away, and stands as it was told when they are not.
Plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.release_rules import apart, divided_apart, enough_moved, moved, table_apart
from brobygger.insight.disclosure.rules import Divided, Parts
from brobygger.insight.evaluation import published_outcome_rules as outcomes
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation.outcome_rules import Change, Participants, Spans
from brobygger.insight.evaluation.published_rules import (
    END,
    Numbers,
    PublishedBox,
    PublishedChange,
    PublishedCurve,
    PublishedShare,
    PublishedStep,
)
from brobygger.insight.evaluation.rules import StepCount


@dataclass(frozen=True)
class Exact:
    """Everything counted, before disclosure control."""

    bridge: tuple[StepCount, ...]
    people: Participants
    activities: Mapping[str, int]
    changes: tuple[Change, ...]
    spans: Spans


@dataclass(frozen=True)
class Told:
    """Numbers as they are told. on: part → the day it was counted.

    basis and notebook never leave: the exact scores behind each change (part → "before after" → persons), and what a
    reader of all reports has written down (part → number's name → the last time it was told).
    """

    numbers: Numbers
    on: Mapping[str, date]
    basis: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    notebook: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def stands_from(self, part: str, today: date) -> date | None:
        """The day a part was counted, when that is not today."""
        day = self.on.get(part, today)
        return None if day == today else day


def tell(exact: Exact, before: Told | None, today: date) -> Told:
    """What may be told today. before: what was told last, or None. The same object back: nothing is new."""
    if before is None:
        return _fresh(exact, today)
    old = before.numbers
    started = published.box(exact.people).started
    if not _in_line(before.notebook.get("started", {}), {} if started is None else {"started": started}):
        return before
    numbers = _renewed(exact, before)
    if numbers == old:
        return before
    notes, told, basis = _notes(numbers, exact), _parts_of(numbers), _basis(exact)
    new = {part for part, content in told.items() if content != _parts_of(old).get(part)}
    return Told(
        numbers,
        {part: today if part in new else before.on.get(part, today) for part in told},
        {part: cells if part in new else before.basis.get(part, cells) for part, cells in basis.items()},
        {
            part: {**before.notebook.get(part, {}), **(notes.get(part, {}) if _part_of(part) in new else {})}
            for part in {*before.notebook, *notes}
        },
    )


def _renewed(exact: Exact, before: Told) -> Numbers:
    """Part by part the new numbers, or those that were told where the new ones may not follow them."""
    old, fresh = before.numbers, _numbers(exact)
    both = old.box.started is not None and fresh.box.started is not None
    bridge = published.bridge(
        exact.bridge,
        started=exact.people.started,
        before=old.bridge,
        levels=before.notebook.get("levels", {}),
        moves=[(fresh.box.started or 0) - (old.box.started or 0)] if both else [],
    )
    numbers = Numbers(
        bridge=bridge,
        box=_box(old.box, fresh.box),
        activities=fresh.activities if _activities_apart(old.activities, fresh.activities) else old.activities,
        changes=tuple(_change(_of(old.changes, each.outcome), each, before, _basis(exact)) for each in fresh.changes),
    )
    held = _hold_back(numbers, old, _notes(numbers, exact), before.notebook)
    curves = dict(old.curves)
    for kind in fresh.curves:
        beside = [*_levels(held.bridge), exact.people.started, *_other_wait(kind, curves, exact, before)]
        curves[kind] = _curve(kind, exact, before, beside)
    return replace(held, curves=curves)


def _other_wait(kind: str, curves: Mapping[str, PublishedCurve], exact: Exact, before: Told | None = None) -> list[int]:
    """What is told of the other wait. Those who wait for the first time and for the first contact are the same people:
    what is told of the one must differ enough from what is told, or still stands, of the other."""
    other = {"waiting": "first_contact", "first_contact": "waiting"}.get(kind, "")
    told = curves.get(other)
    if told is None or not told.points:
        return []
    left = outcomes.left_at(other, exact.spans.of(other))
    noted = _noted(before, other) if before and told == before.numbers.curves.get(other) else {}
    return [noted.get(day, left[day]) for day in (0, *told.points)]


def _noted(before: Told, kind: str) -> dict[int, int]:
    return {int(day): n for day, n in before.notebook.get(f"curve:{kind}", {}).items()}


def _hold_back(
    new: Numbers, old: Numbers, notes: Mapping[str, Mapping[str, int]], notebook: Mapping[str, Mapping[str, int]]
) -> Numbers:
    """Parts as they were told, where a number would be a few away from the last time it was told, long ago perhaps."""

    def fine(part: str) -> bool:
        return _in_line(notebook.get(part, {}), notes.get(part, {}))

    return Numbers(
        bridge=new.bridge if fine("bridge") and fine("levels") else old.bridge,
        box=replace(
            new.box,
            tables={
                key: lines if fine(key) else old.box.tables.get(key, lines) for key, lines in new.box.tables.items()
            },
        ),
        activities=new.activities if fine("activities") else old.activities,
        changes=tuple(
            each if fine(f"change:{each.outcome}") else _of(old.changes, each.outcome) or each for each in new.changes
        ),
    )


def _in_line(noted: Mapping[str, int], new: Mapping[str, int]) -> bool:
    return all(apart(noted.get(name), number) for name, number in new.items())


def _parts_of(numbers: Numbers) -> dict[str, object]:
    """The parts that are told each by itself."""
    return {
        "bridge": numbers.bridge, "started": (numbers.box.started, numbers.box.mean_age), **numbers.box.tables,
        "activities": numbers.activities, **{f"change:{each.outcome}": each for each in numbers.changes},
        **{f"curve:{kind}": each for kind, each in numbers.curves.items()},
    }  # fmt: skip


def _part_of(notes: str) -> str:
    """The part some notes are about: the levels are the bridge's."""
    return "bridge" if notes == "levels" else notes


def _notes(numbers: Numbers, exact: Exact) -> dict[str, dict[str, int]]:
    """What a reader writes down: every told count by name. Of a curve: the counts its points stand on."""
    box, bridge = numbers.box, numbers.bridge
    found: dict[str, Mapping[str, int | None]] = {
        "started": {"started": box.started},
        "levels": {each.steps[0]: each.entered for each in bridge}
        | ({END: bridge[-1].passed} if bridge and bridge[-1].steps[-1] == exact.bridge[-1].step else {}),
        "bridge": {
            f"{' '.join(each.steps)} {name}": number
            for each in bridge
            for name, number in {**each.lost, "waiting": each.waiting, "both": each.others_or_waiting}.items()
        },
        "activities": {kind: each.part for kind, each in numbers.activities.items()},
        **{key: {line.key: line.count for line in lines} for key, lines in box.tables.items()},
    }
    for each in numbers.changes:
        found[f"change:{each.outcome}"] = {
            "both": each.people.part, "others": each.people.others,
            **{line.key: line.count for line in each.directions},
        }  # fmt: skip
    for kind, curve in numbers.curves.items():
        left = outcomes.left_at(kind, exact.spans.of(kind))
        told = [0, *curve.points] if curve.points else []
        found[f"curve:{kind}"] = {str(day): left[day] for day in told}
    return {part: {name: n for name, n in notes.items() if n is not None} for part, notes in found.items()}


def _basis(exact: Exact) -> dict[str, Mapping[str, int]]:
    return {
        f"change:{each.yardstick.outcome}": {f"{first} {last}": n for (first, last), n in each.pairs.items()}
        for each in exact.changes
    }


def _numbers(exact: Exact) -> Numbers:
    """Everything as counted now, with the disclosure rules of a single report."""
    started = exact.people.started
    bridge = published.bridge(exact.bridge, started=started)
    beside = [*_levels(bridge), started]
    curves: dict[str, PublishedCurve] = {}
    for kind in outcomes.DAYS:
        others = _other_wait(kind, curves, exact)
        curves[kind] = outcomes.curve(kind, exact.spans.of(kind), beside=[*beside, *others])
    return Numbers(
        bridge=bridge,
        box=published.box(exact.people),
        activities=published.activities(exact.activities, started=started),
        changes=tuple(outcomes.change(each) for each in exact.changes),
        curves=curves,
    )


def _fresh(exact: Exact, today: date) -> Told:
    numbers = _numbers(exact)
    return Told(numbers, dict.fromkeys(_parts_of(numbers), today), _basis(exact), _notes(numbers, exact))


def _levels(bridge: Sequence[PublishedStep]) -> list[int]:
    return [each.entered for each in bridge] + ([bridge[-1].passed] if bridge and bridge[-1].passed else [])


def _box(old: PublishedBox, new: PublishedBox) -> PublishedBox:
    """Table by table; the mean age follows the number who began."""
    tables = {}
    for key, lines in new.tables.items():
        before = old.tables.get(key, lines)
        follows = table_apart(_parts(before, old.started), _parts(lines, new.started))
        tables[key] = lines if follows else before
    return PublishedBox(new.started, old.mean_age if old.started == new.started else new.mean_age, tables)


def _parts(lines: Sequence[PublishedShare], total: int | None) -> Parts[str]:
    """A told table as a reader knows it: with the total told beside it, and so the sum of what is hidden."""
    counts = {line.key: line.count for line in lines}
    told = sum(number or 0 for number in counts.values())
    hidden = None in counts.values()
    return Parts(total if hidden else told, counts, total - told if hidden and total is not None else None)


def _activities_apart(old: Mapping[str, Divided], new: Mapping[str, Divided]) -> bool:
    nobody = disclosure.divide(0, 0)
    return all(divided_apart(old.get(kind, nobody), new.get(kind, nobody)) for kind in {*old, *new})


def _of(changes: Sequence[PublishedChange], outcome: str) -> PublishedChange | None:
    return next((each for each in changes if each.outcome == outcome), None)


def _change(
    old: PublishedChange | None, new: PublishedChange, before: Told, basis: Mapping[str, Mapping[str, int]]
) -> PublishedChange:
    """Means wait until five persons' scores are others; what comes from models with them."""
    part = f"change:{new.outcome}"
    if old is None or part not in before.basis:
        return new
    was, now = before.basis[part], basis[part]
    safe = divided_apart(old.people, new.people) and table_apart(
        _parts(old.directions, old.people.part), _parts(new.directions, new.people.part)
    )
    if not safe or not enough_moved(was, now):
        return old
    if moved(was, now):
        return new
    return replace(
        new, over_rounds=old.over_rounds, dose=old.dose, against_waiting=old.against_waiting, stepped=old.stepped
    )


def _curve(kind: str, exact: Exact, before: Told, beside: Sequence[int]) -> PublishedCurve:
    """The points whose counts are the same or five away since they were told; the curve as it was without any."""
    was = before.numbers.curves.get(kind)
    noted = _noted(before, kind)
    spans = exact.spans.of(kind)
    same = noted and all(left == noted[day] for day, left in outcomes.left_at(kind, spans).items() if day in noted)
    made = outcomes.curve(kind, spans, beside=beside, earlier=noted)
    if was is None or not was.points:
        return made
    return was if same or not made.points else made
