"""A waiting list with two sides: who waits (without names), which volunteers there are, and groups with places.

The municipality's own and, where the recipe lets them, the associations: they see what is wished, never who wishes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from brobygger.communities.groups import queries as groups
from brobygger.communities.volunteers import queries as volunteers
from brobygger.communities.volunteers.queries import Ready
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.matching import queries
from brobygger.pathway.matching.wait_rules import Expected, Shortage, Side, expected, shortage
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality

MOST_SHOWN = 100


@dataclass(frozen=True)
class Nameless:
    """Somebody who waits, as anybody may be told: what is wished and for how long. area: empty for associations."""

    interests: tuple[str, ...]
    company: str
    weekdays: tuple[int, ...]
    waited_days: int
    area: str = ""


@dataclass(frozen=True)
class TwoSides:
    """The list of one programme. groups: those with places, as group rows with `places`."""

    programme: Programme
    waiting: Sequence[Nameless]
    volunteers: Sequence[Ready]
    groups: Sequence[Any]
    expected: Expected
    expected_by: Mapping[str, Expected]  # by what is wished: one_to_one, group
    lacking: Shortage
    without_host: Sequence[Any]  # groups that take people and have nobody who receives them


def two_sides(*, programme: Programme, by: Actor, at: datetime) -> TwoSides:
    """Both sides of a programme's list, for those who may see all of it."""
    today = local_date(at)
    rows = queries.waiting(by, programme.id)
    ready = [one for one in volunteers.ready(by, on=today) if one.places]
    with_places = groups.with_places(by, programme.id)
    return TwoSides(
        programme,
        [nameless(row, today) for row in rows[:MOST_SHOWN]],
        ready,
        with_places,
        expected(queries.waits(by, programme.id, at=at)),
        {
            company: expected(queries.waits(by, programme.id, at=at, company=company))
            for company in ("one_to_one", "group")
        },
        shortage(
            [Side(row.area, row.company) for row in rows],
            visits=sum(one.places for one in ready),
            places=sum(one.places for one in with_places),
        ),
        [group for group in with_places if group.host_id is None],
    )


def nameless_for(*, by: Actor, at: datetime) -> list[tuple[Programme, list[Nameless]]]:
    """What the actor's organisation may know of those who wait, in programmes whose recipe says so: wishes and wait.

    No name, age, sex or place: nothing that tells who it is before the person has said yes to it (R100).
    """
    today = local_date(at)
    with for_the_municipality(by):
        told = []
        for programme in running.running(by, on=today):
            waiting = running.recipe_of(programme).waiting
            if waiting is not None and set(waiting.nameless_to) & _roles_of(programme, by):
                rows = queries.waiting(by, programme.id)[:MOST_SHOWN]
                told.append((programme, [nameless(row, today, area=False) for row in rows]))
        return told


def _roles_of(programme: Programme, by: Actor) -> set[str]:
    """The recipe's roles that somebody in the actor's organisation holds."""
    held = running.holders(programme)
    return {role for role, rows in held.items() if any(row.organisation_id == by.organisation_id for row in rows)}


def nameless(row: queries.WaitingRow, today: date, *, area: bool = True) -> Nameless:
    """Somebody who waits, without anything that tells who it is."""
    return Nameless(
        tuple(row.interests),
        row.company,
        tuple(row.weekdays),
        max(0, (today - row.since).days),
        row.area if area else "",
    )
