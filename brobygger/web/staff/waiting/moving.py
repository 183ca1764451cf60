"""From one group to a broader one: which lead on to which, and who is ready."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import move_on
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.waiting.groups import uuid_of


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def moving(request: Request, programme_id: UUID) -> HttpResponse:
    """Bind two groups, and see who has come often enough in the first."""
    actor: Actor = request.actor
    programme = programmes.get(actor, programme_id)
    if request.method == "POST":
        return done(request, _carried_out(request, actor), reverse("move_on", args=[programme.id]))
    found = move_on.steps(programme=programme, by=actor)
    ids = [one.person_id for _step, ready in found for one in ready]
    names = read_many(actor, ids, purpose=Purpose.BRIDGING, only={Fields.NAME}) if ids else {}
    told = [(step, [(one, names[one.person_id]) for one in ready if one.person_id in names]) for step, ready in found]
    every = list(groups.all_groups(actor))
    return page(
        request, "staff/waiting/moving.jinja", programme=programme, steps=told,
        first=[(str(one.id), one.name) for one in every if one.programme_id == programme.id],
        second=[(str(one.id), f"{one.name}, {one.organisation.name}") for one in every],
    )  # fmt: skip


def _carried_out(request: Request, actor: Any) -> str:
    post = request.POST
    if "part" in post:
        move_on.part(step_id=uuid_of(post["part"]), by=actor)
        return _("De to grupper hører ikke sammen længere. Ingen er flyttet.")
    times = whole(post.get("times", ""), most_digits=3)
    if times is None:
        raise Refusal(_("Skriv et helt tal."))
    one, other = (groups.get(actor, uuid_of(post.get(name, ""))) for name in ("first", "second"))
    move_on.bind(group=one, next_group=other, times=times, by=actor, at=now())
    return _("De to grupper hører sammen nu.")
