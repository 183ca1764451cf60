"""The first time, around the call: meetings before it, whom one sits with, and time given until it goes by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.communities.groups import queries as groups
from brobygger.insight.disclosure import rules as disclosure
from brobygger.journeys import follow, meet_as_pair
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting import company, queries
from brobygger.pathway.first_meeting.company_rules import AFTER_DAYS
from brobygger.pathway.first_meeting.models import Meeting, SpentTime
from brobygger.pathway.matching import queries as matching
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def plan_meeting(*, episode: Episode, facts: Mapping[str, Any], by: Actor, at: datetime) -> Meeting:
    """A meeting before the activity. At home, when the home is not ready for guests: a task to tidy it comes first."""
    made = company.plan_meeting(episode=episode, facts=facts, by=by, at=at)
    wishes = matching.newest(by, episode.id)
    done = set(matching.handled(by, episode.id).values_list("barrier", flat=True))
    if made.place_kind == "home" and wishes is not None and "home" in wishes.barriers and "home" not in done:
        day = made.starts_at.date() - timedelta(days=1)
        follow.hand_to_coordinator(episode=episode, kind="tidy_home", about=str(made.id), due=day, at=at)
    return made


@transaction.atomic
def close_meeting(*, meeting_id: UUID, episode: Episode, held: bool, note: str, by: Actor, at: datetime) -> Meeting:
    """It was held, or it was not to be. When the two met for the first time, the calls after it begin.

    Raises NotVisible, and Taken when somebody has written it.
    """
    closed = company.close_meeting(meeting_id=meeting_id, episode=episode, held=held, note=note, by=by, at=at)
    if held and closed.kind == "match_meeting":
        meet_as_pair.met(episode=episode, by=by, at=at)
    return closed


@transaction.atomic
def spend(
    *, episode: Episode, kind: str, on: date, minutes: int, what: str, by_volunteer: bool, kroner_an_hour: int,
    last_time: bool, by: Actor, at: datetime,
) -> SpentTime:  # fmt: skip
    """Time given to a person. After the last time with a companion somebody asks whether the person goes on alone."""
    made = company.spend(
        episode=episode, kind=kind, on=on, minutes=minutes, what=what, by_volunteer=by_volunteer,
        kroner_an_hour=kroner_an_hour, by=by, at=at,
    )  # fmt: skip
    if kind == "companion" and last_time:
        due = on + timedelta(days=AFTER_DAYS)
        follow.hand_to_coordinator(episode=episode, kind="after_companion", about=str(made.id), due=due, at=at)
    return made


def seat_with(*, episode: Episode, by: Actor) -> list[tuple[UUID, tuple[str, ...]]]:
    """Who in the group of the first time shares interests with the person: (person, interests), most shared first."""
    contact = queries.of_episode(by, episode.id).exclude(status="ended").first()
    own = matching.newest(by, episode.id)
    if contact is None or contact.group_id is None or own is None:
        return []
    members = [one.person_id for one in groups.members_of(by, contact.group_id) if one.person_id != episode.person_id]
    told = matching.interests_of(by, members)
    shared = [
        (person_id, tuple(one for one in own.interests if one in told.get(person_id, ()))) for person_id in members
    ]
    return sorted((pair for pair in shared if pair[1]), key=lambda pair: (-len(pair[1]), str(pair[0])))[:3]


@dataclass(frozen=True)
class Given:
    """Company that an effort gave of one kind, as it may be told; a hidden number is None."""

    kind: str
    people: int | None
    hours: float | None
    volunteer_hours: float | None
    kroner: int | None
    went_on: int | None


def given(*, programme: Programme, by: Actor) -> list[Given]:
    """Hours and cost of company in a programme, and how many went on; nothing of fewer than five (R084)."""
    told = []
    for one in company.spent_in(by, programme.id):
        people = disclosure.hide(one.people)
        on = disclosure.divide(one.people, one.went_on)
        told.append(
            Given(
                one.kind,
                people,
                round(one.minutes / 60, 1) if people else None,
                round(one.volunteer_minutes / 60, 1) if people else None,
                round(one.cost_ore / 100) if people else None,
                on.part if people else None,
            )
        )
    return told
