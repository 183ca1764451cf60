"""The leader is seen in the units: which were visited, which were not, and what was agreed there (R358)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.journeys.ask_to_refer import referred
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.presence import operations as presence
from brobygger.programmes.presence import queries, rules
from brobygger.programmes.presence.models import UnitVisit
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role

AGREED = "after_unit_visit"


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


def missed(actor: Actor, programme: Programme, names: Mapping[UUID, str], *, on: date) -> list[str]:
    """Which of the units (id → name) nobody has visited for as long as the leader meant to. Two queries."""
    every = queries.every_weeks(actor, programme)
    visits: dict[UUID, list[tuple[date, date | None]]] = {}
    for one in queries.visits(actor, programme):
        visits.setdefault(one.unit_id, []).append((one.planned_on, one.held_on))
    return [
        name
        for unit_id, name in names.items()
        if rules.is_missed(rules.seen(visits.get(unit_id, [])), every_weeks=every, since=programme.starts_on, today=on)
    ]


@transaction.atomic
def agreed(*, visit: UnitVisit, whose: str, due: date | None, by: Actor, at: datetime) -> None:
    """What was agreed at the visit is a task by a day: for the unit, or for the coordinator. Written again, it is one.

    due None: a week from today.
    """
    if not visit.next_step:
        return
    unit = whose == "unit"
    holder = Holder(Role.HOME_CARE_WORKER, unit_id=visit.unit_id) if unit else Holder(Role.COORDINATOR)
    followup.add(
        plan=Planned(
            key=f"{AGREED}:{visit.id}", rule=AGREED, kind=AGREED, due=due or local_date(at) + rules.A_WEEK,
            holder=holder, why={"about": f"{visit.unit.name}: {visit.next_step}"},
        ),
        programme=visit.programme,
        at=at,
    )  # fmt: skip


@transaction.atomic
def held(
    *, visit: UnitVisit, held_on: date, visitor: str, told: dict[str, str], whose: str, due: date | None, by: Actor,
    at: datetime,
) -> UnitVisit:  # fmt: skip
    """An arranged visit was held, and what was agreed is a task."""
    done = presence.held(visit=visit, held_on=held_on, visitor=visitor, told=told, by=by, at=at)
    agreed(visit=done, whose=whose, due=due, by=by, at=at)
    return done
