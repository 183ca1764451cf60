"""Writing wishes down."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import wish
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.matching import queries as matching
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interests import choose_interests
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.forms import WishesForm


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def wishes(request: Request, episode_id: UUID) -> HttpResponse:
    """One page for the talk. Saving again keeps what stood before as history."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    fields = {Fields.NAME, Fields.AGE, Fields.CONTACT, Fields.ADDRESS, Fields.WISHES}
    view = read_many(actor, [episode.person_id], purpose=Purpose.BRIDGING, only=fields).get(episode.person_id)
    if view is None or not view.sees(Fields.WISHES):
        raise NotVisible("wishes")
    if request.method == "GET":
        form = WishesForm(initial=WishesForm.starting_with(matching.newest(actor, episode_id)))
        choose_interests(form, actor)
        return page(request, "staff/matching/wishes.jinja", form=form, episode=episode, person=view)
    form = WishesForm(request.POST)
    choose_interests(form, actor)
    if not form.is_valid():
        return page(request, "staff/matching/wishes.jinja", form=form, episode=episode, person=view, status=422)
    wish.map_wishes(episode=episode, wishes=form.wishes(), mode=form.cleaned_data["mode"], by=actor, at=now())
    say(request, _("Ønskerne er gemt."))
    if may(actor.role, Action.REFER) and episode.status == "active":
        return HttpResponseRedirect(reverse("suggestions", args=[episode_id]))
    return HttpResponseRedirect(reverse("person", args=[episode.person_id]))
