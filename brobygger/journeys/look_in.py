"""Looking in: a group that has begun to run itself is visited by staff, never longer apart than the recipe says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys.holding import holder_in
from brobygger.pathway.attendance import rules
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Planned
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes import made_tasks

VISIT = "visit_group"


@transaction.atomic
def after_session(*, session: Session, by: Actor, at: datetime) -> str:
    """Move the group to where it stands now that it has met once more; returns the phase. A phase never goes back.

    A group that begins to run itself gets its first visit planned.
    """
    group = session.group
    if group.programme_id is None:
        return str(group.phase)
    held = Session.objects.filter(group=group, status="held").count()
    phase = rules.phase_after(rules.activity_of(recipe_of(group.programme), group.name), held)
    if groups.enter_phase(group=group, phase=phase, phases=rules.PHASES) and phase == "self_run":
        plan_visit(group=group, at=at)
    return str(group.phase)


@transaction.atomic
def plan_visit(*, group: Group, at: datetime) -> Task | None:
    """The next visit to a self-run group, counted from today. None when the recipe has no visits."""
    recipe = recipe_of(group.programme)
    due = rules.visit_due(recipe, last=local_date(at))
    if due is None:
        return None
    role = made_tasks.visitor_role(recipe)
    return followup.add(
        plan=Planned(
            key=f"{VISIT}:{group.id}:{due}",
            rule=made_tasks.VISIT_GROUP,
            kind=VISIT,
            due=due,
            holder=holder_in(group.programme, role),
            why={"group": group.name, "recipe_role": role},
        ),
        programme=group.programme,
        at=at,
    )


@transaction.atomic
def visited(*, task: Task, at: datetime) -> Task | None:
    """A visit was made: the next one is planned while the group still runs itself."""
    group_id = UUID(task.key.split(":")[1])
    group = Group.objects.select_related("programme").filter(id=group_id, phase="self_run").first()
    return plan_visit(group=group, at=at) if group else None
