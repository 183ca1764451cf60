"""Reading the read log: who looked at whom, and the seals over it.

The first argument of these functions is not an actor: the log stands below access. What is reached is what the
context lets through (kernel.context), which for data protection is the whole municipality.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from brobygger.foundation.audit.models import ReadEntry, Seal
from brobygger.foundation.audit.rules import Entry, Sealed
from brobygger.foundation.kernel.clock import DENMARK

_FETCHED = 1500  # entries looked at for one page: lists of 50 persons become one sentence each


@dataclass(frozen=True)
class Place:
    """Where a page of the log begins: just before this entry."""

    at: datetime
    id: UUID


@dataclass(frozen=True)
class Look:
    """What one reader read in one request for one purpose: the persons (in order, each once) and the field groups."""

    at: datetime
    user_id: UUID | None
    role: str
    organisation_id: UUID | None
    purpose: str
    groups: tuple[str, ...]
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class LogPage:
    looks: list[Look]
    following: Place | None  # where the next page begins; None: this is the last


def looks(
    *,
    person_ids: list[UUID] | None = None,
    user_ids: list[UUID] | None = None,
    first: date | None = None,
    last: date | None = None,
    without_purpose: str = "",
    before: Place | None = None,
    limit: int = 50,
) -> LogPage:
    """Newest looks first, one query. `first` and `last` are Danish days, both inclusive.

    `person_ids` and `user_ids`: only these (an empty list gives nothing). `without_purpose` leaves a purpose out.
    """
    entries = ReadEntry.objects.all()
    if person_ids is not None:
        entries = entries.filter(person_id__in=person_ids)
    if user_ids is not None:
        entries = entries.filter(user_id__in=user_ids)
    if first:
        entries = entries.filter(at__gte=datetime.combine(first, time(), tzinfo=DENMARK))
    if last:
        entries = entries.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), tzinfo=DENMARK))
    if without_purpose:
        entries = entries.exclude(purpose=without_purpose)
    if before:
        entries = entries.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.id))
    return _gathered(list(entries.order_by("-at", "-id")[:_FETCHED]), limit)


def _gathered(entries: list[ReadEntry], limit: int) -> LogPage:
    """Entries as looks; where the limit is passed, the next page begins."""
    grouped: dict[tuple[object, ...], list[ReadEntry]] = {}
    following = None
    for place, entry in enumerate(entries):
        key = (entry.request_id, entry.user_id, entry.role, entry.purpose, tuple(entry.groups))
        if key not in grouped and len(grouped) == limit:
            following = Place(entries[place - 1].at, entries[place - 1].id)
            break
        grouped.setdefault(key, []).append(entry)
    if following is None and len(entries) == _FETCHED:
        following = Place(entries[-1].at, entries[-1].id)
    return LogPage([_look(rows) for rows in grouped.values()], following)


def _look(rows: list[ReadEntry]) -> Look:
    newest = rows[0]
    return Look(
        at=newest.at,
        user_id=newest.user_id,
        role=newest.role,
        organisation_id=newest.organisation_id,
        purpose=newest.purpose,
        groups=tuple(newest.groups),
        person_ids=tuple(dict.fromkeys(row.person_id for row in rows)),
    )


def seals() -> list[Sealed]:
    """The chain's links in order."""
    rows = Seal.objects.order_by("number").values_list("number", "last_entry_id", "entries", "hash")
    return [Sealed(*row) for row in rows]


def newest_seal() -> Seal | None:
    """The chain's last link; None before the first."""
    return Seal.objects.order_by("-number").first()


def entries_between(after: UUID | None, last: UUID, *, limit: int | None = None) -> Iterator[Entry]:
    """Entries with ids in (after, last], in the order of their ids."""
    rows = ReadEntry.objects.filter(id__lte=last)
    if after is not None:
        rows = rows.filter(id__gt=after)
    columns = ("id", "at", "user_id", "role", "organisation_id", "person_id", "groups", "purpose", "request_id")
    found = rows.order_by("id").values_list(*columns)
    return (Entry(*row) for row in (found[:limit] if limit else found))
