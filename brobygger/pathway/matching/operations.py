"""Writing wishes, and groups in the making."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups.models import Group
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching.models import BarrierHandled, CompanyWish, GroupProposal, ProposedSeat, Weights, Wishes
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person

MOST_GROUPS = 60


@transaction.atomic
def map_wishes(*, episode: Episode, wishes: Mapping[str, Any], mode: str, by: Actor, at: datetime) -> Wishes:
    """Keep what the person wishes now; earlier rows stay as history of what changed."""
    return Wishes.objects.create(
        person_id=episode.person_id,
        episode=episode,
        mode=mode,
        mapped_at=at,
        mapped_by_id=by.user_id,
        **wishes,
    )


@transaction.atomic
def handle_barrier(*, episode: Episode, barrier: str, what: str, by: Actor, at: datetime) -> BarrierHandled:
    """Tick off what stood in the way, with what was done; the newest words stand. Raises Refusal for no words."""
    if not what.strip():
        raise Refusal(_("Skriv, hvad der blev gjort."), field="what")
    kept, _created = BarrierHandled.objects.update_or_create(
        episode=episode,
        barrier=barrier,
        defaults={
            "person_id": episode.person_id,
            "what": what.strip()[:300],
            "handled_at": at,
            "handled_by_id": by.user_id,
            "handled_by_name": by.name,
        },
    )
    return kept


@transaction.atomic
def stands_again(*, episode: Episode, barrier: str) -> None:
    """It stands in the way again."""
    BarrierHandled.objects.filter(episode=episode, barrier=barrier).delete()


@transaction.atomic
def set_weights(*, points: Mapping[str, float] | None, by: Actor, at: datetime) -> None:
    """How much each reason counts in this municipality; None: as usual again."""
    if points is None:
        Weights.objects.filter(municipality_id=by.municipality_id).delete()
        return
    told = {"points": dict(points), "changed_at": at, "changed_by_id": by.user_id, "changed_by_name": by.name}
    Weights.objects.update_or_create(municipality_id=by.municipality_id, defaults=told)


@transaction.atomic
def wish_company(*, person: Person, other: Person, together: bool | None, by: Actor, at: datetime) -> None:
    """A person wishes to be with (True) or without (False) another; None takes the wish back.

    Raises Refusal for oneself. The newest wish of the same person about the same one counts.
    """
    if person.id == other.id:
        raise Refusal(_("Vælg to forskellige borgere."), field="other")
    if together is None:
        CompanyWish.objects.filter(person=person, other=other).delete()
        return
    CompanyWish.objects.update_or_create(
        person=person, other=other, defaults={"together": together, "noted_at": at, "noted_by_id": by.user_id}
    )


@dataclass(frozen=True)
class ChosenTerms:
    """What a coordinator chooses for a proposal; see group_rules.Terms."""

    size_min: int
    size_max: int
    rule: str = "interests"
    sex: str = ""
    km_at_most: int | None = None
    balance: bool = False
    host_needed: bool = True
    wheelchairs: int | None = None
    language: str = ""
    quiet: bool = False


@transaction.atomic
def open_group_proposal(
    *, programme: Programme, offer: Offer, terms: ChosenTerms, by: Actor, at: datetime
) -> tuple[GroupProposal, bool]:
    """Begin proposing groups for an offer, or go on with the proposal that somebody has begun (then False)."""
    made, created = GroupProposal.objects.get_or_create(
        programme=programme, offer=offer, put_away_at=None, defaults={**vars(terms), **_changed(by, at)}
    )
    return made, created


@transaction.atomic
def change(*, proposal: GroupProposal, seen: int, by: Actor, at: datetime, **values: Any) -> GroupProposal:
    """Take the proposal to change it, from the version that was seen. Raises Taken with who was first.

    The row is locked until the transaction ends, so two who press at once come one after the other, and the second
    is told.
    """
    locked = GroupProposal.objects.select_for_update().get(id=proposal.id)
    if locked.put_away_at is not None:
        raise Taken(_("Forslaget er lagt væk. Begynd et nyt."))
    if locked.version != seen:
        raise Taken(
            _("%(who)s har ændret forslaget kl. %(clock)s. Intet af dit er gemt. Se siden igen.")
            % {"who": locked.changed_by_name, "clock": locked.changed_at.astimezone(DENMARK).strftime("%H.%M")}
        )
    for name, value in {**values, **_changed(by, at), "version": locked.version + 1, "solving_since": None}.items():
        setattr(locked, name, value)
    locked.save()
    return locked


def _changed(by: Actor, at: datetime) -> dict[str, Any]:
    return {"changed_at": at, "changed_by_id": by.user_id, "changed_by_name": by.name}


@transaction.atomic
def seat_all(*, proposal: GroupProposal, numbers: Mapping[UUID, int], persons: Mapping[UUID, UUID]) -> None:
    """Put everybody where the new proposal has them. `persons`: episode → person, all who wait.

    Somebody new gets a seat; nobody loses the row. Whoever sits in a real group, or is pinned or refused, is not moved.
    """
    sitting = {seat.episode_id: seat for seat in ProposedSeat.objects.filter(proposal=proposal)}
    new = [
        ProposedSeat(proposal=proposal, episode_id=episode_id, person_id=person_id, number=numbers.get(episode_id))
        for episode_id, person_id in persons.items()
        if episode_id not in sitting
    ]
    ProposedSeat.objects.bulk_create(new)
    moved = []
    for episode_id, seat in sitting.items():
        free = seat.group_id is None and not seat.refused and not seat.pinned
        if free and seat.number != numbers.get(episode_id):
            seat.number = numbers.get(episode_id)
            moved.append(seat)
    ProposedSeat.objects.bulk_update(moved, ["number"])


@transaction.atomic
def move(*, seat: ProposedSeat, number: int | None) -> None:
    """A person moves somebody to a group, and there he or she stays; None: outside, until the next proposal."""
    _refuse_settled(seat)
    if number is not None and not 1 <= number <= MOST_GROUPS:
        raise Refusal(_("Vælg en gruppe på listen."))
    ProposedSeat.objects.filter(id=seat.id).update(number=number, pinned=number is not None, refused=False)


@transaction.atomic
def pin(*, seat: ProposedSeat, pinned: bool) -> None:
    """Let somebody stay in the group whatever is proposed next; or let go again."""
    _refuse_settled(seat)
    if pinned and seat.number is None:
        raise Refusal(_("Vælg først en gruppe."))
    ProposedSeat.objects.filter(id=seat.id).update(pinned=pinned)


@transaction.atomic
def refuse(*, seat: ProposedSeat, refused: bool) -> None:
    """Not in these groups, says a person; or yes, again. The person goes on waiting."""
    _refuse_settled(seat)
    ProposedSeat.objects.filter(id=seat.id).update(refused=refused, number=None, pinned=False)


@transaction.atomic
def settle(*, seats: Iterable[ProposedSeat], group: Group) -> None:
    """These have become a real group."""
    ProposedSeat.objects.filter(id__in=[seat.id for seat in seats]).update(group=group, pinned=False)


@transaction.atomic
def let_go(*, seat: ProposedSeat) -> None:
    """Somebody who was to be asked is let out of a real group's list, and waits again."""
    ProposedSeat.objects.filter(id=seat.id).update(group=None, number=None, pinned=False)


def _refuse_settled(seat: ProposedSeat) -> None:
    if seat.group_id is not None:
        raise Refusal(_("Gruppen er allerede lavet. Se siden igen."))
