"""Reading measurements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.access.actor import Actor


def get(actor: Actor, measurement_id: UUID) -> Measurement:
    """One measurement. Raises NotVisible."""
    try:
        return Measurement.objects.select_related("episode", "episode__programme", "person").get(id=measurement_id)
    except Measurement.DoesNotExist:
        raise NotVisible("measurement") from None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Measurement]:
    """A person's rounds in order of day."""
    return Measurement.objects.filter(person_id=person_id).order_by("due", "instrument")


def open_rounds(actor: Actor, *, on: date) -> QuerySet[Measurement]:
    """Rounds that can be taken on a day and have not been."""
    return Measurement.objects.filter(status="planned", opens__lte=on, closes__gte=on).order_by("due")


def known_here(actor: Actor, measurement_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these are rounds that were planned here. One query."""
    return set(Measurement.objects.filter(id__in=list(measurement_ids)).values_list("id", flat=True))
