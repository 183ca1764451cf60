"""The country's own offers (seed 003) as facts, with identifiers that are the same in every installation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from uuid import UUID, uuid5

from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.national import NationalOffer, load_national_offers
from brobygger.communities.offers.taxonomy_rules import SPACE
from brobygger.registry.organisations.facts import OrganisationFacts

SOURCE = "seed-003"
_KINDS = {"besoegsven_mentor": "one_to_one", "opholds_moedested": "café", "undervisningsforloeb": "course"}
LONGEST = 60  # characters of one name in a list of names (models.Offer)


@cache
def national_facts() -> tuple[OfferFacts, ...]:
    """All of them, in the seed's order."""
    return tuple(_facts(offer) for offer in load_national_offers())


@cache
def national_organisations() -> tuple[OrganisationFacts, ...]:
    """Who has them, by name."""
    found = {offer.organisation.id: offer.organisation for offer in national_facts() if offer.organisation}
    return tuple(sorted(found.values(), key=lambda one: one.name))


def organisation_of(names: Sequence[str]) -> OrganisationFacts | None:
    """Those who have an offer together, as one organisation; None when nobody is named."""
    if not names:
        return None
    name = ", ".join(names)[:200]
    return OrganisationFacts(id=uuid5(SPACE, f"organisation/{name}"), name=name)


def national_id(name: str) -> UUID:
    """The identifier of the offer with this name. It begins with zeros like the country's own tenant.

    So it sorts before every offer of a municipality: those are numbered by time (UUID version 7).
    """
    return UUID(int=uuid5(SPACE, f"{SOURCE}/{name}").int % (1 << 96))


def _facts(offer: NationalOffer) -> OfferFacts:
    kinds = [_KINDS[code] for code in offer.interventions if code in _KINDS]
    return OfferFacts(
        id=national_id(offer.name),
        name=offer.name,
        organisation=organisation_of([name[:LONGEST] for name in offer.organisations]),
        kind=kinds[0] if kinds else "group",
        description=offer.description.model_dump(),
        interventions=tuple(offer.interventions),
        strategies=tuple(offer.strategies),
        age_group=offer.age_group,
        min_age=offer.min_age,
        max_age=offer.max_age,
        areas=tuple(place[:LONGEST] for place in offer.places),
        sites=offer.sites,
        nationwide=offer.nationwide,
        figures=dict(offer.figures),
        evaluated=offer.evaluated,
        duration_weeks=offer.duration_weeks,
    )
