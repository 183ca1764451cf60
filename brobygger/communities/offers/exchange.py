"""Exchanging the directory with others: an HSDS package out, and one in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers import queries
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.hsds_parts import SERVICES
from brobygger.communities.offers.hsds_reading import Package
from brobygger.communities.offers.hsds_rules import Document, organization_document, service_document
from brobygger.communities.offers.hsds_shape import Mistake
from brobygger.communities.offers.merge_rules import Merged, Outcome, Plan, plan
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.national_facts import national_facts, national_organisations
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations import operations as organisations
from brobygger.registry.organisations.facts import OrganisationFacts
from brobygger.registry.organisations.models import Organisation

BATCH = 500


@dataclass(frozen=True)
class Preview:
    """What a package says, and what storing it would change. With mistakes it changes nothing."""

    package: Package
    plan: Plan
    source: str

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Everything that keeps the package from being stored."""
        homeless = [
            Mistake(SERVICES, f"[{number}].organization_id", "mangler: hvem har tilbuddet?")
            for number, one in enumerate(self.plan.merged)
            if one.outcome is Outcome.NEW and one.offer.organisation is None
        ]
        return (*self.package.mistakes, *homeless)


def documents(offers: Iterable[OfferFacts], *, at: datetime) -> tuple[list[Document], list[Document]]:
    """The two lists of a package: services, and the organizations that have them."""
    offers = list(offers)
    theirs: dict[Any, list[OfferFacts]] = {}
    for offer in offers:
        if offer.organisation:
            theirs.setdefault(offer.organisation, []).append(offer)
    return (
        [service_document(offer, at=at) for offer in offers],
        [organization_document(one, services) for one, services in theirs.items()],
    )


def to_export(*, by: Actor | None) -> list[OfferFacts]:
    """The municipality's published offers (none without an actor), and the country's own."""
    return [*(queries.to_export(by) if by else ()), *national_facts()]


def preview(*, package: Package, source: str, by: Actor | None) -> Preview:
    """Say what a package without mistakes would change. Writes nothing. `source`: whose directory it is.

    Without an actor (an installation without municipalities) everything but the country's own is new.
    """
    known = queries.known(by, source) if by else []
    return Preview(package, plan(package.services, known, national=[one.id for one in national_facts()]), source)


@transaction.atomic
def take_in(*, seen: Preview, by: Actor, at: datetime, accept_mass_removal: bool = False) -> None:
    """Store what was previewed, everything or nothing; what is gone is hidden, never deleted.

    Raises Refusal when something in the package is wrong, or when a large part of what came from the same source
    would go and nobody has accepted that.
    """
    if seen.mistakes:
        raise Refusal(_("Der er fejl i filerne. Intet er gemt. Ret dem, og prøv igen."))
    if seen.plan.mass_removal and not accept_mass_removal:
        raise Refusal(_("Mange tilbud fra sidste gang mangler i filerne. Intet er gemt. Bekræft, at det er rigtigt."))
    new = [one for one in seen.plan.merged if one.outcome is Outcome.NEW]
    owners = organisations.take_in(organisations=_owners(seen, new), by=by, at=at)
    Offer.objects.bulk_create(
        [_row(one, owners[one.offer.organisation.id], seen.source) for one in new if one.offer.organisation],
        batch_size=BATCH,
    )
    _change([one for one in seen.plan.merged if one.outcome is Outcome.CHANGED], by)
    Offer.objects.filter(municipality_id=by.municipality_id, id__in=seen.plan.gone).update(published=False)


def _owners(seen: Preview, new: list[Merged]) -> Iterable[OrganisationFacts]:
    """Everybody the package names; the country's own only when they have an offer that is new here."""
    wanted = {one.offer.organisation.id for one in new if one.offer.organisation}
    national = {one.id for one in national_organisations()} - wanted
    return (one for one in seen.package.organisations if one.id not in national)


def _row(one: Merged, owner: Organisation, source: str) -> Offer:
    facts = {"kind": "group"} | {name: _stored(value) for name, value in one.changes.items()}
    return Offer(organisation=owner, source=source, source_key=str(one.offer.id), **facts)


def _change(merged: list[Merged], by: Actor) -> None:
    changed = {one.row_id: one.changes for one in merged if one.row_id}
    rows = list(Offer.objects.filter(municipality_id=by.municipality_id, id__in=changed))
    for row in rows:
        for name, value in changed[row.id].items():
            setattr(row, name, _stored(value))
    names = sorted({name for changes in changed.values() for name in changes})
    if rows:
        Offer.objects.bulk_update(rows, names, batch_size=BATCH)


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
