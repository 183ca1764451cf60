"""Who pays for a person's place and ride (R329). Plain Python.

Sources: 001-stevns (a meal in the municipality's scheme, or off the pension; a taxi) and 001-greve (paid by the
persons themselves after the project).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WHO = ("self", "municipality", "pension", "free")  # what the coordinator chooses among; free: nobody pays
BY_OTHERS = frozenset({"scheme", "municipality", "organisation", "free"})  # the person is asked for nothing
_SAME_PAYER = {"scheme": "municipality"}  # the meal scheme is the municipality's


@dataclass(frozen=True)
class Cost:
    """One thing somebody takes part in. pays: "" when nobody has said; dkk: whole kroner, None when not told."""

    what: str
    pays: str
    dkk: int | None
    ride: bool = False

    @property
    def own_dkk(self) -> int | None:
        """What the person is asked for; None when it is not known. A pension is the person's own money."""
        return 0 if self.pays in BY_OTHERS else self.dkk


@dataclass(frozen=True)
class Sum:
    """What one payer pays: places and kroner each time for all of them together; rides and kroner for all of them."""

    pays: str
    places: int = 0
    each_time_dkk: int = 0
    rides: int = 0
    rides_dkk: int = 0


def summed(costs: Iterable[Cost]) -> tuple[Sum, ...]:
    """By who pays, in the order of `WHO`; then organisations, and what nobody has said. Free costs nobody anything."""
    told = {pays: Sum(pays) for pays in (*WHO, "organisation", "")}
    for one in costs:
        pays = _SAME_PAYER.get(one.pays, one.pays)
        dkk = 0 if pays == "free" else one.dkk or 0
        before = told[pays]
        if one.ride:
            told[pays] = Sum(pays, before.places, before.each_time_dkk, before.rides + 1, before.rides_dkk + dkk)
        else:
            told[pays] = Sum(pays, before.places + 1, before.each_time_dkk + dkk, before.rides, before.rides_dkk)
    return tuple(one for one in told.values() if one.places or one.rides)
