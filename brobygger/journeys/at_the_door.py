"""At the door: who came by, whether anybody opened, and what is next; a no to the visit keeps another way open."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import ask
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.observations import operations
from brobygger.pathway.observations.models import DoorVisit
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person

ANSWERS = ("talked", "later", ask.NO_VISIT)
AFTER_DOOR = "after_door"
BEFORE_YES = ("asked", "screened", "consented")
SOON = timedelta(days=14)  # where nobody has chosen a day: as long as a visit by letter is ahead


@transaction.atomic
def came_by(
    *, person: Person, came_on: date, came_by_name: str, opened: bool, answer: str, said: str, next_way: str,
    next_on: date | None, by: Actor, at: datetime,
) -> DoorVisit:  # fmt: skip
    """Keep a visit at the door; what is next becomes a task of whoever wrote it down.

    A no to the visit is kept in the effort that was to ask, if there is one: no to the visit, not to the effort (R006).
    """
    next_on = (next_on or local_date(at) + SOON) if next_way else None
    kept = operations.came_by(
        person=person, came_on=came_on, came_by_name=came_by_name, opened=opened, answer=answer if opened else "",
        said=said, next_way=next_way, next_on=next_on, by=by, at=at,
    )  # fmt: skip
    waits = _waiting_to_ask(person, by) if kept.answer == ask.NO_VISIT else None
    if waits is not None:
        ask.said_no(
            episode=waits, reason=ask.NO_VISIT, ask_again_on=next_on, ask_again_by="me", another_way=next_way, by=by,
            at=at,
        )  # fmt: skip
    elif next_on is not None:
        followup.add(
            plan=Planned(
                key=f"{AFTER_DOOR}:{kept.id}", rule=AFTER_DOOR, kind=AFTER_DOOR, due=next_on,
                holder=Holder(by.role, owner_user_id=by.user_id), why={"way": next_way},
            ),
            person=person, at=at,
        )  # fmt: skip
    return kept


@transaction.atomic
def said_no(
    *, episode: Episode, reason: str, ask_again_on: date | None, ask_again_by: str, another_way: str, by: Actor,
    at: datetime,
) -> Episode:  # fmt: skip
    """Nobody opened, or a no at the door of somebody who was to be asked: kept as a no and as a visit at the door."""
    changed = ask.said_no(
        episode=episode, reason=reason, ask_again_on=ask_again_on, ask_again_by=ask_again_by, another_way=another_way,
        by=by, at=at,
    )  # fmt: skip
    opened = reason != "no_answer"
    operations.came_by(
        person=episode.person, came_on=local_date(at), came_by_name=by.name, opened=opened,
        answer="" if not opened else ask.NO_VISIT if reason == ask.NO_VISIT else "no", said="", next_way=another_way,
        next_on=changed.ask_again_on, by=by, at=at,
    )  # fmt: skip
    return changed


def _waiting_to_ask(person: Person, by: Actor) -> Episode | None:
    ways = episodes.of_person(by, person.id)
    return next((each for each in ways if each.status == "active" and each.next_step in BEFORE_YES), None)
