"""Writing to everybody who is expected at a session, each in the way he or she prefers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import tell
from brobygger.pathway.attendance import queries as sessions
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.SEE_GROUPS, methods=("GET", "POST"))
def tell_session(request: Request, session_id: UUID) -> HttpResponse:
    """What will be sent, and one button. The answers JA and NEJ come back as promises by themselves."""
    actor = request.actor
    session = sessions.get_session(actor, session_id)
    if request.method == "POST":
        sent = len(tell.of_session(session=session, by=actor, at=now()))
        text = ngettext("%(n)s besked er lagt i posten.", "%(n)s beskeder er lagt i posten.", sent) % {"n": sent}
        say(request, text)
        return redirect("group", group_id=session.group_id)
    shown = tell.preview(session=session, by=actor)
    return page(request, "partners/telling/tell_session.jinja", session=session, wording=shown.wording, ways=shown.ways)
