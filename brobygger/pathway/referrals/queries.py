"""Reading referrals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.piles import Pile
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.registry.access.actor import Actor


def get(actor: Actor, referral_id: UUID) -> Referral:
    """One referral as sender or receiver sees it. Raises NotVisible."""
    try:
        return Referral.objects.select_related("offer", "receiver").get(id=referral_id)
    except Referral.DoesNotExist:
        raise NotVisible("referral") from None


def whole(referral_id: UUID) -> Referral:
    """A referral with its episode, for a journey that acts for the municipality: receivers cannot see episodes."""
    return Referral.objects.select_related(
        "offer", "receiver", "consent", "person", "episode", "episode__programme", "episode__person"
    ).get(id=referral_id)


def received(actor: Actor) -> QuerySet[Referral]:
    """What the actor's organisation has been sent and not finished with, soonest answer first."""
    return (
        Referral.objects.filter(receiver_id=actor.organisation_id, status__in=[Status.SENT, Status.LAPSED])
        .select_related("offer")
        .order_by("answer_due", "sent_at")
    )


def with_us(actor: Actor) -> QuerySet[Referral]:
    """Those the actor's organisation has said yes to, the newest first."""
    found = Referral.objects.filter(receiver_id=actor.organisation_id, status=Status.ACCEPTED)
    return found.select_related("offer").order_by("-answered_at", "id")


def of_episode(actor: Actor, episode_id: UUID) -> QuerySet[Referral]:
    """An episode's referrals, newest first."""
    return Referral.objects.filter(episode_id=episode_id).select_related("offer", "receiver").order_by("-sent_at")


def unanswered(actor: Actor, *, on: date) -> QuerySet[Referral]:
    """Referrals whose answer was due before a day."""
    return Referral.objects.filter(status=Status.SENT, answer_due__lt=on).select_related(
        "offer", "receiver", "episode", "episode__programme", "person"
    )


# Referrals that wait for an answer, soonest due first.
WAITING = Pile(
    "referrals_referral", "status = %(sent)s", {"sent": Status.SENT.value}, order="answer_due, sent_at, id",
    due="answer_due",
)  # fmt: skip


def by_ids(actor: Actor, referral_ids: Iterable[UUID]) -> dict[UUID, Referral]:
    """Referrals with offer and receiver. One query."""
    return Referral.objects.select_related("offer", "receiver").in_bulk(list(referral_ids))


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Referral]:
    """All referrals of a person, newest first."""
    return Referral.objects.filter(person_id=person_id).select_related("offer", "receiver").order_by("-sent_at")


def status_at_offer(actor: Actor, episode_ids: Iterable[UUID], offer_id: UUID) -> dict[UUID, str]:
    """How the newest referral of each of these to one offer stands; those without one are left out. One query."""
    found = Referral.objects.filter(episode_id__in=list(episode_ids), offer_id=offer_id).order_by("sent_at", "id")
    return dict(found.values_list("episode_id", "status"))
