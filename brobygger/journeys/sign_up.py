"""Signed up on the spot: the name on the screen, a few wishes, and a place to begin, said at the kitchen table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree, follow, offer_place, refer, wish
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.matching import places
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.outreach import operations as outreach
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, may
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality

SHARED = (Fields.NAME, Fields.CONTACT, Fields.ADDRESS)  # what the text that is read aloud names


class SaidYes(Protocol):
    """What was said with a yes (bring_in.Visited has it)."""

    @property
    def consent_id(self) -> UUID: ...
    @property
    def how(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def wishes(self) -> Mapping[str, Any] | None: ...
    @property
    def offer_id(self) -> UUID | None: ...


@transaction.atomic
def after_yes(*, episode: Episode, said: SaidYes, by: Actor, at: datetime) -> None:
    """Keep what came with a yes. Where the way has ended meanwhile (the answers were green) only wishes are kept."""
    stands = episode.status == "active"
    if said.signature and stands:
        outreach.keep_signature(person=episode.person, consent_id=said.consent_id, path=said.signature, at=at)
    if said.wishes and may(by.role, Action.MAP_WISHES) and stands:
        wish.note_first_wishes(episode=episode, wishes=said.wishes, mode="visit", by=by, at=at)
        episode.refresh_from_db()
    if said.offer_id and stands:
        sign_up(episode=episode, offer_id=said.offer_id, how=said.how, by=by, at=at)


def _held(episode: Episode, offer: Offer, by: Actor, at: datetime) -> HeldPlace | None:
    """A place in a group of the programme that meets under the offer; None when there is none."""
    today = local_date(at)
    with for_the_municipality(by):
        group = next((one for one in groups.with_places(by, episode.programme_id) if one.offer_id == offer.id), None)
        if group is None:
            return None
        until = today + timedelta(days=offer_place.days_held(episode.programme))
        try:
            return places.hold(episode=episode, target=group, answer_by=until, by=by, at=at, on=today)
        except Refusal:  # the last place is promised, or one is held for the person already
            return None


@transaction.atomic
def sign_up(*, episode: Episode, offer_id: UUID, how: str, by: Actor, at: datetime) -> bool:
    """The person wants this offer now: sent at once by who may refer, else the coordinator gets a task today.

    When a group of the programme has a place, it is held until the day of the answer (R075). Returns whether it was
    sent. A full or removed offer loses nothing: it becomes the task.
    """
    offer = Offer.objects.select_related("organisation").filter(id=offer_id, published=True).first()
    held = _held(episode, offer, by, at) if offer is not None else None
    if offer is not None and offer.organisation is not None and may(by.role, Action.REFER):
        try:
            with transaction.atomic():
                agree.agree_to_share(episode=episode, receiver=offer.organisation, data=SHARED, how=how, by=by, at=at)
                words = _("Til gruppen %s.") % held.group.name if held and held.group else ""
                refer.refer(episode=episode, offer=offer, words=words, by=by, at=at)
        except Refusal:
            episode.refresh_from_db()
        else:
            return True
    followup.add(
        plan=Planned(
            key=f"wants_offer:{episode.id}:{offer_id}",
            rule="wants_offer",
            kind="wants_offer",
            due=local_date(at) + timedelta(days=1),
            holder=Holder(Role.COORDINATOR),
            why={"effort": (held.group.name if held and held.group else offer.name) if offer else ""},
        ),
        person=episode.person,
        episode=episode,
        at=at,
    )
    follow.plan(episode=episode, at=at)
    return False
