"""What a recipe's own scenario and report say in numbers: shares lost by reason, days, how many come back.

The scenario is counted through the engine's own moves, so that a scenario no programme could live through gives no
numbers either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from brobygger.pathway.episodes.rules import Move, MoveKind, State, allowed, lost_as, move, start
from brobygger.registry.recipes.play import Row, Scenario
from brobygger.registry.recipes.schema import Recipe

WHEN = datetime(2026, 1, 5, 12)  # any moment: only the order of moves counts here
CORRECTED = "not_eligible"  # turned away and found again when the criteria changed: that happens once, not every week


@dataclass
class StepNumbers:
    """What the scenario says of one step. stood: times somebody stood there and something happened to them.

    lost, returned: reason → times. days: the scenario's own days for it, (lowest, highest), None when it names none.
    """

    stood: int = 0
    passed: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    days: tuple[int, int] | None = None

    def shares(self) -> dict[str, float]:
        """Reason → share of those who stood there; whoever was turned away by a limit that was later lowered counts
        once, by what became of them in the end."""
        stood = self.stood - self.returned[CORRECTED]
        left = Counter(self.lost)
        left[CORRECTED] -= self.returned[CORRECTED]
        return {reason: number / stood for reason, number in sorted(left.items()) if number > 0 and stood > 0}


@dataclass(frozen=True)
class SeedNumbers:
    """found: how many the scenario finds. steps: what it says of each step it names. used: the steps taken."""

    found: int
    steps: Mapping[str, StepNumbers]
    used: frozenset[str]

    @property
    def said_no(self) -> int:
        """Times somebody said no or did not answer."""
        return sum(one.lost["declined"] + one.lost["no_answer"] for one in self.steps.values())

    @property
    def came_back(self) -> int:
        """Of these, how many were asked again and went on."""
        return sum(one.returned["declined"] + one.returned["no_answer"] for one in self.steps.values())


Standing = Counter[tuple[str, State]]  # (group of the crowd or "cast:name", where they stand) → how many


def numbers_of(recipe: Recipe) -> SeedNumbers:
    """The scenario counted. A recipe without one gives no numbers: every step that must be taken is taken."""
    must = frozenset(step.step for step in recipe.steps if not step.optional)
    if recipe.scenario is None:
        return SeedNumbers(0, {}, must)
    steps = {name: StepNumbers() for name in recipe.path}
    standing: Standing = Counter()
    found = 0
    for row in recipe.scenario.play:
        if row.step == recipe.path[0]:
            found += _found(recipe, recipe.scenario, row, standing)
            continue
        _give_back(recipe, row, standing, steps[row.step])
        _handle(recipe, row, standing, steps[row.step])
    return SeedNumbers(found, steps, must | _mostly_taken(recipe, steps, found))


def _mostly_taken(recipe: Recipe, steps: Mapping[str, StepNumbers], found: int) -> frozenset[str]:
    """Steps that may be passed over, but that at least half of those who come so far take."""
    taken, so_far = set(), found
    for step in recipe.steps[1:]:
        told = steps[step.step]
        if step.optional and told.stood * 2 >= so_far > 0:
            taken.add(step.step)
        if not step.optional or step.step in taken:
            so_far = told.passed
    return frozenset(taken)


def _found(recipe: Recipe, scenario: Scenario, row: Row, standing: Standing) -> int:
    state = move(recipe, start(recipe), Move(MoveKind.REACHED, row.step, WHEN))
    groups = Counter({crowd.id: crowd.count for crowd in scenario.crowd if row.crowd in (None, crowd.id)})
    played = _cast_of(scenario)
    groups.update({f"cast:{name}": 1 for name in (row.cast if row.cast is not None else played) if name in played})
    for group, number in groups.items():
        standing[group, state] += number
    return groups.total()


def _cast_of(scenario: Scenario) -> frozenset[str]:
    """The cast who are in the target group; whoever the scenario expects to be outside is not found."""
    outside = {
        one.eligible.who
        for one in scenario.expect
        if one.eligible and not one.eligible.is_ and not any(one.eligible.who in row.cast_lost for row in scenario.play)
    }
    return frozenset(scenario.cast) - outside


def _give_back(recipe: Recipe, row: Row, standing: Standing, told: StepNumbers) -> None:
    for reason, wanted in row.returned.items():
        for group, state in _lost_at(row, standing, reason):
            back = min(wanted, standing[group, state])
            _moved(recipe, standing, (group, state), back, Move(MoveKind.RETURNED, row.step, WHEN))
            told.returned[reason] += back
            wanted -= back
    for name in row.cast_returned:
        for group, state in list(standing):
            if group == f"cast:{name}" and state.status == "lost" and state.next_step == row.step:
                told.returned[state.reason or ""] += standing[group, state]
                _moved(recipe, standing, (group, state), 1, Move(MoveKind.RETURNED, row.step, WHEN))


def _lost_at(row: Row, standing: Standing, reason: str) -> Iterator[tuple[str, State]]:
    for group, state in list(standing):
        if _crowd(row, group) and (state.status, state.next_step, state.reason) == ("lost", row.step, reason):
            yield group, state


def _crowd(row: Row, group: str) -> bool:
    return not group.startswith("cast:") and row.crowd in (None, group)


def _handle(recipe: Recipe, row: Row, standing: Standing, told: StepNumbers) -> None:
    reached = (MoveKind.REACHED, row.step)
    there = [place for place, number in standing.items() if number > 0 and reached in allowed(recipe, place[1])]
    there.sort(key=lambda place: -recipe.path.index(place[1].next_step or row.step))
    crowd = [place for place in there if _crowd(row, place[0])]
    wanted = sum(standing[place] for place in crowd) if row.count is None else row.count
    reasons = list((Counter(row.lost) + _not_going_on(recipe, row)).elements())
    for place in crowd:
        taken = min(wanted, standing[place])
        gone, reasons = Counter(reasons[:taken]), reasons[taken:]
        _count(recipe, row, standing, told, place, taken, gone)
        wanted -= taken
    for place in there:
        name = place[0].removeprefix("cast:")
        if name == place[0] or (row.cast is not None and name not in row.cast):
            continue
        lost = Counter([row.cast_lost[name]]) if name in row.cast_lost else Counter()
        _count(recipe, row, standing, told, place, 1, lost)
    if row.after_days is not None:
        told.days = row.after_days if isinstance(row.after_days, tuple) else (row.after_days, row.after_days)


def _not_going_on(recipe: Recipe, row: Row) -> Counter[str]:
    reasons: Counter[str] = Counter()
    for colour, number in row.colours.items():
        reason = lost_as(recipe, colour)
        if reason is not None:
            reasons[reason] += number
    return reasons


def _count(
    recipe: Recipe,
    row: Row,
    standing: Standing,
    told: StepNumbers,
    place: tuple[str, State],
    taken: int,
    gone: Counter[str],
) -> None:
    for reason, number in gone.items():
        _moved(recipe, standing, place, number, Move(MoveKind.LOST, row.step, WHEN, reason))
    _moved(recipe, standing, place, taken - gone.total(), Move(MoveKind.REACHED, row.step, WHEN))
    told.stood += taken
    told.passed += taken - gone.total()
    told.lost.update(gone)


def _moved(recipe: Recipe, standing: Standing, place: tuple[str, State], number: int, made: Move) -> None:
    if number <= 0:
        return
    group, state = place
    standing[place] -= number
    standing[group, move(recipe, state, made)] += number
