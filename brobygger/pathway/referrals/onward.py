"""People asked whether what we know may go along to whoever takes the effort over (R194).

Here stands who has been asked and what each said. A yes points at the consent that was given to this and to nothing
else: a yes to something else at the same receiver is no yes to going along.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from brobygger.registry.people.purposes import SHARED_ONWARD

State = Literal["not_asked", "asked", "no", "yes", "handed"]
STATES: tuple[State, ...] = ("not_asked", "asked", "yes", "handed", "no")  # in the order they are worked through


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
    """Everybody still there, by name. since: the day the receiver was named; an older answer was to something else.

    Three queries, however many.
    """
    found = {person: episode for episode, person in still_there(programme).values_list("id", "person_id")}
    rows = Onward.objects.filter(receiver=receiver, episode__programme=programme, said_on__gte=since)
    said = {row.episode_id: row for row in rows.select_related("consent")}
    open_ones = Share.objects.filter(
        organisation=receiver, why=SHARED_ONWARD, ended_at__isnull=True, expires_on__gte=on, person_id__in=list(found)
    )
    handed = set(open_ones.values_list("person_id", flat=True))
    return tuple(_one(episode, person, said.get(episode), person in handed, on) for person, episode in found.items())


def _one(episode: UUID, person: UUID, said: Onward | None, handed: bool, on: date) -> Standing:
    if said is None:
        return Standing(episode, person, "not_asked")
    if said.answer != "yes" or said.consent is None:
        return Standing(episode, person, "no" if said.answer == "no" else "asked")
    if said.consent.withdrawn_at is not None:
        return Standing(episode, person, "no")
    if said.consent.expires_on < on:
        return Standing(episode, person, "not_asked")
    return Standing(episode, person, "handed" if handed else "yes", said.consent)


def counted(found: Iterable[Standing]) -> dict[State, int]:
    """How many stand where; every state is there."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for one in found:
        counts[one.state] += 1
    return counts


def standing_yes(episode: Episode, receiver: Organisation) -> Consent | None:
    """The consent of a yes to this receiver that has not been taken back; it may have run out."""
    row = Onward.objects.filter(episode=episode, receiver=receiver, answer="yes").select_related("consent").first()
    return row.consent if row and row.consent and row.consent.withdrawn_at is None else None


def consents_given(programme: Programme, receiver: Organisation) -> list[UUID]:
    """The consents of every yes in a programme to this receiver. One query."""
    yeses = Onward.objects.filter(episode__programme=programme, receiver=receiver, consent__isnull=False)
    return [consent for consent in yeses.values_list("consent_id", flat=True) if consent is not None]


def note(
    *, episode: Episode, receiver: Organisation, answer: Literal["asked", "no", "yes"], by: Actor, at: datetime,
    consent: Consent | None = None,
) -> Onward:  # fmt: skip
    """The person has been asked, and has perhaps answered: a yes with its consent. The newest is what counts."""
    told = {
        "person": episode.person, "answer": answer, "consent": consent, "said_on": local_date(at),
        "said_by_name": by.name,
    }  # fmt: skip
    row, _created = Onward.objects.update_or_create(episode=episode, receiver=receiver, defaults=told)
    return row


def with_us(actor: Actor, *, on: date) -> list[UUID]:
    """Persons handed on to the reader's organisation and still seen there on a day, the newest first. One query."""
    shares = Share.objects.filter(
        organisation_id=actor.home, why=SHARED_ONWARD, user_id__isnull=True, ended_at__isnull=True, expires_on__gte=on
    )
    return list(shares.order_by("-since", "id").values_list("person_id", flat=True))
