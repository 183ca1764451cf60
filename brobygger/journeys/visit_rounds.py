"""Visits laid over the calendars of those who visit, with time to get from one address to the next (R002)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.outreach import operations as outreach
from brobygger.pathway.outreach import queries
from brobygger.pathway.outreach.operations import Employee
from brobygger.pathway.outreach.visit_plan_rules import Plan, Stop, Terms, plan
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

MOST_AT_ONCE = 600  # more than a year of letters for a team; the rest is planned when these have been sent


@dataclass(frozen=True)
class Rounds:
    """A plan that has not been written down: the visits, whom each is to, and who has no hours at all."""

    plan: Plan
    episodes: dict[str, Episode]
    names: dict[str, str]


def propose(
    *,
    programme: Programme,
    employees: Sequence[Employee],
    first: date,
    last: date,
    terms: Terms,
    by: Actor,
    put_first: str = "",
) -> Rounds:
    """Lay everybody of a programme who waits for an offer into the employees' free hours. Writes nothing.

    put_first: the group that gets a time before the others (detection.queries.GO_FIRST).
    """
    waiting = list(detection.to_offer(by, programme, put_first=put_first, on=first)[:MOST_AT_ONCE])
    users: list[UUID] = [each.user_id for each in employees]
    made = plan(
        [Stop(str(each.id), _place(each)) for each in waiting],
        queries.shifts(by, users, first=first, last=last),
        queries.calendar(by, users, first=first, last=last, minutes=terms.minutes),
        terms,
    )
    return Rounds(made, {str(each.id): each for each in waiting}, {str(each.user_id): each.name for each in employees})


def _place(episode: Episode) -> tuple[float, float] | None:
    person = episode.person
    return None if person.latitude is None or person.longitude is None else (person.latitude, person.longitude)


@transaction.atomic
def settle(
    *,
    programme: Programme,
    employees: Sequence[Employee],
    first: date,
    last: date,
    terms: Terms,
    by: Actor,
    at: datetime,
    put_first: str = "",
) -> int:
    """Write the plan into the calendars. Returns how many visits. Two who plan at once wait for each other."""
    Programme.objects.select_for_update().get(id=programme.id)
    made = propose(
        programme=programme, employees=employees, first=first, last=last, terms=terms, by=by, put_first=put_first
    )
    return len(outreach.lay(placed=made.plan.placed, episodes=made.episodes, names=made.names))
