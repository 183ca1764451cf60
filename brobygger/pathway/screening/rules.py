"""Which instrument a recipe uses for whom. Plain rules: no clock, no tables."""

from __future__ import annotations

from datetime import date

from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.recipes.schema import Recipe, Stage


def is_first_look(recipe: Recipe, instrument: str) -> bool:
    """Whether an instrument (id@version) is the recipe's quick judgement before the instrument itself (R017)."""
    plan = recipe.screening
    return plan is not None and plan.first is not None and plan.first.instrument == instrument


def calls_for_more(instrument: Instrument, band: str) -> bool:
    """Whether an answer is above the instrument's lowest band: somebody should look further."""
    return bool(instrument.bands) and band != instrument.bands[0].id


def stages(recipe: Recipe, *, on: date, cognitive_impairment: bool | None, looked: bool = False) -> tuple[Stage, ...]:
    """The instruments that may be used on a day, the one to propose first; empty when the recipe screens nobody.

    looked: the quick judgement has been made, and called for more.

    With dementia or other cognitive trouble the person may not understand the questions: the recipe's observer
    instrument then comes first (facts.md § 1). A quick first judgement (R017) comes before the instrument itself.
    """
    plan = recipe.screening
    if plan is None:
        return ()
    in_force = [change for change in plan.replaced if change.from_ <= on]
    usual: Stage = max(in_force, key=lambda change: change.from_) if in_force else plan
    ordered = [usual]
    if plan.if_cognitive_impairment is not None:
        ordered.insert(0 if cognitive_impairment else 1, plan.if_cognitive_impairment)
    if plan.first is not None and not looked:
        ordered.insert(0, plan.first)
    return tuple(ordered)
