"""Writing follow-up tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.models import Person


@dataclass(frozen=True)
class Holder:
    """Who a task lies with: a role, and as much more as is known. Nobody's name means everybody in the role."""

    role: Role
    owner_user_id: UUID | None = None
    organisation_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True)
class Planned:
    """A task that should stand open."""

    key: str
    rule: str
    kind: str
    due: date
    holder: Holder
    why: Mapping[str, Any]


@transaction.atomic
def synchronise(*, episode: Episode, planned: Iterable[Planned], at: datetime) -> list[Task]:
    """Make the episode's rule-made tasks equal to the plan: new ones appear, open ones without a rule are cancelled.

    A task done stays done, one whose day moved is moved; repeating it changes nothing. Returns the new tasks.
    """
    wanted = {plan.key: plan for plan in planned}
    standing = {task.key: task for task in Task.objects.filter(episode=episode, key__startswith=f"{episode.id}:")}
    new = [
        _task(plan, at, episode=episode, person_id=episode.person_id)
        for key, plan in wanted.items()
        if key not in standing
    ]
    Task.objects.bulk_create(new, ignore_conflicts=True)
    for key, task in standing.items():
        if task.status == "open" and key not in wanted:
            Task.objects.filter(id=task.id, status="open").update(status="cancelled", done_at=at)
        elif task.status == "open" and task.due != wanted[key].due:
            Task.objects.filter(id=task.id, status="open").update(due=wanted[key].due)
        elif task.status == "cancelled" and key in wanted:
            Task.objects.filter(id=task.id).update(status="open", due=wanted[key].due, done_at=None)
    return new


@transaction.atomic
def add(*, plan: Planned, at: datetime, person: Person | None = None, episode: Episode | None = None) -> Task:
    """A task that no recipe made, e.g. to handle a tip. The same key gives the same task."""
    made = _task(plan, at, episode=episode, person_id=person.id if person else None)
    Task.objects.bulk_create([made], ignore_conflicts=True)
    return Task.objects.get(key=plan.key)


@transaction.atomic
def complete(*, task: Task, outcome: str, by: Actor, at: datetime, note: str = "") -> Task:
    """Done by whoever is there. Raises Taken when it was done or cancelled meanwhile."""
    changed = Task.objects.filter(id=task.id, status="open").update(
        status="done", done_at=at, done_by_id=by.user_id, outcome=outcome, note=note
    )
    task.refresh_from_db()
    if not changed and not (task.done_by_id == by.user_id and task.outcome == outcome):
        raise Taken(_("Opgaven er allerede løst eller aflyst."))
    return task


@transaction.atomic
def reopen(*, task: Task, by: Actor, at: datetime) -> Task:
    """Undo: the task stands open again."""
    Task.objects.filter(id=task.id, status="done", done_by_id=by.user_id).update(
        status="open", done_at=None, done_by_id=None, outcome="", note=""
    )
    task.refresh_from_db()
    return task


@transaction.atomic
def take_over(*, task: Task, by: Actor, at: datetime) -> Task:
    """Any colleague may take a task over, so that nothing hangs on one person (R097)."""
    Task.objects.filter(id=task.id, status="open").update(owner_user_id=by.user_id)
    task.refresh_from_db()
    return task


@transaction.atomic
def let_go(*, task: Task, by: Actor, at: datetime) -> Task:
    """Undo of taking over: everybody in the role has the task again."""
    Task.objects.filter(id=task.id, status="open", owner_user_id=by.user_id).update(owner_user_id=None)
    task.refresh_from_db()
    return task


@transaction.atomic
def cancel_all(*, person: Person, at: datetime) -> int:
    """Close every open task about a person (death, moved). Returns how many."""
    return Task.objects.filter(person=person, status="open").update(status="cancelled", done_at=at)


def _task(plan: Planned, at: datetime, *, episode: Episode | None, person_id: UUID | None) -> Task:
    return Task(
        key=plan.key,
        rule=plan.rule,
        kind=plan.kind,
        due=plan.due,
        why=dict(plan.why),
        role=plan.holder.role,
        owner_user_id=plan.holder.owner_user_id,
        organisation_id=plan.holder.organisation_id,
        unit_id=plan.holder.unit_id,
        person_id=episode.person_id if episode else person_id,
        episode=episode,
        programme_id=episode.programme_id if episode else None,
        made_at=at,
    )


@transaction.atomic
def cancel_of_receiver(*, person_id: UUID, organisation_id: UUID | None, at: datetime) -> int:
    """Close an organisation's open tasks about a person whose consent is gone. Returns how many."""
    if organisation_id is None:
        return 0
    return Task.objects.filter(person_id=person_id, organisation_id=organisation_id, status="open").update(
        status="cancelled", done_at=at
    )
