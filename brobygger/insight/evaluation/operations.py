"""Keeping what was said: a saved report is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.insight.evaluation import queries, telling_rules
from brobygger.insight.evaluation.models import ReportVersion, ToldReport
from brobygger.insight.evaluation.telling_rules import Exact, Told
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def save_report(
    *, programme: Programme, reader: str, content: Mapping[str, Any], by: Actor, at: datetime
) -> ReportVersion:
    """Keep a report as the programme's next version. Two who save at once wait for each other."""
    Programme.objects.select_for_update().get(id=programme.id)
    latest = ReportVersion.objects.filter(programme=programme).order_by("-number").first()
    return ReportVersion.objects.create(
        programme=programme,
        number=latest.number + 1 if latest else 1,
        reader=reader,
        made_at=at,
        made_by_id=by.user_id,
        content=dict(content),
    )


def tell(*, programme: Programme, exact: Exact, at: datetime) -> Told:
    """What may be told now, remembered before it is told. Two who ask at once are told the same."""
    while True:
        number, before = queries.told(programme)
        told = telling_rules.tell(exact, before, local_date(at))
        if told is before or _remember(programme, number + 1, told, at):
            return told


def _remember(programme: Programme, number: int, told: Told, at: datetime) -> bool:
    """Keep what is told; False when somebody else has just told something."""
    content = queries.TOLD.dump_python(told, mode="json")
    kept = {name: content.pop(name) for name in queries.NEVER_TOLD}
    row = ToldReport(programme=programme, number=number, told_at=at, numbers=content, basis=kept)
    ToldReport.objects.bulk_create([row], ignore_conflicts=True)
    return ToldReport.objects.filter(id=row.id).exists()
