"""Writing follow-up tasks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.context import current_municipality
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.queries import Going
from brobygger.pathway.episodes.rules import PlannedTask
from brobygger.pathway.followup.models import Talk, Task
from brobygger.pathway.followup.queries import may_do
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
def synchronise_many(
    *,
    plans: Sequence[tuple[Episode | Going, Mapping[str, PlannedTask], datetime]],
    planned: Callable[[Episode | Going, str, PlannedTask], Planned],
) -> int:
    """Make the rule-made tasks of episodes equal to their plans: task by key, and the moment it is planned at.

    New ones appear, open ones without a rule are cancelled, one whose day moved is moved, one done stays done, and
    one that was closed because the person has gone stays closed; repeating it changes nothing.
    planned: says who holds a task; asked about new ones only. A statement for what stands, one for all that is new, and
    one for each kind of change. Returns how many are new.
    """
    standing: dict[UUID, dict[str, tuple[UUID, str, date, str]]] = {}
    for episode_id, key, *task in rows(_STANDING, {"ids": array(episode.id for episode, _wanted, _at in plans)}):
        standing.setdefault(episode_id, {})[key] = (task[0], task[1], task[2], task[3])
    new: list[dict[str, Any]] = []
    changes: dict[_Change, list[UUID]] = {}
    nothing: dict[str, tuple[UUID, str, date, str]] = {}
    for episode, wanted, at in plans:
        there = standing.get(episode.id, nothing)
        if wanted.keys() - there.keys():
            new += [_row(planned(episode, key, wanted[key]), episode, at) for key in wanted if key not in there]
        for key, (task_id, status, due, outcome) in there.items():
            change = _change(status, due, outcome, wanted.get(key), at)
            if change is not None:
                changes.setdefault(change, []).append(task_id)
    if new:
        _insert(new)
    for (seen, fields), ids in changes.items():
        Task.objects.filter(id__in=ids, status=seen).update(**dict(fields))
    return len(new)


_STANDING = """
select episode_id, key, id, status, due, outcome from followup_task
where episode_id = any(%(ids)s::uuid[]) and starts_with(key, episode_id || ':')
"""
_Change = tuple[str, tuple[tuple[str, Any], ...]]  # the status that was seen, and what becomes of it
GONE = "gone"  # closed because the person, or the consent, has gone: no rule opens it again


def _change(status: str, due: date, outcome: str, wanted: PlannedTask | None, at: datetime) -> _Change | None:
    if status == "open" and wanted is None:
        return "open", (("status", "cancelled"), ("done_at", at))
    if status == "open" and wanted is not None and due != wanted.due:
        return "open", (("due", wanted.due),)
    if status == "cancelled" and wanted is not None and outcome != GONE:
        return "cancelled", (("status", "open"), ("due", wanted.due), ("done_at", None))
    return None


def _row(plan: Planned, episode: Episode | Going, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "key": plan.key,
        "rule": plan.rule,
        "kind": plan.kind,
        "why": plan.why,
        "person_id": episode.person_id,
        "episode_id": episode.id,
        "programme_id": episode.programme_id,
        "role": plan.holder.role,
        "owner_user_id": plan.holder.owner_user_id,
        "organisation_id": plan.holder.organisation_id,
        "unit_id": plan.holder.unit_id,
        "due": plan.due,
        "made_at": at,
    }


def _insert(new: Sequence[dict[str, Any]]) -> None:
    """One value for all rows: a statement takes at most 65,535 values, and each costs more than the row itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, {"municipality": current_municipality(), "rows": json.dumps(new, default=str, ensure_ascii=False)}
        )


_INSERT = """
insert into followup_task (municipality_id, id, key, rule, kind, why, person_id, episode_id, programme_id, role,
  owner_user_id, organisation_id, unit_id, due, status, made_at, outcome, note)
select %(municipality)s, n.id, n.key, n.rule, n.kind, n.why, n.person_id, n.episode_id, n.programme_id, n.role,
  n.owner_user_id, n.organisation_id, n.unit_id, n.due, 'open', n.made_at, '', ''
from json_to_recordset(%(rows)s::json) as n (id uuid, key text, rule text, kind text, why jsonb, person_id uuid,
  episode_id uuid, programme_id uuid, role text, owner_user_id uuid, organisation_id uuid, unit_id uuid, due date,
  made_at timestamptz)
on conflict do nothing
"""


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
def rewrite(*, plan: Planned, at: datetime, programme: Programme | None = None) -> Task:
    """As `add`; but one that stands open, or was withdrawn, says this by this day from now on.

    Whoever has taken it keeps it, unless it now lies with another role. One that is done stays done.
    """
    made = add(plan=plan, programme=programme, at=at)
    told: dict[str, Any] = {"due": plan.due, "why": dict(plan.why), "status": "open", "done_at": None}
    if plan.holder.role != made.role:
        told |= {
            "role": plan.holder.role, "owner_user_id": plan.holder.owner_user_id, "unit_id": plan.holder.unit_id,
            "organisation_id": plan.holder.organisation_id,
        }  # fmt: skip
    Task.objects.filter(id=made.id, status__in=("open", "cancelled")).exclude(outcome=GONE).update(**told)
    made.refresh_from_db()
    return made


def must_be_theirs(task: Task, by: Actor) -> None:
    """Raises Refusal when the task asks for what the actor's role may not do: then it must stay for who may."""
    if not may_do(by.role, task.kind):
        raise Refusal(_("Det er en opgave for en, der må åbne beskeden: en ambassadør eller en koordinator."))


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
    """Any colleague may take a task over, so that nothing hangs on one person (R097).

    Raises Refusal for one whose role cannot do what it asks for.
    """
    must_be_theirs(task, by)
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
    return Task.objects.filter(person=person, status="open").update(status="cancelled", done_at=at, outcome=GONE)


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
        status="cancelled", done_at=at, outcome=GONE
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
