"""A group's life: its own rules, who keeps it going, a pause, a split, standing alone, and an end nobody is lost in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups import rules
from brobygger.communities.groups.models import Group, GroupRole, Habits, Member, Trouble
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import gather, look_in, next_offer, ways
from brobygger.journeys.missed import holder_of
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.pathway.attendance.meeting_rules import Facts
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

TROUBLE_DAYS = 3
_FOLLOWS = ("agenda", "bring", "seats", "closes_at", "invites_on")


@transaction.atomic
def keep_habits(*, group: Group, facts: Mapping[str, Any], by: Actor, at: datetime) -> Habits:
    """How the group does from now on; what the recipe said stands where nobody has said otherwise.

    Sessions ahead follow: when one may say no, what to bring, seats.
    """
    habits = groups.keep_habits(group=group, facts={**_first(group), **facts}, by=by, at=at)
    if {"agenda", "bring", "seats", "sign_off_hours", "invite_days", "needs"} & set(facts):
        ahead = list(Session.objects.filter(group=group, status="planned", starts_at__gt=at))
        for session in ahead:
            told = ways.facts_of(habits, group, session.starts_at)
            for name in _FOLLOWS:
                setattr(session, name, told[name])
        Session.objects.bulk_update(ahead, _FOLLOWS)
    return habits


def _first(group: Group) -> Mapping[str, Any]:
    """What the recipe says, for a group that has not kept anything of its own yet."""
    return {} if Habits.objects.filter(group=group).exists() else ways.stored(ways.from_recipe(group))


@transaction.atomic
def begin(*, group: Group, kind: str, by: Actor, at: datetime) -> Habits:
    """A new group's first habits, by its kind of activity: what the recipe says of it, else what is usual."""
    return groups.keep_habits(group=group, facts=ways.stored(ways.from_recipe(group, kind)), by=by, at=at)


@transaction.atomic
def plan_sessions(*, group: Group, starts: Collection[datetime], by: Actor, at: datetime) -> list[Session]:
    """Put sessions in the calendar, each with what belongs to it."""
    habits = ways.habits_of(group)
    return attendance.plan_sessions(
        group=group, starts=sorted(starts), by=by, at=at, facts=lambda moment: ways.facts_of(habits, group, moment)
    )


@transaction.atomic
def run_itself(*, group: Group, by: Actor, at: datetime) -> None:
    """Staff withdraw: the group runs itself, and somebody looks in, never longer apart than the recipe says.

    Raises Refusal when nobody keeps it going, or nobody is ready after that one.
    """
    held = [
        rules.Held(str(row.person_id), row.role, row.since)
        for row in GroupRole.objects.filter(group=group, until__isnull=True)
    ]
    missing = rules.may_run_itself(held)
    if missing == "convener":
        raise Refusal(_("Vælg en tovholder først. Gruppen skal selv vælge, hvem det er."))
    if missing == "successor":
        raise Refusal(_("Vælg også en, der er klar til at tage over efter tovholderen."))
    keep_habits(group=group, facts={"self_run_from": local_date(at)}, by=by, at=at)
    if groups.enter_phase(group=group, phase="self_run", phases=rules.PHASES):
        with for_the_municipality(by):
            if group.programme is not None:
                look_in.plan_visit(group=group, at=at)
            followup.stand(plans=[(_next_group(group, at), None)], withdrawn=(), at=at)


def _next_group(group: Group, at: datetime) -> Planned:
    """Who has stepped back can receive others: the association begins the next group (R201)."""
    return Planned(
        key=f"start_next_group:{group.id}", rule="start_next_group", kind="start_next_group",
        due=local_date(at) + timedelta(days=14),
        holder=Holder(Role.ASSOCIATION_LEADER, organisation_id=group.organisation_id), why={"group": group.name},
    )  # fmt: skip


