"""Referred: with a consent for exactly that receiver, and an answer due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import places_free
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import follow
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, path
from brobygger.pathway.matching import places
from brobygger.pathway.referrals import operations as referrals
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.people.operations import share_with
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import may_be_contacted, valid_consent

DEFAULT_ANSWER_DAYS = 7


@transaction.atomic
def refer(*, episode: Episode, offer: Offer, words: str, by: Actor, at: datetime) -> Referral:
    """Refer a consenting person and promise an answer by the recipe's deadline.

    Raises Refusal without a valid consent for the receiver, for a full offer, and for a dead or gone person.
    """
    today = local_date(at)
    _refuse_if_gone(episode)
    if offer.organisation is None:
        raise Refusal(_("Det er et landsdækkende tilbud. Ring dertil sammen med borgeren."))
    consent = valid_consent(
        person_id=episode.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=offer.organisation_id, on=today
    )
    if consent is None:
        raise Refusal(_("Borgeren har ikke sagt ja til, at %s får besked.") % offer.organisation.name)
    left = places_free(by).get(offer.id)
    if left is not None and left <= 0:
        raise Refusal(_("Tilbuddet har ingen ledige pladser."))
    if left is not None and left <= places.promised(by, offer, besides=episode.id):
        raise Refusal(_("De ledige pladser i tilbuddet holdes til andre, der er ved at svare. Se under Ventelister."))
    referral = referrals.send(
        episode=episode, offer=offer, consent=consent, words=words, answer_due=_answer_due(episode, today), by=by, at=at
    )
    share_with(person=episode.person, consent=consent, organisation=offer.organisation, why="referral", by=by, at=at)
    for place in places.held_for(by, [episode.id]).filter(offer=offer):
        places.end(place=place, status="yes", reason="", by=by, at=at)  # held until now, and taken by this
    if episode.status == "active" and episode.next_step in ("wishes", "referred"):
        steps = [step for step in path(recipe_of(episode.programme)) if step in ("wishes", "referred")]
        moves = [Made(MoveKind.REACHED, step, at) for step in steps[steps.index(episode.next_step) :]]
        episodes.record(episode=episode, moves=moves, by=by)
    _tell_receiver(referral, by, at)
    follow.plan(episode=episode, at=at)
    return referral


@transaction.atomic
def wait(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """Nothing has a place yet: the person waits, and the recipe says what fills the time (R099).

    Somebody who waits already keeps the day.
    """
    if episode.waiting_since:
        return episode
    waiting = episodes.wait_from(episode=episode, day=local_date(at))
    follow.plan(episode=waiting, at=at)
    return waiting


@transaction.atomic
def wait_no_more(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """The person waits no longer: what was to fill the time is cancelled. Repeating it changes nothing."""
    here = episodes.wait_from(episode=episode, day=None)
    follow.plan(episode=here, at=at)
    return here


def _refuse_if_gone(episode: Episode) -> None:
    person = episode.person
    if not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))


def _answer_due(episode: Episode, today: date) -> date:
    step = recipe_of(episode.programme).step("referred")
    days = step.answer_within_days if step and step.answer_within_days is not None else DEFAULT_ANSWER_DAYS
    return today + timedelta(days=days)


def _tell_receiver(referral: Referral, by: Actor, at: datetime) -> None:
    """An e-mail without a name in it: who it is about stands behind the sign-in."""
    writing.to_organisation(
        organisation=referral.receiver,
        code="referral_received",
        values={"due": referral.answer_due.strftime("%d.%m.%Y")},
        key=f"referral:{referral.id}",
        by=by,
        at=at,
        person=referral.episode.person,
        consent=referral.consent,
    )
