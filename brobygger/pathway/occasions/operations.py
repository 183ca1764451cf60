"""Writing occasions, guests, and how people have met an offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.occasions import rules
from brobygger.pathway.occasions.models import Exposure, Guest, Occasion
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person

_MAY_BE_CONTACTED = {"died_on__isnull": True, "moved_on__isnull": True, "never_contact": False}
BRINGS = ("call", "more", "volunteer")  # what somebody wanted who is invited to the evening after


@transaction.atomic
def plan(*, name: str, kind: str, day: date, by: Actor, at: datetime, **facts: Any) -> Occasion:
    """A new occasion of the actor's organisation. facts: as the fields of Occasion."""
    if kind not in rules.KINDS:
        raise Refusal(_("Vælg, hvad det er."), field="kind")
    return Occasion.objects.create(
        organisation_id=by.home, name=" ".join(name.split()), kind=kind, day=day, made_at=at, made_by_id=by.user_id,
        **facts,
    )  # fmt: skip


@transaction.atomic
def in_series(*, occasion: Occasion) -> UUID:
    """The occasion is the first of several, or one of them. The first one's id."""
    Occasion.objects.filter(id=occasion.id, again_of_id__isnull=True).update(again_of_id=occasion.id)
    return occasion.again_of_id or occasion.id


@transaction.atomic
def invite_birth_year(*, occasion: Occasion, turns: int, by: Actor, at: datetime) -> int:
    """Invite everybody who turns so many years in the occasion's year and may be contacted. How many are new.

    Repeating it invites nobody twice. Nobody who has died, moved or wants to be left alone.
    """
    first, last = rules.birth_year(turns=turns, in_year=occasion.day.year)
    known = Guest.objects.filter(occasion=occasion, person__isnull=False).values("person_id")
    people = Person.objects.filter(born__range=(first, last), **_MAY_BE_CONTACTED).exclude(id__in=known)
    guests = [_guest(occasion, by, at, person=person, invited_at=at) for person in people]
    Guest.objects.bulk_create(guests, batch_size=1000)
    Occasion.objects.filter(id=occasion.id).update(turns=turns)
    return len(guests)


@transaction.atomic
def add_guest(
    *,
    occasion: Occasion,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    guest_id: UUID | None = None,
    **facts: Any,
) -> Guest:
    """Somebody signs up or has come. The same id, or the same person, gives the same guest.

    Raises Refusal when the bus is full, and for somebody who wants to be left alone and has not come by himself.
    """
    known = Guest.objects.filter(occasion=occasion, person=person).first() if person else None
    known = known or (Guest.objects.filter(id=guest_id).first() if guest_id else None)
    if known is not None:
        return known
    Occasion.objects.select_for_update().get(id=occasion.id)
    signed_up = Guest.objects.filter(occasion=occasion).exclude(came=False).count()
    if rules.seats_left(seats=occasion.seats, signed_up=signed_up) == 0:
        raise Refusal(_("Der er ikke flere pladser."))
    if person is not None and person.never_contact and not facts.get("came"):
        raise Refusal(_("Borgeren vil ikke kontaktes. Skriv kun, hvis borgeren selv er kommet."))
    made = _guest(occasion, by, at, person=person, **facts)
    if guest_id:
        made.id = guest_id
    made.save(force_insert=True)
    return made


@transaction.atomic
def note(
    *, guest: Guest, came: bool | None, wants: str, offer: Offer | None, by: Actor, at: datetime, note: str = ""
) -> Guest:
    """Who came, and what he or she wanted. Raises Refusal for somebody who wants something without having come."""
    if wants and wants not in rules.WANTS:
        raise Refusal(_("Vælg, hvad gæsten vil."), field="wants")
    if wants in BRINGS and came is False:
        raise Refusal(_("Den, der ikke kom, kan ikke have ønsket noget der."), field="wants")
    guest.came, guest.wants, guest.offer, guest.note = came, wants, offer, note[:300]
    guest.noted_at, guest.noted_by_id = at, by.user_id
    guest.save(update_fields=["came", "wants", "offer", "note", "noted_at", "noted_by_id"])
    return guest


@transaction.atomic
def bring_along(*, day: Occasion, evening: Occasion, by: Actor, at: datetime) -> int:
    """Those who came to the day and wanted something are invited to the evening after it. How many; again: none new.

    Nobody who has died, moved or wants to be left alone.
    """
    may = Q(person__isnull=True) | Q(person__in=Person.objects.filter(**_MAY_BE_CONTACTED))
    wanted = Guest.objects.filter(may, occasion=day, came=True, wants__in=BRINGS)
    known = Guest.objects.filter(occasion=evening).values_list("person_id", "name", "phone")
    here = {(person, name, phone) for person, name, phone in known}
    guests = [
        _guest(evening, by, at, person_id=one.person_id, name=one.name, phone=one.phone, invited_at=at)
        for one in wanted.order_by("name", "id")
        if (one.person_id, one.name, one.phone) not in here
    ]
    Guest.objects.bulk_create(guests)
    return len(guests)


def evenings_to_come(*, day: Occasion, at: datetime) -> list[Occasion]:
    """The evenings after a theme day that have not been held yet. At most one query; none for others."""
    if day.kind != "theme_day":
        return []
    return list(Occasion.objects.filter(follows=day, day__gte=local_date(at)).order_by("day"))


@transaction.atomic
def became(*, guest: Guest, tip: Tip) -> None:
    """What a guest wanted has become a tip."""
    guest.tip = tip
    guest.save(update_fields=["tip"])


@transaction.atomic
def count_others(*, occasion: Occasion, others: int, by: Actor, at: datetime) -> None:
    """How many came without leaving a name. Raises Refusal before the day."""
    if occasion.day > local_date(at):
        raise Refusal(_("Tæl dem, når dagen er kommet."), field="others")
    Occasion.objects.filter(id=occasion.id).update(others=others)


@transaction.atomic
def uninvite(*, person_ids: Iterable[UUID]) -> int:
    """Take persons off the lists of occasions they have not been to. How many."""
    waiting = Guest.objects.filter(person_id__in=list(person_ids), came__isnull=True)
    removed, _by_table = waiting.delete()
    return removed


@transaction.atomic
def heard(
    *,
    person: Person,
    channels: Sequence[str],
    by: Actor,
    at: datetime,
    programme: Programme | None = None,
    offer: Offer | None = None,
    answer: str = "",
) -> list[Exposure]:
    """Where a person has met an effort or an offer, and what he or she said to it: one row for each channel.

    Raises Refusal for a channel that is not on the list.
    """
    if not channels or not set(channels) <= set(rules.HEARD):
        raise Refusal(_("Vælg, hvor borgeren har hørt om det."), field="channels")
    return Exposure.objects.bulk_create(
        [
            Exposure(
                person=person, programme=programme, offer=offer, channel=channel, answer=answer, at=at,
                noted_by_id=by.user_id,
            )
            for channel in dict.fromkeys(channels)
        ]
    )  # fmt: skip


def _guest(occasion: Occasion, by: Actor, at: datetime, **facts: Any) -> Guest:
    return Guest(
        occasion=occasion, organisation_id=occasion.organisation_id, noted_at=at, noted_by_id=by.user_id, **facts
    )
