"""Reading what stands beside a programme's own numbers."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.comparing.models import OtherFigure, ShownProgramme, TargetGroup
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
