"""Who waits for a meeting that is held seldom, and how long it takes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import meeting_waits
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.waiting.telling import waited


@guarded(Action.MATCH_WAITING)
def meetings(request: Request, programme_id: UUID) -> HttpResponse:
    """Each meeting with its next day and those who wait for it; another way where it takes long."""
    actor: Actor = request.actor
    today = local_date(now())
    programme = programmes.get(actor, programme_id)
    found = meeting_waits.waits(programme=programme, by=actor, on=today)
    ids = [row.person_id for one in found for row in one.waiting]
    names = read_many(actor, ids, purpose=Purpose.BRIDGING, only={Fields.NAME}) if ids else {}
    told = [
        {
            "name": one.name.in_language(language()),
            "step": words.step(one.step),
            "every_days": one.every_days,
            "next_on": one.next_on,
            "days": one.days(today),
            "long": one.is_long(today),
            "people": [_row(row, names[row.person_id], today) for row in one.waiting if row.person_id in names],
        }
        for one in found
    ]
    return page(request, "staff/waiting/meetings.jinja", programme=programme, meetings=told)


def _row(row: Any, view: Any, today: Any) -> dict[str, Any]:
    return {"episode": row, "person": view, "waited": waited(max(0, (today - local_date(row.since)).days))}
