"""Reading times at home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.at_home.models import Comer, HomeTime
from brobygger.registry.access.actor import Actor

MOST = 50


def get(actor: Actor, time_id: UUID) -> HomeTime:
    """One time within the actor's reach. Raises NotVisible."""
    found = HomeTime.objects.filter(id=time_id).select_related("organisation", "person").first()
    if found is None:
        raise NotVisible("home time")
    return found


def ahead(actor: Actor, *, after: datetime) -> list[HomeTime]:
    """What is agreed from now on, and what nobody has said how went, soonest first. One query."""
    found = HomeTime.objects.filter(status="planned", starts_at__gte=after - timedelta(days=30))
    return list(found.select_related("organisation").order_by("starts_at", "id")[:MOST])


def of_person(actor: Actor, person_id: UUID) -> list[HomeTime]:
    """A person's times, the latest first. One query."""
    found = HomeTime.objects.filter(person_id=person_id).select_related("organisation")
    return list(found.order_by("-starts_at", "id")[:MOST])


def comers(actor: Actor, time_ids: Iterable[UUID]) -> dict[UUID, list[Comer]]:
    """Who comes, or has said that he or she cannot, by time. One query."""
    told: dict[UUID, list[Comer]] = {}
    rows = Comer.objects.filter(time_id__in=list(time_ids)).select_related("volunteer", "stands_in_for")
    for row in rows.order_by("volunteer__name", "id"):
        told.setdefault(row.time_id, []).append(row)
    return told


def before(time: HomeTime) -> list[str]:
    """Who came, or was to come, the time before of the same series: their ids as text. One query."""
    earlier = HomeTime.objects.filter(series_id=time.series_id, starts_at__lt=time.starts_at).exclude(
        status="cancelled"
    )
    last = earlier.order_by("-starts_at").values_list("id", flat=True).first()
    there = Comer.objects.filter(time_id=last, status__in=["coming", "came"]) if last else Comer.objects.none()
    return [str(volunteer_id) for volunteer_id in there.values_list("volunteer_id", flat=True)]


def mine(actor: Actor) -> list[Comer]:
    """The times the actor comes to, soonest first. One query."""
    if actor.user_id is None:
        return []
    return list(Comer.objects.filter(user_id=actor.user_id, status="coming").order_by("starts_at", "id")[:MOST])
