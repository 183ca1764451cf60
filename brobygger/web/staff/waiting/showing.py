"""A group proposal as its page shows it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.offers import queries as offers
from brobygger.journeys.form_groups import Standing
from brobygger.pathway.matching import queries
from brobygger.pathway.matching.group_why_rules import facts, nearer_room, why_in, why_left_out
from brobygger.pathway.matching.rules import Choice
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people.queries import PersonView, read_many
from brobygger.web.shared import words
from brobygger.web.staff.matching.reasons import decimal
from brobygger.web.staff.waiting import telling
from brobygger.web.staff.waiting.forms import CompanyForm

MOST_NAMED = 100  # of those who no longer wait


def everything(actor: Actor, now: Standing) -> dict[str, Any]:
    """What the template shows: groups with their people, those outside with why, and what has become of the others."""
    names = {str(episode_id): one.person.name for episode_id, one in now.people.items()}
    by_id = {waiter.id: waiter for waiter in now.question.waiters}
    placed: dict[int, list[Any]] = {}
    for seat in now.open_seats:
        if seat.number is not None:
            placed.setdefault(seat.number, []).append(seat)
    sitting = {number: [by_id[str(seat.episode_id)] for seat in seats] for number, seats in placed.items()}
    rooms = _rooms(actor, now) if sitting else []
    groups = [_group(now, number, seats, sitting[number], names, rooms) for number, seats in sorted(placed.items())]
    outside = [seat for seat in now.open_seats if seat.number is None]
    why = {
        seat.id: why_left_out(by_id[str(seat.episode_id)], sitting, now.question)
        for seat in outside
        if not seat.refused
    }
    left = [{**_seat(now, seat), "why": telling.why_out(why[seat.id], names)} for seat in outside if seat.id in why]
    away = _names_of_others(actor, now)
    return {
        "groups": groups,
        "left": sorted(left, key=lambda one: -one["days"]),
        "in_the_way": telling.in_the_way(why.values()),
        "refused": [_seat(now, seat) for seat in outside if seat.refused],
        "new": [one.person.name for one in now.unseated],
        "asked_now": [now.people[seat.episode_id].person.name for seat in now.asked_now],
        "gone": [away[seat.person_id].name for seat in now.gone if seat.person_id in away],
        "made": _made(actor, now, away),
        "numbers": [*sorted(placed), max(placed, default=0) + 1],
        "terms": telling.terms(now.proposal),
        "summary": _summary(now, sum(map(len, placed.values())), len(groups)),
        "free": now.free,
        "hosts": now.question.terms.hosts,
        "company": _company(actor, now),
        "company_form": CompanyForm(people=_choices(now)),
    }


def _rooms(actor: Actor, now: Standing) -> list[tuple[str, Choice]]:
    """Where else a group could meet: the municipality's offers with a point on the map."""
    others = offers.local_offers(actor).exclude(id=now.proposal.offer_id).filter(latitude__isnull=False)
    return [(one.address or one.name, queries.choice_of(one, None)) for one in others]


def _group(
    now: Standing,
    number: int,
    seats: list[Any],
    waiters: list[Any],
    names: dict[str, str],
    rooms: list[tuple[str, Choice]],
) -> dict[str, Any]:
    told = facts(waiters, now.question)
    has = [
        ngettext("%s borger", "%s borgere", told.size) % told.size,
        telling.interests(told.interests),
        _("%s km til stedet i snit") % decimal(told.km) if told.km is not None else "",
        ngettext("%s kan give en hånd", "%s kan give en hånd", told.givers) % told.givers if told.givers else "",
    ]
    nearer = nearer_room(waiters, now.question, rooms)
    members = [
        {**_seat(now, seat), "why": telling.why_in(why_in(waiter, waiters, now.question), names)}
        for seat, waiter in zip(seats, waiters, strict=True)
    ]
    return {
        "number": number,
        "has": " · ".join(part for part in has if part),
        "broken": telling.broken(told.broken, names),
        "nearer": telling.nearer(nearer) if nearer else "",
        "members": sorted(members, key=lambda one: -one["days"]),
    }


def _seat(now: Standing, seat: Any) -> dict[str, Any]:
    one = now.people[seat.episode_id]
    return {
        "seat": seat,
        "person": one.person,
        "name": one.person.name,
        "days": one.waiter.waited_days,
        "waited": telling.waited(one.waiter.waited_days),
    }


def _summary(now: Standing, placed: int, count: int) -> str:
    return ngettext(
        "%(placed)s af %(all)s, der venter, sidder i %(n)s gruppe.",
        "%(placed)s af %(all)s, der venter, sidder i %(n)s grupper.",
        count,
    ) % {
        "placed": placed,
        "all": len(now.people) - sum(seat.episode_id in now.people for seat in now.settled),
        "n": count,
    }


def _names_of_others(actor: Actor, now: Standing) -> dict[Any, PersonView]:
    """Names of those who no longer wait, or wait for an answer; nothing is read when there are none."""
    others = [seat.person_id for seat in (*now.gone, *now.settled) if seat.episode_id not in now.people]
    if not others:
        return {}
    return read_many(actor, others[:MOST_NAMED], purpose=Purpose.BRIDGING, only={Fields.NAME})


def _made(actor: Actor, now: Standing, away: dict[Any, PersonView]) -> list[dict[str, Any]]:
    """Groups that have been made from this proposal, with how far each person is."""
    if not now.settled:
        return []
    ids = [seat.episode_id for seat in now.settled]
    status = referrals.status_at_offer(actor, ids, now.proposal.offer_id)
    made: dict[Any, dict[str, Any]] = {}
    for seat in now.settled:
        assert seat.group is not None
        here = made.setdefault(seat.group_id, {"group": seat.group, "members": []})
        waits = now.people.get(seat.episode_id)
        view = waits.person if waits else away.get(seat.person_id)
        if view is not None:
            to_ask = waits is not None and status.get(seat.episode_id) != "sent"
            here["members"].append(
                {
                    "seat": seat,
                    "name": view.name,
                    "to_ask": to_ask,
                    "state": _("skal spørges, om foreningen må få besked")
                    if to_ask
                    else words.said(words.REFERRAL_STATUSES, status.get(seat.episode_id)),
                }
            )
    return list(made.values())


def _company(actor: Actor, now: Standing) -> list[str]:
    names = {one.person.id: one.person.name for one in now.people.values()}
    said = {True: CompanyForm.HOW["with"], False: CompanyForm.HOW["without"]}
    return [
        f"{names[wish.person_id]} {said[wish.together]} {names[wish.other_id]}"
        for wish in queries.company_wishes(actor, names)
    ]


def _choices(now: Standing) -> list[tuple[str, str]]:
    people = sorted(now.people.values(), key=lambda one: one.person.name.casefold())
    return [(str(one.person.id), one.person.name) for one in people]
