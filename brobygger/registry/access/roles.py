"""The roles people hold, and how far each reaches. Plain data."""

from __future__ import annotations

from enum import StrEnum

from brobygger.foundation.kernel.reach import Scope


class Role(StrEnum):
    HOME_CARE_WORKER = "home_care_worker"
    AMBASSADOR = "ambassador"
    COORDINATOR = "coordinator"
    VISITATION = "visitation"
    PROGRAMME_MANAGER = "programme_manager"
    ASSOCIATION_LEADER = "association_leader"
    HOST = "host"
    VOLUNTEER = "volunteer"
    DATA_PROTECTION = "data_protection"
    ADMINISTRATOR = "administrator"
    UNIT_MANAGER = "unit_manager"  # leads a unit and sees its numbers: never another unit's, and no person
    FINDER = "finder"  # trivselsagent: looks out for others, and sees only those he or she sent
    LINK = "link"  # somebody with a signed link; nobody signs in with it
    SYSTEM = "system"  # nightly work; nobody signs in with it


_MUNICIPAL = {
    Role.HOME_CARE_WORKER: Scope.UNIT,
    Role.AMBASSADOR: Scope.UNIT,
    Role.COORDINATOR: Scope.MUNICIPALITY,
    Role.VISITATION: Scope.MUNICIPALITY,
    Role.PROGRAMME_MANAGER: Scope.MUNICIPALITY,
    Role.UNIT_MANAGER: Scope.UNIT,
    Role.DATA_PROTECTION: Scope.MUNICIPALITY,
    Role.ADMINISTRATOR: Scope.MUNICIPALITY,
    Role.SYSTEM: Scope.MUNICIPALITY,
}


def scope_of(role: Role, *, municipal: bool) -> Scope:
    """How far a role reaches. `municipal`: the organisation is the municipality's own.

    Private home-care staff work on equal terms with the municipality's (R274), so they reach their unit. Every other
    role outside the municipality reaches only what is shared with its organisation, a volunteer only the persons
    he or she is matched with, and a finder those who have agreed to it.
    """
    if role in (Role.VOLUNTEER, Role.FINDER):
        return Scope.PERSONAL
    if role in (Role.HOME_CARE_WORKER, Role.AMBASSADOR):
        return Scope.UNIT
    return _MUNICIPAL.get(role, Scope.ORGANISATION) if municipal else Scope.ORGANISATION


# A role that reaches its unit reaches nobody without one.
NEEDS_UNIT = frozenset({Role.HOME_CARE_WORKER, Role.AMBASSADOR, Role.UNIT_MANAGER})
# What somebody can be in an association, a parish, a firm … Private home care has its own front line (R274).
_OUTSIDE = (Role.ASSOCIATION_LEADER, Role.HOST, Role.VOLUNTEER, Role.FINDER, Role.COORDINATOR)
# Nobody is given these: the program itself, and whoever holds a signed link.
UNGIVEN = frozenset({Role.SYSTEM, Role.LINK})
_CARE = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)


def roles_in(kind: str) -> tuple[Role, ...]:
    """The roles an organisation of a kind (organisations.Kind) can give, in the order a page offers them."""
    if kind == "municipality":
        return tuple(role for role in Role if role not in UNGIVEN | {Role.ASSOCIATION_LEADER})
    return (*_OUTSIDE, *_CARE) if kind in ("firm", "care_home") else _OUTSIDE
