"""Writing the read log. It stands in the reader's own transaction: no log, no data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from brobygger.foundation.audit.models import ReadEntry
from brobygger.foundation.kernel.context import current_reach, request_id


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
