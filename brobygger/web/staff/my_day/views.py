"""*Min dag*: what should I do now, why, and what happened before."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.my_day.day import gather


@guarded(Action.SEE_MY_DAY)
def my_day(request: Request) -> HttpResponse:
    """Today's cards, tomorrow folded, and the way to say «jeg er bekymret»."""
    actor, at = request.actor, now()
    response = page(
        request,
        "staff/my_day/my_day.jinja",
        day=gather(actor, at=at),
        greeting=_greeting(at.astimezone(DENMARK).hour),
        first_name=actor.name.split(" ")[0],
        may_ask=may(actor.role, Action.SCREEN),
    )
    response.headers["Cache-Control"] = "no-store"  # what the phone keeps of the day is kept sealed (decision 016)
    return response


def _greeting(hour: int) -> str:
    if hour < 10:
        return _("Godmorgen")
    return _("Goddag") if hour < 18 else _("Godaften")
