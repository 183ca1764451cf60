"""Leaving, with a reason; and death, which stops every letter and call at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Member
from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import both_ways, come_home, follow, group_life, never, order_ride
from brobygger.pathway.at_home.models import HomeTime
from brobygger.pathway.attendance.models import Attendance
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.first_meeting import operations as first_meeting
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import stopping
from brobygger.registry.people import operations as people
from brobygger.registry.people.models import Person


@transaction.atomic
def stop(*, episode: Episode, reason: str, by: Actor, at: datetime) -> Episode:
    """The person stops here: coded reason on the line, what this programme had begun ended, the rules asked."""
    return stop_many(stops=[(episode, reason, at)], by=by)[0]


@transaction.atomic
def stop_many(*, stops: Sequence[tuple[Episode, str, datetime]], by: Actor) -> list[Episode]:
    """The same for many, each with the reason and the moment (a group that ends, a year that is over)."""
    stopped = episodes.record_many(
        changes=[
            (episode, [Made(MoveKind.LOST, episode.next_step or "reported", at, reason)])
            for episode, reason, at in stops
        ],
        by=by,
    )
    first_meeting.end_many(episodes=stopped)
    receivers = _receivers(stopped)
    taking_part = _taking_part(stopped, receivers)
    with follow.together():
        for episode, reason, at in stops:
            if episode.person_id in taking_part:
                there = Q(organisation_id__in=receivers.get(episode.id, []))
                _end(episode.person, Q(group__programme_id=episode.programme_id), there, reason, by, at)
            follow.plan(episode=episode, at=at)
    left_alone = {episode.person_id: at for episode, reason, at in stops if reason == "never_again"}
    if left_alone:  # respected everywhere, not only in this episode
        never.respect(person_ids=left_alone, by=by, at=max(left_alone.values()))
    return stopped


def _receivers(stopped: Sequence[Episode]) -> dict[UUID, list[UUID]]:
    """The organisations that have said yes to each, or whose volunteer was to call."""
    accepted: dict[UUID, list[UUID]] = {}
    contacts = FirstContact.objects.filter(episode_id__in=[episode.id for episode in stopped], referral__isnull=True)
    for episode_id, organisation_id in contacts.values_list("episode_id", "organisation_id"):
        accepted.setdefault(episode_id, []).append(organisation_id)
    rows = Referral.objects.filter(episode_id__in=[episode.id for episode in stopped], status=Status.ACCEPTED)
    for episode_id, receiver_id in rows.values_list("episode_id", "receiver_id"):
        accepted.setdefault(episode_id, []).append(receiver_id)
    return accepted


def _taking_part(stopped: Sequence[Episode], receivers: Mapping[UUID, Sequence[UUID]]) -> set[UUID]:
    """The persons with something to end: a place in a group of the programme, or a pair at a receiver."""
    persons = [episode.person_id for episode in stopped]
    in_groups = Member.objects.filter(
        person_id__in=persons, until__isnull=True, group__programme_id__in={one.programme_id for one in stopped}
    )
    found = set(in_groups.values_list("person_id", flat=True))
    there = {receiver for several in receivers.values() for receiver in several}
    if there:
        pairs = Pair.objects.filter(person_id__in=persons, until__isnull=True, organisation_id__in=there)
        found |= set(pairs.values_list("person_id", flat=True))
        ahead = HomeTime.objects.filter(person_id__in=persons, status="planned", organisation_id__in=there)
        found |= set(ahead.values_list("person_id", flat=True))
    return found


@transaction.atomic
def leave_receiver(*, person: Person, organisation_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Everything an organisation had begun with the person ends: places in groups, coming sessions, pairs, contacts."""
    there = Q(organisation_id=organisation_id)
    for contact in FirstContact.objects.filter(there, person=person).select_related("episode"):
        first_meeting.end(episode=contact.episode, at=at)
    _end(person, there, there, reason, by, at)


def _end(person: Person, memberships: Q, pairs: Q, reason: str, by: Actor, at: datetime) -> None:
    left = list(
        Member.objects.filter(memberships, person=person, until__isnull=True).values_list("group_id", flat=True)
    )
    groups.leave(person=person, group_ids=left, until=local_date(at), why=reason, by=by, at=at)
    group_life.without(person=person, group_ids=left, at=at)
    unknown = Attendance.objects.filter(person=person, came__isnull=True, session__group_id__in=left)
    coming = [row.id for row in unknown.select_related("session") if row.session.starts_at > at]
    Attendance.objects.filter(id__in=coming).delete()
    ahead = HomeTime.objects.filter(pairs, person=person, status="planned").select_related("person", "organisation")
    come_home.call_off(times=list(ahead), why="", by=by, at=at)
    for pair in Pair.objects.filter(pairs, person=person, until__isnull=True).select_related("person", "volunteer"):
        volunteers.part(pair=pair, until=local_date(at), why=reason, by=by, at=at)


@transaction.atomic
def died(*, person: Person, on: date, by: Actor, at: datetime) -> None:
    """The person has died: every open episode closes, every task and message stops, sharing ends (R176)."""
    _gone(person, reason="death", by=by, at=at)
    people.mark_dead(person=person, died_on=on, by=by, at=at)


@transaction.atomic
def moved_away(*, person: Person, on: date, by: Actor, at: datetime) -> None:
    """The person has left the municipality."""
    _gone(person, reason="moved", by=by, at=at)
    people.mark_moved(person=person, moved_on=on, by=by, at=at)


@transaction.atomic
def to_care_home(*, person: Person, by: Actor, at: datetime) -> None:
    """The person moves to a care home: every way, place and pair ends, and no letter or call goes to the old home.

    The person lives, so nothing is closed for ever: the care home's own people may bring them back (R176, R190).
    """
    _gone(person, reason="care_home", by=by, at=at)


def _gone(person: Person, *, reason: str, by: Actor, at: datetime) -> None:
    for episode in Episode.objects.filter(person=person, status="active").select_related("programme", "person"):
        stop(episode=episode, reason=reason, by=by, at=at)
    _end(person, Q(), Q(), reason, by, at)
    both_ways.gone(person=person, by=by, at=at)
    followup.cancel_all(person=person, at=at)
    order_ride.gone(person=person, by=by, at=at)
    stopping.stop_all(person=person, why=reason)
