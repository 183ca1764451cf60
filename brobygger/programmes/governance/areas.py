"""Local groups and the units of their area (R343): each unit has at most one local group, so areas never overlap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.governance import rules
from brobygger.programmes.governance.models import Council, CouncilUnit
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


def areas(actor: Actor, programme: Programme) -> list[Council]:
    """The open groups that are for some units (`area_now`), by name. Two queries."""
    held = CouncilUnit.objects.select_related("unit").order_by("unit__name")
    rows = Council.objects.filter(programme=programme, closed_on__isnull=True, area__isnull=False).distinct()
    return list(rows.prefetch_related(Prefetch("area", queryset=held, to_attr="area_now")).order_by("name"))


def units_of(actor: Actor, council: Council) -> list[tuple[UUID, str]]:
    """The units a group is for, by name. One query."""
    return list(CouncilUnit.objects.filter(council=council).order_by("unit__name").values_list("unit_id", "unit__name"))


def of_unit(actor: Actor, programme: Programme, unit_id: UUID) -> Council | None:
    """The open local group that a unit belongs to. One query."""
    return Council.objects.filter(programme=programme, closed_on__isnull=True, area__unit_id=unit_id).first()


def meets_next(council: Council, *, today: date) -> date | None:
    """The day agreed for the next meeting, where it lies ahead."""
    day = council.next_meets_on
    return day if day is not None and day >= today else None


def cover(*, council: Council, units: Sequence[UUID]) -> None:
    """Say which units a local group is for, in place of those before.

    Raises Refusal when the group is not a local one, or a unit has another open local group in the programme.
    """
    wanted = set(units)
    if wanted and council.kind != rules.LOCAL:
        raise Refusal(_("Kun en lokal gruppe kan have sine egne enheder."), field="units")
    taken = CouncilUnit.objects.filter(
        unit_id__in=wanted, council__programme_id=council.programme_id, council__closed_on__isnull=True
    ).exclude(council=council)
    other = taken.select_related("unit", "council").order_by("unit__name").first()
    if other is not None:
        told = {"unit": other.unit.name, "group": other.council.name}
        raise Refusal(_("%(unit)s hører allerede til %(group)s.") % told, field="units")
    held = CouncilUnit.objects.filter(council=council)
    held.exclude(unit_id__in=wanted).delete()
    new = wanted - set(held.values_list("unit_id", flat=True))
    CouncilUnit.objects.bulk_create(CouncilUnit(council=council, unit_id=unit_id) for unit_id in sorted(new))
