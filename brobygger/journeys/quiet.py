"""The silence is heard: groups and pairs nobody has heard of, groups that hang on one, and who is asked again.

Every night, for the whole municipality, a handful of queries however many there are.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from brobygger.communities.groups.models import Group, Habits, Member
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys.missed import holder_of
from brobygger.pathway.attendance.missing_rules import Hosted, asked_again_on, carried_by, is_quiet, usual_interval
from brobygger.pathway.attendance.models import Attendance, Booking, Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Talk, Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.roles import Role

ASK_AGAIN_DAYS = 182  # motivation, wishes and needs are asked about twice a year (R179)
LOOK_BACK_DAYS = 200
WITHIN_DAYS = 3
SESSIONS_LOOKED_AT = 6
MET = "met_person"


def hear(*, at: datetime) -> dict[str, int]:
    """All of it. Repeating it the same night makes nothing new. Returns how many new tasks of each sort."""
    return {
        "quiet_groups": _groups(at),
        "quiet_pairs": _pairs(at),
        "hang_on_one": _hanging(at),
        "invited": _invitations(at),
        "food_ordered": _food(at),
        "asked_again": _ask_again(at),
    }


def _planned(kind: str, about: str, due: date, holder: Holder, **why: str) -> Planned:
    return Planned(key=f"{kind}:{about}", rule=kind, kind=kind, due=due, holder=holder, why=why)


def _living() -> dict[UUID, Group]:
    """Groups with somebody in them that have not ended and are not paused."""
    paused = Habits.objects.filter(paused_since__isnull=False).values("group_id")
    some = Member.objects.filter(until__isnull=True).values("group_id")
    groups = Group.objects.filter(id__in=some).exclude(phase="ended").exclude(id__in=paused)
    return {group.id: group for group in groups.select_related("host")}


def _groups(at: datetime) -> int:
    today = local_date(at)
    groups = _living()
    days: dict[UUID, list[date]] = {}
    held = Session.objects.filter(
        group_id__in=groups, status="held", starts_at__gte=at - timedelta(days=LOOK_BACK_DAYS)
    )
    for group_id, starts_at in held.values_list("group_id", "starts_at"):
        days.setdefault(group_id, []).append(local_date(starts_at))
    limits = dict(Habits.objects.filter(group_id__in=groups).values_list("group_id", "quiet_days"))
    plans: list[tuple[Planned, UUID | None]] = []
    for group_id, group in groups.items():
        met = days.get(group_id, [])
        last = max([*met, *([group.started_on] if group.started_on else [])], default=today)
        if is_quiet(last_heard=last, every_days=usual_interval(met), today=today, limit=limits.get(group_id)):
            due = today + timedelta(days=WITHIN_DAYS)
            holder = Holder(Role.COORDINATOR)
            plans.append((_planned("quiet_group", f"{group_id}:{last}", due, holder, group=group.name), None))
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _pairs(at: datetime) -> int:
    today = local_date(at)
    pairs = list(Pair.objects.filter(until__isnull=True, person__died_on__isnull=True).select_related("volunteer"))
    rows = Task.objects.filter(kind=MET, status="done", person_id__in=[pair.person_id for pair in pairs])
    met = dict(rows.values_list("person_id").annotate(last=Max("due")))
    plans: list[tuple[Planned, UUID | None]] = []
    for pair in pairs:
        last = max(pair.since, met.get(pair.person_id) or pair.since)
        if is_quiet(last_heard=last, every_days=pair.every_days, today=today):
            due, holder = today + timedelta(days=WITHIN_DAYS), Holder(Role.COORDINATOR)
            plan = _planned("quiet_pair", f"{pair.id}:{last}", due, holder, volunteer=pair.volunteer.name)
            plans.append((plan, pair.person_id))
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _hanging(at: datetime) -> int:
    """Groups that hang on one host and have no deputy: the association prepares one (R178)."""
    groups = _living()
    with_deputy = set(Habits.objects.filter(deputy__isnull=False).values_list("group_id", flat=True))
    hosts: dict[UUID, set[str]] = {}
    recent = at - timedelta(days=LOOK_BACK_DAYS)
    rows = Booking.objects.filter(host__isnull=False, session__status="held", starts_at__gte=recent)
    for session_id, host_id in rows.values_list("session_id", "host_id"):
        hosts.setdefault(session_id, set()).add(str(host_id))
    sessions: dict[UUID, list[Hosted]] = {}
    held = Session.objects.filter(id__in=hosts, group_id__in=groups).order_by("-starts_at")
    expected = Attendance.objects.filter(session_id__in=hosts).values_list("session_id").order_by()
    counts = {
        session_id: (there, everybody)
        for session_id, there, everybody in expected.annotate(there=Count("id", filter=Q(came=True)), all=Count("id"))
    }
    for session_id, group_id in held.values_list("id", "group_id"):
        there, everybody = counts.get(session_id, (0, 0))
        sessions.setdefault(group_id, []).append(Hosted(frozenset(hosts[session_id]), there, everybody))
    plans: list[tuple[Planned, UUID | None]] = []
    for group_id, told in sessions.items():
        host = carried_by(told[:SESSIONS_LOOKED_AT])
        if host is not None and group_id not in with_deputy:
            group, due = groups[group_id], local_date(at) + timedelta(days=14)
            holder = Holder(Role.ASSOCIATION_LEADER, organisation_id=group.organisation_id)
            plans.append((_planned("find_deputy", f"{group_id}:{host}", due, holder, group=group.name), None))
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _invitations(at: datetime) -> int:
    """Sessions whose invitation goes out: fourteen days before, or as the group has chosen (R124)."""
    today = local_date(at)
    rows = Session.objects.filter(status="planned", starts_at__gt=at, invites_on__lte=today).select_related("group")
    plans: list[tuple[Planned, UUID | None]] = [
        (
            _planned(
                "invite_members", str(session.id), session.invites_on or today, holder_of(session.group),
                group=session.group.name, on=str(local_date(session.starts_at)),
            ),
            None,
        )
        for session in rows.select_related("group", "group__host")
    ]  # fmt: skip
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _food(at: datetime) -> int:
    """Meals whose last moment to say no has passed: the host orders for those who come (R122)."""
    with_menu = Habits.objects.filter(needs__contains=["menu"]).values("group_id")
    meals = Session.objects.filter(group_id__in=with_menu, status="planned", closes_at__lte=at, starts_at__gt=at)
    plans: list[tuple[Planned, UUID | None]] = [
        (
            _planned(
                "order_food",
                str(session.id),
                local_date(session.closes_at or at),
                holder_of(session.group),
                group=session.group.name,
                on=str(local_date(session.starts_at)),
            ),
            None,
        )
        for session in meals.select_related("group", "group__host")
    ]
    return len(followup.stand(plans=plans, withdrawn=(), at=at))


def _ask_again(at: datetime) -> int:
    """Everybody who takes part is asked twice a year what it gives and what is missed."""
    today = local_date(at)
    members = Member.objects.filter(
        until__isnull=True, person__died_on__isnull=True, person__moved_on__isnull=True, person__never_contact=False
    )
    since = dict(members.values_list("person_id").annotate(first=Min("since")))
    last = dict(Talk.objects.filter(person_id__in=since).values_list("person_id").annotate(last=Max("on")))
    plans: list[tuple[Planned, UUID | None]] = []
    for person_id, first in since.items():
        due = asked_again_on(since=first, last=last.get(person_id), every_days=ASK_AGAIN_DAYS, today=today)
        if due is not None:
            plans.append(
                (_planned("ask_how_it_goes", f"{person_id}:{due}", today, Holder(Role.COORDINATOR)), person_id)
            )
    return len(followup.stand(plans=plans, withdrawn=(), at=at))
