"""Writing the read log. It stands in the reader's own transaction: no log, no data. And sealing it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from brobygger.foundation.audit.models import Seal
from brobygger.foundation.audit.queries import entries_between, newest_seal
from brobygger.foundation.audit.rules import first_hash, id_before, link
from brobygger.foundation.kernel.context import current_reach, request_id
from brobygger.foundation.kernel.several import array

YOUNG = timedelta(minutes=5)
BATCH = 10_000  # entries in a seal: small enough to check in memory


# One statement for a whole list: a board of four hundred persons must not cost four hundred objects.
_RECORD = """
insert into audit_read (id, municipality_id, at, user_id, role, organisation_id, person_id, groups, purpose, request_id)
select brobygger_uuid7(), %(municipality)s, %(at)s, %(reader)s, %(role)s, %(organisation)s, person_id, %(groups)s,
       %(purpose)s, %(request)s
from unnest(%(persons)s::uuid[]) person_id
"""


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
    ids = list(person_ids)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                _RECORD,
                {
                    "municipality": current_reach().municipality_id,
                    "at": at,
                    "reader": current_reach().user_id,
                    "role": role,
                    "organisation": organisation_id,
                    "persons": array(ids),
                    "groups": sorted(groups),
                    "purpose": purpose,
                    "request": request_id(),
                },
            )
    return len(ids)


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
