"""Reading wishes, suggesting offers, and who waits for groups and pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import local_offers, places_free
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.matching.group_rules import Company, Waiter, pair
from brobygger.pathway.matching.models import (
    BarrierHandled,
    CompanyWish,
    GroupProposal,
    PairList,
    ProposedPair,
    ProposedSeat,
    Weights,
    Wishes,
)
from brobygger.pathway.matching.rules import WEIGHTS, Choice, Seeker, Suggestion, suggest
from brobygger.pathway.matching.wait_rules import Wait
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people.queries import PersonView, read_many

# What is read of a person to place him or her; nothing of it is stored in a proposal.
PLACING = frozenset({Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.WALKING, Fields.SENSES, Fields.WISHES})


def newest(actor: Actor, episode_id: UUID) -> Wishes | None:
    """An episode's wishes as they stand now."""
    return Wishes.objects.filter(episode_id=episode_id).order_by("-mapped_at").first()


def suggestions(actor: Actor, *, person: PersonView, wishes: Wishes | None, on: date) -> list[tuple[Offer, Suggestion]]:
    """Every offer of the municipality judged for this person, best first. Two queries, however many offers."""
    offers = {offer.id: offer for offer in local_offers(actor)}
    free = places_free(actor)
    seeker = _seeker(person, wishes, on)
    if wishes is not None:
        done = set(handled(actor, wishes.episode_id).values_list("barrier", flat=True))
        seeker = replace(seeker, barriers=tuple(one for one in seeker.barriers if one not in done))
    choices = [choice_of(offer, free.get(offer.id)) for offer in offers.values()]
    judged = suggest(seeker, choices, weights=weights(actor))
    return [(offers[suggestion.choice.id], suggestion) for suggestion in judged]


def handled(actor: Actor, episode_id: UUID) -> QuerySet[BarrierHandled]:
    """What was done about each thing that stood in the way, oldest first."""
    return BarrierHandled.objects.filter(episode_id=episode_id).order_by("handled_at", "id")


