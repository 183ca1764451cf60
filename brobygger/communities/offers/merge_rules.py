"""What a package of offers would change in the directory. Plain Python.

Ours and theirs are the same offer when the identifier is the same: our own, or the one it was imported with. What the
package does not say stays as it was. When ours was checked later than theirs, ours is kept as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from brobygger.communities.offers.facts import MERGED, OfferFacts

ASKS_FROM = 5  # fewer than this gone is everyday work, whatever share they are
ASKS_SHARE = 4  # one in so many: more is a large part of the directory


class Outcome(StrEnum):
    """What becomes of one offer of the package."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # ours was checked later
    NATIONAL = "national"  # stands in the country's own directory already


@dataclass(frozen=True)
class Known:
    """An offer that stands in the directory."""

    facts: OfferFacts  # with our own identifier
    imported_as: UUID | None = None  # the identifier it has in the package's source, when it came from there


@dataclass(frozen=True)
class Merged:
    """One offer of the package, what becomes of it, and the facts to write (names as in OfferFacts)."""

    offer: OfferFacts
    outcome: Outcome
    row_id: UUID | None
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """Everything an import would do."""

    merged: tuple[Merged, ...]
    gone: tuple[UUID, ...]  # rows from the same source, shown today, that the package no longer has
    imported: int  # how many of the source are shown today

    def count(self, outcome: Outcome) -> int:
        """How many offers of the package end so."""
        return sum(one.outcome is outcome for one in self.merged)

    @property
    def mass_removal(self) -> bool:
        """A large part of what came from this source would go: somebody must have said yes to that."""
        return len(self.gone) >= ASKS_FROM and len(self.gone) * ASKS_SHARE > self.imported


def plan(offers: Iterable[OfferFacts], known: Iterable[Known], *, national: Iterable[UUID] = ()) -> Plan:
    """Compare a package with what is there. `national`: identifiers of the country's own offers."""
    there: dict[UUID, Known] = {}
    for one in known:
        there[one.facts.id] = one
        if one.imported_as:
            there[one.imported_as] = one
    ours = set(national)
    merged = tuple(_merge(offer, there.get(offer.id), ours) for offer in offers)
    met = {one.row_id for one in merged}
    shown = {one.facts.id for one in there.values() if one.imported_as and one.facts.published}
    return Plan(merged, tuple(sorted(shown - met)), len(shown))


def _merge(offer: OfferFacts, known: Known | None, national: set[UUID]) -> Merged:
    if known is None:
        if offer.id in national:
            return Merged(offer, Outcome.NATIONAL, None, {})
        return Merged(offer, Outcome.NEW, None, _said(offer) | {"confirmed_on": offer.confirmed_on})
    if _earlier(offer.confirmed_on, known.facts.confirmed_on):
        return Merged(offer, Outcome.KEPT, known.facts.id, {})
    changes = {name: value for name, value in _said(offer).items() if value != getattr(known.facts, name)}
    if "description" in changes:  # a language they do not write in stays
        changes["description"] = {**known.facts.description, **offer.description}
        if changes["description"] == known.facts.description:
            del changes["description"]
    if offer.confirmed_on and offer.confirmed_on != known.facts.confirmed_on:
        changes["confirmed_on"] = offer.confirmed_on
    return Merged(offer, Outcome.CHANGED if changes else Outcome.UNCHANGED, known.facts.id, changes)


def _said(offer: OfferFacts) -> dict[str, Any]:
    """What the package does say: False and 0 are answers, nothing is none."""
    facts = {name: getattr(offer, name) for name in MERGED}
    if not (offer.nationwide or offer.area or offer.areas):
        del facts["nationwide"]  # a package without areas does not say that the offer is local
    return {name: value for name, value in facts.items() if value is not None and value not in ("", (), {})}


def _earlier(theirs: date | None, ours: date | None) -> bool:
    return theirs is not None and ours is not None and theirs < ours
