"""Nobody disappears: who was missed today gets a call or a knock on the door, and who is away twice is talked about.

It holds for every group. Where a recipe's own rule already asks somebody to call, no second task is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from brobygger.communities.groups.models import Group, Habits, Member
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance.missing_rules import TWICE, Presence, away_in_a_row, calls_in_pause, missed_today
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person

CALL, TALK = "call_missed", "away_twice"
TALK_WITHIN_DAYS = 2
_CALLING = ("call_person", "knock_on_door", "visit_person", "ask_why")  # what a recipe's own rule asks for


def holder_of(group: Group, habits: Habits | None = None) -> Holder:
    """Who answers for those in a group: its host by name, else its deputy, else everybody in its organisation."""
    who = group.host or (habits.deputy if habits else None)
    return Holder(
        Role.HOST, owner_user_id=who.user_id if who is not None else None, organisation_id=group.organisation_id
    )


@transaction.atomic
def after_session(*, session: Session, changed: Sequence[Attendance], at: datetime) -> list[Task]:
    """The tasks that today's absences make; those that a correction makes needless are withdrawn.

    Nobody is called who has died, moved or asked never to be. Returns the new tasks. Five queries at most.
    """
    persons = [row.person_id for row in changed]
    if not persons:
        return []
    reachable = set(
        Person.objects.filter(id__in=persons, died_on__isnull=True, moved_on__isnull=True, never_contact=False)
        .values_list("id", flat=True)
    )  # fmt: skip
    lines = _lines(session, persons)
    called = _called_by_a_rule(session, persons)
    today = local_date(session.starts_at)
    plans: list[tuple[Planned, UUID | None]] = []
    withdrawn: list[str] = []
    for row in changed:
        line = lines[row.person_id]
        seen = Presence(today, row.came, row.promised is False)
        wanted = row.person_id in reachable and missed_today(seen) and row.person_id not in called
        call = _call(session, row.person_id, local_date(at))
        plans += [(call, row.person_id)] if wanted else []
        withdrawn += [] if wanted else [call.key]
        talk = _talk(session, row.person_id, local_date(at))
        twice = row.person_id in reachable and row.came is False and away_in_a_row(line) == TWICE
        plans += [(talk, row.person_id)] if twice else []
        withdrawn += [] if twice else [talk.key]
    return followup.stand(plans=plans, withdrawn=withdrawn, at=at)


def _lines(session: Session, persons: Sequence[UUID]) -> dict[UUID, list[Presence]]:
    rows = Attendance.objects.filter(
        person_id__in=persons, session__group_id=session.group_id, came__isnull=False,
        session__starts_at__lte=session.starts_at,
    ).exclude(session__status="cancelled")  # fmt: skip
    lines: dict[UUID, list[Presence]] = {person: [] for person in persons}
    for person, starts_at, came, promised in rows.values_list("person_id", "session__starts_at", "came", "promised"):
        lines[person].append(Presence(local_date(starts_at), came, promised is False))
    return lines


def _called_by_a_rule(session: Session, persons: Sequence[UUID]) -> set[UUID | None]:
    """Those whom a rule of the recipe already asks somebody to call today because of this session."""
    rows = Task.objects.filter(person_id__in=persons, kind__in=_CALLING, key__endswith=f":session-{session.id}")
    return set(rows.filter(~Q(status="cancelled"), due__lte=local_date(session.starts_at) + timedelta(days=1))
               .values_list("person_id", flat=True))  # fmt: skip


def _call(session: Session, person_id: UUID, today: date) -> Planned:
    return Planned(
        key=f"{CALL}:{session.id}:{person_id}",
        rule=CALL,
        kind=CALL,
        due=today,
        holder=holder_of(session.group),
        why={"group": session.group.name},
    )


def _talk(session: Session, person_id: UUID, today: date) -> Planned:
    return Planned(
        key=f"{TALK}:{session.id}:{person_id}",
        rule=TALK,
        kind=TALK,
        due=today + timedelta(days=TALK_WITHIN_DAYS),
        holder=Holder(Role.COORDINATOR),
        why={"group": session.group.name},
    )


def in_a_pause(*, at: datetime) -> int:
    """Nightly: while a group cannot meet, each member is called every other week (R187). Returns how many new tasks."""
    today = local_date(at)
    plans: list[tuple[Planned, UUID | None]] = []
    paused = Habits.objects.filter(paused_since__isnull=False).select_related("group", "group__host", "deputy")
    for habits in paused.exclude(group__phase="ended"):
        since = habits.paused_since or today
        days = calls_in_pause(since=since, until=habits.resumes_on or today, today=today)
        if not days:
            continue
        members = Member.objects.filter(group_id=habits.group_id, until__isnull=True, person__died_on__isnull=True)
        plans += [
            (_pause_call(habits, person_id, days[-1]), person_id)
            for person_id in members.values_list("person_id", flat=True)
        ]
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _pause_call(habits: Habits, person_id: UUID, day: date) -> Planned:
    return Planned(
        key=f"call_in_pause:{habits.group_id}:{person_id}:{day}",
        rule="call_in_pause",
        kind="call_in_pause",
        due=day,
        holder=holder_of(habits.group, habits),
        why={"group": habits.group.name},
    )
