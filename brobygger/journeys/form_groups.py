"""Groups formed from those who wait: proposed, changed by people, and made real with each person's own consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import places_free
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.journeys import follow, refer
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching import operations as matching
from brobygger.pathway.matching import places, queries, roads
from brobygger.pathway.matching.group_rules import (
    MOST_ON_A_PAGE,
    SOLVE_SECONDS,
    Proposed,
    Question,
    Terms,
    Waiter,
    considered,
    propose,
)
from brobygger.pathway.matching.models import GroupProposal, ProposedSeat
from brobygger.pathway.matching.operations import ChosenTerms
from brobygger.pathway.matching.queries import Waiting
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership

GROUPS_EACH = 2  # how many groups one host can receive people in, unless a coordinator says no host is needed
SOLVER = "brobygger.journeys.tasks.form_groups_again"
WORKER_SECONDS = 60.0
ASK_WITHIN_DAYS = 7  # how soon somebody in a new group is asked whether the association may know


@dataclass(frozen=True)
class Standing:
    """A proposal as it stands now: who waits, where they sit, and the question that the rules answer about it.

    `settled`: seats that have become real groups. `gone`: seats of people who no longer wait, for whatever reason.
    """

    proposal: GroupProposal
    people: Mapping[UUID, Waiting]
    seats: Sequence[ProposedSeat]
    question: Question
    free: int | None
    held: frozenset[UUID] = frozenset()  # episodes a place is held for: they are asked about that one meanwhile

    @property
    def open_seats(self) -> list[ProposedSeat]:
        return [seat for seat in self._here if seat.episode_id not in self.held]

    @property
    def asked_now(self) -> list[ProposedSeat]:
        """Seats of people whom another place is held for."""
        return [seat for seat in self._here if seat.episode_id in self.held]

    @property
    def _here(self) -> list[ProposedSeat]:
        return [seat for seat in self.seats if seat.group_id is None and seat.episode_id in self.people]

    @property
    def settled(self) -> list[ProposedSeat]:
        return [seat for seat in self.seats if seat.group_id is not None]

    @property
    def gone(self) -> list[ProposedSeat]:
        return [seat for seat in self.seats if seat.group_id is None and seat.episode_id not in self.people]

    @property
    def unseated(self) -> list[Waiting]:
        """Those who have come to wait since the last proposal."""
        seated = {seat.episode_id for seat in self.seats}
        return [one for episode_id, one in self.people.items() if episode_id not in seated]


def standing(*, proposal: GroupProposal, by: Actor, on: date) -> Standing:
    """Read a proposal with everybody it is about. Each reading of a person is logged."""
    people = queries.waiting_people(by, proposal.programme_id, on=on)
    seats = queries.seats(by, proposal)
    free = places_free(by).get(proposal.offer_id)
    settled = {seat.episode_id for seat in seats if seat.group_id is not None}
    held = frozenset(place.episode_id for place in places.of_programme(by, proposal.programme_id))
    not_here = settled | held | {seat.episode_id for seat in seats if seat.refused}
    to_come = sum(episode_id in people for episode_id in settled)  # their places are taken, though not by referrals yet
    left = None if free is None else max(0, free - to_come - places.promised(by, proposal.offer))
    open_seats = [seat for seat in seats if seat.episode_id in people and seat.episode_id not in not_here]
    question = Question(
        waiters=_by_road(
            [one.waiter for episode_id, one in people.items() if episode_id not in not_here], proposal.offer
        ),
        terms=_terms(proposal, by, on, left),
        choice=queries.choice_of(proposal.offer, left),
        company=queries.company_of(by, {one.person.id: episode_id for episode_id, one in people.items()}),
        pinned={str(seat.episode_id): seat.number for seat in open_seats if seat.pinned and seat.number is not None},
        before={str(seat.episode_id): seat.number for seat in open_seats if seat.number is not None},
    )
    return Standing(proposal, people, seats, question, left, held)


MOST_BY_ROAD = 99  # a usual routing server answers for a hundred places at once


def _by_road(waiters: Sequence[Waiter], offer: Offer) -> list[Waiter]:
    """Each with the way to the offer by road, when a server of one's own answers (R161). Only coordinates leave."""
    known = [one for one in waiters if None not in (one.seeker.latitude, one.seeker.longitude)][:MOST_BY_ROAD]
    if offer.latitude is None or offer.longitude is None or not known:
        return list(waiters)
    homes = [(float(one.seeker.latitude or 0), float(one.seeker.longitude or 0)) for one in known]
    told = roads.between([(offer.latitude, offer.longitude), *homes])
    if told is None:
        return list(waiters)
    ways = {one.id: number for number, one in enumerate(known, 1)}
    return [
        replace(one, road_km=told.km[ways[one.id]][0], road_minutes=told.minutes[ways[one.id]][0])
        if one.id in ways
        else one
        for one in waiters
    ]


