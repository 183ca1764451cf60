"""Who holds a recipe's role for a person: the unit's own staff, the receiver's host, or a named member."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.queries import Going
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.followup.operations import Holder
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.programmes.running.models import Programme, RoleHolder
from brobygger.programmes.running.queries import holders, recipe_of
from brobygger.registry.access.roles import Role

_FRONT = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)
_RECEIVING = (Role.ASSOCIATION_LEADER, Role.HOST, Role.VOLUNTEER)


class Holders:
    """The holders of the roles for some episodes, asked for once for all and only when somebody wants to know."""

    def __init__(self, episodes: Sequence[Episode | Going]) -> None:
        self._ids = [episode.id for episode in episodes]
        self._held: dict[UUID, dict[str, list[RoleHolder]]] = {}

    def of(self, episode: Episode | Going, recipe_role: str) -> Holder:
        """Who holds a role of the recipe for one of the episodes."""
        role = Role(recipe_of(episode.programme).roles[recipe_role].acts_as)
        if role in _FRONT:
            return Holder(role, unit_id=episode.unit_id)
        if role in _RECEIVING:
            return self._receiving(episode, role, recipe_role)
        return _staff(role, self._holding(episode, recipe_role))

    def _receiving(self, episode: Episode | Going, role: Role, recipe_role: str) -> Holder:
        """The host named for this person; else the organisation that accepted; else whoever holds the role."""
        contact = self._contacts.get(episode.id)
        if contact is not None:
            return Holder(
                role,
                owner_user_id=contact.host.user_id if contact.host else None,
                organisation_id=contact.organisation_id,
            )
        if episode.id in self._accepted:
            return Holder(role, organisation_id=self._accepted[episode.id])
        held = self._holding(episode, recipe_role)
        if held:
            return Holder(role, organisation_id=held[0].organisation_id)
        return Holder(Role.COORDINATOR)  # nobody there yet: the bridge's owner keeps the person

    def _holding(self, episode: Episode | Going, recipe_role: str) -> list[RoleHolder]:
        if episode.programme_id not in self._held:
            self._held[episode.programme_id] = holders(episode.programme)
        return self._held[episode.programme_id].get(recipe_role, [])

    @cached_property
    def _contacts(self) -> dict[UUID, FirstContact]:
        rows = FirstContact.objects.filter(episode_id__in=self._ids).exclude(status="ended").select_related("host")
        newest = rows.order_by("episode_id", "-due").distinct("episode_id")
        return {contact.episode_id: contact for contact in newest}

    @cached_property
    def _accepted(self) -> dict[UUID, UUID]:
        rows = Referral.objects.filter(episode_id__in=self._ids, status=Status.ACCEPTED)
        newest = rows.order_by("episode_id", "-answered_at").distinct("episode_id")
        return dict(newest.values_list("episode_id", "receiver_id"))


def holder_in(programme: Programme, recipe_role: str) -> Holder:
    """Who holds a role of the recipe for what is about nobody in particular, e.g. a group."""
    role = Role(recipe_of(programme).roles[recipe_role].acts_as)
    held = holders(programme).get(recipe_role, [])
    if role in _RECEIVING and held:
        return Holder(role, organisation_id=held[0].organisation_id)
    return _staff(role, held)


def _staff(role: Role, held: Sequence[RoleHolder]) -> Holder:
    """Everybody in the role, or the only one who holds it.

    A programme manager sees numbers and never names (policy.py), so what somebody needs is the coordinators'.
    """
    if role is Role.PROGRAMME_MANAGER:
        return Holder(Role.COORDINATOR)
    members = [holder.membership for holder in held if holder.membership]
    return Holder(role, owner_user_id=members[0].user_id if len(members) == 1 else None)
