"""Follow-up: the recipe's rules, turned into somebody's tasks; and doing them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import happenings
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import PlannedTask, planned_tasks
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.programmes.running.queries import holders, recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

_FRONT = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)
_RECEIVING = (Role.ASSOCIATION_LEADER, Role.HOST, Role.VOLUNTEER)


def plan(*, episode: Episode, at: datetime) -> list[Task]:
    """Bring the episode's tasks in line with what has happened. Called at the end of every journey.

    Rules about a past day make no task (an absence of last year is history, not work), save when still open.
    """
    recipe = recipe_of(episode.programme)
    tasks = planned_tasks(recipe, happenings.of_episode(episode))
    oldest = local_date(at) - timedelta(days=90)
    return followup.synchronise(
        episode=episode,
        planned=[_planned(episode, task) for task in tasks if task.due >= oldest],
        at=at,
    )


def _planned(episode: Episode, task: PlannedTask) -> Planned:
    return Planned(
        key=f"{episode.id}:{task.rule_id}:{task.happening_key}",
        rule=task.rule_id,
        kind=task.task,
        due=task.due,
        holder=holder_of(episode, task.for_role),
        why={"happening": task.happening_key.split("-")[0], "recipe_role": task.for_role},
    )


def holder_of(episode: Episode, recipe_role: str) -> Holder:
    """Who holds a recipe's role for this episode: the unit's own staff, the receiver's host, or a named member."""
    recipe = recipe_of(episode.programme)
    role = Role(recipe.roles[recipe_role].acts_as)
    if role in _FRONT:
        return Holder(role, unit_id=episode.unit_id)
    if role in _RECEIVING:
        return _receiving_holder(episode, role, recipe_role)
    held = holders(episode.programme).get(recipe_role, [])
    members = [holder.membership for holder in held if holder.membership]
    return Holder(role, owner_user_id=members[0].user_id if len(members) == 1 else None)


def _receiving_holder(episode: Episode, role: Role, recipe_role: str) -> Holder:
    """The host named for this person; else the organisation that accepted; else whoever holds the role."""
    contact = (
        FirstContact.objects.filter(episode=episode)
        .exclude(status="ended")
        .select_related("host")
        .order_by("-due")
        .first()
    )
    if contact is not None:
        return Holder(
            role,
            owner_user_id=contact.host.user_id if contact.host else None,
            organisation_id=contact.organisation_id,
        )
    accepted = Referral.objects.filter(episode=episode, status=Status.ACCEPTED).order_by("-answered_at").first()
    if accepted is not None:
        return Holder(role, organisation_id=accepted.receiver_id)
    held = holders(episode.programme).get(recipe_role, [])
    if held:
        return Holder(role, organisation_id=held[0].organisation_id)
    return Holder(Role.COORDINATOR)  # nobody there yet: the bridge's owner keeps the person


def hand_to_coordinator(
    *, episode: Episode, kind: str, about: str, due: date, at: datetime, why: dict[str, str] | None = None
) -> Task:
    """A task for the one who owns the bridge. The same `about` makes it once."""
    return followup.add(
        plan=Planned(
            key=f"bridge:{episode.id}:{kind}:{about}",
            rule=kind,
            kind=kind,
            due=due,
            holder=Holder(Role.COORDINATOR),
            why=why or {},
        ),
        person=episode.person,
        episode=episode,
        at=at,
    )


def call_a_professional(*, episode: Episode, about: str, by: Actor, at: datetime) -> Task:
    """Signs of depression or thoughts of suicide: a professional looks today, never a volunteer (facts.md § 1)."""
    return followup.add(
        plan=Planned(
            key=f"professional:{about}",
            rule="needs_professional",
            kind="needs_professional",
            due=local_date(at),
            holder=Holder(Role.COORDINATOR),
            why={"noticed_by": by.name},
        ),
        person=episode.person,
        episode=episode,
        at=at,
    )


@transaction.atomic
def report_worry(*, person: Person, words: str, worry_id: UUID, by: Actor, at: datetime) -> Tip:
    """Anyone who meets the person says «jeg er bekymret»; staff answer within a day, or by the recipe (R191)."""
    if not words.strip():
        raise Refusal(_("Skriv, hvad du er bekymret for."), field="words")
    with for_the_municipality(by):
        worry = detection.receive_tip(
            tip_id=worry_id,
            about_name=f"{person.given_name} {person.family_name}",
            about_address="",
            about_phone="",
            worry=words.strip(),
            sender_kind="association",
            person=person,
            unit_id=person.unit_id,
            status="worry",
            by=by,
            at=at,
        )
        answered_by_rule = False
        for episode in Episode.objects.filter(person=person, status="active").select_related("programme", "person"):
            plan(episode=episode, at=at)
            answered_by_rule |= any(rule.when.anchor == "worried" for rule in recipe_of(episode.programme).follow_up)
        if not answered_by_rule:
            followup.add(
                plan=Planned(
                    key=f"worry:{worry.id}",
                    rule="answer_worry",
                    kind="answer_worry",
                    due=local_date(at) + timedelta(days=1),
                    holder=Holder(Role.COORDINATOR),
                    why={"from": by.name},
                ),
                person=person,
                at=at,
            )
    return worry


@transaction.atomic
def done(*, task: Task, outcome: str, note: str, by: Actor, at: datetime) -> Task:
    """A task was done, by whoever was there."""
    return followup.complete(task=task, outcome=outcome, note=note, by=by, at=at)
