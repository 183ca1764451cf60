"""A municipal offer is asked for at visitation, answered by a day, and the one who asked hears the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.referrals import asking
from brobygger.pathway.referrals.models import PassedOn, Referral, VisitationAsk
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import for_the_municipality


@transaction.atomic
def ask(*, episode: Episode, wanted: str, words: str, by: Actor, at: datetime) -> VisitationAsk:
    """Asked, with a task for visitation by the promised day."""
    made = asking.ask_visitation(episode=episode, wanted=wanted, words=words, by=by, at=at)
    followup.add(
        plan=Planned(
            key=f"visitation:{made.id}",
            rule="visitation_ask",
            kind="visitation_ask",
            due=made.answer_due,
            holder=Holder(Role.VISITATION),
            why={"from": by.name},
        ),
        person=episode.person,
        episode=episode,
        at=at,
    )
    return made


@transaction.atomic
def answer(*, ask: VisitationAsk, granted: bool, words: str, by: Actor, at: datetime) -> None:
    """Answered: visitation's task is done, and the coordinator tells the person."""
    asking.answer_ask(ask=ask, granted=granted, answer=words, by=by, at=at)
    task = Task.objects.filter(key=f"visitation:{ask.id}", status="open").first()
    if task is not None:
        followup.complete(task=task, outcome="yes" if granted else "no", by=by, at=at)
    follow.hand_to_coordinator(
        episode=ask.episode,
        kind="visitation_answered",
        about=str(ask.id),
        due=local_date(at) + timedelta(days=2),
        at=at,
    )


@transaction.atomic
def pass_on(*, referral: Referral, to_name: str, note: str, by: Actor, at: datetime) -> PassedOn:
    """A link organisation tells which association it found; the coordinator sees it on the person's page."""
    with for_the_municipality(by):
        return asking.pass_on(referral=referral, to_name=to_name, note=note, by=by, at=at)
