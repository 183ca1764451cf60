"""A worry is answered: the one who said it hears back, and one that nobody answers is told to more people (R191)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

ANSWERED = "answered_worry"  # the outcome of a task whose note is meant for the one who was worried


@dataclass(frozen=True)
class Said:
    """A worry somebody said, and the answer. answer "": not yet."""

    sent_at: datetime
    words: str
    answer: str
    answered_at: datetime | None
    answered_by: str


def worry_behind(task: Task) -> Tip:
    """The newest worry about the task's person when the task was made. Raises NotVisible for another kind of task."""
    if task.kind not in ("answer_worry", "worry_unanswered") or task.person_id is None:
        raise NotVisible("task")
    said = Tip.objects.filter(person_id=task.person_id, status="worry", sent_at__lte=task.made_at)
    if task.key.startswith("worry:"):
        said = Tip.objects.filter(id=task.key.split(":")[1])
    newest = said.order_by("-sent_at").first()
    if newest is None:
        raise NotVisible("tip")
    return newest


@transaction.atomic
def answer(*, task: Task, words: str, by: Actor, at: datetime) -> None:
    """Answer a worry in words meant for the one who said it. Raises Refusal for none, Taken when it is answered."""
    if not words.strip():
        raise Refusal(_("Skriv et svar."), field="words")
    if task.kind == "worry_unanswered":
        task = Task.objects.get(id=task.key.split(":")[1])
    tip = worry_behind(task)
    done = followup.complete(task=task, outcome=ANSWERED, note=words.strip(), by=by, at=at)
    Task.objects.filter(key=f"unanswered:{done.id}", status="open").update(status="cancelled", done_at=at)
    sender = Membership.objects.select_related("user", "organisation")
    member = (
        sender.filter(user_id=tip.sent_by_id or UUID(int=0)).exclude(until__lt=local_date(at)).order_by("since").first()
    )
    if member is not None:
        person = Person.objects.get(id=done.person_id) if done.person_id else None
        writing.to_member(
            membership=member, code="worry_answered", values={}, key=f"worry-answered:{done.id}", by=by, at=at,
            person=person, digest=False,
        )  # fmt: skip


def said_by(actor: Actor, person: Person) -> list[Said]:
    """What the actor has been worried about with this person, newest first, with what was answered to it."""
    with for_the_municipality(actor):
        said = Tip.objects.filter(person=person, sent_by_id=actor.user_id, status="worry").order_by("-sent_at")
        tips = list(said[:5])
        answers = list(Task.objects.filter(person=person, outcome=ANSWERED, status="done").order_by("done_at"))
        names = access.names_of(actor, [one.done_by_id for one in answers])
    return [_said(tip, answers, names) for tip in tips]


def _said(tip: Tip, answers: list[Task], names: dict[UUID, str]) -> Said:
    own = [task for task in answers if task.key == f"worry:{tip.id}"]
    by_rule = [task for task in answers if task.made_at >= tip.sent_at and not task.key.startswith("worry:")]
    if not (own or by_rule):
        return Said(tip.sent_at, tip.worry, "", None, "")
    found = (own or by_rule)[0]
    who = names.get(found.done_by_id, "") if found.done_by_id else ""
    return Said(tip.sent_at, tip.worry, found.note, found.done_at, who)


@transaction.atomic
def escalate(*, by: Actor, at: datetime) -> int:
    """Nightly: a worry whose day has passed is let go by whoever took it, stands as a task of its own for today, and
    every coordinator and programme manager gets an e-mail. Each once. Returns how many.
    """
    today = local_date(at)
    late = Task.objects.filter(kind="answer_worry", status="open", due__lt=today).select_related("person")
    known = set(Task.objects.filter(kind="worry_unanswered").values_list("key", flat=True))
    new = [task for task in late if f"unanswered:{task.id}" not in known]
    for task in new:
        _tell_more_people(task, by, at)
    return len(new)


def _tell_more_people(task: Task, by: Actor, at: datetime) -> None:
    today, key = local_date(at), f"unanswered:{task.id}"
    Task.objects.filter(id=task.id).update(owner_user_id=None)
    followup.add(
        plan=Planned(
            key=key, rule="worry_unanswered", kind="worry_unanswered", due=today, holder=Holder(Role.COORDINATOR),
            why={"from": task.why.get("from", "")},
        ),
        person=task.person, at=at,
    )  # fmt: skip
    roles = Membership.objects.filter(role__in=(Role.COORDINATOR, Role.PROGRAMME_MANAGER), since__lte=today)
    here = roles.exclude(until__lt=today).filter(organisation__kind="municipality")
    for boss in here.select_related("user", "organisation"):
        writing.to_member(
            membership=boss, code="worry_waiting", values={}, key=f"{key}:{boss.id}", by=by, at=at,
            person=task.person, digest=False,
        )  # fmt: skip
