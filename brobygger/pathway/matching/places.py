"""Places held for somebody until a day: reading them, holding one, and ending it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from brobygger.communities.groups.models import Group, Member
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import places_free
from brobygger.communities.volunteers import queries as volunteers
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching.models import HeldPlace
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership

Target = Group | Offer | Membership  # where there is a place
MOST_LONGER = 3  # after that a decision is due

# A place is promised while it is held, and after a yes until the receiver has answered.
_PROMISED = """
select count(*) from matching_held_place h
where h.municipality_id = %(municipality)s and {which} and h.episode_id <> %(except)s
  and (h.status = 'held' or (h.status = 'yes' and exists (
    select 1 from referrals_referral r
    where r.municipality_id = h.municipality_id and r.episode_id = h.episode_id and r.offer_id = h.offer_id
      and r.status = 'sent')))
"""
_WHICH = {
    Group: "h.group_id = %(target)s",
    Offer: "h.offer_id = %(target)s and h.status = 'held'",  # after a yes the referral itself takes the place
    Membership: "h.volunteer_id = %(target)s and h.status = 'held'",
}
_NOBODY = UUID(int=0)


def promised(by: Actor, target: Target, *, besides: UUID = _NOBODY) -> int:
    """How many places of a group, an offer or a volunteer are promised to others than one episode. One query."""
    told = {"municipality": by.municipality_id, "target": target.id, "except": besides}
    ((count,),) = rows(_PROMISED.format(which=_WHICH[type(target)]), told)
    return int(count)


def free(by: Actor, target: Target, *, on: date, besides: UUID = _NOBODY) -> int | None:
    """Places that can be promised; None when nobody has said how many there are."""
    if isinstance(target, Group):
        taken = Member.objects.filter(group=target, until__isnull=True).count()
        left: int | None = target.size_max - taken if target.phase != "ended" else 0
    elif isinstance(target, Offer):
        left = places_free(by).get(target.id)
    else:
        left = next((one.places for one in volunteers.ready(by, on=on) if one.id == target.id), 0)
    return None if left is None else max(0, left - promised(by, target, besides=besides))


def of_programme(actor: Actor, programme_id: UUID) -> list[HeldPlace]:
    """Places that are held now, those whose day comes first at the top. One query."""
    found = HeldPlace.objects.filter(programme_id=programme_id, status="held")
    return list(found.select_related("offer", "group", "volunteer").order_by("answer_by", "id"))


def count_by_programme(actor: Actor) -> dict[UUID, int]:
    """How many places are held now in each programme. One query."""
    found = HeldPlace.objects.filter(status="held").values_list("programme_id").annotate(n=Count("id")).order_by()
    return dict(found)


def get(actor: Actor, place_id: UUID) -> HeldPlace:
    """One held place with all it is about. Raises NotVisible."""
    try:
        return HeldPlace.objects.select_related(
            "programme", "offer", "offer__organisation", "group", "group__organisation", "volunteer",
            "volunteer__organisation", "episode", "episode__programme", "episode__programme__owner", "episode__person",
        ).get(id=place_id)  # fmt: skip
    except HeldPlace.DoesNotExist:
        raise NotVisible("held place") from None


def said_no_to(actor: Actor, target: Target) -> set[UUID]:
    """Episodes that have said no to a place here, or let the day pass. One query."""
    which = {Group: "group_id", Offer: "offer_id", Membership: "volunteer_id"}[type(target)]
    found = HeldPlace.objects.filter(**{which: target.id}, status__in=["no", "passed_on"])
    return set(found.values_list("episode_id", flat=True))


def held_for(actor: Actor, episode_ids: Iterable[UUID]) -> QuerySet[HeldPlace]:
    """The open places of some episodes."""
    return HeldPlace.objects.filter(episode_id__in=list(episode_ids), status="held").select_related(
        "offer", "group", "volunteer"
    )


@transaction.atomic
def hold(*, episode: Episode, target: Target, answer_by: date, by: Actor, at: datetime, on: date) -> HeldPlace:
    """Hold a place for somebody. The place's own row is locked, so that the last one is promised once.

    Raises Refusal when no place is left, Taken when a place is held for the person already.
    """
    locked = type(target).objects.select_for_update().get(id=target.id)
    left = free(by, locked, on=on)
    if left is not None and left <= 0:
        raise Refusal(_("Der er ikke flere ledige pladser her. Den sidste er lovet væk eller taget."))
    try:
        with transaction.atomic():
            return HeldPlace.objects.create(
                programme_id=episode.programme_id,
                episode=episode,
                person_id=episode.person_id,
                group=target if isinstance(target, Group) else None,
                offer_id=target.offer_id
                if isinstance(target, Group)
                else target.id
                if isinstance(target, Offer)
                else None,
                volunteer=target if isinstance(target, Membership) else None,
                answer_by=answer_by,
                offered_at=at,
                offered_by_id=by.user_id,
                offered_by_name=by.name,
            )
    except IntegrityError:
        raise Taken(_("Der holdes allerede en plads til borgeren. Se siden igen.")) from None


@transaction.atomic
def end(*, place: HeldPlace, status: str, reason: str, by: Actor, at: datetime) -> None:
    """yes, no or passed on, by a person. Raises Taken with who was first and what they wrote."""
    changed = HeldPlace.objects.filter(id=place.id, status="held").update(
        status=status, reason=reason, ended_at=at, ended_by_id=by.user_id, ended_by_name=by.name
    )
    if not changed:
        raise Taken(_already(HeldPlace.objects.get(id=place.id)))


def _already(place: HeldPlace) -> str:
    what = {
        "yes": _("%(who)s har skrevet et ja kl. %(clock)s."),
        "no": _("%(who)s har skrevet et nej kl. %(clock)s."),
        "passed_on": _("%(who)s har givet pladsen videre kl. %(clock)s."),
    }[place.status]
    assert place.ended_at is not None
    told = what % {"who": place.ended_by_name, "clock": place.ended_at.astimezone(DENMARK).strftime("%H.%M")}
    return told + " " + _("Intet af dit er gemt. Se siden igen.")


@transaction.atomic
def give_longer(*, place: HeldPlace, answer_by: date) -> None:
    """A later day to answer by. Raises Refusal the fourth time, Taken when it has been answered."""
    if place.times_longer >= MOST_LONGER:
        raise Refusal(_("Fristen er rykket tre gange. Skriv et ja eller nej, eller giv pladsen videre."))
    changed = HeldPlace.objects.filter(id=place.id, status="held", times_longer=place.times_longer).update(
        answer_by=answer_by, times_longer=place.times_longer + 1
    )
    if not changed:
        raise Taken(_("Nogen har ændret pladsen imens. Se siden igen."))
