"""Follow-up: the recipe's rules, turned into somebody's tasks; and doing them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import happenings, look_in
from brobygger.journeys.holding import Holders
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import lines_of
from brobygger.pathway.episodes.queries import Going
from brobygger.pathway.episodes.rules import (
    PlannedTask,
    State,
    local_day,
    planned_links,
    planned_tasks,
    standing,
)
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.recipes.made_tasks import LINK_TASK, VISIT_GROUP

KEPT_DAYS = 90  # a task that should have been done longer ago is history


def plan(*, episode: Episode, at: datetime) -> None:
    """Bring the episode's tasks in line with what has happened. Called at the end of every journey.

    Rules about a past day make no task (an absence of last year is history, not work), save when still open.
    Inside `together` it waits for the end of the block.
    """
    noted = _noted.get()
    if noted is not None:
        noted.append((episode, at))
    else:
        plan_many(episodes=[(episode, at)])


@transaction.atomic
def plan_many(*, episodes: Sequence[tuple[Episode | Going, datetime]]) -> int:
    """The same for many, each with the moment it is planned at: a handful of statements, however many.

    Returns how many tasks are new.
    """
    everybody = [episode for episode, _at in episodes]
    told = happenings.of_episodes(everybody)
    links = _links_due(everybody)
    holders = Holders(everybody)
    oldest: dict[datetime, date] = {}
    plans = []
    for episode, at in episodes:
        if at not in oldest:
            oldest[at] = local_date(at) - timedelta(days=KEPT_DAYS)
        tasks = (*planned_tasks(recipe_of(episode.programme), told[episode.id]), *links.get(episode.id, ()))
        wanted = {f"{episode.id}:{task.rule_id}:{task.happening_key}": task for task in tasks if task.due >= oldest[at]}
        plans.append((episode, wanted, at))
    return followup.synchronise_many(
        plans=plans, planned=lambda episode, key, task: _planned(episode, key, task, holders)
    )


def _links_due(episodes: Sequence[Episode | Going]) -> dict[UUID, tuple[PlannedTask, ...]]:
    """The hand-overs due now, for those who stand in front of a step with links. No query when no recipe has any."""
    with_links = [each for each in episodes if any(step.links for step in recipe_of(each.programme).steps)]
    lines = lines_of(with_links) if with_links else {}
    here: dict[UUID, tuple[Episode | Going, State, str]] = {}
    for episode in with_links:
        recipe, line = recipe_of(episode.programme), lines.get(episode.id, ())
        if line:
            state = standing(recipe, line)
            step = recipe.step(state.next_step) if state.status == "active" and state.next_step else None
            if step is not None and step.links:
                here[episode.id] = (episode, state, f"move-{len(line)}")
    if not here:
        return {}
    done: dict[UUID, dict[str, date]] = {}
    rows = Task.objects.filter(episode_id__in=here.keys(), kind=LINK_TASK, status="done", done_at__isnull=False)
    for episode_id, key, rule, done_at in rows.values_list("episode_id", "key", "rule", "done_at"):
        if done_at is not None and key.endswith(f":{here[episode_id][2]}"):
            done.setdefault(episode_id, {})[rule] = local_date(done_at)
    return {
        episode_id: planned_links(
            recipe_of(episode.programme),
            state.next_step or "",
            since=local_day(state.since or datetime.min),
            key=key,
            done=done.get(episode_id, {}),
        )
        for episode_id, (episode, state, key) in here.items()
    }


@contextmanager
def together() -> Iterator[None]:
    """Plan once, at the end of the block, for everybody the block is about: a session with fifteen people, a night.

    Whoever is planned twice in one block is planned with what stood at its end.
    """
    if _noted.get() is not None:
        yield
        return
    noted: list[tuple[Episode, datetime]] = []
    token = _noted.set(noted)
    try:
        yield
    finally:
        _noted.reset(token)
    latest = {episode.id: (episode, at) for episode, at in noted}
    if latest:
        plan_many(episodes=list(latest.values()))


_noted: ContextVar[list[tuple[Episode, datetime]] | None] = ContextVar("planned_together", default=None)


def _planned(episode: Episode | Going, key: str, task: PlannedTask, holders: Holders) -> Planned:
    return Planned(
        key=key,
        rule=task.rule_id,
        kind=task.task,
        due=task.due,
        holder=holders.of(episode, task.for_role),
        why={"happening": task.happening_key.split("-")[0], "recipe_role": task.for_role},
    )


def holder_of(episode: Episode, recipe_role: str) -> Holder:
    """Who holds a recipe's role for this episode: the unit's own staff, the receiver's host, or a named member."""
    return Holders([episode]).of(episode, recipe_role)


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
    return followup.add(plan=_professional(about, by, at), person=episode.person, episode=episode, at=at)


def call_about(*, person_id: UUID, about: str, by: Actor, at: datetime) -> Task | None:
    """The same about somebody who may be in no effort, or in none any more. None: the person has died or moved."""
    person = Person.objects.get(id=person_id)
    if person.died_on or person.moved_on:
        return None
    going = Episode.objects.filter(person_id=person_id, status="active").select_related("person", "programme")
    return followup.add(plan=_professional(about, by, at), person=person, episode=going.first(), at=at)


def _professional(about: str, by: Actor, at: datetime) -> Planned:
    return Planned(
        key=f"professional:{about}", rule="needs_professional", kind="needs_professional", due=local_date(at),
        holder=Holder(Role.COORDINATOR), why={"noticed_by": by.name},
    )  # fmt: skip


def takers(user_ids: Iterable[UUID | None], *, by: Actor) -> dict[UUID | None, str]:
    """What those are called who have taken tasks that the actor sees: a colleague, whom one may ask. One query."""
    with for_the_municipality(by):
        return dict(access.names_of(by, user_ids).items())


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
    """A task was done, by whoever was there. The next hand-over, or the next visit, follows from it.

    Raises Refusal for one that is not for the actor's role to do.
    """
    followup.must_be_theirs(task, by)
    kept = followup.complete(task=task, outcome=outcome, note=note, by=by, at=at)
    with for_the_municipality(by):
        if kept.kind == LINK_TASK and kept.episode_id:
            plan(episode=Episode.objects.select_related("programme", "person").get(id=kept.episode_id), at=at)
        elif kept.rule == VISIT_GROUP:
            look_in.visited(task=kept, at=at)
    return kept
