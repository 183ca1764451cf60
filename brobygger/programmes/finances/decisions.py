"""Political decisions as data: initiatives over years with footnotes, totals and pools (R325, R327, R337)."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator
from ruamel.yaml import YAML

from brobygger.registry.recipes.parts import Part, Text

DATA = Path(__file__).parent / "data"
Dkk = Annotated[int, Field(strict=True, ge=0)]  # whole kroner
Year = Annotated[int, Field(strict=True, ge=2000, le=2100)]


class UnknownDecision(LookupError):
    """No decision of that id is bundled."""


class YearAmount(Part):
    """An amount in a year; `footnote` is the mark of a note below the table."""

    year: Year
    dkk: Dkk
    footnote: str = ""


class Named(Part):
    """A part of an initiative."""

    id: str
    title: Text


class DecidedInitiative(Part):
    """One initiative of the decision."""

    id: str
    title: Text
    called: str
    parts: tuple[Named, ...]
    years: tuple[YearAmount, ...]


class MaybeText(Part):
    """Words that may be empty."""

    da: str
    en: str


class DecidedPool(Part):
    """Money beside the decision: granted at once, or a pool with a yearly inflow and outflow and a balance."""

    id: str
    name: Text
    purpose: Text
    criteria: MaybeText
    continuous: bool
    about: bool
    granted_dkk: Dkk | None = None
    granted_year: Year | None = None
    since: Year | None = None
    inflow_yearly_dkk: Dkk | None = None
    outflow_yearly_dkk: Dkk | None = None
    years_averaged: int | None = None
    balance_dkk: Dkk | None = None


class Figure(Part):
    """A number the decision rests on."""

    id: str
    number: int
    about: bool
    what: Text


class Decided(Part):
    """A decision. Its totals are as decided; a reader is refused where they are not the sums of the initiatives."""

    id: str
    title: Text
    reference: str
    committee: str
    result: Text
    giver: str
    purpose: Text
    starts_on: date
    ends_on: date
    yearly_dkk: Dkk
    initiatives: tuple[DecidedInitiative, ...]
    totals: tuple[YearAmount, ...]
    footnotes: dict[str, Text]
    pools: tuple[DecidedPool, ...]
    figures: tuple[Figure, ...]

    @model_validator(mode="after")
    def _adds_up(self) -> Decided:
        for total in self.totals:
            parts = [one.dkk for each in self.initiatives for one in each.years if one.year == total.year]
            if sum(parts) != total.dkk:
                raise ValueError(f"{total.year}: {sum(parts)} is not {total.dkk}")
        marks = {one.footnote for each in self.initiatives for one in each.years if one.footnote}
        if marks != set(self.footnotes):
            raise ValueError(f"footnotes {sorted(marks)} are not {sorted(self.footnotes)}")
        return self


def all_ids() -> tuple[str, ...]:
    """The ids of the bundled decisions."""
    return tuple(sorted(path.stem for path in DATA.glob("*.yaml")))


@cache
def load(decision_id: str) -> Decided:
    """One decision; the same object every time. Raises UnknownDecision."""
    if decision_id not in all_ids():
        raise UnknownDecision(decision_id)
    text = (DATA / f"{decision_id}.yaml").read_text(encoding="utf-8")
    return Decided.model_validate(YAML(typ="safe", pure=True).load(text))
