"""Reading statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.voices.models import Statement
from brobygger.insight.voices.rules import Said
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

MOST_TOLD = 40  # in a report: a reader reads no more


@dataclass(frozen=True)
class Voice(Said):
    """A statement that may be told: its words too."""

    id: str
    text: str
    called: str
    unit: str
    said_on: date


def statements(actor: Actor, programme: Programme) -> QuerySet[Statement]:
    """Everything said in a programme, the newest first."""
    return Statement.objects.filter(programme=programme).select_related("unit").order_by("-said_on", "-written_at")


def statement(actor: Actor, statement_id: UUID) -> Statement:
    """One statement with its programme. Raises NotVisible."""
    found = Statement.objects.select_related("programme", "unit").filter(id=statement_id).first()
    if found is None:
        raise NotVisible("statement")
    return found


def voice_of(row: Statement) -> Voice:
    """A row as the rules see it."""
    return Voice(
        kind=row.kind, speaker=row.speaker, codes=tuple(row.codes), may_use=row.may_use,
        consent_until=row.consent_until, withdrawn=row.withdrawn_on is not None, id=str(row.id), text=row.text,
        called=row.called, unit=row.unit.name if row.unit else "", said_on=row.said_on,
    )  # fmt: skip


def still_to_be_told(ids: Iterable[str]) -> set[str]:
    """Those of these statements whose yes has not been taken back. One query, none for no ids."""
    wanted = list(ids)
    if not wanted:
        return set()
    rows = Statement.objects.filter(id__in=wanted, withdrawn_on__isnull=True).values_list("id", flat=True)
    return {str(each) for each in rows}
