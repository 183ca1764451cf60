"""Planning sessions and writing down who came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.registry.access.actor import Actor


@transaction.atomic
def plan_sessions(
    *,
    group: Group,
    starts: Sequence[datetime],
    by: Actor,
    at: datetime,
    facts: Callable[[datetime], dict[str, Any]] | None = None,
) -> list[Session]:
    """Put sessions in a group's calendar, numbered on from those it has. Members are signed up to each.

    facts: what belongs to one that starts then (agenda, seats, the last moment to say no …).
    """
    last = Session.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    sessions = Session.objects.bulk_create(
        [
            Session(
                group=group,
                organisation_id=group.organisation_id,
                number=last + n,
                starts_at=moment,
                place=group.place,
                **(facts(moment) if facts else {}),
            )
            for n, moment in enumerate(sorted(starts), start=1)
        ]
    )
    _expect(Member.objects.filter(group=group, until__isnull=True), sessions)
    return sessions


@transaction.atomic
def sign_up(*, member: Member, sessions: Sequence[Session]) -> None:
    """Expect a member at these sessions. Already expected stays as it is."""
    _expect([member], sessions)


def _expect(members: Iterable[Member], sessions: Sequence[Session]) -> None:
    Attendance.objects.bulk_create(
        [
            Attendance(session=session, person_id=member.person_id, organisation_id=member.organisation_id)
            for member in members
            for session in sessions
        ],
        ignore_conflicts=True,
        batch_size=2000,
    )


@transaction.atomic
def promise(*, attendance: Attendance, promised: bool, by: Actor, at: datetime) -> Attendance:
    """The person has said whether he or she comes."""
    attendance.promised = promised
    attendance.save(update_fields=["promised"])
    return attendance


@transaction.atomic
def promise_many(
    *,
    session: Session,
    promised: Mapping[UUID, bool | None],
    by: Actor,
    at: datetime,
    owes: Mapping[UUID, Decimal] | None = None,
) -> list[Attendance]:
    """What each has said about coming (by person id; None: nothing yet). Returns the rows that changed.

    owes: what a no costs those who say it too late; a person not named there said it in time.
    Raises Refusal for a session that has begun, for a person who is not expected there, and for a yes after a no in
    time when the food has been ordered.
    """
    if session.starts_at <= at:
        raise Refusal(_("Mødegangen er begyndt. Skriv fremmøde i stedet."))
    changed = [row for row in _rows_of(session, promised) if row.promised != promised[row.person_id]]
    ordered = session.closes_at is not None and at > session.closes_at
    if any(ordered and row.promised is False and not row.late_no for row in changed):
        raise Refusal(_("Fristen er gået, og maden er bestilt. Ring til værten og hør, om der er en plads alligevel."))
    late = owes or {}
    for row in changed:
        row.promised, row.registered_at = promised[row.person_id], at
        row.late_no = row.promised is False and row.person_id in late
        row.owes_dkk = late.get(row.person_id, Decimal(0)) if row.late_no else Decimal(0)
    Attendance.objects.bulk_update(changed, ["promised", "registered_at", "late_no", "owes_dkk"])
    return changed


def _rows_of(session: Session, named: Mapping[UUID, object]) -> list[Attendance]:
    rows = {row.person_id: row for row in Attendance.objects.filter(session=session)}
    if set(named) - set(rows):
        raise Refusal(_("En af personerne er ikke tilmeldt denne mødegang."))
    return [row for person_id, row in rows.items() if person_id in named]


@transaction.atomic
def register(
    *,
    session: Session,
    came: Mapping[UUID, bool | None],
    by: Actor,
    at: datetime,
    why_absent: Mapping[UUID, str] | None = None,
) -> list[Attendance]:
    """Write down who came (by person id; None: not known). Repeating corrects. Returns the rows that changed.

    Raises Refusal for a session that has not begun, and for a person who is not expected there.
    """
    if session.starts_at > at:
        raise Refusal(_("Fremmøde kan først skrives, når mødegangen er begyndt."))
    reasons = why_absent or {}
    changed = []
    for row in _rows_of(session, came):
        now_came = came[row.person_id]
        reason = reasons.get(row.person_id, "") if now_came is False else ""
        if (row.came, row.why_absent) != (now_came, reason):
            row.came, row.why_absent, row.registered_at = now_came, reason, at
            changed.append(row)
    alike: dict[tuple[bool | None, str], list[UUID]] = {}
    for row in changed:
        alike.setdefault((row.came, row.why_absent), []).append(row.id)
    for (now_came, reason), ids in alike.items():
        Attendance.objects.filter(id__in=ids).update(came=now_came, why_absent=reason, registered_at=at)
    Session.objects.filter(id=session.id).update(status="held", registered_at=at)
    return changed
