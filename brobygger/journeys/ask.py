"""Asked: would you like a visit? And what is done with a no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow, never
from brobygger.journeys.find import spread_over_days
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as found
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import REASONS, MoveKind
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.links import operations as links
from brobygger.registry.links.rules import LASTS, Opens


@transaction.atomic
def offer_visits(
    *,
    episodes_to_ask: Sequence[Episode],
    planned_at: Sequence[datetime],
    by: Actor,
    at: datetime,
    employee: Actor | None = None,
    mode: str = "visit",
) -> None:
    """Plan a visit with an own day and time for each; the letters are printed from the visits.

    Each visit gets a link for its letter, with which the person or a relative keeps, moves or cancels it (R003).
    """
    visits = detection.plan_visits(episodes=episodes_to_ask, planned_at=planned_at, employee=employee, mode=mode)
    if visits:
        links.make_many(
            opens=Opens.ANSWER_VISIT,
            subjects=[(visit.id, max(visit.planned_at, at) + LASTS[Opens.ANSWER_VISIT]) for visit in visits],
            organisation_id=episodes_to_ask[0].programme.owner_id,
            given_to=str(_("brevet om besøg")),
            by=by,
            at=at,
        )


@transaction.atomic
def offer_to_all_waiting(
    *, programme: Programme, first: datetime, per_day: int, by: Actor, at: datetime, put_first: str = ""
) -> int:
    """Plan a visit for everybody of a programme who is to be offered one and has none. Returns how many.

    put_first: the group that gets the first days (detection.queries.GO_FIRST). Two who plan at once wait for each
    other, so nobody gets two times.
    """
    Programme.objects.select_for_update().get(id=programme.id)
    waiting = list(found.to_offer(by, programme, put_first=put_first, on=local_date(at)))
    times = spread_over_days(count=len(waiting), first=first, per_day=per_day)
    offer_visits(episodes_to_ask=waiting, planned_at=times, by=by, at=at)
    return len(waiting)


@transaction.atomic
def said_yes(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """The person was asked and will have the visit."""
    return said_yes_many(asked=[episode], by=by, at=at)[0]


@transaction.atomic
def said_yes_many(*, asked: Sequence[Episode], by: Actor, at: datetime) -> list[Episode]:
    """The same for many, e.g. everybody who kept the time in the letter."""
    moves = [Made(MoveKind.REACHED, "asked", at)]
    return episodes.record_many(changes=[(episode, moves) for episode in asked], by=by)


@transaction.atomic
def said_no(
    *,
    episode: Episode,
    reason: str,
    by: Actor,
    at: datetime,
    ask_again_on: date | None = None,
    ask_again_by: str = "",
    another_way: str = "",
) -> Episode:
    """A no is kept well: coded reason, when to ask again and by whom, and never again respected everywhere.

    ask_again_by: one of ASKERS; empty: whoever the recipe names, or else a coordinator when the day has come.
    another_way: one of WAYS, for a no to the visit only (R006): it stays open as a task, whoever heard the no. Empty:
    by telephone where there is one, else by letter.
    """
    changed = said_no_many(asked=[(episode, reason, at)], by=by)[0]
    if reason == NO_VISIT:
        day = ask_again_on or default_day_to_ask_again(changed, at=at)
        Episode.objects.filter(id=episode.id).update(ask_again_on=day)
        changed.ask_again_on = day
        way = another_way or ("phone" if changed.person.phone else "letter")
        _ask_again_task(changed, day=day, holder=_asker(changed, ask_again_by, by), at=at, way=way)
        return changed
    if ask_again_on and reason in REASONS and REASONS[reason].ask_again:
        Episode.objects.filter(id=episode.id).update(ask_again_on=ask_again_on)
        changed.ask_again_on = ask_again_on
        if ask_again_by:
            _ask_again_task(changed, day=ask_again_on, holder=_asker(changed, ask_again_by, by), at=at)
    return changed


NO_VISIT = "no_visit"
WAYS = ("phone", "letter", "known", "occasion", "later")  # to somebody who does not want a visit
ASKERS = ("me", "unit", "coordinator")  # the one who heard the no; somebody of the person's own unit; a coordinator


def _asker(episode: Episode, chosen: str, by: Actor) -> Holder:
    if chosen == "me":
        return Holder(by.role, owner_user_id=by.user_id, unit_id=by.unit_ids[0] if by.unit_ids else None)
    if chosen == "unit" and episode.unit_id:
        return Holder(Role.AMBASSADOR, unit_id=episode.unit_id)
    return Holder(Role.COORDINATOR)


def _ask_again_task(episode: Episode, *, day: date, holder: Holder, at: datetime, way: str = "") -> Task:
    """The task to ask again, for a chosen person on a chosen day; it takes the place of the one a rule has made."""
    by_rule = Task.objects.filter(episode=episode, kind="ask_again", status="open").exclude(rule="ask_again_chosen")
    by_rule.update(status="done", done_at=at, outcome="passed_on")
    return followup.add(
        plan=Planned(
            key=f"again:{episode.id}:{episode.moves_count}",
            rule="ask_again_chosen",
            kind="ask_again",
            due=day,
            holder=holder,
            why={"happening": "declined"} | ({"way": way} if way else {}),
        ),
        person=episode.person,
        episode=episode,
        at=at,
    )


@transaction.atomic
def plan_asking_again(*, by: Actor, at: datetime) -> int:
    """For the night: the day to ask again has come and no rule and nobody has a task for it: a coordinator gets one.

    How many. Repeating it makes none. Those turned away for limits are found again in `change` instead.
    """
    codes = [code for code, reason in REASONS.items() if reason.ask_again and code != "not_eligible"]
    asked = Task.objects.filter(episode=OuterRef("pk"), kind="ask_again", made_at__gte=OuterRef("since"))
    due = Episode.objects.filter(
        status="lost", ask_again_on__lte=local_date(at), lost_reason__in=codes, person__died_on__isnull=True,
        person__moved_on__isnull=True, person__never_contact=False,
    ).exclude(Exists(asked))  # fmt: skip
    waiting = list(due.select_related("programme", "person")[:500])
    for episode in waiting:
        _ask_again_task(episode, day=episode.ask_again_on or local_date(at), holder=Holder(Role.COORDINATOR), at=at)
    return len(waiting)


@transaction.atomic
def said_no_many(*, asked: Sequence[tuple[Episode, str, datetime]], by: Actor) -> list[Episode]:
    """Many who declined or did not answer, each with the reason and the moment."""
    changes = [
        (episode, [Made(MoveKind.LOST, episode.next_step or "asked", at, reason)]) for episode, reason, at in asked
    ]
    for status in ("no_answer", "declined"):
        closed = [one.id for one, reason, _at in asked if (reason == "no_answer") == (status == "no_answer")]
        if closed:
            detection.close_visits(episode_ids=closed, status=status, at=asked[0][2])
    changed = episodes.record_many(changes=changes, by=by)
    with follow.together():
        for episode, _reason, at in asked:
            follow.plan(episode=episode, at=at)
    left_alone = {episode.person_id for episode, reason, _at in asked if reason == "never_again"}
    if left_alone:
        never.respect(person_ids=left_alone, by=by, at=asked[0][2])
    return changed


@transaction.atomic
def ask_again(*, episode: Episode, by: Actor, at: datetime) -> Episode:
    """A new question after a no: the person stands where he or she was lost, with everything known kept (R190)."""
    step = episode.next_step or "asked"
    changed = episodes.record(episode=episode, moves=[Made(MoveKind.RETURNED, step, at)], by=by)
    follow.plan(episode=changed, at=at)
    return changed


def default_day_to_ask_again(episode: Episode, *, at: datetime) -> date:
    """When the recipe asks again after a no, else in three months."""
    rules = [rule for rule in recipe_of(episode.programme).follow_up if rule.task == "ask_again"]
    days = rules[0].when.shift + rules[0].within_days if rules else 90
    return local_date(at) + timedelta(days=days)
