"""An organisation arranges and attends the first meeting with a person, and says afterwards how the way went (R281)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.rules import Parts
from brobygger.journeys import first_time
from brobygger.pathway.first_meeting import company
from brobygger.pathway.first_meeting.models import LookBack, Meeting
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.referrals import queries as referrals
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality

EVALUATE = "evaluate_benefit"  # what a recipe asks the organisation for after so many days


def of(*, referral_id: UUID, by: Actor) -> Referral:
    """The referral, for those who said yes to it. Raises NotVisible."""
    found = referrals.get(by, referral_id)
    if found.receiver_id != by.organisation_id:
        raise NotVisible("referral")
    return found


def _whole(referral: Referral) -> Referral:
    if referral.status != "accepted":
        raise Refusal(_("Sig først ja til personen."))
    return referrals.whole(referral.id)


@transaction.atomic
def arrange_meeting(*, referral: Referral, facts: Mapping[str, Any], by: Actor, at: datetime) -> Meeting:
    """The organisation holds the first meeting: who comes, where and when; the coordinator sees it too.

    Raises Refusal before a yes, and for a time that has passed.
    """
    with for_the_municipality(by):
        episode = _whole(referral).episode
        told = {**facts, "organisation_id": referral.receiver_id}
        return first_time.plan_meeting(episode=episode, facts=told, by=by, at=at)


@transaction.atomic
def close_meeting(*, referral: Referral, meeting_id: UUID, held: bool, note: str, by: Actor, at: datetime) -> Meeting:
    """The organisation was there, or it was not to be. Raises NotVisible for a meeting that is not its own."""
    ours = {one.id for one in company.meetings_with(by, referral.episode_id, referral.receiver_id)}
    if meeting_id not in ours:
        raise NotVisible("meeting")
    with for_the_municipality(by):
        episode = _whole(referral).episode
        return first_time.close_meeting(meeting_id=meeting_id, episode=episode, held=held, note=note, by=by, at=at)


@transaction.atomic
def look_back(*, referral: Referral, gave: str, goes_on: str, words: str, by: Actor, at: datetime) -> LookBack:
    """What the organisation thinks of this one way: kept and counted, and the task that asked for it is done."""
    with for_the_municipality(by):
        episode = _whole(referral).episode
        kept = company.look_back(
            episode=episode, organisation_id=referral.receiver_id, gave=gave, goes_on=goes_on, words=words, by=by, at=at
        )
        asked = Task.objects.filter(episode=episode, kind=EVALUATE, status="open", organisation=referral.receiver_id)
        for task in asked:
            followup.complete(task=task, outcome="done", by=by, at=at)
    return kept


def said_in(*, programme: Programme, by: Actor) -> Parts[str] | None:
    """How many ways organisations say gave much, some or little, as it may be told; None before anybody has."""
    told = company.said_in(by, programme.id)
    return disclosure.one_way(told) if sum(told.values()) else None
