"""Reading sessions and attendance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.attendance.duty_rules import Turn
from brobygger.pathway.attendance.models import Attendance, Booking, HelpNeeded, Session, SessionDuty
from brobygger.registry.access.actor import Actor


def get_session(actor: Actor, session_id: UUID) -> Session:
    """One session of the actor's own organisation (or any, for the municipality). Raises NotVisible."""
    sessions = Session.objects.select_related("group", "group__programme", "group__host")
    if actor.scope == "organisation":
        sessions = sessions.filter(organisation_id=actor.home)
    try:
        return sessions.get(id=session_id)
    except Session.DoesNotExist:
        raise NotVisible("session") from None


def expected(actor: Actor, session_id: UUID) -> QuerySet[Attendance]:
    """Everyone expected at a session."""
    return Attendance.objects.filter(session_id=session_id).order_by("id")


def sessions_of(actor: Actor, group_id: UUID) -> QuerySet[Session]:
    return Session.objects.filter(group_id=group_id).order_by("starts_at")


def next_sessions(actor: Actor, *, after: datetime, limit: int = 10) -> QuerySet[Session]:
    """The organisation's coming sessions, soonest first."""
    return (
        Session.objects.filter(organisation_id=actor.home, starts_at__gte=after, status="planned")
        .select_related("group")
        .order_by("starts_at")[:limit]
    )


def unregistered(actor: Actor, *, before: datetime, limit: int = 10) -> QuerySet[Session]:
    """Sessions that have begun and whose attendance nobody has written down."""
    return (
        Session.objects.filter(organisation_id=actor.home, starts_at__lt=before, status="planned")
        .select_related("group")
        .order_by("-starts_at")[:limit]
    )


def next_of_groups(actor: Actor, group_ids: Iterable[UUID], *, after: datetime) -> dict[UUID, Session]:
    """The next planned session of each group. One query."""
    coming = (
        Session.objects.filter(group_id__in=list(group_ids), starts_at__gte=after, status="planned")
        .order_by("group_id", "starts_at")
        .distinct("group_id")
    )
    return {session.group_id: session for session in coming}


def coming_of_groups(
    actor: Actor, group_ids: Iterable[UUID], *, after: datetime, days: int = 60
) -> dict[UUID, list[Session]]:
    """Each group's planned sessions within so many days, soonest first. One query."""
    found: dict[UUID, list[Session]] = {}
    within = Session.objects.filter(
        group_id__in=list(group_ids),
        starts_at__gte=after,
        starts_at__lt=after + timedelta(days=days),
        status="planned",
    )
    for session in within.order_by("starts_at"):
        found.setdefault(session.group_id, []).append(session)
    return found


def first_on(actor: Actor, group_id: UUID | None, *, day: date | None) -> Session | None:
    """The group's session on a day; None without a group, a day, or a session then."""
    if group_id is None or day is None:
        return None
    return Session.objects.filter(group_id=group_id, starts_at__date=day).order_by("starts_at").first()


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Attendance]:
    """A person's attendance, newest session first."""
    return (
        Attendance.objects.filter(person_id=person_id)
        .select_related("session", "session__group")
        .order_by("-session__starts_at")
    )


def duties_at(actor: Actor, session_id: UUID) -> dict[str, UUID]:
    """Who does what at a session, by duty. One query."""
    return dict(SessionDuty.objects.filter(session_id=session_id).values_list("what", "person_id"))


def turns_of(actor: Actor, group_id: UUID, *, before: int) -> list[Turn]:
    """Duties members of a group have had in sessions numbered below `before`. One query."""
    rows = SessionDuty.objects.filter(session__group_id=group_id, number__lt=before)
    return [Turn(str(person), what, number) for person, what, number in rows.values_list("person_id", "what", "number")]


def times_met(actor: Actor, group_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How often each has come to a group. One query."""
    rows = Attendance.objects.filter(session__group_id=group_id, came=True, person_id__in=list(person_ids))
    return dict(rows.values_list("person_id").annotate(n=Count("id")))


def shares_come(actor: Actor, group_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How often each has come, of how many times they were expected, by person. One query."""
    known = Attendance.objects.filter(session__group_id=group_id, came__isnull=False).values_list("person_id")
    told = known.annotate(there=Count("id", filter=Q(came=True)), times=Count("id"))
    return {person_id: (there, times) for person_id, there, times in told}


_WENT_ON = """
with first_here as (
  select a.person_id, min(s.starts_at) as at from attendance_attendance a
  join attendance_session s on s.municipality_id = a.municipality_id and s.id = a.session_id
  where a.came and s.group_id = %(group)s group by a.person_id)
select count(*)::int, count(*) filter (where exists (
  select 1 from attendance_attendance b
  join attendance_session t on t.municipality_id = b.municipality_id and t.id = b.session_id
  where b.person_id = h.person_id and b.came and t.group_id <> %(group)s and t.starts_at > h.at
    and not exists (
      select 1 from attendance_attendance c
      join attendance_session u on u.municipality_id = c.municipality_id and u.id = c.session_id
      where c.person_id = b.person_id and c.came and u.group_id = t.group_id and u.starts_at <= h.at)))::int
from first_here h
"""


def went_on(actor: Actor, group_id: UUID) -> tuple[int, int]:
    """How many have come to a group, and how many of them have since begun to come to another. One query (R184)."""
    ((came, on),) = rows(_WENT_ON, {"group": group_id})
    return came, on


def told_themes(actor: Actor, group_id: UUID) -> set[str]:
    """The themes of a group's sessions so far, in small letters. One query."""
    found = Session.objects.filter(group_id=group_id).exclude(theme="").exclude(status="cancelled")
    return {theme.casefold() for theme in found.values_list("theme", flat=True)}


def hosts_before(actor: Actor, session: Session) -> set[UUID]:
    """Who were hosts the time before in the same group. One query."""
    earlier = Session.objects.filter(
        group_id=session.group_id, starts_at__lt=session.starts_at, bookings__host__isnull=False
    )
    last = earlier.exclude(status="cancelled").order_by("-starts_at").values_list("id", flat=True).first()
    there = Booking.objects.filter(session_id=last, host__isnull=False) if last else Booking.objects.none()
    return set(there.values_list("host_id", flat=True))


def help_at(actor: Actor, session_id: UUID) -> list[HelpNeeded]:
    """Help that persons need at a session. One query."""
    return list(HelpNeeded.objects.filter(session_id=session_id).order_by("asked_at", "id"))


def bookings_at(actor: Actor, session_id: UUID) -> list[Booking]:
    """The room and the hosts of a session. One query."""
    return list(Booking.objects.filter(session_id=session_id).select_related("host").order_by("id"))


def faces_of(actor: Actor, group_id: UUID, *, limit: int = 5) -> list[Session]:
    """The latest sessions with faces counted, newest first. One query."""
    rows = Session.objects.filter(group_id=group_id, status="held").exclude(glad=0, so_so=0, sad=0)
    return list(rows.order_by("-starts_at")[:limit])
