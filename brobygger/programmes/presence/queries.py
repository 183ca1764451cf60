"""Reading who hears from us, what was sent, and the leader's visits."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.presence import rules
from brobygger.programmes.presence.models import Greeting, Rhythm, UnitMeeting, UnitVisit, VisitRhythm
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


def rhythms(actor: Actor, *, most: int = 300) -> list[Rhythm]:
    """Everybody who hears from us, with organisation and unit; those who have said stop last. One query."""
    found = Rhythm.objects.select_related("organisation", "unit")
    return list(found.order_by("-stopped_on", "next_on", "organisation__name", "id")[:most])


def rhythm(actor: Actor, rhythm_id: UUID) -> Rhythm:
    """One of them. Raises NotVisible."""
    found = Rhythm.objects.select_related("organisation", "unit").filter(id=rhythm_id).first()
    if found is None:
        raise NotVisible("rhythm")
    return found


def greetings(actor: Actor, rhythm_ids: Iterable[UUID]) -> dict[UUID, list[Greeting]]:
    """What each has heard, the newest first. One query."""
    found: dict[UUID, list[Greeting]] = {one: [] for one in rhythm_ids}
    for greeting in Greeting.objects.filter(rhythm_id__in=found).order_by("-sent_on"):
        found[greeting.rhythm_id].append(greeting)
    return found


def visits(actor: Actor, programme: Programme) -> list[UnitVisit]:
    """A programme's visits to units that were not called off, the newest first, with their units. One query."""
    found = UnitVisit.objects.filter(programme=programme, called_off_on__isnull=True).select_related("unit")
    return list(found.order_by("-planned_on", "-id")[:500])


def visit(actor: Actor, visit_id: UUID) -> UnitVisit:
    """One visit with its programme and unit. Raises NotVisible."""
    found = UnitVisit.objects.select_related("programme", "unit").filter(id=visit_id).first()
    if found is None:
        raise NotVisible("visit")
    return found


def has_rhythm(actor: Actor, programme: Programme) -> bool:
    """Whether the leader has chosen how often to come. One query."""
    return VisitRhythm.objects.filter(programme=programme).exists()


def every_weeks(actor: Actor, programme: Programme) -> int:
    """How often the leader means to visit each unit. One query."""
    told = VisitRhythm.objects.filter(programme=programme).values_list("every_weeks", flat=True).first()
    return told or rules.USUAL_VISIT_WEEKS


def unit_meetings(actor: Actor, programme: Programme, unit_ids: Iterable[UUID]) -> list[UnitMeeting]:
    """The units' own meetings with loneliness on the agenda, the newest first, with their units. One query."""
    found = UnitMeeting.objects.filter(programme=programme, unit_id__in=list(unit_ids)).select_related("unit")
    return list(found.order_by("-held_on", "unit__name", "id")[:50])


def unit_meeting(actor: Actor, meeting_id: UUID) -> UnitMeeting:
    """One of them with its programme and unit. Raises NotVisible."""
    found = UnitMeeting.objects.select_related("programme", "unit").filter(id=meeting_id).first()
    if found is None:
        raise NotVisible("unit meeting")
    return found
