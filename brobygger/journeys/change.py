"""Changed: a running programme gets new limits, deadlines, sizes or roles, and nobody is lost by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group
from brobygger.communities.groups.queries import all_groups
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import ask, follow
from brobygger.journeys.facts import Answers, answers_of, counting_in, facts_of
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.detection.models import RegisterEntry, Visit
from brobygger.pathway.episodes import leaving_out_rules as leaving_out
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import criteria_on, eligible
from brobygger.pathway.episodes.trial_rules import is_over
from brobygger.pathway.first_meeting import queries as first_contacts
from brobygger.pathway.followup.models import Task
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.outreach import queries as outreach
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.screening.models import Screening
from brobygger.programmes.running import operations as running
from brobygger.programmes.running import rules
from brobygger.programmes.running.models import Programme, Snapshot
from brobygger.programmes.running.queries import holders, recipe_of
from brobygger.programmes.running.queries import running as running_now
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import may_be_contacted
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe

_MAY_BE_CONTACTED = {"died_on__isnull": True, "moved_on__isnull": True, "never_contact": False}


@dataclass(frozen=True)
class Changed:
    """What a change led to. found_again: people turned away earlier whom the new limits let in; moved: who stand at
    another step because theirs came or went.
    """

    snapshot: Snapshot
    found_again: int = 0
    moved: int = 0


@dataclass(frozen=True)
class Crowded:
    """A group with more members than the new maximum. Nobody is sent home: it keeps its places until they are fewer."""

    group_id: object
    name: str
    members: int


@transaction.atomic
def save(
    *,
    programme: Programme,
    recipe: Mapping[str, Any],
    reason: str,
    seen: int,
    by: Actor,
    at: datetime,
    in_force_from: date | None = None,
    accept_crowded: bool = False,
) -> Changed:
    """Save a changed recipe as the programme's next version, and do what follows from it.

    New limits find again those who were turned away for the old ones; a new group size is given to the groups that
    had the old one. Raises load.BadRecipe, Taken, and Refusal when groups are too large and nobody has accepted that.
    """
    before, after = recipe_of(programme), load.from_data(rules.without_play(recipe))
    with for_the_municipality(by):
        if crowded(by, programme, before, after) and not accept_crowded:
            raise Refusal(_("Der er flere i en gruppe, end det nye højeste tal. Sig ja til, at de bliver, eller ret."))
        snapshot = running.change(
            programme=programme, recipe=recipe, reason=reason, seen=seen, by=by, at=at,
            in_force_from=in_force_from or local_date(at),
        )  # fmt: skip
        _resize(by, programme, before, after)
        moved = _stand_again(programme, before, after, by=by, at=at) if before.path != after.path else 0
        again = find_again(programme=programme, by=by, at=at) if before.criteria != after.criteria else 0
    return Changed(snapshot, again, moved)


@transaction.atomic
def go_back(*, programme: Programme, to: Snapshot, by: Actor, at: datetime) -> Changed:
    """Undo: an earlier version holds again, as a new version. Groups keep the size they have been given."""
    return save(
        programme=programme,
        recipe=to.recipe,
        reason=str(_("Tilbage til udgave %(n)s")) % {"n": to.version},
        seen=programme.recipe_version,
        by=by,
        at=at,
        accept_crowded=True,
    )


@transaction.atomic
def limit(
    *, programme: Programme, ends_on: date | None, postcodes: str, units: Collection[Unit], only_units: bool,
    reason: str, seen: int, by: Actor, at: datetime,
) -> int:  # fmt: skip
    """Another last day, other postcodes or units. Nobody is sent away; how many are found again inside the new limits.

    Raises what `running.limit` raises.
    """
    with for_the_municipality(by):
        changed = running.limit(
            programme=programme, ends_on=ends_on, postcodes=postcodes, units=units, only_units=only_units,
            reason=reason, seen=seen, by=by, at=at,
        )  # fmt: skip
        return find_again(programme=changed, by=by, at=at)


# ---- Limits: those once turned away are found again --------------------------------------------------------


@transaction.atomic
def find_again(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Give those turned away for the limits a day to be asked again, where the newest limits let them in. How many.

    Those of the newest extract who never were in the target group get an episode on the day the limits hold from; in a
    limited trial those known to be inside, as when an extract is stored. Nobody after the programme's last day.
    Repeating it changes nothing.
    """
    recipe, today = recipe_of(programme), local_date(at)
    newest = recipe.criteria[-1]
    day = max(newest.from_ or today, today)
    if is_over(programme.ends_on, day):
        return 0
    turned_away = Episode.objects.filter(
        programme=programme, status="lost", lost_reason="not_eligible", ask_again_on__isnull=True
    ).select_related("person")
    said = answers_of(by, [episode.person_id for episode in turned_away])
    again = [one for one in turned_away if _let_in(recipe, one.person, day, said.get(one.person_id, {}))]
    Episode.objects.filter(id__in=[episode.id for episode in again]).update(ask_again_on=day)
    if day > today:
        return len(again)
    listed = list(_never_offered(by, programme))
    inside = set(episodes.known_inside([person.id for person in listed], programme))
    said = answers_of(by, [person.id for person in listed])
    never = [one for one in listed if one.id in inside and _let_in(recipe, one, day, said.get(one.id, {}))]
    opened = episodes.open_many(persons=never, programme=programme, found_by="register", by=by, at=at)
    return len(again) + len(opened)


