"""Those who wait, without names: an association sees what is wished, and can begin to look for it."""

from __future__ import annotations

from django.http import HttpResponse

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import two_sides
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.waiting import said


@guarded(Action.SEE_REFERRALS)
def nameless(request: Request) -> HttpResponse:
    """By programme, longest first; the names come when a person has said yes to it."""
    told = two_sides.nameless_for(by=request.actor, at=now())
    programmes = [(programme, [said(one) for one in waiting]) for programme, waiting in told]
    return page(request, "partners/waiting/nameless.jinja", programmes=programmes)