def interests_of(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The newest interests of some persons. One query."""
    newest_rows = Wishes.objects.filter(person_id__in=list(person_ids)).order_by("person_id", "-mapped_at")
    found = newest_rows.distinct("person_id").values_list("person_id", "interests")
    return {person_id: tuple(interests) for person_id, interests in found}


def weights(actor: Actor) -> Mapping[str, float]:
    """How much each reason counts here: the municipality's own where it has set any, else the usual. One query."""
    own = Weights.objects.filter(municipality_id=actor.municipality_id).values_list("points", flat=True).first()
    return {**WEIGHTS, **(own or {})}


class WaitingRow(NamedTuple):
    """Somebody with a yes and wishes whom nobody has asked about yet. since: the day of the yes."""

    episode_id: UUID
    person_id: UUID
    programme_id: UUID
    since: date
    interests: list[str]
    barriers: list[str]
    company: str
    place: str
    weekdays: list[int]
    price_at_most_dkk: int | None
    resources: str
    area: str
    wants_companion: bool | None
    only_sex: str
    life_words: list[str]


# Waiting is a yes, wishes, and nothing under way: no referral that is answered yes or not answered yet, no group of the
# programme, no volunteer.
_WAITING = """
select e.id, e.person_id, e.programme_id, (m.at at time zone 'Europe/Copenhagen')::date,
       w.interests,
       array(select unnest(w.barriers) except select b.barrier from matching_barrier_handled b
             where b.municipality_id = e.municipality_id and b.episode_id = e.id),
       w.company, w.place, w.weekdays, w.price_at_most_dkk, w.resources,
       coalesce(u.name, ''), w.wants_companion, w.only_sex, w.life_words
from episodes_episode e
left join organisations_unit u on u.municipality_id = e.municipality_id and u.id = e.unit_id
join people_person p on p.municipality_id = e.municipality_id and p.id = e.person_id
join lateral (
  select max(at) as at from episodes_move
  where municipality_id = e.municipality_id and episode_id = e.id and kind = 'reached' and step = 'consented'
) m on m.at is not null
join lateral (
  select * from matching_wishes
  where municipality_id = e.municipality_id and episode_id = e.id order by mapped_at desc limit 1
) w on true
where e.status = 'active' and e.next_step in ('wishes', 'referred', 'accepted', 'first_contact', 'first_time')
  and p.died_on is null and p.moved_on is null and not p.never_contact
  and (%(programme)s::uuid is null or e.programme_id = %(programme)s::uuid)
  and not exists (
    select 1 from referrals_referral r
    where r.municipality_id = e.municipality_id and r.episode_id = e.id and r.status in ('sent', 'accepted'))
  and not exists (
    select 1 from groups_member i join groups_group g on g.municipality_id = i.municipality_id and g.id = i.group_id
    where i.municipality_id = e.municipality_id and i.person_id = e.person_id and i.until is null
      and g.programme_id = e.programme_id)
  and not exists (
    select 1 from volunteers_pair v
    where v.municipality_id = e.municipality_id and v.person_id = e.person_id and v.until is null)
order by 4, e.id
"""


def waiting(actor: Actor, programme_id: UUID | None = None) -> list[WaitingRow]:
    """Everybody who waits in a programme (or in all), longest first. One query; nothing of it tells who they are."""
    return [WaitingRow._make(row) for row in rows(_WAITING, {"programme": programme_id})]


_WAITS = """
select (coalesce(yes.at, case when e.status = 'active' then %(at)s else e.since end)
        at time zone 'Europe/Copenhagen')::date - (m.at at time zone 'Europe/Copenhagen')::date, yes.at is not null
from episodes_episode e
join lateral (
  select max(at) as at from episodes_move
  where municipality_id = e.municipality_id and episode_id = e.id and kind = 'reached' and step = 'consented'
) m on m.at >= %(after)s
left join lateral (
  select min(at) as at from episodes_move
  where municipality_id = e.municipality_id and episode_id = e.id and kind = 'reached' and at >= m.at
    and step in ('accepted', 'first_contact', 'first_time')
) yes on true
left join lateral (
  select company from matching_wishes
  where municipality_id = e.municipality_id and episode_id = e.id order by mapped_at desc limit 1
) w on true
where e.programme_id = %(programme)s and (%(company)s = '' or w.company = %(company)s)
"""


def waits(actor: Actor, programme_id: UUID, *, at: datetime, company: str = "") -> list[Wait]:
    """How long each who said yes in the last year waited for somebody to say yes to them, or waits still. One query.

    company: only those who wish one_to_one, group or either.
    """
    values = {"programme": programme_id, "at": at, "after": at - timedelta(days=365), "company": company}
    return [Wait(max(0, days), over) for days, over in rows(_WAITS, values)]


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, with what a list shows and what the rules need."""

    row: WaitingRow
    person: PersonView
    waiter: Waiter


def waiting_people(actor: Actor, programme_id: UUID, *, on: date) -> dict[UUID, Waiting]:
    """Those who wait in a programme, by episode, longest first; each reading is logged. Four queries."""
    found = waiting(actor, programme_id)
    views = read_many(actor, [row.person_id for row in found], purpose=Purpose.BRIDGING, only=PLACING)
    return {
        row.episode_id: Waiting(row, views[row.person_id], waiter_of(row, views[row.person_id], on))
        for row in found
        if row.person_id in views
    }


def waiter_of(row: WaitingRow, person: PersonView, on: date) -> Waiter:
    """A person as the group rules see one."""
    return Waiter(
        id=str(row.episode_id),
        seeker=_seeker(person, row, on),
        waited_days=max(0, (on - row.since).days),
        resources=bool(row.resources),
    )


def company_of(actor: Actor, episode_of: Mapping[UUID, UUID]) -> Company:
    """Wishes to be with or without somebody, as ids of episodes. `episode_of`: person → episode. One query."""
    wishes = CompanyWish.objects.filter(person_id__in=episode_of.keys(), other_id__in=episode_of.keys())
    found: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for one, other, together in wishes.values_list("person_id", "other_id", "together"):
        found[together].add(pair(str(episode_of[one]), str(episode_of[other])))
    return Company(frozenset(found[True]), frozenset(found[False]))


def company_wishes(actor: Actor, person_ids: Iterable[UUID]) -> QuerySet[CompanyWish]:
    """The wishes themselves, of these persons about each other."""
    wanted = list(person_ids)
    return CompanyWish.objects.filter(person_id__in=wanted, other_id__in=wanted).order_by("noted_at", "id")


def group_proposal(actor: Actor, proposal_id: UUID) -> GroupProposal:
    """One proposal with its programme and offer. Raises NotVisible."""
    try:
        return GroupProposal.objects.select_related(
            "programme", "programme__owner", "offer", "offer__organisation"
        ).get(id=proposal_id)
    except GroupProposal.DoesNotExist:
        raise NotVisible("group proposal") from None


def open_group_proposals(actor: Actor) -> QuerySet[GroupProposal]:
    """Proposals that are worked on, by offer."""
    return (
        GroupProposal.objects.filter(put_away_at__isnull=True)
        .select_related("programme", "offer", "offer__organisation")
        .order_by("offer__name", "id")
    )


def seats(actor: Actor, proposal: GroupProposal) -> list[ProposedSeat]:
    """Everybody who was ever in the proposal, by group."""
    found = ProposedSeat.objects.filter(proposal=proposal).select_related("group")
    return list(found.order_by("number", "id"))


def seat(actor: Actor, proposal: GroupProposal, seat_id: UUID) -> ProposedSeat:
    """One seat of a proposal. Raises NotVisible."""
    try:
        return ProposedSeat.objects.select_related("group").get(proposal=proposal, id=seat_id)
    except ProposedSeat.DoesNotExist:
        raise NotVisible("seat") from None


def hosts_free(actor: Actor, organisation_id: UUID, *, on: date, groups_each: int) -> int:
    """For how many more groups an organisation has a host: leaders and hosts, each with so many groups at most."""
    found = rows(_HOSTS, {"organisation": organisation_id, "on": on})
    return sum(max(0, groups_each - groups) for (groups,) in found)


_HOSTS = """
select (select count(*) from groups_group g
        where g.municipality_id = m.municipality_id and g.host_id = m.id and g.phase <> 'ended')
from access_membership m
where m.organisation_id = %(organisation)s and m.role in ('association_leader', 'host')
  and m.since <= %(on)s and (m.until is null or m.until >= %(on)s)
"""


def consented(actor: Actor, person_ids: Sequence[UUID], *, receiver_id: UUID, on: date) -> set[UUID]:
    """Who of these has said yes to this receiver being told, on a day. One query."""
    values = {"persons": array(person_ids), "receiver": receiver_id, "on": on}
    return {person_id for (person_id,) in rows(_CONSENTED, values)}


_CONSENTED = """
select distinct person_id from people_consent
where person_id = any(%(persons)s::uuid[]) and receiver_id = %(receiver)s and purpose = 'referral'
  and withdrawn_at is null and given_on <= %(on)s and expires_on >= %(on)s
"""


def _seeker(person: PersonView, wishes: Wishes | WaitingRow | None, on: date) -> Seeker:
    return Seeker(
        age=person.age(on),
        sex=person.sex,
        latitude=person.latitude,
        longitude=person.longitude,
        walks_m=person.walks_m,
        walking_aid=person.walking_aid,
        hearing=person.hearing,
        languages=tuple(person.languages or ()),
        interests=tuple(wishes.interests) if wishes else (),
        barriers=tuple(wishes.barriers) if wishes else (),
        company=wishes.company if wishes else "",
        weekdays=tuple(wishes.weekdays) if wishes else (),
        price_at_most_dkk=wishes.price_at_most_dkk if wishes else None,
        only_sex=wishes.only_sex if wishes else "",
        life=tuple(wishes.life_words) if wishes else (),
    )


def choice_of(offer: Offer, free: int | None) -> Choice:
    """An offer as the rules see one. free: places left; None when the offer does not say."""
    return Choice(
        id=offer.id,
        kind=offer.kind,
        interests=tuple(offer.interests),
        sex=offer.sex,
        min_age=offer.min_age,
        max_age=offer.max_age,
        latitude=offer.latitude,
        longitude=offer.longitude,
        weekdays=tuple(offer.weekdays),
        price_dkk=offer.price_dkk,
        places_free=free,
        step_free=offer.step_free,
        hearing_loop=offer.hearing_loop,
        transport=offer.transport,
        languages=tuple(offer.languages),
        walks_needed_m=offer.walks_needed_m,
    )


def pair_list(actor: Actor, programme_id: UUID) -> PairList | None:
    """The pairs in the making of a programme; None before anybody has asked for them."""
    return PairList.objects.filter(programme_id=programme_id).first()


def proposed_pairs(actor: Actor, pairs_of: PairList) -> list[ProposedPair]:
    """Every pair that was proposed, accepted or refused and still matters. One query."""
    return list(ProposedPair.objects.filter(pair_list=pairs_of).select_related("volunteer", "second").order_by("id"))


def proposed_pair(actor: Actor, pair_id: UUID) -> ProposedPair:
    """One proposed pair with its volunteer, episode and programme. Raises NotVisible."""
    try:
        return ProposedPair.objects.select_related(
            "pair_list", "pair_list__programme", "volunteer", "volunteer__organisation", "second",
            "second__organisation", "episode",
            "episode__programme", "episode__programme__owner", "episode__person",
        ).get(id=pair_id)  # fmt: skip
    except ProposedPair.DoesNotExist:
        raise NotVisible("proposed pair") from None
