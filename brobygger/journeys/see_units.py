"""The leader is seen in the units: which were visited, which were not, and what was agreed there (R358)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.reach import Scope
from brobygger.insight.evaluation import attention_queries
from brobygger.insight.evaluation.attention_queries import Attention
from brobygger.journeys.ask_to_refer import referred
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.presence import operations as presence
from brobygger.programmes.presence import queries, rules
from brobygger.programmes.presence.models import UnitVisit
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.acting import for_the_municipality

MOST_UNITS = 300  # as the list of ambassadors
AGREED, ARRANGE = "after_unit_visit", "visit_unit"


@dataclass(frozen=True)
class UnitSeen:
    """One unit: when it was visited, whether that is too long ago, and each month's visits and referrals."""

    id: UUID
    name: str
    seen: rules.Seen
    weeks: int
    missed: bool
    visited: tuple[int, ...]
    referred: tuple[int, ...]


def units(actor: Actor, programme: Programme, visits: Sequence[UnitVisit], *, on: date) -> list[UnitSeen]:
    """The units of a programme, those nobody has visited longest first. Two queries beside the visits'."""
    every = queries.every_weeks(actor, programme)
    months = rules.months_until(on)
    by_unit: dict[UUID, list[tuple[date, date | None]]] = {}
    for one in visits:
        by_unit.setdefault(one.unit_id, []).append((one.planned_on, one.held_on))
    found: dict[UUID | None, list[date]] = {}
    for each in {one.id: one for one in referred(actor, since=datetime.combine(months[0], time(), DENMARK))}.values():
        found.setdefault(each.unit_id, []).append(each.on)
    told = [
        _unit(unit, by_unit.get(unit.id, []), found.get(unit.id, []), every, months, programme.starts_on, on)
        for unit in running.units(actor, programme)
    ]
    return sorted(told, key=lambda one: (not one.missed, -one.weeks, one.name))


def attention(actor: Actor, programme: Programme, *, since: date) -> list[Attention]:
    """How much attention each unit gives the effort from a day until now; a unit's manager is told the own unit's.

    For the manager it is counted with the municipality's reach: hours, courses and referrals are nobody's unit's, and
    she reaches none of those rows. What comes back is numbers, the unit's name, and titles of courses
    (docs/decisions/009). Everybody else counts what they reach themselves.
    """
    shown = own_units(actor, programme)
    with for_the_municipality(actor) if actor.role is Role.UNIT_MANAGER else nullcontext():
        return attention_queries.attention(actor, programme, shown, since=since)


def own_units(actor: Actor, programme: Programme) -> list[Unit]:
    """The units whose numbers the reader may see, by name: all that take part; a unit's manager the own; somebody
    outside the municipality those of the own organisation."""
    found = running.units(actor, programme)
    if actor.role is Role.UNIT_MANAGER:
        found = found.filter(id__in=actor.unit_ids)
    elif actor.scope is not Scope.MUNICIPALITY:
        found = found.filter(organisation_id__in=[actor.organisation_id])
    return list(found[:MOST_UNITS])


def _unit(
    unit: Any, visits: list[tuple[date, date | None]], days: list[date], every: int, months: list[date], since: date,
    on: date,
) -> UnitSeen:  # fmt: skip
    seen = rules.seen(visits)
    return UnitSeen(
        id=unit.id, name=unit.name, seen=seen, weeks=rules.weeks_without(seen, since=since, today=on),
        missed=rules.is_missed(seen, every_weeks=every, since=since, today=on),
        visited=rules.by_month([held for _planned, held in visits if held], months),
        referred=rules.by_month(days, months),
    )  # fmt: skip


@transaction.atomic
def watch(*, by: Actor, at: datetime) -> int:
    """For the night: a task to arrange a visit for each unit that has waited longer than the leader meant to.

    Only where the leader has chosen how often. Arranged or visited, its task is no longer needed. How many are new.
    """
    today = local_date(at)
    plans = [
        (
            Planned(
                key=f"{ARRANGE}:{programme.id}:{one.id}:{one.seen.last or programme.starts_on}", rule=ARRANGE,
                kind=ARRANGE, due=today, holder=Holder(Role.COORDINATOR),
                why={"about": f"{one.name}, {programme.name}"},
            ),
            None,
        )
        for programme in running.running(by, on=today) if queries.has_rhythm(by, programme)
        for one in units(by, programme, queries.visits(by, programme), on=today) if one.missed
    ]  # fmt: skip
    standing = Task.objects.filter(kind=ARRANGE, status="open").values_list("key", flat=True)
    gone = set(standing) - {plan.key for plan, _person in plans}
    return len(followup.stand(plans=plans, withdrawn=gone, at=at))


@transaction.atomic
def agreed(*, visit: UnitVisit, whose: str, due: date | None, by: Actor, at: datetime) -> None:
    """What was agreed at the visit is a task by a day: for the unit's ambassador, or else for the coordinator.

    Written again, it is the same task, which then says what is written now; nothing agreed, it is no longer needed.
    due None: a week from today.
    """
    if not visit.next_step:
        followup.stand(plans=(), withdrawn=[_key(visit)], at=at)
        return
    ambassador = _ambassador(by, visit.unit_id, local_date(at)) if whose == "unit" else None
    holder = Holder(Role.AMBASSADOR, owner_user_id=ambassador) if ambassador else Holder(Role.COORDINATOR)
    followup.rewrite(
        plan=Planned(
            key=_key(visit), rule=AGREED, kind=AGREED, due=due or local_date(at) + rules.A_WEEK,
            holder=holder, why={"about": f"{visit.unit.name}: {visit.next_step}"},
        ),
        programme=visit.programme,
        at=at,
    )  # fmt: skip


def asked(*, visit: UnitVisit, by: Actor) -> tuple[str, date] | None:
    """Whose the open task from a visit is, as the page's own words, and its day; None where none stands open."""
    task = Task.objects.filter(key=_key(visit), status="open").first()
    return ("unit" if task.role == Role.AMBASSADOR else "coordinator", task.due) if task else None


def _key(visit: UnitVisit) -> str:
    return f"{AGREED}:{visit.id}"


def _ambassador(by: Actor, unit_id: UUID, on: date) -> UUID | None:
    found = access.members_of(by, on=on).filter(unit_id=unit_id, role=Role.AMBASSADOR).order_by("since", "id").first()
    return found.user_id if found else None


@transaction.atomic
def erase(*, visit: UnitVisit, by: Actor, at: datetime) -> None:
    """A visit that was written down by mistake is gone, and nobody is asked to do what was agreed at it."""
    followup.stand(plans=(), withdrawn=[_key(visit)], at=at)
    presence.erase(visit=visit, by=by)


@transaction.atomic
def held(
    *, visit: UnitVisit, held_on: date, visitor: str, told: dict[str, str], whose: str, due: date | None, by: Actor,
    at: datetime,
) -> UnitVisit:  # fmt: skip
    """An arranged visit was held, and what was agreed is a task."""
    done = presence.held(visit=visit, held_on=held_on, visitor=visitor, told=told, by=by, at=at)
    agreed(visit=done, whose=whose, due=due, by=by, at=at)
    return done
