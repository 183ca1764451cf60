"""A session as a whole: a change that everybody is told of, duties in turn, help that comes, a gathering of all."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups.models import Group, Member
from brobygger.communities.volunteers import joining
from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import order, ways
from brobygger.journeys.missed import holder_of
from brobygger.pathway.at_home.rules import breaks
from brobygger.pathway.attendance import duty_rules
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.pathway.attendance.meeting_rules import Facts
from brobygger.pathway.attendance.models import Attendance, HelpNeeded, Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.governance.models import Asset
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import operations as outbox
from brobygger.registry.communication.models import Channel
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import ContactWay, Person

_BY_WRITING = {ContactWay.EMAIL: Channel.EMAIL, ContactWay.SMS: Channel.SMS}


@transaction.atomic
def alter(*, session: Session, facts: Facts, why: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """Change what members trust: nobody is left to find out. Returns what changed.

    Those who read mail or SMS are written to and count as told; the others are a list to call, and the host has a
    task. The page says it until the day.
    """
    changed = keeping.alter(session=session, facts=facts, why=why, by=by, at=at)
    if changed:
        tell(session=session, by=by, at=at)
        order.session_changed(session=session, by=by, at=at)
    return changed


@transaction.atomic
def tell(*, session: Session, by: Actor, at: datetime) -> None:
    """Tell everybody expected about the latest change: in writing where that is their way, else a list to call."""
    with for_the_municipality(by):
        written = _write_to(session, at)
        keeping.told(session=session, person_ids=written, by=by, at=at)
        left = Attendance.objects.filter(session=session, told_at__isnull=True).exclude(promised=False).exists()
        followup.stand(plans=[(_tell(session, at), None)] if left else [], withdrawn=(), at=at)


def _write_to(session: Session, at: datetime) -> list[UUID]:
    expected = Attendance.objects.filter(session=session).exclude(promised=False).values("person_id")
    reachable = Person.objects.filter(
        id__in=expected, contact_way__in=_BY_WRITING, died_on__isnull=True, moved_on__isnull=True, never_contact=False
    )
    subject, body = _letter(session)
    told = []
    for person in reachable:
        to = person.email if person.contact_way == ContactWay.EMAIL else person.phone
        if to:
            outbox.queue(
                key=f"changed:{session.id}:{at.isoformat()}:{person.id}",
                channel=_BY_WRITING[ContactWay(person.contact_way)], to=to, subject=subject, body=body, at=at,
                person=person,
            )  # fmt: skip
            told.append(person.id)
    return told


def _letter(session: Session) -> tuple[str, str]:
    """What the message says, in short sentences. It names no group: a mail may be read by others."""
    when = session.starts_at.astimezone(DENMARK)
    said = {"day": f"{when:%d.%m.}", "time": f"{when:%H.%M}", "place": session.place, "why": session.why_changed}
    if session.status == "cancelled":
        return _("Vi ses ikke som aftalt"), _("Vi mødes ikke den %(day)s. %(why)s Ring, hvis du vil høre mere.") % said
    if session.mode == "phone":
        return _("Vi ringer i stedet"), _("Vi ringer til dig den %(day)s kl. %(time)s. %(why)s") % said
    text = _("Vi ses den %(day)s kl. %(time)s. Stedet er %(place)s. %(why)s Ring, hvis det ikke passer dig.")
    return _("Noget er ændret"), text % said


def _telling(session: Session) -> str:
    """The key of the task to tell of the latest change."""
    assert session.changed_at is not None
    return f"tell_change:{session.id}:{session.changed_at.timestamp():.6f}"


def _tell(session: Session, at: datetime) -> Planned:
    return Planned(
        key=_telling(session),
        rule="tell_change",
        kind="tell_change",
        due=local_date(at),
        holder=holder_of(session.group),
        why={"group": session.group.name},
    )


@transaction.atomic
def told(*, session: Session, person_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """These have been called. When nobody is left to call, the host's task is done. Returns how many were new."""
    new = keeping.told(session=session, person_ids=person_ids, by=by, at=at)
    left = Attendance.objects.filter(session=session, told_at__isnull=True).exclude(promised=False).exists()
    if new and not left and session.changed_at:
        followup.complete_by_key(key=_telling(session), by=by, at=at)
    return new


