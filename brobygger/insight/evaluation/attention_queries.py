"""How much attention each unit gives an effort: asked, referred, met about, time, and courses that miss (R340).

The numbers stand beside each other so that a leader sees where to help; they are no ranking (a unit may be small).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.screening.models import Screening
from brobygger.programmes.presence.models import UnitMeeting
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import queries as training
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Unit


@dataclass(frozen=True)
class Counted:
    """How many, and the day of the last one (None: none in the period)."""

    number: int = 0
    last: date | None = None


@dataclass(frozen=True)
class Attention:
    """One unit in the period. minutes: what its employees have written; missing: courses nobody from it has been on."""

    unit_id: UUID
    name: str
    asked: Counted
    referred: Counted
    met: Counted
    minutes: int
    missing: tuple[str, ...]


def attention(actor: Actor, programme: Programme, units: Sequence[Unit], *, since: date) -> list[Attention]:
    """Each of the units, in the order given, from a day until now. Seven queries, however many units."""
    begins = datetime.combine(since, time(), DENMARK)
    wanted = [unit.id for unit in units]
    asked = _counted(
        Screening.objects.filter(episode__programme=programme, episode__unit_id__in=wanted, taken_at__gte=begins),
        "episode__unit_id", "taken_at",
    )  # fmt: skip
    referred = _counted(
        Referral.objects.filter(episode__programme=programme, episode__unit_id__in=wanted, sent_at__gte=begins),
        "episode__unit_id", "sent_at",
    )  # fmt: skip
    met = _counted(
        UnitMeeting.objects.filter(programme=programme, unit_id__in=wanted, held_on__gte=since), "unit_id", "held_on"
    )
    spent = training.minutes_by_unit(actor, programme, since=since)
    courses = training.courses(actor, programme)
    missed = training.missed(courses, training.came(actor, programme), wanted)
    return [
        Attention(
            unit_id=unit.id, name=unit.name, asked=asked.get(unit.id, Counted()),
            referred=referred.get(unit.id, Counted()), met=met.get(unit.id, Counted()), minutes=spent.get(unit.id, 0),
            missing=tuple(one.title for one in courses if unit.id in missed[one.id]),
        )
        for unit in units
    ]  # fmt: skip


def _counted(rows: QuerySet[Screening] | QuerySet[Referral] | QuerySet[UnitMeeting], unit: str, when: str) -> dict[
    UUID, Counted
]:  # fmt: skip
    grouped = rows.order_by().values_list(unit).annotate(number=Count("id"), last=Max(when))
    return {
        unit_id: Counted(number, local_date(last) if isinstance(last, datetime) else last)
        for unit_id, number, last in grouped
    }
