"""Reading what stands beside a programme's own numbers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.comparing.models import OtherFigure, PlannedResult, ShownProgramme, TargetGroup, WaitingPlan
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

MOST_SHOWN = 500  # programmes on the country's page


def other_figures(actor: Actor, programme: Programme) -> QuerySet[OtherFigure]:
    """Figures that hold, by what they are about, the oldest first."""
    rows = OtherFigure.objects.filter(programme=programme, away_on__isnull=True)
    return rows.order_by("what", "as_of", "written_at")


def other_figure(actor: Actor, figure_id: UUID) -> OtherFigure:
    """One of them with its programme. Raises NotVisible."""
    found = OtherFigure.objects.select_related("programme").filter(id=figure_id).first()
    if found is None:
        raise NotVisible("figure")
    return found


def target_group(actor: Actor, programme: Programme) -> TargetGroup | None:
    """The newest count of how many there are to reach. One query."""
    return TargetGroup.objects.filter(programme=programme).order_by("-counted_on", "-written_at").first()


def shown(actor: Actor) -> list[ShownProgramme]:
    """Every programme that a municipality shows the country, by recipe and municipality. One query."""
    return list(ShownProgramme.objects.order_by("recipe_id", "municipality_name", "programme_name", "id")[:MOST_SHOWN])


def is_shown(actor: Actor, programme: Programme) -> ShownProgramme | None:
    """What the country sees of one's own programme; None when it is not shown."""
    return ShownProgramme.objects.filter(municipality_id=actor.municipality_id, programme_id=programme.id).first()


def waiting_plans(actor: Actor, programme: Programme) -> QuerySet[WaitingPlan]:
    """Every plan, also those given up, with its unit; by its days. One query."""
    rows = WaitingPlan.objects.select_related("unit__organisation").filter(programme=programme)
    return rows.order_by("waits_from", "begins_on", "unit__name", "stated_at")


def waiting_plan(actor: Actor, waiting_plan_id: UUID) -> WaitingPlan:
    """One of them. Raises NotVisible."""
    found = WaitingPlan.objects.select_related("programme", "unit").filter(id=waiting_plan_id).first()
    if found is None:
        raise NotVisible("plan")
    return found


def planned_results(actor: Actor, programme: Programme) -> dict[tuple[date, date], PlannedResult]:
    """What has been counted, by the days of the plan. One query."""
    return {(one.waits_from, one.begins_on): one for one in PlannedResult.objects.filter(programme=programme)}
