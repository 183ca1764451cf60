"""What stands in the way for a person, ticked off with what was done about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching import queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def barriers(request: Request, episode_id: UUID) -> HttpResponse:
    """Each thing with what was done; what is ticked off no longer counts against an offer."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    view = read_many(actor, [episode.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.WISHES}).get(
        episode.person_id
    )
    if view is None or not view.sees(Fields.WISHES):
        raise NotVisible("wishes")
    if request.method == "POST":
        return done(request, _changed(request, actor, episode), reverse("barriers", args=[episode.id]))
    wishes = queries.newest(actor, episode_id)
    handled = {one.barrier: one for one in queries.handled(actor, episode_id)}
    told = list(dict.fromkeys([*(wishes.barriers if wishes else ()), *handled]))
    return page(
        request,
        "staff/matching/barriers.jinja",
        episode=episode,
        person=view,
        barriers=[(code, words.said(words.BARRIERS, code), handled.get(code)) for code in told],
        may_refer=may(actor.role, Action.REFER),
    )


def _changed(request: Request, actor: Actor, episode: Any) -> str:
    act = next((name for name in ("handled", "again") if name in request.POST), "")
    barrier = request.POST.get(act, "")
    if barrier not in words.BARRIERS:
        raise Refusal(_("Vælg på listen."))
    if act == "again":
        matching.stands_again(episode=episode, barrier=barrier)
        return _("Det står i vejen igen.")
    what = request.POST.get(f"what-{barrier}", "")
    matching.handle_barrier(episode=episode, barrier=barrier, what=what, by=actor, at=now())
    return _("Skrevet ned. Det tæller ikke længere imod et forslag.")
