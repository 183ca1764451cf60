"""Two entries that are one offer: found, merged by people, and undone when it was wrong."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import local_offers, may_describe
from brobygger.communities.upkeep.models import NotTwins, OfferMerge
from brobygger.communities.upkeep.twin_rules import FILLED, Told, Twins, taken_over, twins
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor


def found(actor: Actor, *, most: int = 50) -> list[Twins]:
    """Pairs of published offers that may be one, without those somebody has said are two. Two queries."""
    seen = set(NotTwins.objects.values_list("one_id", "other_id"))
    pairs = twins([_told(offer) for offer in local_offers(actor)])
    return [pair for pair in pairs if (min(pair.one.id, pair.other.id), max(pair.one.id, pair.other.id)) not in seen][
        :most
    ]


def merged(actor: Actor, *, most: int = 50) -> list[OfferMerge]:
    """What has been merged and not undone, newest first. One query."""
    standing = OfferMerge.objects.filter(undone_at__isnull=True).select_related("kept", "other")
    return list(standing.order_by("-merged_at")[:most])


@transaction.atomic
def merge(*, keep: Offer, other: Offer, by: Actor, at: datetime) -> OfferMerge:
    """Keep one entry, fill in what it lacks from the other, name both organisations, and take the other off the list.

    Referrals and groups of the other stay where they are: they are history. Raises NotVisible for offers that are not
    the actor's to describe, and Refusal for one offer twice or one that has been merged already.
    """
    if by.scope is not Scope.MUNICIPALITY or not (may_describe(by, keep) and may_describe(by, other)):
        raise NotVisible("offer")
    if keep.id == other.id or not (keep.published and other.published):
        raise Refusal(_("De to er allerede lagt sammen, eller det ene er taget af listen."))
    facts = {name: getattr(keep, name) for name in (*FILLED, "organisation_names")}
    new = taken_over(facts, {name: getattr(other, name) for name in FILLED})
    names = [one.organisation.name for one in (keep, other) if one.organisation]
    new["organisation_names"] = list(dict.fromkeys([*keep.organisation_names, *names]))[:10]
    try:
        with transaction.atomic():
            made = OfferMerge.objects.create(
                kept=keep, other=other, before={name: _stored(facts[name]) for name in new}, merged_at=at,
                merged_by=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(_("Det ene er allerede lagt sammen med et andet.")) from error
    _write(keep, new)
    _write(other, {"published": False})
    return made


@transaction.atomic
def undo(*, merge_id: Any, by: Actor, at: datetime) -> OfferMerge:
    """They were two after all: each is as it was. What has been corrected since in the kept one's other facts stays.

    Raises NotVisible for a merge that is undone already or not there.
    """
    made = OfferMerge.objects.select_related("kept", "other").filter(id=merge_id, undone_at__isnull=True).first()
    if made is None or by.scope is not Scope.MUNICIPALITY:
        raise NotVisible("merge")
    _write(made.kept, {name: _read(name, value) for name, value in made.before.items()})
    _write(made.other, {"published": True})
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    return made


@transaction.atomic
def are_two(*, one: Offer, other: Offer, by: Actor, at: datetime) -> None:
    """They look alike and are two: nobody is asked again."""
    if not (may_describe(by, one) and may_describe(by, other)) or one.id == other.id:
        raise NotVisible("offer")
    first, second = sorted((one.id, other.id))
    NotTwins.objects.get_or_create(one_id=first, other_id=second, defaults={"said_at": at, "said_by": by.name})


def _told(offer: Offer) -> Told:
    return Told(
        id=offer.id, name=offer.name, kind=offer.kind, address=offer.address, phone=offer.contact_phone,
        weekdays=frozenset(offer.weekdays), time=f"{offer.time:%H:%M}" if offer.time else "", latitude=offer.latitude,
        longitude=offer.longitude,
    )  # fmt: skip


def _write(offer: Offer, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(facts))


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, time) else value


def _read(name: str, value: Any) -> Any:
    return time.fromisoformat(value) if name == "time" and value else value