@transaction.atomic
def begin_next(*, after: Group, name: str, by: Actor, at: datetime) -> Group:
    """The next group, as the one that runs itself now began: its host, place, size, effort and habits."""
    made = groups.start(
        organisation=after.organisation, name=name, size_min=after.size_min, size_max=after.size_max, by=by, at=at,
        programme=after.programme, offer=after.offer, host=after.host, place=after.place,
    )  # fmt: skip
    groups.keep_habits(group=made, facts={**ways.stored(ways.habits_of(after)), "rules": ""}, by=by, at=at)
    followup.complete_by_key(key=f"start_next_group:{after.id}", by=by, at=at)
    return made


@transaction.atomic
def anchor(*, group: Group, by: Actor, at: datetime) -> None:
    """The association has taken the group over: it stands without the effort."""
    groups.enter_phase(group=group, phase="anchored", phases=rules.PHASES)


@transaction.atomic
def without(*, person: Person, group_ids: Collection[UUID], at: datetime) -> None:
    """Somebody has left: the roles end, and a group without its convener or successor is asked to choose another."""
    for group_id, role in groups.end_roles(person=person, group_ids=group_ids, until=local_date(at)):
        group = Group.objects.select_related("host").get(id=group_id)
        plan = Planned(
            key=f"choose_{role}:{group_id}:{local_date(at)}",
            rule=f"choose_{role}",
            kind=f"choose_{role}",
            due=local_date(at) + timedelta(days=7),
            holder=holder_of(group),
            why={"group": group.name},
        )
        followup.stand(plans=[(plan, None)], withdrawn=(), at=at)


@transaction.atomic
def pause(*, group: Group, resumes_on: date | None, why: str, by: Actor, at: datetime) -> list[Session]:
    """The group cannot meet for a while. Each member is called meanwhile; sessions in the time are called off.

    Returns the sessions called off. Raises Refusal without a reason, or for an end before tomorrow.
    """
    today = local_date(at)
    if not why.strip():
        raise Refusal(_("Skriv hvorfor. Det står på siden, så alle ved det."), field="why")
    if resumes_on is not None and resumes_on <= today:
        raise Refusal(_("Vælg en dag efter i dag."), field="resumes_on")
    keep_habits(
        group=group,
        facts={"paused_since": today, "resumes_on": resumes_on, "why_paused": why.strip()},
        by=by,
        at=at,
    )
    if resumes_on is None:
        said = gettext("Vi holder pause. %(why)s") % {"why": why.strip()}
    else:
        said = gettext("Vi holder pause til den %(day)s. %(why)s") % {"day": f"{resumes_on:%d.%m.}", "why": why.strip()}
    return _call_off(group, why=said[:200], until=resumes_on, by=by, at=at)


def _call_off(group: Group, *, why: str, until: date | None, by: Actor, at: datetime) -> list[Session]:
    """Sessions ahead are called off. Each member hears it once, not once for every session."""
    stopped = []
    for session in Session.objects.filter(group=group, status="planned", starts_at__gt=at).order_by("starts_at"):
        if until is None or local_date(session.starts_at) < until:
            off = Facts(session.starts_at, session.place, session.mode, called_off=True)
            keeping.alter(session=session, facts=off, why=why, by=by, at=at)
            stopped.append(session)
    for later in stopped[1:]:
        everybody = Attendance.objects.filter(session=later).values_list("person_id", flat=True)
        keeping.told(session=later, person_ids=list(everybody), by=by, at=at)
    if stopped:
        gather.tell(session=stopped[0], by=by, at=at)
    return stopped


@transaction.atomic
def resume(*, group: Group, by: Actor, at: datetime) -> None:
    """The group meets again. Sessions that were called off stay so; new ones are put in the calendar."""
    groups.keep_habits(group=group, facts={"paused_since": None, "resumes_on": None, "why_paused": ""}, by=by, at=at)


