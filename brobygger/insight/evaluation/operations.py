"""Keeping what was said: a saved report is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from brobygger.insight.evaluation.models import ReportVersion
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def save_report(*, programme: Programme, content: Mapping[str, Any], by: Actor, at: datetime) -> ReportVersion:
    """Keep a report as the programme's next version. Two who save at once wait for each other."""
    Programme.objects.select_for_update().get(id=programme.id)
    latest = ReportVersion.objects.filter(programme=programme).order_by("-number").first()
    return ReportVersion.objects.create(
        programme=programme,
        number=latest.number + 1 if latest else 1,
        made_at=at,
        made_by_id=by.user_id,
        content=dict(content),
    )
