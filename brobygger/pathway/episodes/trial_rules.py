"""Whether somebody is inside a trial that is limited to units, postcodes and days. Plain Python (R336)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.pathway.episodes.eligibility_rules import Because
from brobygger.programmes.running.rules import Limits


def because(limits: Limits, *, unit_id: UUID | None, postcode: str) -> tuple[Because, ...]:
    """Each limit of the trial and how a person stands to it; None met when the unit or the address is not known."""
    found = []
    if limits.units:
        names = tuple(sorted(limits.units.values()))
        met = None if unit_id is None else unit_id in limits.units
        found.append(Because("trial_units", {"value": names}, met))
    if limits.postcodes:
        met = postcode in limits.postcodes if postcode else None
        found.append(Because("trial_area", {"value": limits.postcodes}, met))
    return tuple(found)


def is_over(ends_on: date | None, on: date) -> bool:
    """Whether nobody new can begin: the last day was before."""
    return ends_on is not None and on > ends_on
