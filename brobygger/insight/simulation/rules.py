"""Play a recipe many times on paper before it is played with people.

`simulate` answers `brobygger simulate` and the page "Planlæg". The same recipe, changes, weeks, runs and seed give the
same numbers; two runs that differ in one assumption meet the same chance (common random numbers).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from brobygger.insight.simulation.draws import draw
from brobygger.insight.simulation.line import WEEK, Line, line_of, settled
from brobygger.insight.simulation.loop import Run
from brobygger.insight.simulation.results import Results, Spread, Tally
from brobygger.insight.simulation.words import UNITS, Assumption, Assumptions, BadAssumption, number, split
from brobygger.registry.recipes.schema import Recipe

__all__ = ["Assumption", "BadAssumption", "Simulation", "as_json", "expected_people", "settled", "simulate", "split"]

MOST_WEEKS, MOST_RUNS = 520, 1_000
MOST_PEOPLE = 200_000  # found in one run
MOST_WORK = 20_000_000  # people × runs: some minutes of a machine


@dataclass(frozen=True)
class Simulation:
    """What was asked, what it stands on, and what it shows."""

    recipe: str
    weeks: int
    runs: int
    seed: int
    assumptions: Mapping[str, Assumption]
    results: Results


def simulate(
    recipe: Recipe,
    *,
    weeks: int = 52,
    runs: int = 100,
    seed: int = 1,
    changes: Mapping[str, str] | None = None,
    own: Mapping[str, Assumption] | None = None,
) -> Simulation:
    """`runs` plays of `weeks` weeks. changes: assumption key → value as text. own: one's own programme's numbers.
    Raises BadAssumption (message_da)."""
    _check("weeks", weeks, 1, MOST_WEEKS, "uger")
    _check("runs", runs, 1, MOST_RUNS, "kørsler")
    _check("seed", seed, 0, 2**63 - 1, "frø")
    assumed = settled(recipe, changes or {}, own)
    people = expected_people(assumed, weeks)
    if people > MOST_PEOPLE or people * runs > MOST_WORK:
        raise BadAssumption(
            "arrivals", f"Det bliver for meget at regne på: omkring {people:.0f} borgere i hver af {runs} kørsler. "
            "Vælg færre kørsler, uger eller borgere."
        )  # fmt: skip
    line = line_of(recipe, assumed)
    tally = Tally(line, cost_hour=number(assumed, "cost.staff_hour"))
    for place in range(runs):
        tally.add(play(line, weeks=weeks, seed=seed, run=place))
    return Simulation(recipe.id, weeks, runs, seed, assumed, tally.results())


def play(line: Line, *, weeks: int, seed: int, run: int) -> Run:
    """One run of a line."""
    return Run(line, draw(line, days=weeks * WEEK, seed=seed, run=run), weeks * WEEK).go()


def expected_people(assumed: Assumptions, weeks: int) -> float:
    """How many are found in one run, on average."""
    found_in = number(assumed, "arrivals.weeks") or weeks
    return number(assumed, "arrivals.at_start") + number(assumed, "arrivals.per_week") * min(weeks, found_in)


def _check(key: str, value: int, lowest: int, highest: int, word: str) -> None:
    if not lowest <= value <= highest:
        raise BadAssumption(key, f"Antal {word} skal ligge mellem {lowest} og {highest}.")


def as_json(done: Simulation) -> dict[str, Any]:
    """The document of contracts.md, with the assumptions and the spread beside each number."""
    results = done.results
    each = results.cost_each
    document: dict[str, Any] = {
        "recipe": done.recipe,
        "weeks": done.weeks,
        "runs": done.runs,
        "seed": done.seed,
        "bridge": [
            {
                "step": step.step,
                **step.passed.as_json(),
                "entered": step.entered.as_json(),
                "lost": {reason: lost.as_json() for reason, lost in step.lost.items()},
            }
            for step in results.bridge
        ],
        "waiting_days": {name: waited.as_json() for name, waited in results.waiting.items()},
        "staff_hours": _mean(results.staff_hours),
        "staff_hours_spread": results.staff_hours.as_json(),
        "staff": [
            {
                "role": one.role,
                "hours": one.hours.as_json(),
                "waiting_days": one.waits.as_json(),
                "busy": one.busy.as_json(),
            }
            for one in results.roles
        ],
        "volunteer_hours": results.volunteer_hours.as_json(),
        "lost_their_volunteer": results.lost_volunteer.as_json(),
        "still_there": results.still_there.as_json(),
        "cost": results.cost.as_json(),
        "cost_per_still_there": None if each is None else _mean(each),
        "cost_per_still_there_spread": None if each is None else each.as_json(),
        "assumptions": [
            {
                "key": one.key,
                "value": one.value,
                "unit": UNITS[one.unit][0].da,
                "source": one.source.da,
                "label": one.label.da,
            }
            for one in done.assumptions.values()
        ],
    }
    if results.why_no_cost is not None:
        document["cost_per_still_there_why"] = results.why_no_cost.da
    return document


def _mean(spread: Spread) -> float:
    return round(spread.mean, 2)
