"""The volunteers' own gatherings: planned, told, held, and what was said."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import upkeep
from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import care_for_volunteers
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.joining import saying
from brobygger.web.partners.joining.forms import GatheringForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("GET", "POST"))
def gatherings(request: Request) -> HttpResponse:
    """Those that come, those of the last half year, and a new one."""
    actor, at = request.actor, now()
    form = GatheringForm(request.POST or None, initial={"day": local_date(at) + timedelta(days=14)})
    if form.is_valid():
        given = form.cleaned_data
        with translation.override("da"):
            said = str(saying.GATHERINGS[given["kind"]])
        try:
            care_for_volunteers.gather(
                organisation=organisations.get(actor, actor.home), kind=given["kind"], said_kind=said,
                starts_at=datetime.combine(given["day"], given["time"], DENMARK), place=given["place"],
                agenda=given["agenda"], by=actor, at=at,
            )  # fmt: skip
            say(request, _("Mødet er lagt i kalenderen, og alle frivillige får besked."))
            return redirect("gatherings")
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal.message))
    found = upkeep.gatherings(actor, since=at - timedelta(days=183))
    return page(
        request, "partners/joining/gatherings.jinja", status=422 if form.is_bound else 200, form=form, found=found,
        at=at, saying=saying,
    )  # fmt: skip


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("GET", "POST"))
def gathering(request: Request, gathering_id: UUID) -> HttpResponse:
    """Who comes; afterwards who came, and what was said."""
    actor, at = request.actor, now()
    found = upkeep.get_gathering(actor, gathering_id)
    invited = upkeep.invited_to(found)
    if request.method == "POST":
        came = set(request.POST.getlist("came"))
        upkeep.gathered(
            gathering=found, came={one.volunteer_id: str(one.volunteer_id) in came for one in invited},
            notes=request.POST.get("notes", "")[:2000], by=actor, at=at,
        )  # fmt: skip
        say(request, _("Det er skrevet ned."))
        return redirect("gatherings")
    return page(
        request, "partners/joining/gathering.jinja", gathering=found, invited=invited, begun=found.starts_at <= at,
        saying=saying,
    )  # fmt: skip
