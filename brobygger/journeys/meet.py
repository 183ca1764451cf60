"""First contact: a named host calls before the first time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.first_meeting import operations as first_meeting
from brobygger.pathway.first_meeting import queries as first_contacts
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality

DEFAULT_DAYS = 7  # how soon a first contact is made when the recipe says nothing


@transaction.atomic
def plan_first_contact(
    *,
    episode: Episode,
    organisation: Organisation,
    referral: Referral | None,
    host: Membership | None,
    host_name: str,
    group: Group | None,
    first_session_on: date | None,
    by: Actor,
    at: datetime,
) -> FirstContact:
    """Name who calls, about which first time, and by when. Somebody with a group is in it and expected from then on."""
    contact = first_meeting.plan(
        episode=episode,
        organisation=organisation,
        referral=referral,
        host=host,
        host_name=host_name,
        group=group,
        first_session_on=first_session_on,
        due=_due(episode, first_session_on, at),
        by=by,
        at=at,
    )
    if group is not None:
        member = groups.join(group=group, person=episode.person, since=first_session_on or local_date(at), by=by, at=at)
        if referral is not None and referral.pays and referral.offer_id == group.offer_id:
            groups.describe_member(member=member, facts={"pays": referral.pays}, by=by, at=at)  # as was said (R329)
        coming = Session.objects.filter(group=group, starts_at__date__gte=first_session_on or local_date(at))
        attendance.sign_up(member=member, sessions=list(coming))
    if first_session_on and episode.status == "active":
        episodes.set_due(episode=episode, anchors={"first_session_planned": first_session_on}, at=at)
    follow.plan(episode=episode, at=at)
    return contact


def _due(episode: Episode, first_session_on: date | None, at: datetime) -> date:
    """By the recipe: so many days before the first session (never in the past), or within so many days."""
    step = recipe_of(episode.programme).step("first_contact")
    today = local_date(at)
    if step and step.at and first_session_on and step.at.anchor == "first_session_planned":
        return max(today, first_session_on + timedelta(days=step.at.shift))
    days = step.within_days if step and step.within_days is not None else DEFAULT_DAYS
    planned = today + timedelta(days=days)
    return min(planned, first_session_on) if first_session_on and first_session_on > today else planned


@transaction.atomic
def reached(*, contact: FirstContact, companion: bool | None, note: str, by: Actor, at: datetime) -> FirstContact:
    """The host has talked with the person."""
    return reached_many(talks=[Talk(contact, at, companion, note)], by=by)[0]


@dataclass(frozen=True)
class Talk:
    """A first contact that was made. companion: whether the person wants one; None when it was not asked."""

    contact: FirstContact
    at: datetime
    companion: bool | None = None
    note: str = ""


@transaction.atomic
def reached_many(*, talks: Sequence[Talk], by: Actor) -> list[FirstContact]:
    """The same for many, e.g. a host's list of calls after an evening."""
    with for_the_municipality(by), follow.together():
        wholes = first_contacts.wholes([talk.contact.id for talk in talks])
        here = [whole.episode for whole in wholes]
        kept = [
            first_meeting.made(contact=whole, companion=talk.companion, note=talk.note, by=by, at=talk.at)
            for whole, talk in zip(wholes, talks, strict=True)
        ]
        _move_on(here, kept, talks, by)
        for episode, contact, talk in zip(here, kept, talks, strict=True):
            if talk.companion:
                _find_companion(episode, contact, talk.at)
            follow.plan(episode=episode, at=talk.at)
    return kept


def _move_on(here: Sequence[Episode], contacts: Sequence[FirstContact], talks: Sequence[Talk], by: Actor) -> None:
    may = episodes.who_can_reach(here, "first_contact")
    changes = [
        (episode, [Made(MoveKind.REACHED, "first_contact", talk.at)])
        for episode, talk in zip(here, talks, strict=True)
        if episode.id in may
    ]
    planned: dict[object, Mapping[str, date]] = {
        contact.episode_id: {"first_session_planned": contact.first_session_on}
        for contact in contacts
        if contact.first_session_on
    }
    if changes:
        episodes.record_many(changes=changes, by=by, anchors=planned)


def _find_companion(episode: Episode, contact: FirstContact, at: datetime) -> None:
    follow.hand_to_coordinator(
        episode=episode,
        kind="plan_companion",
        about=str(contact.id),
        due=contact.first_session_on or local_date(at) + timedelta(days=DEFAULT_DAYS),
        at=at,
    )


@transaction.atomic
def not_reached(*, contact: FirstContact, by: Actor, at: datetime) -> FirstContact:
    """Nobody answered: try again; after the third time the coordinator helps."""
    with for_the_municipality(by):
        whole = first_contacts.whole(contact.id)
        tried = first_meeting.not_reached(contact=whole, by=by, at=at)
        if tried.attempts >= 3:
            follow.hand_to_coordinator(
                episode=whole.episode, kind="not_reached", about=str(contact.id), due=local_date(at), at=at
            )
        follow.plan(episode=whole.episode, at=at)
    return tried
