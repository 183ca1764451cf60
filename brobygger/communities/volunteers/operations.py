"""Joining and parting pairs, and when they meet next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers.models import Approval, OwnBackground, Pair, VolunteerWishes
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.people.models import Consent, Person
from brobygger.registry.people.operations import share_with, stop_sharing


@transaction.atomic
def pair(
    *,
    person: Person,
    volunteer: Membership,
    consent: Consent,
    since: date,
    next_on: date | None,
    by: Actor,
    at: datetime,
) -> Pair:
    """Let a volunteer meet a person, and see that person only. Raises Refusal without a signed secrecy agreement."""
    if volunteer.secrecy_signed_on is None:
        raise Refusal(_("Den frivillige har ikke skrevet under på tavshedspligt endnu."))
    closed = Approval.objects.filter(volunteer=volunteer, replaced=False, closed_from__lte=local_date(at))
    if closed.exists():
        raise Refusal(_("Den frivilliges attest er udløbet. Forny den, før de to mødes."))
    made, _created = Pair.objects.get_or_create(
        person=person,
        volunteer=volunteer,
        until=None,
        defaults={
            "organisation_id": volunteer.organisation_id,
            "user_id": volunteer.user_id,
            "since": since,
            "next_on": next_on,
        },
    )
    share_with(
        person=person,
        consent=consent,
        organisation=volunteer.organisation,
        user_id=volunteer.user_id,
        why="pair",
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def part(*, pair: Pair, until: date, why: str, by: Actor, at: datetime) -> None:
    """End a pair; the volunteer sees nothing of the person from the next request."""
    Pair.objects.filter(id=pair.id, until__isnull=True).update(until=until, why_ended=why)
    stop_sharing(person=pair.person, organisation=pair.volunteer.organisation, user_id=pair.user_id, at=at)


@transaction.atomic
def set_next(*, pair: Pair, next_on: date | None, by: Actor, at: datetime) -> Pair:
    """When the two meet next; None: not agreed yet. Raises Refusal for a day that has passed or an ended pair."""
    if next_on is not None and next_on < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="next_on")
    changed = Pair.objects.filter(id=pair.id, until__isnull=True).update(next_on=next_on)
    if not changed:
        raise Refusal(_("I er ikke makkere længere."))
    pair.next_on = next_on
    return pair


@transaction.atomic
def agree_rhythm(
    *,
    pair: Pair,
    every_days: int,
    next_on: date | None,
    stand_in: Membership | None,
    by: Actor,
    at: datetime,
    meets_at: time | None = None,
    place: str = "",
    agreed: str = "",
) -> Pair:
    """How often the two meet, when next and where, what else both have said yes to, and who comes instead.

    Raises Refusal for an ended pair or oneself instead.
    """
    if stand_in is not None and stand_in.id == pair.volunteer_id:
        raise Refusal(_("Vælg en anden end den, der plejer at komme."), field="stand_in")
    set_next(pair=pair, next_on=next_on, by=by, at=at)
    pair.every_days, pair.stand_in = every_days, stand_in
    pair.meets_at, pair.place, pair.agreed = meets_at, place.strip(), agreed.strip()
    pair.save(update_fields=["every_days", "stand_in", "meets_at", "place", "agreed"])
    return pair


@transaction.atomic
def tell_wishes(*, volunteer: Membership, wishes: Mapping[str, Any], by: Actor, at: datetime) -> VolunteerWishes:
    """Keep what a volunteer likes and can; keys as in VolunteerWishes."""
    kept, _created = VolunteerWishes.objects.update_or_create(
        volunteer=volunteer,
        defaults={
            **wishes,
            "organisation_id": volunteer.organisation_id,
            "told_at": at,
            "told_by_id": by.user_id,
        },
    )
    return kept


@transaction.atomic
def say_own_background(*, languages: Iterable[str], background: Iterable[str], by: Actor, at: datetime) -> None:
    """Keep what the actor says of the own languages and background. Nothing said: nothing is kept."""
    if by.user_id is None:
        raise ValueError("the system says nothing of itself")
    told = {"languages": list(languages), "background": list(background)}
    if not any(told.values()):
        OwnBackground.objects.filter(member_id=by.membership_id).delete()
        return
    OwnBackground.objects.update_or_create(
        member_id=by.membership_id, defaults={**told, "user_id": by.user_id, "said_at": at}
    )
