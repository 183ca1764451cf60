"""Cooperation that does not hang on one person: when the one who burns for it leaves, somebody finds the next."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations import cooperation
from brobygger.registry.organisations.models import Conversation, KeyPerson, Organisation

FIND_WITHIN_DAYS, ALIGN_BEFORE_DAYS = 7, 7


@transaction.atomic
def key_person_left(*, key_person: KeyPerson, why: str, by: Actor, at: datetime) -> KeyPerson | None:
    """The one who burns for it leaves: the deputy stands in, and the coordinator has a week to find the next (R268)."""
    deputy = cooperation.key_person_left(key_person=key_person, why=why, by=by, at=at)
    _task(
        f"key-person:{key_person.id}", "find_new_contact", key_person.organisation, at,
        due_in=FIND_WITHIN_DAYS,
    )  # fmt: skip
    return deputy


def _task(key: str, kind: str, organisation: Organisation, at: datetime, *, due_in: int) -> None:
    followup.add(
        plan=Planned(
            key=key, rule=kind, kind=kind, due=local_date(at) + timedelta(days=due_in), holder=Holder(Role.COORDINATOR),
            why={"about": organisation.name},
        ),
        at=at,
    )  # fmt: skip


@transaction.atomic
def watch(*, by: Actor, at: datetime) -> int:
    """Nightly: a key person whose role has ended has left, and expectations are talked through when it is time (R257).

    Each once. Returns how many key persons had left.
    """
    today, gone = local_date(at), 0
    here = KeyPerson.objects.filter(until__isnull=True, user_id__isnull=False).select_related("organisation", "unit")
    roles = Membership.objects.filter(user_id__in=[one.user_id for one in here])
    still = {(one.user_id, one.organisation_id) for one in roles if one.until is None or one.until >= today}
    for one in here:
        if (one.user_id, one.organisation_id) not in still:
            gone += 1
            key_person_left(key_person=one, why="left", by=by, at=at)
    soon = Conversation.objects.filter(next_on__lte=today + timedelta(days=ALIGN_BEFORE_DAYS), next_on__gte=today)
    for talk in soon.select_related("organisation"):
        days = (talk.next_on - today).days if talk.next_on else 0
        _task(f"expectations:{talk.id}", "align_expectations", talk.organisation, at, due_in=days)
    return gone


def answer_times(by: Actor, *, since: datetime) -> dict[UUID, tuple[float, int]]:
    """How soon each organisation has answered those we sent: (median days, how many answers), since a moment."""
    days: dict[UUID, list[float]] = {}
    rows = Referral.objects.filter(sent_at__gte=since, answered_at__isnull=False)
    for receiver_id, sent_at, answered_at in rows.values_list("receiver_id", "sent_at", "answered_at"):
        if answered_at is not None:
            days.setdefault(receiver_id, []).append((answered_at - sent_at).total_seconds() / 86_400)
    return {receiver: (median(several), len(several)) for receiver, several in days.items()}
