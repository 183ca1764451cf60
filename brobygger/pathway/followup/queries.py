"""Reading follow-up tasks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.foundation.kernel.piles import Pile, first_of
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Talk, Task
from brobygger.programmes.running.queries import Named
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.registry.recipes.made_tasks import LINK_TASK

_NEEDS = {"handle_tip": Action.HANDLE_TIP}  # what a kind of task asks for, that not everybody who sees it may
_FRONT = (Role.HOME_CARE_WORKER.value, Role.AMBASSADOR.value)


class LinkWait(NamedTuple):
    """How long one hand-over takes. ended: how many; days: half of them took at most so long; waiting: how many now."""

    rule: str
    ended: int
    days: float | None
    waiting: int
    longest: float | None  # days that the one who has waited longest has waited


class Listed(NamedTuple):
    """A task as a list shows it; `programme` is None for one that belongs to none."""

    id: UUID
    key: str
    kind: str
    rule: str
    why: dict[str, Any]
    person_id: UUID | None
    episode_id: UUID | None
    role: str
    owner_user_id: UUID | None
    due: date
    programme: Named | None


_LISTED = """
select t.id, t.key, t.kind, t.rule, t.why, t.person_id, t.episode_id, t.role, t.owner_user_id, t.due, t.programme_id,
  p.recipe_version, p.name
from followup_task t
left join running_programme p on p.municipality_id = t.municipality_id and p.id = t.programme_id
where t.id in ({which}) order by t.due, t.id
"""


def _listed(which: str, values: Mapping[str, Any]) -> list[Listed]:
    """which: a statement of ours that gives their ids."""
    return [
        Listed._make((*row[:4], json.loads(row[4]), *row[5:10], Named._make(row[10:]) if row[10] else None))
        for row in rows(_LISTED.format(which=which), values)
    ]


def mine(actor: Actor, *, until: date, limit: int) -> list[Listed]:
    """Open tasks that lie with the actor: by name; else with the actor's unit, organisation or role. Soonest first."""
    which, values = first_of([("task", pile.only("due <= %(until)s", until=until)) for pile in piles(actor)], limit)
    return _listed(f"select id from ({which}) as mine", values)  # noqa: S608 (words of ours)


def may_do(role: Role, kind: str) -> bool:
    """Whether a role may take or close a task of this kind: a message only who may open it, whoever sees the task."""
    needed = _NEEDS.get(kind)
    return needed is None or may(role, needed)


def listed(actor: Actor, task_ids: Iterable[UUID]) -> dict[UUID, Listed]:
    """Tasks as a list shows them, by id. One query."""
    return {task.id: task for task in _listed("select unnest(%(ids)s::uuid[])", {"ids": array(task_ids)})}


def piles(actor: Actor) -> tuple[Pile, Pile]:
    """The open tasks that lie with the actor: by name, and nobody's; a long list reads each from its own index."""
    by_name = _OPEN.only("owner_user_id = %(me)s", me=actor.user_id)
    nobodys = _OPEN.only("owner_user_id is null")
    if actor.scope is Scope.UNIT:
        ours = nobodys.only(
            "unit_id = any(%(units)s::uuid[]) and role = any(%(front)s)",
            units=array(actor.unit_ids),
            front=list(_FRONT),
        )
    elif actor.scope is Scope.ORGANISATION:
        ours = nobodys.only("organisation_id = %(organisation)s", organisation=actor.organisation_id)
    elif actor.scope is Scope.PERSONAL:
        ours = nobodys.only("false")
    else:
        ours = nobodys.only("role = %(role)s", role=str(actor.role))
    return by_name, ours


def taken_in_unit(actor: Actor, *, until: date, limit: int) -> list[Listed]:
    """Open tasks of the actor's unit, about no person, that a colleague has taken. Soonest first. One query."""
    theirs = _OPEN.only(
        "unit_id = any(%(units)s::uuid[]) and person_id is null and owner_user_id <> %(me)s and due <= %(until)s",
        units=array(actor.unit_ids), me=actor.user_id, until=until,
    )  # fmt: skip
    which, values = first_of([("task", theirs)], limit)
    return _listed(f"select id from ({which}) as theirs", values)  # noqa: S608 (words of ours)


_OPEN = Pile("followup_task", "status = 'open'", {})


