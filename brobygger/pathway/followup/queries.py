"""Reading follow-up tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.followup.models import Task
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role

_FRONT = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)


def mine(actor: Actor) -> QuerySet[Task]:
    """Open tasks that lie with the actor: by name; else with the actor's unit, organisation or role. Soonest first."""
    by_name = Q(owner_user_id=actor.user_id)
    nobody = Q(owner_user_id__isnull=True)
    if actor.scope is Scope.UNIT:
        mine_too = nobody & Q(unit_id__in=actor.unit_ids, role__in=_FRONT)
    elif actor.scope is Scope.ORGANISATION:
        mine_too = nobody & Q(organisation_id=actor.organisation_id)
    elif actor.scope is Scope.PERSONAL:
        mine_too = Q(pk__in=[])
    else:
        mine_too = nobody & Q(role=actor.role)
    return Task.objects.filter(by_name | mine_too, status="open").select_related("programme").order_by("due", "id")


def get(actor: Actor, task_id: UUID) -> Task:
    """One task. Raises NotVisible."""
    try:
        return Task.objects.select_related("episode", "episode__programme", "person").get(id=task_id)
    except Task.DoesNotExist:
        raise NotVisible("task") from None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Task]:
    """Open tasks about a person, soonest first."""
    return Task.objects.filter(person_id=person_id, status="open").order_by("due", "id")


def due_about(actor: Actor, person_ids: Iterable[UUID]) -> QuerySet[Task]:
    """Open tasks about these persons that lie with the actor or the actor's organisation, soonest first."""
    ours = Q(owner_user_id=actor.user_id) | Q(organisation_id=actor.organisation_id)
    return Task.objects.filter(ours, person_id__in=list(person_ids), status="open").order_by("due", "id")


def last_done(actor: Actor, person_id: UUID, *, kind: str) -> Task | None:
    """The latest task of a kind that the actor has done about a person."""
    return (
        Task.objects.filter(person_id=person_id, kind=kind, status="done", owner_user_id=actor.user_id)
        .order_by("-due", "-done_at")
        .first()
    )


def next_of_episodes(actor: Actor, episode_ids: list[UUID]) -> dict[UUID, Task]:
    """The soonest open task of each episode. One query."""
    soonest = (
        Task.objects.filter(episode_id__in=episode_ids, status="open")
        .order_by("episode_id", "due")
        .distinct("episode_id")
    )
    return {task.episode_id: task for task in soonest if task.episode_id}


def overdue_by_role(actor: Actor, *, on: date) -> dict[str, int]:
    """How many open tasks are past their day, by role: lack of time is seen before it is told."""
    rows = Task.objects.filter(status="open", due__lt=on).values_list("role").annotate(n=Count("id"))
    return dict(rows)


def overdue(actor: Actor, *, on: date) -> QuerySet[Task]:
    """My open tasks whose day was before a day, most overdue first."""
    return mine(actor).filter(due__lt=on)


def by_ids(actor: Actor, task_ids: Iterable[UUID]) -> dict[UUID, Task]:
    """Tasks by id. One query."""
    return Task.objects.in_bulk(list(task_ids))


WORRIES = ("answer_worry", "needs_professional")


def worried_about(actor: Actor, *, unit_id: UUID) -> set[UUID]:
    """Ids of a unit's persons somebody is worried about: an open task to answer it or to call a professional."""
    open_worries = Task.objects.filter(kind__in=WORRIES, status="open", person__unit_id=unit_id)
    return {person_id for person_id in open_worries.values_list("person_id", flat=True) if person_id}
