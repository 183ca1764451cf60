"""How read entries are chained: what of an entry is hashed, and how one seal holds the one before it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

BreakKind = Literal["edited", "deleted", "added", "truncated", "seal_gone", "seal_changed", "not_anchored"]


@dataclass(frozen=True)
class Entry:
    """One read entry as it was written."""

    id: UUID
    at: datetime
    user_id: UUID | None
    role: str
    organisation_id: UUID | None
    person_id: UUID
    groups: Sequence[str]
    purpose: str
    request_id: UUID


@dataclass(frozen=True)
class Sealed:
    """One seal: its number from 1, how many entries it holds up to which id, and the hash over them."""

    number: int
    last_entry_id: UUID
    entries: int
    hash: str


@dataclass(frozen=True)
class Break:
    """Something that does not hold. `seal`: the number it was noticed at."""

    kind: BreakKind
    seal: int


def canonical(entry: Entry) -> bytes:
    """The entry as bytes, always the same for the same entry: sorted keys, UTC, no spaces."""
    fields = {
        "id": str(entry.id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user": _text(entry.user_id),
        "role": entry.role,
        "organisation": _text(entry.organisation_id),
        "person": str(entry.person_id),
        "groups": sorted(entry.groups),
        "purpose": entry.purpose,
        "request": str(entry.request_id),
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def link(before: str, entries: Iterable[Entry]) -> str:
    """SHA-256 (hex) over the hash before and the entries in the order of their ids, a line each."""
    digest = hashlib.sha256(before.encode() + b"\n")
    for entry in sorted(entries, key=lambda entry: entry.id):
        digest.update(canonical(entry) + b"\n")
    return digest.hexdigest()


def first_hash(municipality_id: UUID) -> str:
    """What the first seal holds on to: chains of two municipalities never look alike."""
    return hashlib.sha256(b"brobygger:read-log:" + municipality_id.bytes).hexdigest()


def id_before(moment: datetime) -> UUID:
    """The lowest UUIDv7 of a moment: ids made earlier are smaller (RFC 9562, 48 bits of milliseconds)."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))


def wrong_entries(sealed: Sealed, found: Sequence[Entry], before: str) -> Break | None:
    """What is wrong with a seal's entries; None when they are what was sealed."""
    if link(before, found) == sealed.hash and len(found) == sealed.entries:
        return None
    if len(found) < sealed.entries:
        return Break("deleted", sealed.number)
    return Break("added" if len(found) > sealed.entries else "edited", sealed.number)


def wrong_chain(seals: Sequence[Sealed], anchors: Sequence[Sealed]) -> list[Break]:
    """What is wrong with the seals themselves, told by their numbers and by the anchors kept outside the database.

    A chain alone does not notice that its tail was cut off; the anchors do.
    """
    breaks = []
    by_number = {seal.number: seal for seal in seals}
    last = max(by_number, default=0)
    last_anchored = max((anchor.number for anchor in anchors), default=0)
    for number in range(1, max(last, last_anchored) + 1):
        if number not in by_number:
            breaks.append(Break("truncated" if number > last else "seal_gone", number))
    for anchor in anchors:
        seal = by_number.get(anchor.number)
        if seal is not None and seal != anchor:
            breaks.append(Break("seal_changed", anchor.number))
    if last > last_anchored:
        breaks.append(Break("not_anchored", last_anchored + 1))
    return breaks


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
