"""Leaving, with a reason; and death, which stops every letter and call at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from brobygger.communities.groups import operations as groups
from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.attendance.models import Attendance
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.first_meeting import operations as first_meeting
from brobygger.pathway.followup import operations as followup
from brobygger.registry.access.actor import Actor
from brobygger.registry.people import operations as people
from brobygger.registry.people.models import Person


@transaction.atomic
def stop(*, episode: Episode, reason: str, by: Actor, at: datetime) -> Episode:
    """The person stops here: coded reason on the line, memberships and pairs of this programme ended, rules asked."""
    changed = episodes.record(
        episode=episode, moves=[Made(MoveKind.LOST, episode.next_step or "reported", at, reason)], by=by
    )
    if reason == "never_again":  # respected everywhere, not only in this episode
        people.edit_person(person=changed.person, facts={"never_contact": True}, by=by, at=at)
    first_meeting.end(episode=changed, at=at)
    groups.leave(person=changed.person, until=local_date(at), why=reason, by=by, at=at)
    _forget_coming_sessions(changed.person, at)
    for pair in Pair.objects.filter(person=changed.person, until__isnull=True).select_related("person", "volunteer"):
        volunteers.part(pair=pair, until=local_date(at), why=reason, by=by, at=at)
    follow.plan(episode=changed, at=at)
    return changed


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


def _gone(person: Person, *, reason: str, by: Actor, at: datetime) -> None:
    for episode in Episode.objects.filter(person=person, status="active").select_related("programme", "person"):
        stop(episode=episode, reason=reason, by=by, at=at)
    followup.cancel_all(person=person, at=at)


def _forget_coming_sessions(person: Person, at: datetime) -> None:
    unknown = Attendance.objects.filter(person=person, came__isnull=True).select_related("session")
    coming = [row.id for row in unknown if row.session.starts_at > at]
    Attendance.objects.filter(id__in=coming).delete()
