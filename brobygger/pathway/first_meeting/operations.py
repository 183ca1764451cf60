"""Planning and keeping the first contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting.models import FirstContact, PersonQuestion
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


@transaction.atomic
def plan(
    *,
    episode: Episode,
    organisation: Organisation,
    referral: Referral | None,
    host: Membership | None,
    host_name: str,
    group: Group | None,
    first_session_on: date | None,
    due: date,
    by: Actor,
    at: datetime,
) -> FirstContact:
    """Name the host who calls before the first time. An open plan for the same organisation is changed, not doubled."""
    contact, _created = FirstContact.objects.update_or_create(
        episode=episode,
        organisation=organisation,
        status__in=["planned", "not_reached"],
        defaults={
            "referral": referral,
            "host": host,
            "host_name": host_name,
            "group": group,
            "first_session_on": first_session_on,
            "due": due,
            "status": "planned",
        },
        create_defaults={
            "person_id": episode.person_id,
            "episode": episode,
            "organisation": organisation,
            "referral": referral,
            "host": host,
            "host_name": host_name,
            "group": group,
            "first_session_on": first_session_on,
            "due": due,
            "status": "planned",
        },
    )
    return contact


@transaction.atomic
def made(*, contact: FirstContact, companion: bool | None, note: str, by: Actor, at: datetime) -> FirstContact:
    """The person was reached. Raises Taken when that was already written."""
    changed = FirstContact.objects.filter(id=contact.id, status__in=["planned", "not_reached"]).update(
        status="done", done_at=at, companion=companion, note=note, attempts=contact.attempts + 1
    )
    if not changed:
        raise Taken(_("Den første kontakt er allerede skrevet ind."))
    contact.refresh_from_db()
    return contact


@transaction.atomic
def not_reached(*, contact: FirstContact, by: Actor, at: datetime) -> FirstContact:
    """Nobody answered this time; the contact is still to be made."""
    FirstContact.objects.filter(id=contact.id, status__in=["planned", "not_reached"]).update(
        status="not_reached", attempts=contact.attempts + 1
    )
    contact.refresh_from_db()
    return contact


@transaction.atomic
def end(*, episode: Episode, at: datetime) -> None:
    """No first contact is to be made any more (the person stopped or died)."""
    end_many(episodes=[episode])


@transaction.atomic
def end_many(*, episodes: Sequence[Episode]) -> None:
    """The same for many. One statement."""
    ids = [episode.id for episode in episodes]
    FirstContact.objects.filter(episode_id__in=ids, status__in=["planned", "not_reached"]).update(status="ended")


@transaction.atomic
def ask(*, person: Person, words: str, way: str, asked_on: date, due: date, by: Actor, at: datetime) -> PersonQuestion:
    """A person wants to know something before starting, and how he or she wants it answered (R365).

    Raises Refusal for a day to come, or an answer due before the question.
    """
    if asked_on > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."), field="asked_on")
    if due < asked_on:
        raise Refusal(_("Svaret kan ikke komme før spørgsmålet."), field="due")
    return PersonQuestion.objects.create(
        person=person, words=words, way=way, asked_on=asked_on, asked_to_name=by.name, due=due
    )


@transaction.atomic
def answer(*, question: PersonQuestion, answer: str, way: str, by: Actor, at: datetime) -> None:
    """It was answered, and how. Raises Taken when a colleague has answered meanwhile."""
    changed = PersonQuestion.objects.filter(id=question.id, answered_on__isnull=True).update(
        answer=answer, answered_on=local_date(at), answered_by_name=by.name, answered_way=way
    )
    if not changed:
        raise Taken(_("En kollega har allerede svaret."))
