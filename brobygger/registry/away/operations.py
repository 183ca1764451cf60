"""Writing when somebody is away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import RIGHTS, Action
from brobygger.registry.away.models import Away, Deputy

LONGEST = timedelta(days=366)


@transaction.atomic
def be_away(*, first: date, last: date, deputy_id: UUID | None, by: Actor, at: datetime) -> Away:
    """The actor is away on these days. Raises Refusal for days that are over, too many, or oneself as deputy."""
    if last < first or last < local_date(at):
        raise Refusal(_("Vælg en sidste dag, der ikke er gået, og som ikke er før den første."), field="last")
    if last - first > LONGEST:
        raise Refusal(_("Vælg højst et år."), field="last")
    if by.membership_id is None:
        raise NotVisible("membership")  # the system is never away
    if deputy_id == by.membership_id:
        raise Refusal(_("Vælg en anden end dig selv."), field="deputy")
    return Away.objects.create(
        membership_id=by.membership_id, first=first, last=last, deputy_id=deputy_id, noted_at=at, noted_by_id=by.user_id
    )


@transaction.atomic
def come_back(*, away_id: UUID, by: Actor, at: datetime) -> None:
    """The actor is there after all. Raises NotVisible for somebody else's days."""
    mine = Away.objects.filter(id=away_id, noted_by_id=by.user_id)
    removed, _by_table = mine.delete()
    if not removed:
        raise NotVisible("away")


@transaction.atomic
def name_deputy(*, membership: Membership, deputy: Membership | None, by: Actor, at: datetime) -> None:
    """Who always stands in for somebody; None takes the name away.

    Raises Refusal for somebody of another unit (one of none is everybody's), and for one who answers no tips.
    """
    if deputy is None:
        Deputy.objects.filter(membership=membership).delete()
        return
    near = deputy.organisation_id == membership.organisation_id and deputy.unit_id in (membership.unit_id, None)
    if deputy.id == membership.id or not near:
        raise Refusal(_("Vælg en kollega fra samme enhed."), field="deputy")
    if deputy.role not in RIGHTS[Action.HANDLE_TIP].roles:
        raise Refusal(_("Vælg en, der selv kan svare på en besked om bekymring."), field="deputy")
    Deputy.objects.update_or_create(membership=membership, defaults={"deputy": deputy, "named_on": local_date(at)})
