"""Writing the read log. It stands in the reader's own transaction: no log, no data. And sealing it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from brobygger.foundation.audit.models import ReadEntry, Seal
from brobygger.foundation.audit.queries import entries_between, newest_seal
from brobygger.foundation.audit.rules import first_hash, id_before, link
from brobygger.foundation.kernel.context import current_reach, request_id

YOUNG = timedelta(minutes=5)
BATCH = 10_000  # entries in a seal: small enough to check in memory


def record_reads(
    *,
    person_ids: Iterable[UUID],
    groups: Iterable[str],
    purpose: str,
    role: str,
    organisation_id: UUID | None,
    at: datetime,
) -> int:
    """Log that these persons' field groups are about to be shown. Returns how many entries were written."""
    reader, request, shown = current_reach().user_id, request_id(), sorted(groups)
    entries = [
        ReadEntry(
            at=at,
            user_id=reader,
            role=role,
            organisation_id=organisation_id,
            person_id=person_id,
            groups=shown,
            purpose=purpose,
            request_id=request,
        )
        for person_id in person_ids
    ]
    ReadEntry.objects.bulk_create(entries)
    return len(entries)


@transaction.atomic
def seal(*, at: datetime, municipality_id: UUID, largest: int = BATCH) -> int:
    """Chain the read entries that are older than five minutes. Returns how many entries were sealed.

    Younger ones wait, so that a request that is still running has written its own before they are counted. Two at
    once: the second waits and finds nothing left. Repeating it changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"read-log:{municipality_id}"])
    before = newest_seal()
    until, sealed = id_before(at - YOUNG), 0
    while True:
        entries = list(entries_between(before.last_entry_id if before else None, until, limit=largest))
        if not entries:
            return sealed
        before = Seal.objects.create(
            number=before.number + 1 if before else 1,
            made_at=at,
            last_entry_id=entries[-1].id,
            entries=len(entries),
            hash=link(before.hash if before else first_hash(municipality_id), entries),
        )
        sealed += len(entries)
