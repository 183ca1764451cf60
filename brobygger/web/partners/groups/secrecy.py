"""What a group promises to keep to itself, written by its leader, and each member's yes (R334)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries, secrecy
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import group_life
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say

LONGEST = 1000


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def secrecy_words(request: Request, group_id: UUID) -> HttpResponse:
    """The words; other words than before need a new yes from everybody."""
    group = queries.get(request.actor, group_id)
    written = "\n".join(request.POST.get("words", "").strip().splitlines())  # a browser sends a line break as two signs
    if not written or len(written) > LONGEST:
        raise Refusal(_("Skriv, hvad I lover hinanden, i højst 1000 tegn."))
    group_life.keep_habits(group=group, facts={"secrecy": written}, by=request.actor, at=now())
    say(request, _("Det er skrevet ned. Spørg nu hver enkelt."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def secrecy_agreed(request: Request, group_id: UUID) -> HttpResponse:
    """These members have said yes, on a day."""
    actor = request.actor
    group = queries.get(actor, group_id)
    ours = {str(one.person_id): one.person_id for one in queries.members_of(actor, group_id)}
    said_yes = [ours[given] for given in request.POST.getlist("promised") if given in ours]
    try:
        day = parse_date(request.POST.get("said_on", ""))
    except ValueError:  # the 31st of February
        day = None
    if day is None or not said_yes:
        raise Refusal(_("Vælg, hvem der sagde ja, og hvilken dag det var."))
    secrecy.promise(group=group, person_ids=said_yes, said_on=day, by=actor, at=now())
    say(request, _("Det er skrevet ned, hvem der har lovet det."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def secrecy_off(request: Request, secrecy_yes_id: UUID) -> HttpResponse:
    """A promise that was written for the wrong person or day."""
    actor = request.actor
    promise = secrecy.one(actor, secrecy_yes_id)
    group = queries.get(actor, promise.group_id)
    secrecy.take_back(promise=promise, by=actor, at=now())
    say(request, _("Det er slettet igen."))
    return redirect("group_life", group_id=group.id)
