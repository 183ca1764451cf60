"""Reading sessions and attendance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
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
