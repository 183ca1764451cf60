"""Writing pairs in the making. One row says which version of the list a coordinator saw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.matching.models import PairList, ProposedPair
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def change_list(*, programme: Programme, seen: int, by: Actor, at: datetime) -> PairList:
    """Take the programme's list to change it, from the version that was seen (0: there was none). Raises Taken.

    The row is locked until the transaction ends: two who press at once come one after the other.
    """
    told = {"changed_at": at, "changed_by_id": by.user_id, "changed_by_name": by.name}
    PairList.objects.get_or_create(programme=programme, defaults={**told, "version": 0, "asked": {}})
    locked = PairList.objects.select_for_update().get(programme=programme)
    if locked.version != seen:
        raise Taken(
            _("%(who)s har ændret listen kl. %(clock)s. Intet af dit er gemt. Se siden igen.")
            % {"who": locked.changed_by_name, "clock": locked.changed_at.astimezone(DENMARK).strftime("%H.%M")}
        )
    for name, value in {**told, "version": locked.version + 1, "solving_since": None}.items():
        setattr(locked, name, value)
    locked.save()
    return locked


@transaction.atomic
def left_to_worker(*, pair_list: PairList, at: datetime) -> None:
    """The worker finds the pairs of this version; whoever changes the list meanwhile goes first."""
    pair_list.solving_since = at
    pair_list.save(update_fields=["solving_since"])


@transaction.atomic
def still_solving(*, programme: Programme, seen: int) -> PairList | None:
    """The list, locked, when it still is the version that the worker was asked about."""
    locked = PairList.objects.select_for_update().get(programme=programme)
    return locked if locked.version == seen and locked.solving_since is not None else None


@transaction.atomic
def propose_pairs(
    *,
    pair_list: PairList,
    pairs: Mapping[UUID, UUID],
    persons: Mapping[UUID, UUID],
    volunteers: Collection[UUID],
    seconds: Mapping[UUID, UUID],
    asked: dict[str, Any],
    optimal: bool,
) -> None:
    """Put a new proposal in place of the last. `pairs`: episode → volunteer; `persons`: episode → person;
    `volunteers`: those there are.

    What a person has pinned or refused is not touched; only a proposal that nobody has decided on goes.
    """
    open_ones = ProposedPair.objects.filter(pair_list=pair_list, status="proposed")
    standing = {row.episode_id: row for row in open_ones}
    stay = {row.id for row in standing.values() if row.pinned and row.volunteer_id in volunteers}
    gone = [
        row.id
        for row in standing.values()
        if row.episode_id not in persons or (pairs.get(row.episode_id) != row.volunteer_id and row.id not in stay)
    ]
    ProposedPair.objects.filter(id__in=gone).delete()
    kept = {row.episode_id for row in standing.values() if row.id not in gone}
    parted = ProposedPair.objects.filter(pair_list=pair_list, status="accepted", episode_id__in=persons.keys())
    parted.delete()  # they were a pair once; that stands in the pair itself
    ProposedPair.objects.bulk_create(
        [
            ProposedPair(
                pair_list=pair_list,
                episode_id=episode_id,
                person_id=persons[episode_id],
                volunteer_id=volunteer_id,
                second_id=seconds.get(volunteer_id),
            )
            for episode_id, volunteer_id in pairs.items()
            if episode_id not in kept
        ]
    )
    pair_list.asked, pair_list.optimal = asked, optimal
    pair_list.solving_since = None
    pair_list.save(update_fields=["asked", "optimal", "solving_since"])


@transaction.atomic
def pin_pair(*, pair: ProposedPair, pinned: bool) -> None:
    """Let the two stand whatever is proposed next; or let go again."""
    _only_proposed(pair)
    ProposedPair.objects.filter(id=pair.id).update(pinned=pinned)


@transaction.atomic
def give_another(*, pair: ProposedPair, volunteer_id: UUID, second_id: UUID | None, by: Actor, at: datetime) -> None:
    """A person chooses another volunteer for somebody; that pair stands pinned, and the first is refused."""
    _only_proposed(pair)
    decide_pair(pair=pair, status="refused", by=by, at=at)
    ProposedPair.objects.filter(episode_id=pair.episode_id, volunteer_id=volunteer_id).delete()
    ProposedPair.objects.create(
        pair_list_id=pair.pair_list_id, episode_id=pair.episode_id, person_id=pair.person_id, volunteer_id=volunteer_id,
        second_id=second_id, pinned=True,
    )  # fmt: skip


@transaction.atomic
def decide_pair(*, pair: ProposedPair, status: str, by: Actor, at: datetime) -> None:
    """Accepted or refused, by a person. Raises Taken when that has been decided."""
    changed = ProposedPair.objects.filter(id=pair.id, status="proposed").update(
        status=status, pinned=False, decided_at=at, decided_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("De to er der allerede besluttet noget om. Se siden igen."))


@transaction.atomic
def take_back_refusal(*, pair: ProposedPair) -> None:
    """Let two whom a person has said no to be proposed again."""
    ProposedPair.objects.filter(id=pair.id, status="refused").delete()


@transaction.atomic
def choose(*, pair_list: PairList, giver_needed: bool, two_needed: bool, association_agrees: bool) -> None:
    """What holds for the pairs of a programme from now on."""
    PairList.objects.filter(id=pair_list.id).update(
        giver_needed=giver_needed, two_needed=two_needed, association_agrees=association_agrees
    )


def asked_of(actor: Actor, organisation_id: UUID) -> list[ProposedPair]:
    """The pairs that an organisation is asked to agree to, oldest first. One query."""
    found = ProposedPair.objects.filter(status="proposed", agreed="asked", volunteer__organisation_id=organisation_id)
    return list(found.select_related("volunteer", "second", "pair_list__programme").order_by("agreed_at", "id"))


@transaction.atomic
def set_agreed(*, pair: ProposedPair, seen: str, agreed: str, by: Actor, at: datetime) -> None:
    """asked, yes or no, from what was seen. Whoever is asked about two holds them together. Raises Taken."""
    changed = ProposedPair.objects.filter(id=pair.id, status="proposed", agreed=seen).update(
        agreed=agreed, agreed_at=at, agreed_by_name=by.name, pinned=agreed != "no"
    )
    if not changed:
        raise Taken(_("De to er der allerede besluttet noget om. Se siden igen."))


def touch(*, pair_list_id: UUID, by: Actor, at: datetime) -> None:
    """Somebody outside has changed the list: whoever has the page open is told when they press."""
    PairList.objects.filter(id=pair_list_id).update(
        version=F("version") + 1, changed_at=at, changed_by_id=by.user_id, changed_by_name=by.name, solving_since=None
    )


def _only_proposed(pair: ProposedPair) -> None:
    if pair.status != "proposed":
        raise Refusal(_("De to er der allerede besluttet noget om. Se siden igen."))
