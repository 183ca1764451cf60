"""The first time, the third time, still there: attendance, and what absence sets going the same day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow, measure
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, path
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality

STILL_THERE_DAYS = 182  # "still there after six months" (design.md)


@transaction.atomic
def register(
    *,
    session: Session,
    came: Mapping[UUID, bool | None],
    by: Actor,
    at: datetime,
    why_absent: Mapping[UUID, str] | None = None,
) -> list[Attendance]:
    """Write down who came. Each person's line moves on, and absence makes today's task.

    The host may write attendance but not see episodes; the line is moved on behalf of the municipality.
    """
    changed = attendance.register(session=session, came=came, why_absent=why_absent, by=by, at=at)
    people = {row.person_id for row in changed}
    with for_the_municipality(by):
        for episode in _episodes_of(people, session):
            came_back(episode=episode, session=session, by=by, at=at)
    return changed


def _episodes_of(person_ids: set[UUID], session: Session) -> list[Episode]:
    if session.group.programme_id is None:
        return []
    return list(
        Episode.objects.filter(person_id__in=person_ids, programme_id=session.group.programme_id)
        .exclude(status="finished")
        .select_related("programme", "person")
    )


@transaction.atomic
def came_back(*, episode: Episode, session: Session, by: Actor, at: datetime) -> Episode:
    """Move an episode by how often the person has come in this programme's groups."""
    times = sorted(
        local_date(moment)
        for moment in Attendance.objects.filter(
            person_id=episode.person_id, session__group__programme_id=episode.programme_id, came=True
        ).values_list("session__starts_at", flat=True)
    )
    moves = _reach(episode, times, session.starts_at, by)
    if "first_time" in moves:
        measure.plan_rounds(episode=episode, started=times[0], at=at)
    follow.plan(episode=episode, at=at)
    return episode


def _reach(episode: Episode, times: list[date], at: datetime, by: Actor) -> list[str]:
    """Move on to the first and the third time. Coming counts only where the recipe lets the person stand there."""
    reached = []
    for step, needed in (("first_time", 1), ("third_time", 3)):
        if len(times) >= needed and episodes.can_reach(episode, step):
            episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, step, at)], by=by)
            reached.append(step)
    return reached


@transaction.atomic
def confirm_still_there(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """Somebody who knows says that the person is still there after six months."""
    episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, "six_months", at)], by=by)
    follow.plan(episode=episode, at=at)
    return episode


def mark_still_there(*, by: Actor, at: datetime) -> int:
    """Nightly: everybody who first came six months ago and has come within the last two months is still there."""
    today = local_date(at)
    marked = 0
    waiting = Episode.objects.filter(status="active", next_step__in=["third_time", "six_months"])
    for episode in waiting.select_related("programme", "person"):
        if "six_months" in path(recipe_of(episode.programme)) and _is_still_there(episode, today):
            confirm_still_there(episode=episode, by=by, at=at)
            marked += 1
    return marked


def _is_still_there(episode: Episode, today: date) -> bool:
    first = MoveRow.objects.filter(episode=episode, kind=MoveKind.REACHED, step="first_time").order_by("at").last()
    if first is None or local_date(first.at) + timedelta(days=STILL_THERE_DAYS) > today:
        return False
    return Attendance.objects.filter(
        person_id=episode.person_id, came=True, session__starts_at__date__gte=today - timedelta(days=61)
    ).exists()
