"""The first time, the third time, still there: attendance, and what absence sets going the same day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from brobygger.communities.groups.models import Member
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow, look_in, measure, missed, next_offer, order, ways
from brobygger.pathway.attendance import meeting_rules
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import Move, MoveKind, allowed, move, path, standing
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality

STILL_THERE_DAYS = 182  # "still there after six months" (design.md)


@transaction.atomic
def promise(*, session: Session, promised: Mapping[UUID, bool | None], by: Actor, at: datetime) -> list[Attendance]:
    """What each has said about coming. A no in time sets going what the recipe says: one plate less, no taxi.

    A no after the cut-off is kept too, with what it costs by the group's price rule; the plate stays ordered.
    """
    owes = _late(session, promised, at)
    changed = attendance.promise_many(session=session, promised=promised, by=by, at=at, owes=owes)
    with for_the_municipality(by), follow.together():
        for episode in _episodes_of({row.person_id for row in changed}, session):
            follow.plan(episode=episode, at=at)
    if changed:
        order.follow_count(session=session, by=by, at=at)
    return changed


def _late(session: Session, promised: Mapping[UUID, bool | None], at: datetime) -> dict[UUID, Decimal]:
    """What a no costs those who say it now, by person; empty before the cut-off."""
    said_no = [person_id for person_id, answer in promised.items() if answer is False]
    if session.closes_at is None or at <= session.closes_at or not said_no:
        return {}
    terms = ways.terms_of(ways.habits_of(session.group))
    members = Member.objects.filter(group_id=session.group_id, person_id__in=said_no, until__isnull=True)
    pays = dict(members.values_list("person_id", "pays"))
    rows = Attendance.objects.filter(session=session, person_id__in=said_no)
    return {
        row.person_id: meeting_rules.sign_off(
            at=at, closes=session.closes_at, terms=terms, pays=pays.get(row.person_id, "self"), guests=row.guests
        ).owes
        for row in rows
        if row.promised is not False
    }


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
        came_back_many(episodes_there=_episodes_of(people, session), session=session, by=by, at=at)
        missed.after_session(session=session, changed=changed, at=at)
        before = session.group.phase
        if look_in.after_session(session=session, by=by, at=at) == "ended" != before:
            next_offer.after_group(group=session.group, at=at)
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
def came_back_many(*, episodes_there: Sequence[Episode], session: Session, by: Actor, at: datetime) -> None:
    """Move episodes by how often each person has come in this programme's groups: the first time, the third time.

    Coming counts only where the recipe lets the person stand there. A few statements, however many were there.
    """
    days = _days_came(episodes_there)
    changes = []
    for episode, line in zip(episodes_there, episodes.lines_in_order(episodes_there), strict=True):
        moves = moves_of_times(episode, line, len(days.get(episode.person_id, ())), session.starts_at)
        if moves:
            changes.append((episode, moves))
    if changes:
        episodes.record_many(changes=changes, by=by)
    begun = [(one, min(days[one.person_id])) for one, moves in changes if moves[0].step == "first_time"]
    if begun:
        measure.plan_rounds_many(started=begun, at=at)
    with follow.together():
        for episode in episodes_there:
            follow.plan(episode=episode, at=at)


def _days_came(episodes_there: Sequence[Episode]) -> dict[UUID, list[date]]:
    """The days each person has come, in the groups of the programme that the episodes are in."""
    rows = Attendance.objects.filter(
        person_id__in=[episode.person_id for episode in episodes_there],
        session__group__programme_id__in={episode.programme_id for episode in episodes_there},
        came=True,
    )
    days: dict[UUID, list[date]] = {}
    for person_id, starts_at in rows.values_list("person_id", "session__starts_at"):
        days.setdefault(person_id, []).append(local_date(starts_at))
    return days


def moves_of_times(episode: Episode, line: Sequence[Move], times: int, at: datetime) -> list[Made]:
    """The steps that having come so many times reaches, where the recipe lets the person stand there."""
    recipe = recipe_of(episode.programme)
    state = standing(recipe, line)
    made = []
    for step, needed in (("first_time", 1), ("third_time", 3)):
        if times >= needed and (MoveKind.REACHED, step) in allowed(recipe, state):
            made.append(Made(MoveKind.REACHED, step, at))
            state = move(recipe, state, Move(MoveKind.REACHED, step, at))
    return made


@transaction.atomic
def confirm_still_there(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """Somebody who knows says that the person is still there after six months."""
    return confirm_still_there_many(there=[(episode, at)], by=by)[0]


@transaction.atomic
def confirm_still_there_many(*, there: Sequence[tuple[Episode, datetime]], by: Actor) -> list[Episode]:
    """The same for many, each at its own moment."""
    moves = [(episode, [Made(MoveKind.REACHED, "six_months", at)]) for episode, at in there]
    still = episodes.record_many(changes=moves, by=by)
    with follow.together():
        for episode, at in there:
            follow.plan(episode=episode, at=at)
    return still


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
