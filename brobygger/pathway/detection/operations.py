"""Writing what finding people leaves behind: extracts, tips, planned visits."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.ids import new_receipt
from brobygger.foundation.kernel.refusal import Taken
from brobygger.foundation.kernel.secrecy import decrypt_bytes, encrypt_bytes
from brobygger.foundation.kernel.several import in_sets
from brobygger.pathway.detection.models import RegisterExtract, Tip, Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person


@transaction.atomic
def stage_extract(
    *, programme: Programme, file_name: str, content: bytes, rows_total: int, by: Actor, at: datetime
) -> RegisterExtract:
    """Keep a file, encrypted, while somebody looks at what it would change. The same file is staged once."""
    digest = hashlib.sha256(content).hexdigest()
    waiting = RegisterExtract.objects.filter(programme=programme, file_hash=digest, committed_at__isnull=True)
    extract = waiting.first()
    if extract is None:
        extract = RegisterExtract.objects.create(
            programme=programme,
            file_name=file_name[:200],
            file_hash=digest,
            content=encrypt_bytes(content),
            rows_total=rows_total,
            uploaded_at=at,
            uploaded_by_id=by.user_id,
        )
    return extract


def content_of(extract: RegisterExtract) -> bytes:
    """The staged file. Raises Taken when it has been committed or removed meanwhile."""
    if extract.content is None:
        raise Taken(_("Udtrækket er allerede gemt."))
    return decrypt_bytes(bytes(extract.content))


@transaction.atomic
def close_extract(
    *, extract: RegisterExtract, rows_new: int, gone: int | None, still: int | None, by: Actor, at: datetime
) -> None:
    """Mark an extract as committed, remember who stood in it, and forget the file.

    Who: the lines that lie beside (queries.beside_the_extract), each with its person. gone: how many of the extract
    before did not, still: how many did; None without one.
    """
    changed = RegisterExtract.objects.filter(id=extract.id, committed_at__isnull=True).update(
        committed_at=at, content=None, rows_new=rows_new, gone=gone, still=still
    )
    if not changed:
        raise Taken(_("Udtrækket er allerede gemt."))
    with in_sets(), connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {"municipality": by.municipality_id, "extract": extract.id})
        people = cursor.rowcount
    RegisterExtract.objects.filter(id=extract.id).update(people=people)


_ENTRIES = """
insert into detection_entry (id, municipality_id, extract_id, person_id, cpr_blind)
select brobygger_uuid7(), %(municipality)s, %(extract)s, p.id, s.cpr_blind
from pg_temp.extract_line s join people_person p on p.cpr_blind = s.cpr_blind where s.line is not null
"""


@transaction.atomic
def receive_tip(
    *,
    tip_id: UUID,
    about_name: str,
    about_address: str,
    about_phone: str,
    worry: str,
    sender_kind: str,
    person: Person | None,
    unit_id: UUID | None,
    by: Actor,
    at: datetime,
    status: str = "new",
) -> Tip:
    """Keep a tip and give it a receipt number. The same id twice gives the same receipt.

    status "worry": about a person in an episode; it is answered there instead of being taken up.
    """
    tip, _created = Tip.objects.get_or_create(
        id=tip_id,
        defaults={
            "receipt": new_receipt(),
            "about_name": about_name,
            "about_address": about_address,
            "about_phone": about_phone,
            "worry": worry,
            "sender_kind": sender_kind,
            "person": person,
            "unit_id": unit_id,
            "sent_by_id": by.user_id,
            "sent_by_name": by.name,
            "sent_at": at,
            "status": status,
        },
    )
    return tip


@transaction.atomic
def add_to_tip(*, tip: Tip, words: str, by: Actor, at: datetime) -> Tip:
    """The same sender has more to say: it is written under what stands there, as far as there is room."""
    longest = Tip._meta.get_field("worry").max_length
    tip.worry = f"{tip.worry}\n{words}"[:longest]
    tip.save(update_fields=["worry"])
    return tip


@transaction.atomic
def settle_tip(*, tip: Tip, status: str, person: Person | None, by: Actor, at: datetime) -> Tip:
    """Close a tip: taken up as a person, or closed. Raises Taken when a colleague was first."""
    changed = Tip.objects.filter(id=tip.id, status="new").update(
        status=status, person=person, handled_at=at, handled_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("En kollega har allerede taget beskeden op."))
    tip.refresh_from_db()
    return tip


@transaction.atomic
def plan_visits(
    *, episodes: Sequence[Episode], planned_at: Sequence[datetime], employee: Actor | None, mode: str
) -> list[Visit]:
    """Plan one visit (or call) for each episode."""
    return Visit.objects.bulk_create(
        [
            Visit(
                person_id=episode.person_id,
                episode=episode,
                employee_user_id=employee.user_id if employee else None,
                employee_name=employee.name if employee else "",
                planned_at=moment,
                mode=mode,
            )
            for episode, moment in zip(episodes, planned_at, strict=True)
        ],
        batch_size=2000,
    )


@transaction.atomic
def close_visits(*, episode_ids: Sequence[UUID], status: str, at: datetime) -> int:
    """Planned visits of these episodes were held, declined or met nobody. Returns how many."""
    return Visit.objects.filter(episode_id__in=episode_ids, status="planned").update(
        status=status, held_at=at if status == "held" else None
    )


@transaction.atomic
def move_visit(*, visit: Visit, planned_at: datetime, by: Actor, at: datetime) -> Visit:
    """The person wants another day or time. Raises Taken when the visit has been held or declined meanwhile."""
    if not Visit.objects.filter(id=visit.id, status="planned").update(planned_at=planned_at):
        raise Taken(_("Besøget er allerede afsluttet."))
    visit.planned_at = planned_at
    return visit