def _terms(proposal: GroupProposal, by: Actor, on: date, places: int | None) -> Terms:
    hosts = None
    if proposal.host_needed and proposal.offer.organisation_id is not None:
        hosts = queries.hosts_free(by, proposal.offer.organisation_id, on=on, groups_each=GROUPS_EACH)
    return Terms(
        size_min=proposal.size_min,
        size_max=proposal.size_max,
        rule=proposal.rule,
        sex=proposal.sex,
        km_at_most=proposal.km_at_most,
        balance=proposal.balance,
        wheelchairs=proposal.wheelchairs,
        language=proposal.language,
        quiet=proposal.quiet,
        hosts=hosts,
        places=places,
    )


@transaction.atomic
def begin(*, programme: Programme, offer: Offer, terms: ChosenTerms, by: Actor, at: datetime) -> GroupProposal:
    """Propose groups for an offer; when somebody has begun already, theirs is what one goes on with."""
    if offer.organisation_id is None:
        raise Refusal(_("Det er et landsdækkende tilbud. Ring dertil sammen med borgeren."))
    proposal, new = matching.open_group_proposal(programme=programme, offer=offer, terms=terms, by=by, at=at)
    return solve(proposal=proposal, seen=proposal.version, terms=terms, by=by, at=at) if new else proposal


@transaction.atomic
def solve(
    *, proposal: GroupProposal, seen: int, terms: ChosenTerms | None = None, by: Actor, at: datetime
) -> GroupProposal:
    """Propose again, perhaps with other terms; whom a person has pinned or refused stays so. Raises Taken.

    Many people are left to the worker (solve_waiting): the terms stand at once, the groups as soon as they are found.
    """
    taken = matching.change(proposal=proposal, seen=seen, by=by, at=at, **(vars(terms) if terms else {}))
    now = standing(proposal=taken, by=by, on=local_date(at))
    if by.membership_id is not None and len(considered(now.question)) > MOST_ON_A_PAGE:
        taken.solving_since = at
        taken.save(update_fields=["solving_since"])
        app.configure_task(SOLVER).defer(
            municipality_id=str(by.municipality_id), membership_id=str(by.membership_id), proposal_id=str(taken.id),
            seen=taken.version,
        )  # fmt: skip
        return taken
    _seat(taken, now, propose(now.question, seconds=SOLVE_SECONDS))
    return taken


@transaction.atomic
def solve_waiting(*, proposal_id: UUID, seen: int, by: Actor, at: datetime) -> bool:
    """What the worker does for many people. False when somebody has changed the proposal since: theirs stands."""
    proposal = queries.group_proposal(by, proposal_id)
    now = standing(proposal=proposal, by=by, on=local_date(at))
    found = propose(now.question, seconds=WORKER_SECONDS)
    locked = GroupProposal.objects.select_for_update().get(id=proposal_id)
    if locked.version != seen or locked.solving_since is None:
        return False
    _seat(locked, now, found)
    return True


def _seat(taken: GroupProposal, now: Standing, found: Proposed) -> None:
    numbers = {UUID(one): number for number, ids in found.groups.items() for one in ids}
    matching.seat_all(
        proposal=taken,
        numbers=numbers,
        persons={episode_id: one.person.id for episode_id, one in now.people.items()},
    )
    taken.optimal, taken.complete, taken.solving_since = found.optimal, found.complete, None
    taken.save(update_fields=["optimal", "complete", "solving_since"])


