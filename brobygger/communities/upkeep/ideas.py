"""The catalogue of ideas: what could be begun, where the idea came from, and what became of it (R160)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.models import OfferIdea
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Organisation

ORIGINS = ("gap", "staff", "participant", "association", "elsewhere")
STATUSES = ("new", "asked", "planned", "running", "dropped")
TOLD_FROM = 5  # the catalogue is read by everybody with a sign-in: fewer are not told


def every(actor: Actor, *, most: int = 200) -> list[OfferIdea]:
    """Ideas, those that nothing has come of yet first, the most waited for first. One query."""
    found = list(OfferIdea.objects.select_related("organisation", "offer").order_by("-waiting", "-made_at")[:most])
    return sorted(found, key=lambda idea: STATUSES.index(idea.status))


def get(actor: Actor, idea_id: UUID) -> OfferIdea:
    """One idea. Raises NotVisible."""
    try:
        return OfferIdea.objects.select_related("organisation", "offer").get(id=idea_id)
    except OfferIdea.DoesNotExist:
        raise NotVisible("idea") from None


@transaction.atomic
def write_down(
    *,
    name: str,
    origin: str,
    by: Actor,
    at: datetime,
    interest: str = "",
    area: str = "",
    waiting: int = 0,
    note: str = "",
) -> OfferIdea:
    """A new idea. From the same gap twice while nothing has come of it: the same idea, with today's number."""
    if origin not in ORIGINS:
        raise Refusal(_("Vælg, hvor idéen kommer fra."), field="origin")
    told = waiting if waiting >= TOLD_FROM else 0
    known = OfferIdea.objects.filter(origin="gap", interest=interest, area=area, status__in=("new", "asked")).first()
    if origin == "gap" and known is not None:
        known.waiting = told
        known.save(update_fields=["waiting"])
        return known
    return OfferIdea.objects.create(
        name=" ".join(name.split())[:200], origin=origin, interest=interest, area=area, waiting=told, note=note[:500],
        made_at=at, made_by=by.name,
    )  # fmt: skip


@transaction.atomic
def move_on(
    *,
    idea: OfferIdea,
    status: str,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    offer: Offer | None = None,
    note: str = "",
) -> OfferIdea:
    """What became of it. Raises Refusal for an idea that is said to run without the offer it became."""
    if status not in STATUSES:
        raise Refusal(_("Vælg, hvad der er sket."), field="status")
    if status == "running" and offer is None:
        raise Refusal(_("Vælg det tilbud, idéen er blevet til."), field="offer")
    idea.status, idea.organisation, idea.offer, idea.note = status, organisation, offer, note[:500]
    idea.save(update_fields=["status", "organisation", "offer", "note"])
    return idea
