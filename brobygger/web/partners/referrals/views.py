"""New people sent to our organisation, and our answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.directory import sign_ups
from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import answer as answering
from brobygger.pathway.attendance import queries as attendance
from brobygger.pathway.first_meeting import queries as contacts
from brobygger.pathway.referrals import onward
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Purpose, may
from brobygger.registry.people import queries as people
from brobygger.web.partners import reading
from brobygger.web.partners.referrals.forms import OTHER, NoForm, YesForm
from brobygger.web.partners.saying import day_and_clock
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

MOST = 50
TIMES_OF_A_GROUP, MOST_TIMES = 2, 6  # more choices than these nobody reads; another day can be written
OPEN = ("sent", "lapsed")


@guarded(Action.SEE_REFERRALS)
def received(request: Request) -> HttpResponse:
    """Who has been sent to us and waits for an answer, soonest first; then whom we are to call."""
    actor: Actor = request.actor
    sent = list(referrals.received(actor)[:MOST])
    calls = list(contacts.to_make_by_us(actor)[:MOST])
    ours = list(referrals.with_us(actor)[:MOST])
    handed = onward.with_us(actor, on=local_date(now()))[:MOST]
    ids = [*(row.person_id for some in (sent, calls, ours) for row in some), *handed]
    seen = reading.shown(actor, ids)
    return page(
        request,
        "partners/referrals/received.jinja",
        sent=[(row, seen[row.person_id]) for row in sent if row.person_id in seen],
        calls=[(row, seen[row.person_id]) for row in calls if row.person_id in seen],
        ours=[(row, seen[row.person_id]) for row in ours if row.person_id in seen],
        handed=[seen[person_id] for person_id in handed if person_id in seen],
        may_answer=may(actor.role, Action.ANSWER_REFERRAL),
        sign_ups=sign_ups.waiting(actor)[:MOST],
        channels=sign_ups.by_channel(actor),
        mine=actor.membership_id,
    )


@dataclass(frozen=True)
class Places:
    """What a yes can choose between: hosts, groups with room, and their next sessions."""

    hosts: dict[str, Any]
    groups: dict[str, Any]
    sessions: dict[str, tuple[Any, Any]]

    def form(self, actor: Actor, at: datetime, data: object = None) -> YesForm:
        return YesForm(
            data,
            hosts=[(key, _host_line(host, actor)) for key, host in self.hosts.items()],
            times=[(key, _time_line(group, session, at)) for key, (group, session) in self.sessions.items()],
            groups=[(key, group.name) for key, group in self.groups.items()],
            today=local_date(at),
            me=str(actor.membership_id) if str(actor.membership_id) in self.hosts else "",
        )


@guarded(Action.ANSWER_REFERRAL, methods=("GET", "POST"))
def answer(request: Request, referral_id: UUID) -> HttpResponse:
    """Yes, with who calls and when; or no, with why. Silence can still be turned into a yes."""
    actor: Actor = request.actor
    at = now()
    referral = referrals.get(actor, referral_id)
    if referral.receiver_id != actor.organisation_id:
        raise NotVisible("referral")
    if request.method == "POST" and request.POST.get("answer") == "no":
        return _say_no(request, referral, actor, at)
    if request.method == "POST":
        return _say_yes(request, referral, actor, at)
    if referral.status not in OPEN:
        return _answered(request, referral, actor)
    return _ask(request, referral, actor, at)


def _ask(
    request: Request,
    referral: Any,
    actor: Actor,
    at: datetime,
    yes: YesForm | None = None,
    no: NoForm | None = None,
) -> HttpResponse:
    person = people.read(actor, referral.person_id, purpose=Purpose.ACTIVITY)
    return page(
        request,
        "partners/referrals/answer.jinja",
        status=422 if yes or no else 200,
        referral=referral,
        person=person,
        yes=yes or _places(actor, referral, at).form(actor, at),
        no=no or NoForm(),
        no_is_open=no is not None,
    )


def _answered(request: Request, referral: Any, actor: Actor) -> HttpResponse:
    """Already answered: what was answered, and nothing about the person."""
    contact = contacts.made_for_referral(actor, referral.id) if referral.status == "accepted" else None
    return page(request, "partners/referrals/answered.jinja", referral=referral, contact=contact)


def _say_yes(request: Request, referral: Any, actor: Actor, at: datetime) -> HttpResponse:
    places = _places(actor, referral, at)
    form = places.form(actor, at, request.POST)
    if not form.is_valid():
        return _ask(request, referral, actor, at, yes=form)
    given = form.cleaned_data
    host = None if given["host"] == OTHER else places.hosts[given["host"]]
    if given["first"] == OTHER:
        group, first_on = places.groups.get(given["group"]), given["first_on"]
    else:
        group, session = places.sessions[given["first"]]
        first_on = local_date(session.starts_at)
    host_name = host.name if host else given["host_name"].strip()
    answering.accept(
        referral=referral, host=host, host_name=host_name, group=group, first_session_on=first_on, by=actor, at=at
    )
    if host and host.id == actor.membership_id:
        say(request, _("Tak for jeres ja. Nu mangler du bare at ringe."))
    else:
        say(request, _("Tak for jeres ja. %(name)s ringer før første gang.") % {"name": host_name})
    return redirect("received")


def _say_no(request: Request, referral: Any, actor: Actor, at: datetime) -> HttpResponse:
    form = NoForm(request.POST)
    if not form.is_valid():
        return _ask(request, referral, actor, at, no=form)
    answering.decline(referral=referral, reason=form.cleaned_data["reason"], by=actor, at=at)
    say(request, _("Tak for svaret. Koordinatoren leder nu efter et andet sted, så personen ikke venter på jer."))
    return redirect("received")


def _places(actor: Actor, referral: Any, at: datetime) -> Places:
    """Groups with a free place, the offer's own first, each with its next two sessions."""
    ours = [group for group in groups.of_organisation(actor) if group.phase != "ended" and group.size < group.size_max]  # type: ignore[attr-defined]  # annotated by the query
    ours.sort(key=lambda group: (group.offer_id != referral.offer_id, group.name))
    coming = attendance.coming_of_groups(actor, [group.id for group in ours], after=at)
    times = [(group, session) for group in ours for session in coming.get(group.id, [])[:TIMES_OF_A_GROUP]]
    return Places(
        hosts={str(host.id): host for host in access.hosts_of(actor, on=local_date(at))},
        groups={str(group.id): group for group in ours},
        sessions={str(session.id): (group, session) for group, session in times[:MOST_TIMES]},
    )


def _host_line(host: Any, actor: Actor) -> str:
    return _("Mig (%(name)s)") % {"name": host.name} if host.id == actor.membership_id else host.name


def _time_line(group: Any, session: Any, at: datetime) -> str:
    return _("%(group)s, %(when)s (%(size)s af %(most)s er med)") % {
        "group": group.name,
        "when": day_and_clock(session.starts_at, at),
        "size": group.size,
        "most": group.size_max,
    }
