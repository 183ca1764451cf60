"""What there is near the person, and a place in it, while one still sits at the table."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import sign_up
from brobygger.pathway.matching import places
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.dates import as_people_say
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.notices import say
from brobygger.web.staff.offline import pocket
from brobygger.web.staff.visits.about import About, about, shown

MOST = 6


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def near(request: Request, episode_id: UUID) -> HttpResponse:
    """The nearest offers, each with its day and whether a group has a place; one press writes the person up."""
    actor = request.actor
    found = about(actor, episode_id)
    if not open_to(found):
        raise Refusal(_("Der er ikke sagt ja endnu, eller borgeren er allerede givet videre."))
    all_places = pocket.places(actor, found.today)
    if request.method == "POST":
        return _written_up(request, found, {str(one.offer.id) for one in all_places})
    view = read_many(actor, [found.episode.person_id], purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.ADDRESS})
    ranked = pocket.near(view[found.episode.person_id], all_places)[:MOST] if view else []
    told = pocket.told(all_places, {offer_id for offer_id, _away in ranked})
    room = {str(group.offer_id): group for group in groups.with_places(actor, found.episode.programme_id)}
    cards = [{**told[offer_id], "away": away, "group": room.get(offer_id)} for offer_id, away in ranked]
    return shown(
        request, "near.jinja", found, 6, cards=cards, may_send=may(actor.role, Action.REFER),
        held=next(iter(places.held_for(actor, [episode_id])), None),
    )  # fmt: skip


def open_to(found: About) -> bool:
    """Whether the person has said yes and nobody has been asked yet."""
    return found.episode.status == "active" and found.episode.next_step in ("wishes", "referred")


def _written_up(request: Request, found: About, offers: set[str]) -> HttpResponse:
    actor, episode = request.actor, found.episode
    chosen = request.POST.get("offer", "")
    if chosen not in offers:
        raise NotVisible("offer")
    sent = sign_up.sign_up(episode=episode, offer_id=UUID(chosen), how="spoken", by=actor, at=now())
    say(request, _said(actor, found, sent=sent))
    return HttpResponseRedirect(reverse("visit_end", args=[episode.id]))


def _said(actor: Any, found: About, *, sent: bool) -> str:
    held = next(iter(places.held_for(actor, [found.episode.id])), None)
    if sent:
        return _("%s er skrevet op, og foreningen har fået besked.") % found.person.given_name
    if held is not None and held.group is not None:
        day = as_people_say(held.answer_by, found.today, language())
        return _("Pladsen i %(group)s er holdt til og med %(day)s. Koordinatoren ringer.") % {
            "group": held.group.name, "day": day,
        }  # fmt: skip
    return _("Koordinatoren ser ønsket og ringer.")
