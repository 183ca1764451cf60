"""Another role screens from a day on: those who wait, their visits and tasks go to it, or are finished first (R207)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import change
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.programmes.running import screener_rules as rules
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.programmes.running.queries import running as running_now
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.recipes import load
from brobygger.registry.recipes.way import Replaced


@dataclass(frozen=True)
class Lies:
    """What lies with whoever screens now: people who wait to be screened, visits agreed with them, open tasks."""

    waiting: int
    visits: int
    tasks: int


def lies_with(actor: Actor, programme: Programme) -> Lies:
    """What a change of today would move, before it is made. Three queries."""
    role = rules.screens(recipe_of(programme))
    waiting = _waiting(programme, role)
    return Lies(waiting.count(), _visits(programme, role).count(), _tasks(programme, role).count())


@transaction.atomic
def plan(
    *, programme: Programme, recipe: Mapping[str, object], from_day: date, reason: str, seen: int, by: Actor,
    at: datetime,
) -> change.Changed:  # fmt: skip
    """Save that another role screens from a day; a day that has come is carried out at once. Raises as change.save."""
    changed = change.save(
        programme=programme, recipe=recipe, reason=reason, seen=seen, in_force_from=from_day, accept_crowded=True,
        by=by, at=at,
    )  # fmt: skip
    _carry_out(Programme.objects.get(id=programme.id), by, at)
    return changed


@transaction.atomic
def carry_out(*, by: Actor, at: datetime) -> int:
    """Every night: where the day has come, the other role screens. How many programmes; repeating changes nothing.

    A programme that somebody changes at the same moment waits for the next time; the others do not wait for it.
    """
    done = 0
    for programme in running_now(by, on=local_date(at)):
        with suppress(Refusal), transaction.atomic():
            done += _carry_out(programme, by, at)
    return done


def _carry_out(programme: Programme, by: Actor, at: datetime) -> bool:
    recipe = recipe_of(programme)
    stage = rules.due(recipe, on=local_date(at))
    if stage is None:
        return False
    before, after = rules.screens(recipe), stage.by[0]
    change.save(
        programme=programme, recipe=rules.turned(load.as_data(recipe), after), seen=programme.recipe_version,
        reason=str(_("Fra i dag screener en anden rolle")), accept_crowded=True, by=by, at=at,
    )  # fmt: skip
    if stage.waiting == "pass_on":
        with for_the_municipality(by):
            _pass_on(programme, before, stage)
    return True


def _pass_on(programme: Programme, before: str, stage: Replaced) -> None:
    """Visits keep their time and lose the name: whoever holds the new role takes them."""
    for task in _tasks(programme, before).select_related("episode__programme"):
        change.hand_on(task, stage.by[0])
    _visits(programme, before).update(employee_user_id=None, employee_name="")
    _waiting(programme, before).update(owner_role=stage.by[0], owner_user_id=None)


def _waiting(programme: Programme, role: str) -> QuerySet[Episode]:
    return Episode.objects.filter(programme=programme, status="active", next_step=rules.STEP, owner_role=role)


def _visits(programme: Programme, role: str) -> QuerySet[Visit]:
    acts_as = recipe_of(programme).roles[role].acts_as
    theirs = Membership.objects.filter(role=acts_as).values("user_id")
    return Visit.objects.filter(
        status="planned", episode__in=_waiting(programme, role).values("id"), employee_user_id__in=theirs
    )


def _tasks(programme: Programme, role: str) -> QuerySet[Task]:
    return Task.objects.filter(status="open", why__recipe_role=role, episode__in=_waiting(programme, role).values("id"))
