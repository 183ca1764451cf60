"""People asked whether what we know may go along to whoever takes the effort over (R194).

A yes is a consent of its own for that receiver; here stands who has been asked, and who said no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.communities.groups.models import Member
from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.referrals.models import Onward
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Consent, Share
from brobygger.registry.people.purposes import ConsentPurpose

State = Literal["not_asked", "asked", "no", "yes", "handed"]
STATES: tuple[State, ...] = ("not_asked", "asked", "yes", "handed", "no")  # in the order they are worked through
SHARED_AS = "onward"  # `why` of the share


@dataclass(frozen=True)
class Standing:
    """One who is still there: how it stands with the new holder, and the consent where there is a yes."""

    episode_id: UUID
    person_id: UUID
    state: State
    consent: Consent | None = None


def still_there(programme: Programme) -> QuerySet[Episode]:
    """Episodes of those who have said yes and not left: under way, or finished and still in one of the groups."""
    said_yes = MoveRow.objects.filter(episode=OuterRef("id"), kind="reached", step="consented")
    member = Member.objects.filter(person=OuterRef("person"), group__programme=programme, until__isnull=True)
    found = Episode.objects.filter(Exists(said_yes), programme=programme)
    found = found.filter(Q(status="active") | Q(Exists(member), status="finished"))
    alive = found.filter(person__died_on__isnull=True, person__moved_on__isnull=True)
    return alive.order_by("person__search_name", "id")


def standing(
    actor: Actor, programme: Programme, receiver: Organisation, *, since: date, on: date
) -> tuple[Standing, ...]:
    """Everybody still there, by name. since: the day the receiver was named; an older yes was to something else.

    Four queries, however many.
    """
    found = {person: episode for episode, person in still_there(programme).values_list("id", "person_id")}
    consents: dict[UUID, Consent] = {}
    given = Consent.objects.filter(
        person_id__in=list(found), receiver=receiver, purpose=ConsentPurpose.REFERRAL, given_on__gte=since
    )
    for consent in given.order_by("given_on", "recorded_at"):
        consents[consent.person_id] = consent
    said = dict(Onward.objects.filter(receiver=receiver, episode__programme=programme).values_list("person", "answer"))
    open_ones = Share.objects.filter(
        organisation=receiver, why=SHARED_AS, ended_at__isnull=True, expires_on__gte=on, person_id__in=list(found)
    )
    handed = set(open_ones.values_list("person_id", flat=True))
    return tuple(
        _one(episode, person, consents.get(person), said, person in handed, on) for person, episode in found.items()
    )


def _one(
    episode: UUID, person: UUID, consent: Consent | None, said: Mapping[UUID, str], handed: bool, on: date
) -> Standing:
    if consent is not None and consent.withdrawn_at is not None:
        return Standing(episode, person, "no")
    if consent is not None and consent.expires_on >= on:
        return Standing(episode, person, "handed" if handed else "yes", consent)
    answer = said.get(person, "")
    return Standing(episode, person, "no" if answer == "no" else "asked" if answer == "asked" else "not_asked")


def counted(found: Iterable[Standing]) -> dict[State, int]:
    """How many stand where; every state is there."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for one in found:
        counts[one.state] += 1
    return counts


def note(
    *, episode: Episode, receiver: Organisation, answer: Literal["asked", "no"], by: Actor, at: datetime
) -> Onward:
    """The person has been asked, or has said no. Said again, it is the newest that counts."""
    told = {"person": episode.person, "answer": answer, "said_on": local_date(at), "said_by_name": by.name}
    row, _created = Onward.objects.update_or_create(episode=episode, receiver=receiver, defaults=told)
    return row


def with_us(actor: Actor) -> list[UUID]:
    """Persons handed on to the reader's organisation, the newest first. One query."""
    shares = Share.objects.filter(
        organisation_id=actor.home, why=SHARED_AS, user_id__isnull=True, ended_at__isnull=True
    )
    return list(shares.order_by("-since", "id").values_list("person_id", flat=True))
