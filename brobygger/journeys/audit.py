"""The read log's chain: sealed often, anchored outside the database, and checked.

A chain of hashes shows that an entry was edited or removed, but not that its newest part was cut off. Therefore the
head of every municipality's chain is also written to a file that the database's administrator does not hold
(security.md; decision 004).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from brobygger.foundation.audit import operations as read_log
from brobygger.foundation.audit import queries as log
from brobygger.foundation.audit.rules import Break, Sealed, first_hash, wrong_chain, wrong_entries
from brobygger.registry.access.actor import the_system
from brobygger.registry.organisations.models import Municipality
from brobygger.registry.people.acting import acting_as

WORDS = {  # Danish: for `brobygger verify-audit` and the page of data protection
    "edited": "Opslag er ændret, efter at de blev forseglet.",
    "deleted": "Opslag mangler, som var der, da de blev forseglet.",
    "added": "Der er kommet opslag til, efter at de blev forseglet.",
    "truncated": "Den nyeste del af loggen er fjernet.",
    "seal_gone": "Et segl mangler midt i kæden.",
    "seal_changed": "Et segl svarer ikke til det, der er gemt uden for databasen.",
    "not_anchored": "Et segl er ikke gemt uden for databasen.",
}


def seal_all(*, var: Path, at: datetime) -> int:
    """Seal and anchor every municipality's read log. Returns how many entries were sealed. For a job every hour."""
    sealed = 0
    for municipality in Municipality.objects.order_by("code"):
        with acting_as(the_system(municipality_id=municipality.id)):
            sealed += read_log.seal(at=at, municipality_id=municipality.id)
        # After the commit: a seal that did not come to stand must not be anchored.
        anchor(municipality_id=municipality.id, var=var)
    return sealed


def anchor(*, municipality_id: UUID, var: Path) -> int:
    """Write the seals that are not anchored yet to the municipality's file. Returns how many."""
    known = {each.number for each in _anchors(var, municipality_id)}
    with acting_as(the_system(municipality_id=municipality_id)):
        new = [seal for seal in log.seals() if seal.number not in known]
    if new:
        path = _path(var, municipality_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(_as_line(seal)) + "\n" for seal in new)
    return len(new)


def verify(var: Path) -> dict[str, Any]:
    """Check every municipality's chain against its entries and its anchors (contracts.md: `verify-audit`).

    Returns {"organisations": n, "entries": n, "breaks": [{"organisation", "kind", "seal", "message"}]}. Entries that
    are not sealed yet are not counted. Reads only.
    """
    entries, breaks = 0, []
    municipalities = list(Municipality.objects.order_by("code"))
    for municipality in municipalities:
        checked, found = verify_one(municipality_id=municipality.id, var=var)
        entries += checked
        breaks += [
            {"organisation": municipality.name, "kind": each.kind, "seal": each.seal, "message": WORDS[each.kind]}
            for each in found
        ]
    return {"organisations": len(municipalities), "entries": entries, "breaks": breaks}


def verify_one(*, municipality_id: UUID, var: Path) -> tuple[int, list[Break]]:
    """One municipality: how many entries were checked, and what does not hold."""
    anchors = _anchors(var, municipality_id)
    with acting_as(the_system(municipality_id=municipality_id)):
        seals = log.seals()
        breaks = wrong_chain(seals, anchors)
        checked, before, after = 0, first_hash(municipality_id), None
        for seal in seals:
            found = list(log.entries_between(after, seal.last_entry_id))
            wrong = wrong_entries(seal, found, before)
            breaks += [wrong] if wrong else []
            checked, before, after = checked + len(found), seal.hash, seal.last_entry_id
    return checked, sorted(breaks, key=lambda each: each.seal)


def _anchors(var: Path, municipality_id: UUID) -> list[Sealed]:
    path = _path(var, municipality_id)
    return list(_read(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def _read(lines: Iterable[str]) -> Iterator[Sealed]:
    for line in lines:
        told = json.loads(line)
        yield Sealed(told["number"], UUID(told["last_entry_id"]), told["entries"], told["hash"])


def _as_line(seal: Sealed) -> dict[str, Any]:
    return {
        "number": seal.number,
        "last_entry_id": str(seal.last_entry_id),
        "entries": seal.entries,
        "hash": seal.hash,
    }


def _path(var: Path, municipality_id: UUID) -> Path:
    return var / "anchors" / f"{municipality_id}.jsonl"
