"""Writing follow-up tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Talk, Task
from brobygger.programmes.running.models import Programme
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
    return synchronise_many(plans=[(episode, list(planned), at)])


@transaction.atomic
def synchronise_many(*, plans: Sequence[tuple[Episode, Sequence[Planned], datetime]]) -> list[Task]:
    """The same for many episodes, each with its plan and moment: two statements when nothing changes."""
    standing: dict[UUID, dict[str, Task]] = {}
    for task in Task.objects.filter(episode_id__in=[episode.id for episode, _planned, _at in plans]):
        if task.episode_id is not None and task.key.startswith(f"{task.episode_id}:"):
            standing.setdefault(task.episode_id, {})[task.key] = task
    new: list[Task] = []
    changes: dict[_Change, list[UUID]] = {}
    for episode, planned, at in plans:
        wanted = {plan.key: plan for plan in planned}
        there = standing.get(episode.id, {})
        new += [
            _task(plan, at, episode=episode, person_id=episode.person_id)
            for key, plan in wanted.items()
            if key not in there
        ]
        for key, task in there.items():
            change = _change(task, wanted.get(key), at)
            if change is not None:
                changes.setdefault(change, []).append(task.id)
    Task.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    for (seen, fields), ids in changes.items():
        Task.objects.filter(id__in=ids, status=seen).update(**dict(fields))
    return new


_Change = tuple[str, tuple[tuple[str, Any], ...]]  # the status that was seen, and what becomes of it


def _change(task: Task, wanted: Planned | None, at: datetime) -> _Change | None:
    if task.status == "open" and wanted is None:
        return "open", (("status", "cancelled"), ("done_at", at))
    if task.status == "open" and wanted is not None and task.due != wanted.due:
        return "open", (("due", wanted.due),)
    if task.status == "cancelled" and wanted is not None:
        return "cancelled", (("status", "open"), ("due", wanted.due), ("done_at", None))
    return None


@transaction.atomic
def add(
    *,
    plan: Planned,
    at: datetime,
    person: Person | None = None,
    episode: Episode | None = None,
    programme: Programme | None = None,
) -> Task:
    """A task beside an episode's rules, e.g. to handle a tip or visit a group. The same key gives the same task."""
    made = _task(plan, at, episode=episode, person_id=person.id if person else None)
    if programme is not None:
        made.programme = programme
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


def pass_on(*, leaver_id: UUID, successor_id: UUID) -> int:
    """Give the open tasks one user has taken to another user, when somebody leaves (R320). Returns how many."""
    return Task.objects.filter(owner_user_id=leaver_id, status="open").update(owner_user_id=successor_id)


@transaction.atomic
def stand(*, plans: Sequence[tuple[Planned, UUID | None]], withdrawn: Iterable[str], at: datetime) -> list[Task]:
    """Tasks outside an episode's rules that should stand open, each with its person; and keys that no longer should.

    One that was withdrawn and is needed again stands open again; one that somebody has done stays done. A handful of
    statements, however many. Returns the tasks that are new or open again.
    """
    gone = list(withdrawn)
    if gone:
        Task.objects.filter(key__in=gone, status="open").update(status="cancelled", done_at=at)
    keys = [plan.key for plan, _person in plans]
    known = dict(Task.objects.filter(key__in=keys).values_list("key", "status")) if keys else {}
    again = [key for key, status in known.items() if status == "cancelled"]
    if again:
        Task.objects.filter(key__in=again, status="cancelled").update(status="open", done_at=None)
    made = [_task(plan, at, episode=None, person_id=person) for plan, person in plans if plan.key not in known]
    Task.objects.bulk_create(made, ignore_conflicts=True)
    return made + list(Task.objects.filter(key__in=again)) if again else made


@transaction.atomic
def complete_by_key(*, key: str, by: Actor, at: datetime) -> int:
    """What a task asked for has been done elsewhere: it is done too. Returns how many (0: it was not open)."""
    return Task.objects.filter(key=key, status="open").update(
        status="done", done_at=at, done_by_id=by.user_id, outcome="done"
    )


@transaction.atomic
def note_talk(*, person: Person, facts: Mapping[str, Any], by: Actor, at: datetime) -> Talk:
    """How the person says it goes today. The same day again corrects."""
    talk, _new = Talk.objects.update_or_create(
        person=person, on=local_date(at), defaults={**facts, "asked_by_id": by.user_id}
    )
    return talk
