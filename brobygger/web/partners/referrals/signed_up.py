"""Somebody signed up on the public pages and one of us has called."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.directory import sign_ups
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import come_forward
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say


@guarded(Action.MAKE_FIRST_CONTACT, methods=("POST",))
def answer(request: Request, sign_up_id: UUID) -> HttpResponse:
    """How the call went: coming, not coming, or nobody answered (then it waits on)."""
    actor = request.actor
    found = sign_ups.get(actor, sign_up_id)
    status = request.POST.get("status", "")
    if status not in sign_ups.ANSWERS:
        raise Refusal(_("Vælg et af svarene."))
    come_forward.answer(sign_up=found, status=status, by=actor, at=now())
    say(request, _("Det er skrevet ned."))
    return HttpResponseRedirect(reverse("received"))