@transaction.atomic
def share_duties(*, session: Session, by: Actor, at: datetime) -> dict[str, UUID]:
    """Give the group's duties to those whose turn it is, by the fair rule. Returns who does what."""
    habits = ways.habits_of(session.group)
    rows = {row.person_id: row for row in Attendance.objects.filter(session=session)}
    members = list(Member.objects.filter(group_id=session.group_id, until__isnull=True, person_id__in=rows))
    met = sessions.times_met(by, session.group_id, [member.person_id for member in members])
    takers = [
        duty_rules.Taker(
            str(member.person_id),
            met.get(member.person_id, 0),
            able=member.taking_part == "active" and rows[member.person_id].promised is not False,
        )
        for member in members
    ]
    turns = sessions.turns_of(by, session.group_id, before=session.number)
    shares = {what: UUID(who) for what, who in duty_rules.share(habits.duties, takers, turns).items()}
    keeping.give_duties(session=session, shares=shares, by=by, at=at)
    return shares


@transaction.atomic
def need_help(*, session: Session, person_id: UUID, what: str, by: Actor, at: datetime) -> HelpNeeded:
    """A person needs help at the session: home care, or the coordinator where no unit is known, sends somebody."""
    asked = keeping.need_help(session=session, person_id=person_id, what=what, by=by, at=at)
    with for_the_municipality(by):
        unit_id = Person.objects.filter(id=person_id).values_list("unit_id", flat=True).get()
        holder = Holder(Role.HOME_CARE_WORKER, unit_id=unit_id) if unit_id else Holder(Role.COORDINATOR)
        plan = Planned(
            key=f"help_at_session:{asked.id}",
            rule="help_at_session",
            kind="help_at_session",
            due=local_date(session.starts_at),
            holder=holder,
            why={"group": session.group.name, "place": session.place, "on": str(local_date(session.starts_at))},
        )
        followup.stand(plans=[(plan, person_id)], withdrawn=(), at=at)
    return asked


@transaction.atomic
def invite_groups(*, session: Session, groups: Collection[Group], by: Actor, at: datetime) -> int:
    """A gathering across groups (R141): everybody in these groups of the same organisation is expected too."""
    own = [group.id for group in groups if group.organisation_id == session.organisation_id]
    members = Member.objects.filter(group_id__in=own, until__isnull=True)
    return keeping.invite(session=session, members=members, by=by, at=at)


def rooms(*, group: Group, by: Actor) -> list[Asset]:
    """The rooms the group's effort may use, with who has the key. Empty for a group without an effort."""
    if group.programme_id is None:
        return []
    with for_the_municipality(by):
        found = Asset.objects.filter(programme_id=group.programme_id, kind="room", gone_on__isnull=True)
        return list(found.order_by("name", "id"))


@transaction.atomic
def book(
    *, session: Session, room_id: UUID | None, host_ids: Collection[UUID], onward: bool, by: Actor, at: datetime
) -> int:
    """The room and hosts of a session, and of those after it too (`onward`). Returns how many sessions.

    Raises Taken when the room or a host is taken at one of them; then none is changed.
    """
    asked = joining.demands_of(session.organisation_id)
    if asked is not None and "hosting" in asked.two_for and len(set(host_ids)) == 1:
        raise Refusal(_("Der skal være to værter hos jer. Vælg en til."), field="hosts")
    several = [session]
    if onward:
        ahead = Session.objects.filter(group_id=session.group_id, status="planned", starts_at__gt=session.starts_at)
        several += list(ahead.order_by("starts_at"))
    for one in several:
        keeping.book(session=one, room_id=room_id, host_ids=host_ids, by=by, at=at)
    for one in several:
        _tell_of_new_hosts(one, set(host_ids), by, at)
    return len(several)


def breaks_with(session: Session, host_ids: Collection[UUID], by: Actor) -> bool:
    """Whether nobody who receives people at a session was host the time before: only new faces (R127)."""
    before = {str(one) for one in sessions.hosts_before(by, session)}
    return breaks(before, {str(one) for one in host_ids})


def _tell_of_new_hosts(session: Session, host_ids: Collection[UUID], by: Actor, at: datetime) -> None:
    """Somebody tells the members beforehand who will receive them, when it is nobody they know."""
    plan = Planned(
        key=f"tell_new_hosts:{session.id}", rule="tell_new_hosts", kind="tell_new_hosts",
        due=max(local_date(at), local_date(session.starts_at) - timedelta(days=1)), holder=holder_of(session.group),
        why={"group": session.group.name},
    )  # fmt: skip
    new = breaks_with(session, host_ids, by)
    followup.stand(plans=[(plan, None)] if new else (), withdrawn=() if new else [plan.key], at=at)


def until(session: Session) -> datetime:
    """When the session ends."""
    return session.starts_at + timedelta(minutes=session.minutes)
