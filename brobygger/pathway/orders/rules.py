"""What others are asked for to a session: who has said yes, who is missing, and what a place comes to cost.

Plain rules (R118, R122, R150, R159, R275).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

# Whom a group asks. What counts people follows those who come: the food, the taxi, the table at the restaurant.
COUNTS = frozenset({"food", "restaurant", "taxi"})
KINDS = ("food", "restaurant", "taxi", "speaker", "visit", "place", "other")
WAITING, YES, NO, OFF = "asked", "yes", "no", "called_off"


@dataclass(frozen=True)
class Asked:
    """One who was asked, and the answer."""

    name: str
    status: str


def missing(asked: Iterable[Asked]) -> tuple[str, ...]:
    """Whose yes is missing: those who have not answered and those who said no, in the order they were asked."""
    return tuple(one.name for one in asked if one.status in (WAITING, NO))


def settled(asked: Iterable[Asked]) -> bool:
    """Whether everybody who was asked has said yes; nobody asked is not settled."""
    live = [one for one in asked if one.status != OFF]
    return bool(live) and not missing(live)


def a_place(total: Decimal, people: int) -> Decimal | None:
    """What a place comes to cost in kroner, halves up to whole øre; None when nobody is counted."""
    return (total / people).quantize(Decimal("0.01")) if people > 0 else None


def reckoned(minutes: int, hour_dkk: int) -> Decimal:
    """What hosts' own time counts for in kroner, to whole kroner (R159): a reckoning, never pay."""
    return (Decimal(minutes) * hour_dkk / 60).quantize(Decimal(1))
