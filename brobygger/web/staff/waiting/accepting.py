"""A proposed group becomes a real one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import form_groups
from brobygger.pathway.matching import queries
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.waiting.forms import MakeGroupForm
from brobygger.web.staff.waiting.groups import seen


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def accept(request: Request, group_proposal_id: UUID, number: int) -> HttpResponse:
    """Name, host, place; who is told at once, and who is asked first."""
    actor: Actor = request.actor
    today = local_date(now())
    shown = queries.group_proposal(actor, group_proposal_id)
    receiver = shown.offer.organisation
    if receiver is None:
        raise NotVisible("offer of the municipality")
    hosts = access.receiving_in(actor, receiver.id, on=today)
    chosen = [(str(host.id), host.name) for host in hosts]
    first = {"name": f"{shown.offer.name} {number}", "place": shown.offer.address or shown.offer.area}
    weekdays = shown.offer.weekdays
    first |= {"weekday": str(weekdays[0])} if len(weekdays) == 1 else {}
    form = MakeGroupForm(request.POST or None, hosts=chosen, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        group = form_groups.accept(
            proposal=shown,
            seen=seen(request),
            number=number,
            name=given["name"],
            host=next((host for host in hosts if str(host.id) == given["host"]), None),
            place=given["place"],
            weekday=given["weekday"],
            by=actor,
            at=now(),
        )
        return done(request, _("Gruppen %s er lavet.") % group.name, reverse("group_proposal", args=[shown.id]))
    stands = form_groups.standing(proposal=shown, by=actor, on=today)
    people = [stands.people[seat.episode_id].person for seat in stands.open_seats if seat.number == number]
    agreed = queries.consented(actor, [one.id for one in people], receiver_id=receiver.id, on=today)
    return page(
        request,
        "staff/waiting/accept_group.jinja",
        status=422 if request.method == "POST" else 200,
        proposal=shown,
        number=number,
        receiver=receiver,
        form=form,
        told=[one for one in people if one.id in agreed],
        asked=[one for one in people if one.id not in agreed],
    )
