"""`brobygger simulate`: a recipe played many times under stated assumptions. No database, nothing is stored."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from brobygger.config.commands.base import DONE, Groups, Refused, command, print_json, print_table

if TYPE_CHECKING:
    from brobygger.insight.simulation.rules import Simulation


def add(groups: Groups) -> None:
    play = command(
        groups, "simulate", simulate_recipe, help="spil en opskrift mange gange, før den tages i brug", json=True
    )
    play.add_argument("recipe", metavar="OPSKRIFT")
    play.add_argument("--weeks", type=int, default=52, metavar="UGER", help="hvor længe (52)")
    play.add_argument("--runs", type=int, default=100, metavar="ANTAL", help="hvor mange gange (100)")
    play.add_argument("--seed", type=int, default=1, metavar="TAL", help="samme tal giver samme svar (1)")
    play.add_argument(
        "--set", action="append", default=[], metavar="NØGLE=VÆRDI", dest="settings",
        help="en anden antagelse, fx arrivals.per_week=10; kan gives flere gange",
    )  # fmt: skip


def simulate_recipe(chosen: Namespace) -> int:
    """Contracts.md's document, or the same as tables for people."""
    from brobygger.insight.simulation import rules
    from brobygger.registry.recipes import load

    try:
        recipe = load.load(chosen.recipe)
        done = rules.simulate(
            recipe, weeks=chosen.weeks, runs=chosen.runs, seed=chosen.seed, changes=rules.split(chosen.settings)
        )
    except load.UnknownRecipe as error:
        raise Refused(error.message_da) from error
    except load.BadRecipe as error:
        raise Refused(f"Opskriften kan ikke bruges:\n{error}") from error
    except rules.BadAssumption as error:
        raise Refused(error.message_da, {"error": error.message_da, "key": error.key}) from error
    if chosen.json:
        print_json(rules.as_json(done))
    else:
        _tell(done)
    return DONE


def _tell(done: Simulation) -> None:
    results = done.results
    print(f"{done.recipe}: {done.runs} gange {done.weeks} uger (frø {done.seed}). Hvert tal: middel (p10–p90).")
    rows: list[tuple[object, ...]] = [("trin", "nåede hertil", "gik videre", "tabt")]
    for step in results.bridge:
        passed = f"{step.passed.mean:.0f} ({step.passed.p10:.0f}–{step.passed.p90:.0f})"
        lost = ", ".join(f"{reason} {number.mean:.1f}" for reason, number in step.lost.items())
        rows.append((step.step, f"{step.entered.mean:.0f}", passed, lost))
    print_table(rows)
    print_table(
        [
            ("ventetid i dage", "median", "p90", ""),
            *(
                (name, _days(waited.median), _days(waited.p90), waited.why.da if waited.why else "")
                for name, waited in results.waiting.items()
            ),
        ]
    )
    print(
        f"Medarbejdertimer: {results.staff_hours.mean:.0f}. Med ved slutningen: {results.still_there.mean:.1f} borgere."
    )
    if results.cost_each is None:
        print(results.why_no_cost.da if results.why_no_cost else "")
    else:
        print(f"Pris for hver, der stadig er med: {results.cost_each.mean:.0f} kr.")
    print("Antagelser, der kan ændres med --set:")
    print_table([(one.key, one.value, one.source.da) for one in done.assumptions.values()])


def _days(days: float | None) -> str:
    return "–" if days is None else f"{days:.1f}"
