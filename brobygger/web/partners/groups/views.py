"""Our groups: who is in them, when they meet, and the sheet for the wall."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.groups import operations as keeping
from brobygger.communities.groups import queries, rules
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import group_life, ways
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.orders import queries as ordered
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, may
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import queries as people
from brobygger.web.partners import reading
from brobygger.web.partners.groups.forms import GroupForm, PlanForm
from brobygger.web.shared import group_words, words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

PHASES = ("starting", "running", "self_run", "anchored")
MOST_SESSIONS_SHOWN = 12
MOST_GROUPS = 100
SHEET_COLUMNS = 8


@guarded(Action.SEE_GROUPS)
def groups(request: Request) -> HttpResponse:
    """Every group with how many are in it and when it meets next; attendance that is missing comes first."""
    actor: Actor = request.actor
    at = now()
    ours = list(queries.all_groups(actor)[:MOST_GROUPS])
    return page(
        request,
        "partners/groups/groups.jinja",
        groups=ours,
        next_sessions=sessions.next_of_groups(actor, [group.id for group in ours], after=at),
        unregistered=list(sessions.unregistered(actor, before=at)) if _may_register(actor) else [],
        may_manage=may(actor.role, Action.MANAGE_GROUPS),
    )


@guarded(Action.SEE_GROUPS)
def group(request: Request, group_id: UUID) -> HttpResponse:
    """One group: the next session first, then who is in it, then its way to standing alone."""
    actor: Actor = request.actor
    at = now()
    shown = queries.get(actor, group_id)
    members = list(queries.members_of(actor, group_id))
    seen = reading.shown(actor, [member.person_id for member in members])
    habits = ways.habits_of(shown)
    planned = list(sessions.sessions_of(actor, group_id))
    coming = [session for session in planned if session.starts_at > at and session.status == "planned"]
    expected = {row.person_id: row for row in sessions.expected(actor, coming[0].id)} if coming else {}
    return page(
        request,
        "partners/groups/group.jinja",
        group=shown,
        size=len(members),
        members=[(member, seen[member.person_id]) for member in members if member.person_id in seen],
        next_session=coming[0] if coming else None,
        coming_there=[(row, seen[person_id]) for person_id, row in expected.items() if person_id in seen],
        coming=coming[1:MOST_SESSIONS_SHOWN],
        unregistered=_unregistered(planned, at),
        held=[session for session in reversed(planned) if session.status == "held"][:5],
        phases=[str(words.PHASES[code]) for code in PHASES],
        phase=PHASES.index(shown.phase) + 1 if shown.phase in PHASES else 0,
        says=group_words,
        duties=_duties(actor, coming, seen),
        paused=habits if ways.is_paused(habits, local_date(at)) else None,
        size_said=group_words.SIZES.get(rules.size_says(len(members), least=shown.size_min, most=shown.size_max)),
        may_register=_may_register(actor),
        may_sign=may(actor.role, Action.SIGN_FOR),
        may_manage=may(actor.role, Action.MANAGE_GROUPS),
        day_choices=_days_asked(actor, group_id),
    )


def _days_asked(actor: Actor, group_id: UUID) -> list[Any]:
    """Days laid before others, for those who may look after them; what was put away is left out."""
    if not may(actor.role, Action.MANAGE_GROUPS):
        return []
    return [one for one in ordered.day_choices(actor, group_id) if one.status != "put_away"]


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def new_group(request: Request) -> HttpResponse:
    """Begin a group."""
    actor: Actor = request.actor
    at = now()
    running = {str(programme.id): programme for programme in programmes.running(actor, on=local_date(at))}
    choices = [(key, programme.name) for key, programme in running.items()]
    form = GroupForm(request.POST if request.method == "POST" else None, programmes=choices)
    if not form.is_valid():
        return page(request, "partners/groups/new_group.jinja", status=422 if form.is_bound else 200, form=form)
    given = dict(form.cleaned_data)
    assert actor.organisation_id
    kind = given.pop("kind") or "group"
    made = keeping.start(
        organisation=organisations.get(actor, actor.organisation_id),
        programme=running.get(given.pop("programme")),
        by=actor,
        at=at,
        **given,
    )
    group_life.begin(group=made, kind=kind, by=actor, at=at)
    say(request, _("Gruppen er oprettet. Læg nu de første mødegange i kalenderen."))
    return redirect("plan_sessions", group_id=made.id)


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def plan_sessions(request: Request, group_id: UUID) -> HttpResponse:
    """Put sessions in the group's calendar."""
    actor: Actor = request.actor
    at = now()
    shown = queries.get(actor, group_id)
    planned = list(sessions.sessions_of(actor, group_id))
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        today=local_date(at),
        taken=[local_date(session.starts_at) for session in planned if session.status != "cancelled"],
        initial={"starts_on": _next_day(shown, local_date(at)), "time": shown.time, "every_days": 7, "count": 4},
    )
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return page(request, "partners/groups/plan_sessions.jinja", status=status, group=shown, form=form)
    made = group_life.plan_sessions(group=shown, starts=form.starts(), by=actor, at=at)
    count = len(made)
    say(
        request,
        ngettext("%(n)s mødegang er lagt i kalenderen.", "%(n)s mødegange er lagt i kalenderen.", count) % {"n": count},
    )
    return redirect("group", group_id=shown.id)


@guarded(Action.SEE_GROUPS)
def sheet(request: Request, group_id: UUID) -> HttpResponse:
    """A sheet of paper with names and boxes, for whoever would rather write by hand."""
    actor: Actor = request.actor
    at = now()
    shown = queries.get(actor, group_id)
    ids = [member.person_id for member in queries.members_of(actor, group_id)]
    seen = people.read_many(actor, ids, purpose=reading.purpose_of(actor), only={Fields.NAME})
    names = sorted((view.name for view in seen.values()), key=str.casefold)
    coming = sessions.coming_of_groups(actor, [group_id], after=at, days=366).get(group_id, [])
    return page(
        request,
        "partners/groups/sheet.jinja",
        group=shown,
        names=names,
        coming=coming[:SHEET_COLUMNS],
        blank_columns=max(0, SHEET_COLUMNS - len(coming)),
    )


def _duties(actor: Actor, coming: list[Any], seen: dict[UUID, Any]) -> list[tuple[str, str]]:
    """Who does what next time, of those who may be seen."""
    shares = sessions.duties_at(actor, coming[0].id) if coming else {}
    return [(what, seen[person_id].given_name) for what, person_id in sorted(shares.items()) if person_id in seen]


def _may_register(actor: Actor) -> bool:
    return may(actor.role, Action.REGISTER_ATTENDANCE)


def _unregistered(planned: list[Any], at: datetime) -> Any | None:
    """The latest session that has begun and whose attendance nobody has written down."""
    begun = [session for session in planned if session.starts_at <= at and session.status == "planned"]
    return begun[-1] if begun else None


def _next_day(shown: Any, today: date) -> date:
    """The next day the group usually meets, today included; today when it has no usual day."""
    if shown.weekday is None:
        return today
    return date.fromordinal(today.toordinal() + (shown.weekday - today.weekday()) % 7)
