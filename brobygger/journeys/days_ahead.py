"""The days ahead as a calendar: of a volunteer, of somebody who works here, and of a person who wants one.

As little as helps: a given name where the reader may see it, what and where; never a surname, a number, a word about
health. What the reader may no longer see is gone from the next request.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from brobygger.communities.volunteers import queries as pairs
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.followup import queries as tasks
from brobygger.pathway.followup.models import Task
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.access.queries import actor_of
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import feeds
from brobygger.registry.communication.calendar_rules import Entry, icalendar
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import may_be_contacted, read_many
from brobygger.registry.recipes.words import TASKS

DAYS, MOST = 90, 200
SESSION_MINUTES, VISIT_MINUTES = 120, 60


def of_secret(*, secret: str, at: datetime) -> str | None:
    """The calendar behind a secret address; None when there is none any more, whatever the reason."""
    municipality_id = feeds.municipality_in(secret)
    if municipality_id is None:
        return None
    system = the_system(municipality_id=municipality_id)
    with acting_as(system):
        feed = feeds.found(secret)
        if feed is None:
            return None
        if feed.person is not None:
            return _of_person(feed.person, at)
        membership = feed.membership
    return _of_member(membership, at) if membership is not None else None


def _of_member(membership: Membership, at: datetime) -> str | None:
    """As the member sees today, in the very role the address was made in; None when the role has ended."""
    today = local_date(at)
    actor = actor_of(user=membership.user, on=today, membership_id=membership.id)
    if actor is None or actor.membership_id != membership.id:
        return None
    with acting_as(actor):
        entries = sorted(_of_actor(actor, at), key=lambda entry: (_day(entry.starts), entry.title))[:MOST]
    return icalendar(name=f"Brobygger: {actor.organisation_name}", entries=entries, stamp=at)


def _day(starts: date) -> date:
    return local_date(starts) if isinstance(starts, datetime) else starts


def _of_actor(actor: Actor, at: datetime) -> Iterator[Entry]:
    today, until = local_date(at), local_date(at) + timedelta(days=DAYS)
    if actor.role is Role.VOLUNTEER:
        yield from _meetings(actor, today)
    if may(actor.role, Action.SEE_GROUPS) and actor.organisation_id is not None:
        for session in sessions.next_sessions(actor, after=at - timedelta(hours=3), limit=MOST):
            yield _session(session)
    if may(actor.role, Action.DO_TASK):
        for task in tasks.mine(actor, until=until, limit=MOST):
            if task.due >= today:
                yield Entry(f"opgave-{task.id}", task.due, TASKS[task.kind].da if task.kind in TASKS else "Opgave")


def _meetings(actor: Actor, today: date) -> Iterator[Entry]:
    """Whom the volunteer meets next: the given name, when the person has agreed to that."""
    coming = [pair for pair in pairs.mine(actor) if pair.next_on is not None and pair.next_on >= today]
    ids = [pair.person_id for pair in coming]
    seen = read_many(actor, ids, purpose=Purpose.ACTIVITY, only={Fields.NAME}) if ids else {}
    for pair in coming:
        person = seen.get(pair.person_id)
        if person is not None and pair.next_on is not None:
            yield Entry(f"par-{pair.id}", pair.next_on, f"Besøg hos {person.given_name or 'din makker'}")


def _session(session: Session) -> Entry:
    place = session.place or session.group.place
    return Entry(f"moede-{session.id}", session.starts_at, session.group.name, place, SESSION_MINUTES)


def _of_person(person: Person, at: datetime) -> str | None:
    """What the person is expected at, visits, and who comes; None for somebody nobody writes to any more."""
    if not may_be_contacted(person):
        return None
    return icalendar(name="Min kalender", entries=_agreed(person, at), stamp=at)


def agreed_with(person: Person, at: datetime) -> list[Entry]:
    """What is agreed with a person in the days ahead, soonest first: the same on paper as in the calendar."""
    return sorted(_agreed(person, at), key=lambda entry: (_day(entry.starts), str(entry.starts), entry.title))


def _agreed(person: Person, at: datetime) -> list[Entry]:
    rows = Attendance.objects.filter(person=person, signed_up=True, session__starts_at__gte=at - timedelta(hours=3))
    rows = rows.filter(session__status="planned").exclude(promised=False).select_related("session__group")
    entries = [_session(row.session) for row in rows.order_by("session__starts_at")[:MOST]]
    visits = Visit.objects.filter(person=person, status="planned", planned_at__gte=at - timedelta(hours=3))
    entries += [
        Entry(f"besoeg-{visit.id}", visit.planned_at, "Besøg fra kommunen", minutes=VISIT_MINUTES)
        for visit in visits.order_by("planned_at")[:MOST]
    ]
    met = Pair.objects.filter(person=person, until__isnull=True, next_on__gte=local_date(at))
    entries += [
        Entry(f"par-{pair.id}", pair.next_on, f"{pair.volunteer.name.split()[0]} kommer på besøg")
        for pair in met.select_related("volunteer")
        if pair.next_on is not None
    ]
    agreed = Task.objects.filter(person=person, kind="agreed_call", status="open", due__gte=local_date(at))
    entries += [Entry(f"aftale-{task.id}", task.due, "Vi ringer, som vi har aftalt") for task in agreed]
    return entries