@transaction.atomic
def find_again_everywhere(*, by: Actor, at: datetime) -> int:
    """The same in every running programme whose limits have been changed: facts about people change too. How many."""
    changed = [each for each in running_now(by, on=local_date(at)) if len(recipe_of(each).criteria) > 1]
    return sum(find_again(programme=programme, by=by, at=at) for programme in changed)


def _let_in(recipe: Recipe, person: Person, day: date, answers: Answers) -> bool:
    gone = not may_be_contacted(person)
    facts = facts_of(person, on=day, answered=counting_in(recipe, answers))
    return not gone and eligible(criteria_on(recipe, day), facts).ok


def _never_offered(by: Actor, programme: Programme) -> Iterable[Person]:
    """Who stood in the programme's newest extract without being in the target group. Three queries."""
    extract = detection.extracts_of(by, programme).first()
    if extract is None:
        return []
    listed = RegisterEntry.objects.filter(extract=extract, person__isnull=False).values("person_id")
    known = Episode.objects.filter(programme=programme).values("person_id")
    return Person.objects.filter(id__in=listed, **_MAY_BE_CONTACTED).exclude(id__in=known)


def to_ask_again(actor: Actor, programme: Programme, *, on: date) -> QuerySet[Episode]:
    """Those turned away for limits that now let them in, in the order they were found."""
    return (
        Episode.objects.filter(programme=programme, status="lost", lost_reason="not_eligible", ask_again_on__lte=on)
        .select_related("programme", "person")
        .order_by("found_on", "id")
    )


@transaction.atomic
def take_again(*, programme: Programme, by: Actor, at: datetime, at_most: int = 50) -> int:
    """Take those found again back onto the bridge, where they were turned away. How many; call again for more."""
    chosen = list(to_ask_again(by, programme, on=local_date(at))[:at_most])
    for episode in chosen:
        ask.ask_again(episode=episode, by=by, at=at)
    return len(chosen)


# ---- Sizes: nobody is sent home ----------------------------------------------------------------------------


def crowded(actor: Actor, programme: Programme, before: Recipe, after: Recipe) -> list[Crowded]:
    """Groups of the programme with more members than the maximum they would get. One query when a size changes."""
    return [
        Crowded(group.id, group.name, group.size)  # type: ignore[attr-defined]  # annotated by the query
        for group, (_low, high) in _resized(actor, programme, before, after)
        if group.size > high  # type: ignore[attr-defined]
    ]


def _resized(actor: Actor, programme: Programme, before: Recipe, after: Recipe) -> list[tuple[Group, tuple[int, int]]]:
    """The groups that have a size the recipe gave them, with the one it gives now."""
    given = {
        old.size: new.size
        for old, new in zip(before.activities, after.activities, strict=False)
        if old.size and new.size and old.size != new.size
    }
    if not given:
        return []
    standing = all_groups(actor).filter(programme=programme).exclude(phase="ended")
    return [
        (group, given[group.size_min, group.size_max])
        for group in standing
        if (group.size_min, group.size_max) in given
    ]


def _resize(actor: Actor, programme: Programme, before: Recipe, after: Recipe) -> None:
    for group, (low, high) in _resized(actor, programme, before, after):
        places = max(high, group.size)  # type: ignore[attr-defined]
        Group.objects.filter(id=group.id).update(size_min=low, size_max=places)


# ---- Steps: nobody is left standing where there is none ----------------------------------------------------


@transaction.atomic
def leave_out(*, programme: Programme, step: str, reason: str, seen: int, by: Actor, at: datetime) -> Changed:
    """Leave a step out of the programme, with those that have to go with it. Those who stand there stand at the next.

    Raises Refusal for a step that has to be there, for one where something is under way with somebody (`under_way`),
    and what `save` raises.
    """
    recipe = recipe_of(programme)
    if step not in recipe.path or why_not(by, programme, recipe, step):
        raise Refusal(_("Det trin kan ikke tages ud."))
    data = rules.without_steps(load.as_data(recipe), leaving_out.goes_with(recipe, step))
    return save(programme=programme, recipe=data, reason=reason, seen=seen, by=by, at=at)


def why_not(actor: Actor, programme: Programme, recipe: Recipe, step: str) -> leaving_out.WhyNot | None:
    """What keeps a step of the programme's recipe in it; None when it can be left out. At most two queries."""
    extracts = step == "asked" and (
        detection.extracts_of(actor, programme).exists() or outreach.extract_plan(actor, programme) is not None
    )
    return leaving_out.why_not(recipe, step, extracts=extracts)