def get(actor: Actor, task_id: UUID) -> Task:
    """One task. Raises NotVisible."""
    try:
        return Task.objects.select_related("episode", "episode__programme", "person").get(id=task_id)
    except Task.DoesNotExist:
        raise NotVisible("task") from None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Task]:
    """Open tasks about a person with their programmes, soonest first."""
    open_ones = Task.objects.filter(person_id=person_id, status="open").select_related("programme")
    return open_ones.order_by("due", "id")


def finished_of_person(actor: Actor, person_id: UUID) -> QuerySet[Task]:
    """Tasks about a person that somebody has done, with what was noted, latest first."""
    done = Task.objects.filter(person_id=person_id, status="done").select_related("programme")
    return done.order_by("-done_at", "id")


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


def by_ids(actor: Actor, task_ids: Iterable[UUID]) -> dict[UUID, Task]:
    """Tasks by id. One query."""
    return Task.objects.in_bulk(list(task_ids))


WORRIES = ("answer_worry", "needs_professional")


def worried_about(actor: Actor, *, unit_id: UUID) -> set[UUID]:
    """Ids of a unit's persons somebody is worried about: an open task to answer it or to call a professional."""
    return {person_id for (person_id,) in rows(_WORRIED, {"kinds": list(WORRIES), "unit": unit_id})}


_WORRIED = """
select distinct t.person_id from followup_task t
join people_person p on p.municipality_id = t.municipality_id and p.id = t.person_id
where t.kind = any(%(kinds)s) and t.status = 'open' and p.unit_id = %(unit)s
"""


def count_open_of(actor: Actor, user_id: UUID) -> int:
    """How many open tasks a user has taken. One query; no person is read."""
    return Task.objects.filter(owner_user_id=user_id, status="open").count()


def talks_of(actor: Actor, person_id: UUID, *, limit: int = 10) -> list[Talk]:
    """How the person has said it goes, newest first. One query."""
    return list(Talk.objects.filter(person_id=person_id).order_by("-on")[:limit])


# A meeting with the volunteer (written by the volunteer), a first meeting of the
# two that was held, and the times in the programme's groups: each day once.
_DAYS_MET = """
select t.due from followup_task t join first_meeting_contact c on c.municipality_id = t.municipality_id
  and c.person_id = t.person_id and c.organisation_id = t.organisation_id and c.group_id is null
where c.episode_id = %(episode)s and t.kind = 'met_person' and t.status = 'done'
union
select (least(m.starts_at, m.held_at) at time zone 'Europe/Copenhagen')::date from first_meeting_meeting m
where m.episode_id = %(episode)s and m.kind = 'match_meeting' and m.status = 'held'
union
select (s.starts_at at time zone 'Europe/Copenhagen')::date from attendance_attendance a
join attendance_session s on s.municipality_id = a.municipality_id and s.id = a.session_id
join groups_group g on g.municipality_id = s.municipality_id and g.id = s.group_id
where a.person_id = %(person)s and g.programme_id = %(programme)s and a.came
order by 1
"""


def days_met(episode: Episode) -> list[date]:
    """The days on which the person of an episode has met a volunteer or a group, in order. One query."""
    asked = {"episode": episode.id, "person": episode.person_id, "programme": episode.programme_id}
    return [row[0] for row in rows(_DAYS_MET, asked)]


_LINK_WAITS = """
select rule, count(*) filter (where status = 'done'),
       percentile_cont(0.5) within group (order by extract(epoch from done_at - made_at) / 86400)
         filter (where status = 'done'),
       count(*) filter (where status = 'open'),
       max(extract(epoch from %(at)s - made_at) / 86400) filter (where status = 'open')
from followup_task where programme_id = %(programme)s and kind = %(kind)s group by rule
"""


def link_waits(actor: Actor, programme_id: UUID, *, at: datetime) -> dict[str, LinkWait]:
    """The wait of each link in the chains of hand-overs, by its rule: from when it was asked for until it was done.

    One query. Links nobody has come to are left out.
    """
    asked = {"programme": programme_id, "kind": LINK_TASK, "at": at}
    return {
        rule: LinkWait(
            rule, ended, None if days is None else float(days), waiting, None if longest is None else float(longest)
        )
        for rule, ended, days, waiting, longest in rows(_LINK_WAITS, asked)
    }
