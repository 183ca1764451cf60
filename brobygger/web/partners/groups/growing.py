"""What makes a group grow: newcomers prepared for, notes on progress, an invitation onward, hosts free for the next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups import queries as group_queries
from brobygger.communities.groups import rules
from brobygger.communities.volunteers import queries as volunteers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.disclosure import rules as disclosure
from brobygger.journeys import gather, group_life
from brobygger.pathway.attendance import queries
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields
from brobygger.registry.people import queries as people
from brobygger.web.partners import reading
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def prepared(request: Request, group_id: UUID) -> HttpResponse:
    """The group has talked about who comes, and who sits beside whom."""
    actor = request.actor
    group = group_queries.get(actor, group_id)
    groups.prepared(group=group, on=local_date(now()), by=actor)
    say(request, _("Godt. Så er I klar til at tage imod."))
    return redirect("group_life", group_id=group.id)


@guarded(Action.REGISTER_ATTENDANCE, methods=("POST",))
def progress(request: Request, session_id: UUID) -> HttpResponse:
    """What went well and what to practise, for each."""
    actor = request.actor
    session = queries.get_session(actor, session_id)
    expected = [row.person_id for row in queries.expected(actor, session.id)]
    for person_id in reading.shown(actor, expected):
        words = request.POST.get(f"progress-{person_id}")
        if words is not None:
            keeping.note_progress(session=session, person_id=person_id, words=words, by=actor, at=now())
    say(request, _("Noterne er gemt."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def invite_on(request: Request, session_id: UUID) -> HttpResponse:
    """Guests of a café are invited to try another group the next time it meets."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    others = {str(one.id): one for one in onward(actor, session)}
    to = others.get(request.POST.get("group", ""))
    expected = [row.person_id for row in queries.expected(actor, session.id)]
    chosen = [one for one in reading.shown(actor, expected) if str(one) in request.POST.getlist("person")]
    if to is None or not chosen:
        raise Refusal(_("Vælg en gruppe, og mindst én person."))
    coming = queries.next_of_groups(actor, [to.id], after=now()).get(to.id)
    if coming is None:
        raise Refusal(_("Gruppen har ingen mødegange i kalenderen. Læg en ind først."))
    count = keeping.expect_guests(session=coming, person_ids=chosen, by=actor, at=now())
    say(request, ngettext("%(n)s er inviteret med.", "%(n)s er inviteret med.", count) % {"n": count})
    return redirect("meeting", session_id=coming.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def next_group(request: Request, group_id: UUID) -> HttpResponse:
    """Those who have stepped back begin the next group."""
    actor = request.actor
    after = group_queries.get(actor, group_id)
    name = request.POST.get("name", "").strip()[:200]
    if not name:
        raise Refusal(_("Skriv, hvad den nye gruppe hedder."))
    made = group_life.begin_next(after=after, name=name, by=actor, at=now())
    say(request, _("Den nye gruppe er klar. Læg de første mødegange i kalenderen."))
    return redirect("plan_sessions", group_id=made.id)


def onward(actor: Actor, session: Any) -> list[Any]:
    """The organisation's other living groups."""
    found = group_queries.of_organisation(actor, session.organisation_id).exclude(phase="ended")
    return [one for one in found if one.id != session.group_id]


def went_on(actor: Actor, group_id: UUID) -> tuple[int | None, int | None] | None:
    """How many have come, and how many of them have begun elsewhere since; hidden when few; None before anybody has."""
    came, on = queries.went_on(actor, group_id)
    if not came:
        return None
    told = disclosure.divide(came, on)
    return disclosure.hide(came), told.part


def could_convene(actor: Actor, group_id: UUID, members: list[Any], roles: list[Any]) -> list[UUID]:
    """Who could keep the group going, when nobody does or nobody is ready after that one (R199)."""
    held = group_queries.held_now(roles)
    if not rules.may_run_itself(held):
        return []
    taken = {one.person for one in held if one.role in rules.ONE_ONLY}
    shares = queries.shares_come(actor, group_id)
    seen = [
        rules.Seen(
            str(one.person_id), one.carries, sum(role.person == str(one.person_id) for role in held),
            *shares.get(one.person_id, (0, 0)), active=one.taking_part == "active",
        )
        for one in members
        if str(one.person_id) not in taken
    ]  # fmt: skip
    return [UUID(one) for one in rules.could_convene(seen)]


def hosts_said(actor: Actor, session: Any, hosts: list[Any], *, alike: bool) -> list[tuple[str, str]]:
    """Hosts to choose among, each with how he or she differs from the members where the group asks for hosts alike."""
    if not alike:
        return [(str(one.id), one.name) for one in hosts]
    ids = [row.person_id for row in queries.expected(actor, session.id)]
    views = people.read_many(actor, ids, purpose=reading.purpose_of(actor), only={Fields.AGE}) if ids else {}
    members = [(one.sex or "", one.born.year if one.born else None) for one in views.values()]
    told = volunteers.wishes_of_many(actor, [one.id for one in hosts])
    said = []
    for one in hosts:
        wishes = told.get(one.id)
        differs = rules.unlike(sex=wishes.sex, born=wishes.born_year, members=members) if wishes else ()
        words = {"sex": _("andet køn end de fleste"), "age": _("en anden alder end de fleste")}
        said.append((str(one.id), " · ".join([one.name, *(words[each] for each in differs)])))
    return said


def new_hosts(session: Any, bookings: list[Any], actor: Actor) -> bool:
    """Whether nobody who receives people was there the time before (R127)."""
    return gather.breaks_with(session, {one.host_id for one in bookings if one.host_id}, actor)