def under_way(actor: Actor, programme: Programme, steps: Iterable[str]) -> int:
    """With how many, who stand at one of these steps, something is under way there. One query.

    At "asked" a planned visit with its letter and link; at "screened" a first look that called for more; at "referred"
    and "accepted" a referral without its answer, or a place that is held. Whoever else stands there can move on.
    """
    waits = leaving_out.UNDER_WAY & set(steps)
    if not waits:
        return 0
    there = Episode.objects.filter(programme=programme, status="active", next_step__in=waits)
    of_it = {"episode": OuterRef("pk")}
    answers = Exists(Referral.objects.filter(**of_it, status="sent")) | Exists(
        HeldPlace.objects.filter(**of_it, status="held")
    )
    return there.filter(
        Q(Exists(Visit.objects.filter(**of_it, status="planned")), next_step="asked")
        | Q(Exists(Screening.objects.filter(**of_it, taken_at__gte=OuterRef("since"))), next_step="screened")
        | Q(answers, next_step__in=leaving_out.TOGETHER)
    ).count()


def stand_at(actor: Actor, programme: Programme, steps: Iterable[str]) -> tuple[int, int]:
    """How many stand in front of one of these steps, and how many were lost there and can be asked again. One query."""
    there = Episode.objects.filter(programme=programme, next_step__in=list(steps))
    found = there.aggregate(active=Count("id", filter=Q(status="active")), lost=Count("id", filter=Q(status="lost")))
    return found["active"], found["lost"]


def _stand_again(programme: Programme, before: Recipe, after: Recipe, *, by: Actor, at: datetime) -> int:
    """Move those who stand where a step has gone or come, and plan their tasks anew. How many."""
    gone = [step for step in before.path if step not in after.path]
    if under_way(by, programme, gone):
        raise Refusal(
            _("Nogen har et besøg, halve svar eller en henvisning i gang ved det trin. Gør det færdigt først.")
        )
    come = [step for step in after.path if step not in before.path]
    behind = {after.path[after.path.index(step) + 1] for step in come if step != after.path[-1]}
    there = Episode.objects.filter(programme=programme, status__in=("active", "lost"), next_step__in={*gone, *behind})
    standing = list(there.select_related("programme", "person").select_for_update(of=("self",)).order_by("id"))
    for episode in standing:
        episode.programme = programme  # with the version that holds now
    planned = first_contacts.first_sessions_planned(by, [episode.id for episode in standing])
    moved = episodes.stand_again(
        episodes=standing, at=at, anchors={one: {"first_session_planned": day} for one, day in planned.items()}
    )
    with follow.together():
        for episode in standing:
            follow.plan(episode=episode, at=at)
    return moved


# ---- Roles: what lies with one lies with another ------------------------------------------------------------


def open_tasks_of_role(actor: Actor, programme: Programme, role: str) -> QuerySet[Task]:
    """Open tasks that a rule gave to a role of the recipe."""
    return Task.objects.filter(programme=programme, status="open", why__recipe_role=role)


def waiting_on_role(actor: Actor, programme: Programme, role: str) -> int:
    """How many people have a next step that the role answers for. One query."""
    return Episode.objects.filter(programme=programme, status="active", owner_role=role).count()


@transaction.atomic
def remove_role(
    *, programme: Programme, role: str, taken_over_by: str, reason: str, seen: int, by: Actor, at: datetime
) -> Changed:
    """Take a role out of the programme; another does all that it did, with its open tasks and those who wait on it.

    Raises Refusal for a role that is not there or the same one, and what `save` raises.
    """
    before = recipe_of(programme)
    if role not in before.roles or taken_over_by not in before.roles or role == taken_over_by:
        raise Refusal(_("Vælg, hvem der tager over."), field="taken_over_by")
    data = rules.without_role(load.as_data(before), role, taken_over_by)
    changed = save(programme=programme, recipe=data, reason=reason, seen=seen, by=by, at=at)
    with for_the_municipality(by):
        for task in open_tasks_of_role(by, programme, role).select_related("episode__programme"):
            hand_on(task, taken_over_by)
        waiting = Episode.objects.filter(programme=programme, owner_role=role)
        waiting.update(owner_role=taken_over_by, owner_user_id=None)
        for holder in holders(programme).get(role, []):
            running.release_role(holder=holder, by=by, at=at)
    return changed


def hand_on(task: Task, role: str) -> None:
    """A task goes to whoever holds another role of the recipe for that person."""
    if task.episode is None:
        return
    holder = follow.holder_of(task.episode, role)
    task.role, task.owner_user_id = holder.role, holder.owner_user_id
    task.organisation_id, task.unit_id = holder.organisation_id, holder.unit_id
    task.why = {**task.why, "recipe_role": role}
    task.save(update_fields=["role", "owner_user_id", "organisation", "unit", "why"])