@transaction.atomic
def accept(
    *,
    proposal: GroupProposal,
    seen: int,
    number: int,
    name: str,
    host: Membership | None,
    place: str,
    weekday: int | None,
    by: Actor,
    at: datetime,
) -> Group:
    """Make a proposed group real. Those who have agreed that the association may know are referred now.

    The others keep their seat and are asked first; nothing about them is sent. Raises Taken when the proposal has
    changed or somebody in the group no longer waits, Refusal for an empty group and by the rules of refer.
    """
    taken = matching.change(proposal=proposal, seen=seen, by=by, at=at)
    taken.offer, taken.programme = proposal.offer, proposal.programme
    now = standing(proposal=taken, by=by, on=local_date(at))
    members = [
        seat
        for seat in now.seats
        if seat.number == number and seat.group_id is None and seat.episode_id not in now.held
    ]
    if not members:
        raise Refusal(_("Der er ingen i gruppen. Se siden igen."))
    if any(seat.episode_id not in now.people for seat in members):
        raise Taken(_("En i gruppen venter ikke længere. Foreslå igen, før gruppen laves."))
    if now.free is not None and len(members) > now.free:
        raise Refusal(_("Ledige pladser i tilbuddet: %s. Flyt nogen, før gruppen laves.") % now.free)
    group = _begin_group(taken, len(members), name, host, place, weekday, by, at)
    matching.settle(seats=members, group=group)
    _invite(taken, [seat.episode_id for seat in members], group, by, at)
    return group


def _begin_group(
    proposal: GroupProposal,
    size: int,
    name: str,
    host: Membership | None,
    place: str,
    weekday: int | None,
    by: Actor,
    at: datetime,
) -> Group:
    organisation = proposal.offer.organisation
    assert organisation is not None  # begin refuses an offer without one
    if host is not None and host.organisation_id != organisation.id:
        raise Refusal(_("Vælg en vært fra den forening, der har tilbuddet."), field="host")
    return groups.start(
        organisation=organisation,
        name=name,
        size_min=min(proposal.size_min, size),
        size_max=max(proposal.size_max, size),
        programme=proposal.programme,
        offer=proposal.offer,
        host=host,
        place=place,
        weekday=weekday,
        by=by,
        at=at,
    )


def _invite(proposal: GroupProposal, episode_ids: Sequence[UUID], group: Group, by: Actor, at: datetime) -> None:
    """Refer those who have said yes to it; plan to ask the others."""
    found = Episode.objects.select_related("programme", "programme__owner", "person").in_bulk(list(episode_ids))
    everybody = [found[episode_id] for episode_id in episode_ids]
    receiver = proposal.offer.organisation
    assert receiver is not None
    agreed = queries.consented(
        by, [episode.person_id for episode in everybody], receiver_id=receiver.id, on=local_date(at)
    )
    with follow.together():
        for episode in everybody:
            if episode.person_id in agreed:
                refer.refer(
                    episode=episode, offer=proposal.offer, words=_("Til gruppen %s.") % group.name, by=by, at=at
                )
            else:
                follow.hand_to_coordinator(
                    episode=episode,
                    kind="ask_to_share",
                    about=str(group.id),
                    due=local_date(at) + timedelta(days=ASK_WITHIN_DAYS),
                    at=at,
                    why={"receiver": receiver.name, "offer": proposal.offer.name},
                )


@transaction.atomic
def let_go(*, proposal: GroupProposal, seen: int, seat: ProposedSeat, by: Actor, at: datetime) -> None:
    """Somebody who was to be asked says no to this group: the seat is free, and the person waits on the list again."""
    taken = matching.change(proposal=proposal, seen=seen, by=by, at=at)
    if seat.group_id is None or seat.episode_id not in queries.waiting_people(
        by, taken.programme_id, on=local_date(at)
    ):
        raise Refusal(_("Borgeren er allerede henvist. Se siden igen."))
    matching.let_go(seat=seat)
