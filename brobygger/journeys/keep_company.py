"""Keeping company: a volunteer and a person meet, agree on the next time, and are not left alone with a worry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import come_home, follow, meet_as_pair
from brobygger.pathway.at_home.models import HomeTime
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup import queries as tasks
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.instruments.rules import help_needed
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

MET = "met_person"  # the kind of a done task that says: they met on this day
USUAL = time(14)  # when a day is agreed and no hour: in the afternoon
OLDEST_DAYS = 60  # how far back a meeting can be written down


@transaction.atomic
def met(*, pair: Pair, on: date, by: Actor, at: datetime) -> Task:
    """The two met on a day; the next time is as usual unless they agree otherwise. The same day twice is once.

    The first time starts what the recipe counts from it: calls one, two and three weeks after (R078, R166).
    """
    today = local_date(at)
    if on > today:
        raise Refusal(_("Vælg en dag, der er kommet."), field="met_on")
    if on < today - timedelta(days=OLDEST_DAYS):
        raise Refusal(_("Det er for længe siden. Vælg en dag inden for de sidste to måneder."), field="met_on")
    task = followup.add(
        plan=Planned(
            key=f"met:{pair.id}:{on}",
            rule=MET,
            kind=MET,
            due=on,
            holder=Holder(Role.VOLUNTEER, owner_user_id=by.user_id, organisation_id=pair.organisation_id),
            why={},
        ),
        person=pair.person,
        at=at,
    )
    done = followup.complete(task=task, outcome="met", by=by, at=at)
    if pair.next_on is None or pair.next_on <= on:
        volunteers.set_next(pair=pair, next_on=max(today, on + timedelta(days=pair.every_days)), by=by, at=at)
    meet_as_pair.met_with(person_id=pair.person_id, organisation_id=pair.organisation_id, by=by, at=at)
    return done


@dataclass(frozen=True)
class Heard:
    """What a volunteer is told about a worry: who answers (empty: one of several), by when, and whether to act now."""

    who: str
    due: date
    urgent: bool


@transaction.atomic
def worry(*, person: Person, words: str, worry_id: UUID, by: Actor, at: datetime) -> Heard:
    """A worry goes to the coordinator. Raises Refusal for an empty one.

    Words about not wanting to live also go to a professional today, and the page shows where to get help at once
    (facts.md § 1): a volunteer never stands alone with that.
    """
    follow.report_worry(person=person, words=words, worry_id=worry_id, by=by, at=at)
    urgent = help_needed(words)
    with for_the_municipality(by):
        if urgent:
            _tell_professional(person, worry_id, by, at)
        answers = [task.due for task in tasks.of_person(by, person.id) if task.kind == "answer_worry"]
    return Heard(
        who_answers(by=by, on=local_date(at)), min(answers, default=local_date(at) + timedelta(days=1)), urgent
    )


def who_answers(*, by: Actor, on: date) -> str:
    """The coordinator's name when there is one only, else an empty text: whom a volunteer hears from."""
    with for_the_municipality(by):
        names = access.names_in_role(by, Role.COORDINATOR, on=on)
    return names[0] if len(names) == 1 else ""


def _tell_professional(person: Person, worry_id: UUID, by: Actor, at: datetime) -> None:
    followup.add(
        plan=Planned(
            key=f"professional:worry-{worry_id}",
            rule="needs_professional",
            kind="needs_professional",
            due=local_date(at),
            holder=Holder(Role.COORDINATOR),
            why={"noticed_by": by.name},
        ),
        person=person,
        at=at,
    )


@transaction.atomic
def cannot_next(*, pair: Pair, by: Actor, at: datetime) -> HomeTime:
    """The volunteer cannot come the next time: the stand-in does, else the association looks for somebody (R129).

    The pair goes on: the time after is as usual. Raises Refusal when no next time is agreed.
    """
    if pair.next_on is None or pair.next_on < local_date(at):
        raise Refusal(_("I har ikke aftalt en næste gang endnu."))
    with for_the_municipality(by):
        organisation = Organisation.objects.get(id=pair.organisation_id)
        first = datetime.combine(pair.next_on, pair.meets_at or USUAL, DENMARK)
        facts = {"kind": "visit", "minutes": 60}
        (made,) = come_home.agree(
            person=pair.person, organisation=organisation, first=max(first, at + timedelta(hours=1)), times=1,
            every_days=1, facts=facts, by=by, at=at,
        )  # fmt: skip
        here = {one.id for one in come_home.ready(organisation_id=organisation.id, by=by, at=at)}
        if pair.stand_in_id in here:
            come_home.put_on(times=[made], volunteer_id=pair.stand_in_id, instead_id=pair.volunteer_id, by=by, at=at)
    following = pair.next_on + timedelta(days=pair.every_days)
    volunteers.set_next(pair=pair, next_on=following, by=by, at=at)
    return made
