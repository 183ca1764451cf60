"""What a person wants to know before starting is answered in the way he or she chose, and by a day (R365)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.first_meeting import operations as first_meeting
from brobygger.pathway.first_meeting.models import PersonQuestion
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import may_be_contacted

KIND = "answer_question"
ANSWER_WITHIN = timedelta(days=3)
WRITTEN = ("sms", "email", "letter")
SPOKEN = ("phone", "visit")


@transaction.atomic
def ask(*, person: Person, words: str, way: str, asked_on: date, due: date, by: Actor, at: datetime) -> PersonQuestion:
    """The question is kept, and the one who was asked has a task until it is answered; a colleague may take it.

    Raises Refusal for somebody who is not to be contacted.
    """
    if not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    made = first_meeting.ask(person=person, words=words, way=way, asked_on=asked_on, due=due, by=by, at=at)
    followup.add(
        plan=Planned(
            key=_key(made), rule=KIND, kind=KIND, due=due, holder=Holder(by.role, owner_user_id=by.user_id), why={}
        ),
        person=person,
        at=at,
    )
    return made


@transaction.atomic
def answer(*, question: PersonQuestion, words: str, way: str, by: Actor, at: datetime) -> None:
    """It is answered: said, or written and put in the outbox, which looks again at the address. The task is done.

    Raises Taken when a colleague was first, and Refusal for somebody who is not to be contacted any more.
    """
    person = question.person
    if not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    first_meeting.answer(question=question, answer=words, way=way, by=by, at=at)
    if way in WRITTEN:
        writing.to_person(
            person=person, code="own_words", values={"words": words}, key=f"question:{question.id}", by=by, at=at,
            channel=way,
        )  # fmt: skip
    with for_the_municipality(by):
        followup.complete_by_key(key=_key(question), by=by, at=at)


def _key(question: PersonQuestion) -> str:
    return f"{KIND}:{question.id}"
