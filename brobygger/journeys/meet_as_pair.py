"""Two who meet without a group's sheet: their first and third time count as in a group, and start what follows.

What is counted stands already: the volunteer's «Vi mødtes», and a first meeting that somebody has closed as held.
"""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.journeys import attend, follow, measure
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting import queries
from brobygger.pathway.followup import queries as tasks
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality

NOON = time(12)


def met_with(*, person_id: UUID, organisation_id: UUID, by: Actor, at: datetime) -> None:
    """The person has met a volunteer of the organisation: the episodes that brought them together move on."""
    with for_the_municipality(by):
        for episode in queries.episodes_of_pair(person_id, organisation_id):
            _count(episode, by=by, at=at)


def met(*, episode: Episode, by: Actor, at: datetime) -> None:
    """The two of this episode have met for the first time, says whoever closed the meeting."""
    with for_the_municipality(by):
        _count(episode, by=by, at=at)


def _count(episode: Episode, *, by: Actor, at: datetime) -> None:
    days = tasks.days_met(episode)
    if not days or episode.status != "active":
        return
    (line,) = episodes.lines_in_order([episode])
    moves = attend.moves_of_times(episode, line, len(days), _moment(days[-1], at))
    if moves:
        episodes.record(episode=episode, moves=moves, by=by)
    if any(made.step == "first_time" for made in moves):
        measure.plan_rounds(episode=episode, started=days[0], at=at)
    follow.plan(episode=episode, at=at)


def _moment(day: date, at: datetime) -> datetime:
    """Now, or noon of an earlier day."""
    return at if day == local_date(at) else datetime.combine(day, NOON, DENMARK)
