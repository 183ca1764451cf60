"""The ways in to an effort: who was found by which, who heard of it where, and what each led to. Numbers only."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from brobygger.pathway.occasions import queries
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page


@guarded(Action.SEE_PROGRAMME)
def ways(request: Request, programme_id: UUID) -> HttpResponse:
    """Two tables; a person who has heard by two ways counts in both."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/occasions/ways.jinja", programme=programme, found=queries.found_by_channel(actor, programme),
        heard=queries.heard_by_channel(actor, programme),
    )  # fmt: skip
