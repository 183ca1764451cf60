"""Reading sessions and attendance."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.registry.access.actor import Actor


def get_session(actor: Actor, session_id: UUID) -> Session:
    """One session of the actor's own organisation (or any, for the municipality). Raises NotVisible."""
    sessions = Session.objects.select_related("group")
    if actor.scope == "organisation":
        sessions = sessions.filter(organisation_id=actor.organisation_id)
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
        Session.objects.filter(organisation_id=actor.organisation_id, starts_at__gte=after, status="planned")
        .select_related("group")
        .order_by("starts_at")[:limit]
    )


def unregistered(actor: Actor, *, before: datetime, limit: int = 10) -> QuerySet[Session]:
    """Sessions that have begun and whose attendance nobody has written down."""
    return (
        Session.objects.filter(organisation_id=actor.organisation_id, starts_at__lt=before, status="planned")
        .select_related("group")
        .order_by("-starts_at")[:limit]
    )


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Attendance]:
    """A person's attendance, newest session first."""
    return (
        Attendance.objects.filter(person_id=person_id)
        .select_related("session", "session__group")
        .order_by("-session__starts_at")
    )
