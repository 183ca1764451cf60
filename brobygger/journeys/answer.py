"""Accepted, declined, or silence: whatever the receiver says, the person is never lost by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import follow, meet
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import LOST_HAPPENS, MoveKind
from brobygger.pathway.matching import places
from brobygger.pathway.referrals import operations as referrals
from brobygger.pathway.referrals import queries as referred
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.operations import stop_sharing


@transaction.atomic
def accept(
    *,
    referral: Referral,
    host: Membership | None,
    host_name: str,
    group: Group | None,
    first_session_on: date | None,
    by: Actor,
    at: datetime,
) -> Referral:
    """Yes: and who calls before the first time is named in the same breath."""
    with for_the_municipality(by):
        return _accept(referred.whole(referral.id), host, host_name, group, first_session_on, by, at)


def _accept(
    referral: Referral,
    host: Membership | None,
    host_name: str,
    group: Group | None,
    first_session_on: date | None,
    by: Actor,
    at: datetime,
) -> Referral:
    others = {"besides": referral.episode_id}
    if (
        group is not None
        and places.promised(by, group, **others)
        and not places.free(by, group, on=local_date(at), **others)
    ):
        raise Refusal(_("Der er ikke plads: de sidste pladser i gruppen holdes til andre, der er ved at svare."))
    answered = referrals.answer(referral=referral, new_status=Status.ACCEPTED, by=by, at=at)
    episode = answered.episode
    if episode.status == "active" and episode.next_step in ("referred", "accepted"):
        before = [Made(MoveKind.REACHED, "referred", at)] if episode.next_step == "referred" else []
        episodes.record(episode=episode, moves=[*before, Made(MoveKind.REACHED, "accepted", at)], by=by)
    meet.plan_first_contact(
        episode=episode,
        organisation=answered.receiver,
        referral=answered,
        host=host,
        host_name=host_name,
        group=group,
        first_session_on=first_session_on,
        by=by,
        at=at,
    )
    return answered


@transaction.atomic
def decline(*, referral: Referral, reason: str, by: Actor, at: datetime) -> Referral:
    """No, with a coded reason: what the receiver sees by it ends; the coordinator looks for something else."""
    with for_the_municipality(by):
        whole = referred.whole(referral.id)
        answered = referrals.answer(referral=whole, new_status=Status.DECLINED, reason=reason, by=by, at=at)
        stop_sharing(person=answered.person, organisation=answered.receiver, at=at)
        _back_to_coordinator(answered, reason="receiver_declined", kind="find_other_offer", by=by, at=at)
    return answered


@transaction.atomic
def lapse(*, referral: Referral, by: Actor, at: datetime) -> Referral:
    """Nobody answered in time: the coordinator calls them; a late yes still counts."""
    answered = referrals.answer(referral=referred.whole(referral.id), new_status=Status.LAPSED, by=by, at=at)
    _back_to_coordinator(answered, reason="silent", kind="chase_answer", by=by, at=at)
    return answered


def lapse_all_silent(*, by: Actor, at: datetime) -> int:
    """Every referral whose answer was due before today. Returns how many."""
    silent = list(referred.unanswered(by, on=local_date(at)))
    for referral in silent:
        lapse(referral=referral, by=by, at=at)
    return len(silent)


def _back_to_coordinator(referral: Referral, *, reason: str, kind: str, by: Actor, at: datetime) -> None:
    """The loss stands on the line with its reason, and in the same moment the person stands at «henvist» again.

    The recipe says what is done then and by whom; when it does not, the coordinator has two days.
    """
    episode: Episode = referral.episode
    by_rule = False
    if episode.status == "active" and episode.next_step == "accepted":
        moves = [Made(MoveKind.LOST, "accepted", at, reason), Made(MoveKind.RETURNED, "referred", at)]
        episodes.record(episode=episode, moves=moves, by=by)
        by_rule = LOST_HAPPENS[reason] in {rule.when.anchor for rule in recipe_of(episode.programme).follow_up}
    if not by_rule:
        follow.hand_to_coordinator(
            episode=episode,
            kind=kind,
            about=str(referral.id),
            due=local_date(at) + timedelta(days=2),
            at=at,
            why={"receiver": referral.receiver.name, "offer": referral.offer.name, "reason": referral.reason},
        )
    follow.plan(episode=episode, at=at)