@transaction.atomic
def split(*, group: Group, name: str, person_ids: Collection[UUID], by: Actor, at: datetime) -> Group:
    """Some of the members begin a group of their own, in the same place and by the same recipe.

    What each has been through stays where it happened. Raises Refusal for a group that would be too small.
    """
    members = {row.person_id: row for row in _members(group)}
    if rules.parted([str(one) for one in members], [str(one) for one in person_ids], least=2):
        raise Refusal(_("Vælg mindst to, der går med, og lad mindst to blive."), field="people")
    made = groups.start(
        organisation=group.organisation, name=name, size_min=group.size_min, size_max=group.size_max, by=by, at=at,
        programme=group.programme, offer=group.offer, host=group.host, place=group.place, weekday=group.weekday,
        time=group.time,
    )  # fmt: skip
    groups.keep_habits(group=made, facts=ways.stored(ways.habits_of(group)), by=by, at=at)
    _move([members[one] for one in person_ids], group, made, why="split", by=by, at=at)
    return made


@transaction.atomic
def join_together(*, group: Group, into: Group, by: Actor, at: datetime) -> None:
    """All in one group go on in another, and the first ends. Raises Refusal when there is not room for all."""
    _move(_members(group), group, into, why="joined", by=by, at=at)
    groups.end_all(group=group, until=local_date(at), why="joined", by=by, at=at)
    Session.objects.filter(group=group, status="planned", starts_at__gt=at).update(status="cancelled")


def _members(group: Group) -> list[Member]:
    return list(Member.objects.filter(group=group, until__isnull=True).select_related("person").order_by("since", "id"))


def _move(members: Collection[Member], group: Group, into: Group, *, why: str, by: Actor, at: datetime) -> None:
    today = local_date(at)
    ahead = list(Session.objects.filter(group=into, status="planned", starts_at__gt=at))
    for member in members:
        groups.leave(person=member.person, group_ids=[group.id], until=today, why=why, by=by, at=at)
        groups.end_roles(person=member.person, group_ids=[group.id], until=today)
        new = groups.join(group=into, person=member.person, since=today, by=by, at=at)
        as_before = {name: getattr(member, name) for name in ("taking_part", "carries", "pays")}
        groups.describe_member(member=new, facts=as_before, by=by, at=at)
        attendance.sign_up(member=new, sessions=ahead)
        Attendance.objects.filter(
            person_id=member.person_id, session__group=group, session__starts_at__gt=at, came__isnull=True
        ).delete()


@transaction.atomic
def end(*, group: Group, why: str, by: Actor, at: datetime) -> int:
    """The group ends: sessions ahead are called off, and somebody asks each member what they would like next.

    Returns how many are asked. Raises Refusal without a reason.
    """
    if not why.strip():
        raise Refusal(_("Skriv, hvorfor gruppen slutter."), field="why")
    persons = groups.end_all(group=group, until=local_date(at), why="group_ended", by=by, at=at)
    _call_off(group, why=why, until=None, by=by, at=at)
    with for_the_municipality(by):
        return len(next_offer.after_group(group=group, at=at, person_ids=persons))


@transaction.atomic
def handle_trouble(*, trouble: Trouble, what_was_done: str, by: Actor, at: datetime) -> Trouble:
    """Staff have helped: it is written, and the task is done."""
    handled = groups.handle_trouble(trouble=trouble, what_was_done=what_was_done, by=by, at=at)
    followup.complete_by_key(key=f"handle_trouble:{trouble.id}", by=by, at=at)
    return handled


@transaction.atomic
def note_trouble(*, group: Group, kind: str, words: str, by: Actor, at: datetime) -> Trouble:
    """Whoever leads the group tells staff, and only staff, that something is hard; a coordinator helps within days."""
    with for_the_municipality(by):
        noted = groups.note_trouble(group=group, kind=kind, words=words, by=by, at=at)
        plan = Planned(
            key=f"handle_trouble:{noted.id}",
            rule="handle_trouble",
            kind="handle_trouble",
            due=local_date(at) + timedelta(days=TROUBLE_DAYS),
            holder=Holder(Role.COORDINATOR),
            why={"group": group.name},
        )
        followup.stand(plans=[(plan, None)], withdrawn=(), at=at)
    return noted
