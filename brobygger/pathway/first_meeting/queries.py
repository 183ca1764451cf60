"""Reading first contacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting.models import FirstContact, PersonQuestion
from brobygger.registry.access.actor import Actor


def get(actor: Actor, contact_id: UUID) -> FirstContact:
    """One first contact. Raises NotVisible."""
    try:
        return FirstContact.objects.select_related("group", "referral__offer").get(id=contact_id)
    except FirstContact.DoesNotExist:
        raise NotVisible("first contact") from None


def whole(contact_id: UUID) -> FirstContact:
    """A first contact with its episode, for a journey that acts for the municipality."""
    return wholes([contact_id])[0]


def wholes(contact_ids: Sequence[UUID]) -> list[FirstContact]:
    """First contacts with their episodes, in the order of the ids. Raises NotVisible. One query."""
    rows = FirstContact.objects.select_related("group", "episode", "episode__programme", "episode__person")
    found = rows.in_bulk(list(contact_ids))
    if len(found) < len(set(contact_ids)):
        raise NotVisible("first contact")
    return [found[contact_id] for contact_id in contact_ids]


def to_make(actor: Actor) -> QuerySet[FirstContact]:
    """Contacts that are still to be made, soonest first."""
    return (
        FirstContact.objects.filter(status__in=["planned", "not_reached"]).select_related("group").order_by("due", "id")
    )


def to_make_by_us(actor: Actor) -> QuerySet[FirstContact]:
    """Contacts that the actor's organisation is still to make, soonest first."""
    return to_make(actor).filter(organisation_id__in=actor.reach().organisation_ids)


def made_for_referral(actor: Actor, referral_id: UUID) -> FirstContact | None:
    """The first contact an accepted referral led to."""
    return FirstContact.objects.filter(referral_id=referral_id).order_by("-due").first()


def first_sessions_planned(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the first session for those with a contact still to be made; the first of several. One query."""
    rows = to_make(actor).filter(episode_id__in=list(episode_ids)).order_by("-first_session_on")
    return {episode_id: day for episode_id, day in rows.values_list("episode_id", "first_session_on") if day}


def of_episode(actor: Actor, episode_id: UUID) -> QuerySet[FirstContact]:
    return FirstContact.objects.filter(episode_id=episode_id).select_related("group").order_by("-due")


def episodes_of_pair(person_id: UUID, organisation_id: UUID) -> list[Episode]:
    """The person's open episodes in which an organisation's volunteer was named to call, without a group."""
    ids = FirstContact.objects.filter(
        person_id=person_id, organisation_id=organisation_id, group__isnull=True
    ).values_list("episode_id", flat=True)
    found = Episode.objects.filter(id__in=ids, status="active").select_related("programme", "person")
    return list(found.order_by("id"))


def questions_of(actor: Actor, person_id: UUID) -> list[PersonQuestion]:
    """What a person has wanted to know, those without an answer first, then the newest. One query."""
    found = PersonQuestion.objects.filter(person_id=person_id).order_by("-asked_on", "-id")[:100]
    return sorted(found, key=lambda one: one.answered_on is not None)


def question(actor: Actor, question_id: UUID) -> PersonQuestion:
    """One of them with its person. Raises NotVisible."""
    found = PersonQuestion.objects.select_related("person").filter(id=question_id).first()
    if found is None:
        raise NotVisible("question")
    return found
