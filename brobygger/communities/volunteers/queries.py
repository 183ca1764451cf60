"""Reading pairs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from brobygger.communities.volunteers.models import OwnBackground, Pair, VolunteerWishes
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.registry.access.actor import Actor


def mine(actor: Actor) -> QuerySet[Pair]:
    """The pairs the actor is the volunteer of."""
    if actor.user_id is None:  # the system meets nobody
        return Pair.objects.none()
    return Pair.objects.filter(user_id=actor.user_id, until__isnull=True).order_by("next_on")


def mine_with(actor: Actor, person_id: UUID) -> Pair:
    """The pair that joins the actor and this person today. Raises NotVisible, also when it has ended."""
    pair = mine(actor).filter(person_id=person_id).first()
    if pair is None:
        raise NotVisible("pair")
    return pair


def get(actor: Actor, pair_id: UUID) -> Pair:
    """One open pair within the actor's reach. Raises NotVisible."""
    found = (
        Pair.objects.filter(id=pair_id, until__isnull=True).select_related("volunteer", "stand_in", "person").first()
    )
    if found is None:
        raise NotVisible("pair")
    return found


class Ready(NamedTuple):
    """A volunteer who may meet persons: secrecy signed, a role today, no certificate closed. places: persons more."""

    id: UUID
    name: str
    organisation_id: UUID
    organisation: str
    told: bool
    interests: list[str]
    weekdays: list[int]
    languages: list[str]
    sex: str
    meets_sex: str
    latitude: float | None
    longitude: float | None
    places: int
    since: date
    born_year: int | None
    skills: list[str]
    has_car: bool | None
    with_friend: str
    visits: bool  # wants to visit persons: said so, or said nothing of what
    own_languages: list[str]  # as said for those who wish to meet somebody alike; empty for who may not know (R048)
    background: list[str]


_READY = """
select m.id, m.name, o.id, o.name, w.id is not null, coalesce(w.interests, '{}'), coalesce(w.weekdays, '{}'),
       coalesce(w.languages, '{}'), coalesce(w.sex, ''), coalesce(w.meets_sex, ''), w.latitude, w.longitude,
       greatest(0, coalesce(w.meets_at_most, 1) - (
         select count(*) from volunteers_pair v
         where v.municipality_id = m.municipality_id and v.volunteer_id = m.id and v.until is null))::int,
       m.since, w.born_year, coalesce(w.skills, '{}'), w.has_car, coalesce(w.with_friend, ''),
       coalesce(w.roles, '{}') = '{}' or w.roles && array['visitor', 'open']::varchar[],
       coalesce(b.languages, '{}'), coalesce(b.background, '{}')
from access_membership m
join organisations_organisation o on o.municipality_id = m.municipality_id and o.id = m.organisation_id
left join volunteers_wishes w on w.municipality_id = m.municipality_id and w.volunteer_id = m.id
left join volunteers_own_background b on b.municipality_id = m.municipality_id and b.member_id = m.id
where m.role = 'volunteer' and m.secrecy_signed_on is not null and m.since <= %(on)s
  and (m.until is null or m.until >= %(on)s)
  and not exists (
    select 1 from volunteers_approval a
    where a.municipality_id = m.municipality_id and a.volunteer_id = m.id and not a.replaced
      and a.closed_from <= %(on)s)
order by m.name, m.id
"""


def ready(actor: Actor, *, on: date) -> list[Ready]:
    """Every volunteer within the actor's reach who may meet persons, by name. One query."""
    return [Ready._make(row) for row in rows(_READY, {"on": on})]


def wishes_of_many(actor: Actor, membership_ids: Iterable[UUID]) -> dict[UUID, VolunteerWishes]:
    """What several have told, by membership. One query."""
    found = VolunteerWishes.objects.filter(volunteer_id__in=list(membership_ids))
    return {one.volunteer_id: one for one in found}


def wishes_of(actor: Actor, membership_id: UUID) -> VolunteerWishes | None:
    """What a volunteer has told; None before anybody has asked."""
    return VolunteerWishes.objects.filter(volunteer_id=membership_id).first()


def own_background(actor: Actor) -> OwnBackground | None:
    """What the actor has said of the own languages and background; None for nothing."""
    return OwnBackground.objects.filter(member_id=actor.membership_id).first()


class Alike(NamedTuple):
    """Somebody who can visit or receive, as said by him- or herself."""

    name: str
    role: str
    organisation: str
    languages: list[str]
    background: list[str]


_ALIKE = """
select m.name, m.role, o.name, b.languages, b.background
from volunteers_own_background b
join access_membership m on m.municipality_id = b.municipality_id and m.id = b.member_id
join organisations_organisation o on o.municipality_id = m.municipality_id and o.id = m.organisation_id
where m.since <= %(on)s and (m.until is null or m.until >= %(on)s)
  and (b.languages && %(languages)s::varchar[] or b.background && %(background)s::varchar[])
order by m.name, m.id limit 50
"""


def alike(actor: Actor, *, languages: Iterable[str], background: Iterable[str], on: date) -> list[Alike]:
    """Who has said the same language or background, by name. Nobody for an actor who may not know. One query."""
    values = {"languages": list(languages), "background": list(background), "on": on}
    return [Alike._make(row) for row in rows(_ALIKE, values)]
