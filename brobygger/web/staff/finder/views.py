"""A finder outside (trivselsagent): a short list of one's own messages, and a button to send one. No staff pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import tell_finder
from brobygger.pathway.detection import queries as detection
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

STEPS = {
    "asked": gettext_lazy("er spurgt"), "consented": gettext_lazy("har sagt ja"),
    "first_contact": gettext_lazy("er ringet op"),
    "first_time": gettext_lazy("har været med første gang"), "third_time": gettext_lazy("har været med tre gange"),
    "six_months": gettext_lazy("er stadig med"),
}  # fmt: skip


@guarded(Action.SEE_OWN_TIPS)
def own_tips(request: Request) -> HttpResponse:
    """What I have sent, and what came of it for those who let me know."""
    return page(request, "staff/finder/own_tips.jinja", sent=tell_finder.sent_by(request.actor), steps=STEPS)


@guarded(Action.HANDLE_TIP, methods=("POST",))
def may_hear(request: Request, tip_id: UUID) -> HttpResponse:
    """The person has said yes to it, on the telephone or at a visit."""
    tip = detection.tip(request.actor, tip_id)
    tell_finder.may_hear(tip=tip, how="spoken", by=request.actor, at=now())
    say(request, _("%(name)s kan nu følge fornavn og skridt.") % {"name": tip.sent_by_name})
    return redirect("tip", tip_id=tip.id)
