"""Are there enough volunteers, and enough for them to do? By area today, and in the weeks ahead (R254, R255)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy

from brobygger.communities.volunteers import rules, upkeep
from brobygger.communities.volunteers.rules import Balance, RoleSide, Side, Week
from brobygger.communities.volunteers.upkeep import Here
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.reach import Scope
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.matching import queries as matching
from brobygger.pathway.matching.queries import WaitingRow
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality

WEEKS, LOOK_BACK = 8, 56  # weeks ahead; days the pace is taken from
FOR_TWO = ("one_to_one", "either", "")  # a wish for company that a volunteer can meet


@dataclass(frozen=True)
class Picture:
    """Both sides. sides: by area, roles: by kind of help, for the municipality only. idle: not needed for a month."""

    volunteers: Sequence[Here]
    wanted: int
    places: int
    sides: Sequence[Side]
    roles: Sequence[RoleSide]
    weeks: Sequence[Week]
    now: Balance
    later: Balance
    idle: Sequence[Here]


def picture(*, by: Actor, at: datetime) -> Picture:
    """How it stands and where it goes if it goes on as in the last eight weeks. An association gets its own volunteers
    and one number for those who wait: no area, so that nobody is recognised.
    """
    today = local_date(at)
    own = upkeep.here(by, on=today)
    with for_the_municipality(by):
        everybody_waiting = [
            row for programme in running.running(by, on=today) for row in matching.waiting(by, programme.id)
        ]
        waiting = [row for row in everybody_waiting if row.company in FOR_TWO]
        everybody = upkeep.here(by, on=today)
        came, left = upkeep.came_and_left(by, on=today, days=LOOK_BACK)
    free = [one for one in everybody if one.free and one.secrecy and not one.closed]
    places, wanted = sum(one.free for one in free), len(waiting)
    asked = sum(row.since > today - timedelta(days=LOOK_BACK) for row in waiting)
    a_week = LOOK_BACK / 7
    weeks = rules.forecast(
        wanted=wanted, places=places, pace=rules.Pace(asked / a_week, came / a_week, left / a_week), weeks=WEEKS
    )
    municipal = by.scope is Scope.MUNICIPALITY
    return Picture(
        volunteers=own,
        wanted=wanted,
        places=places,
        sides=rules.by_area([row.area for row in waiting], [(one.area, one.free) for one in free]) if municipal else (),
        roles=_by_role(everybody_waiting, waiting, free) if municipal else (),
        weeks=weeks,
        now=rules.balance(wanted, places),
        later=rules.balance(weeks[-1].wanted, weeks[-1].places),
        idle=[one for one in own if one.idle_since and (today - one.idle_since).days >= rules.IDLE_DAYS],
    )


def _by_role(everybody: Sequence[WaitingRow], for_two: Sequence[WaitingRow], free: Sequence[Here]) -> list[RoleSide]:
    """Who waits for a visitor, for somebody to go along, for a lift; and the volunteers who would."""
    wanted = {
        "visitor": len(for_two),
        "companion": sum(row.wants_companion is True for row in everybody),
        "driver": sum("transport" in row.barriers for row in everybody),
    }
    return rules.by_role(wanted, [(one.roles, one.free) for one in free])


_HELP = {
    "visitor": gettext_lazy("besøg"),
    "companion": gettext_lazy("følges de første gange"),
    "driver": gettext_lazy("kørsel"),
}


def _in_words(lacking: Sequence[str], short: Sequence[RoleSide]) -> str:
    """ "besøg 2, kørsel 1 (Nord 2)"."""
    roles = ", ".join(f"{_HELP[side.role]} {side.wanted - side.places}" for side in short)
    return (f"{roles} ({', '.join(lacking)})" if lacking else roles)[:200]


@transaction.atomic
def watch(*, by: Actor, at: datetime) -> bool:
    """Nightly: when more wait than there are places, the coordinator has a task that says so; monthly (R254)."""
    seen = picture(by=by, at=at)
    short = [side for side in seen.roles if side.wanted > side.places]
    if seen.now is not Balance.SHORTAGE and not short:
        return False
    lacking = [f"{side.area or '–'} {side.wanted - side.places}" for side in seen.sides if side.wanted > side.places]
    today = local_date(at)
    key = f"volunteers-wanted:{today:%Y-%m}"
    followup.add(
        plan=Planned(
            key=key, rule="recruit_volunteers", kind="recruit_volunteers", due=today + timedelta(days=7),
            holder=Holder(Role.COORDINATOR), why={"about": _in_words(lacking, short)},
        ),
        at=at,
    )  # fmt: skip
    return True
