"""Reading offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.freshness_rules import stale_before
from brobygger.communities.offers.merge_rules import Known
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.national_facts import organisation_of
from brobygger.communities.offers.taxonomy_rules import AGE_GROUPS, INTERESTS, INTERVENTIONS, KINDS, STRATEGIES
from brobygger.foundation.kernel.floors import NATIONAL
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.foundation.kernel.short_codes import tail_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.facts import OrganisationFacts
from brobygger.registry.organisations.models import Organisation


def local_offers(actor: Actor) -> QuerySet[Offer]:
    """The municipality's own published offers, by name."""
    return (
        Offer.objects.filter(municipality_id=actor.municipality_id, published=True)
        .select_related("organisation")
        .order_by("name")
    )


_BY_TAIL = (
    "select id from offers_offer where municipality_id = %(municipality)s and published "
    "and right(id::text, 10) = %(tail)s limit 2"
)


def by_short_code(actor: Actor, code: str) -> UUID:
    """The municipality's published offer that a slip of paper is about.

    Raises NotVisible when there is none, when the text is no code, and when two have the same code.
    """
    try:
        tail = tail_of(code)
    except ValueError:
        raise NotVisible("offer") from None
    found = rows(_BY_TAIL, {"municipality": actor.municipality_id, "tail": tail})
    if len(found) != 1:
        raise NotVisible("offer")
    return UUID(str(found[0][0]))


def places(actor: Actor) -> list[tuple[float, float]]:
    """Where the municipality's own published offers are (latitude, longitude), each place once. One query."""
    found = local_offers(actor).filter(latitude__isnull=False, longitude__isnull=False)
    rows = found.order_by("latitude", "longitude").values_list("latitude", "longitude").distinct()
    return [(north, east) for north, east in rows if north is not None and east is not None]


def national_offers(actor: Actor) -> QuerySet[Offer]:
    """The country's offers (seed 003), by name."""
    return Offer.objects.filter(municipality_id=UUID(NATIONAL), published=True).order_by("name")


def find(actor: Actor, *, on: date, kind: str = "", text: str = "", national: bool = False) -> QuerySet[Offer]:
    """Offers of one kind (any when empty) whose name, area or interests hold the text, whatever the case.

    Local ones that nobody has checked lately (freshness_rules, seen from the day `on`) come last.
    """
    if national:
        found = national_offers(actor)
    else:
        fresh = Q(confirmed_on__gte=stale_before(on)) | Q(seen_on__gte=stale_before(on))
        stale = ~fresh | Q(confirmed_on__isnull=True, seen_on__isnull=True)
        sinks = Case(When(stale, then=Value(1)), default=Value(0))
        found = local_offers(actor).order_by(sinks, "name")
    if kind:
        found = found.filter(kind=kind)
    return _holding(found, text)


def _holding(found: QuerySet[Offer], text: str) -> QuerySet[Offer]:
    for word in text.replace("\0", "").split()[:5]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(area__icontains=word)
            | Q(interests__icontains=word)
            | Q(areas__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(organisation_names__icontains=word)
            | Q(description__icontains=word)
        )
    return found


def get(actor: Actor, offer_id: UUID) -> Offer:
    """One offer. Raises NotVisible."""
    try:
        return Offer.objects.select_related("organisation").get(id=offer_id)
    except Offer.DoesNotExist:
        raise NotVisible("offer") from None


def may_describe(actor: Actor, offer: Offer) -> bool:
    """Whether an offer is the actor's to describe: the municipality's own people any local one, others their own."""
    if offer.municipality_id != actor.municipality_id:
        return False
    return actor.scope is Scope.MUNICIPALITY or offer.organisation_id == actor.organisation_id


def to_describe(actor: Actor, offer_id: UUID) -> Offer:
    """One offer that the actor may describe. Raises NotVisible."""
    offer = get(actor, offer_id)
    if not may_describe(actor, offer):
        raise NotVisible("offer")
    return offer


def all_to_describe(actor: Actor, *, most: int) -> list[Offer]:
    """The published offers an actor may describe, by organisation and name; at most so many. One query."""
    found = local_offers(actor)
    if actor.scope is not Scope.MUNICIPALITY:
        found = found.filter(organisation_id__in=actor.reach().organisation_ids)
    return list(found.order_by("organisation__name", "name")[:most])


# Members and not yet answered referrals count: never more people are sent than an offer takes (issue: matching).
_TAKEN = """
select o.id, o.places_total
       - (select count(*) from groups_member m join groups_group g
            on g.municipality_id = m.municipality_id and g.id = m.group_id
          where g.municipality_id = o.municipality_id and g.offer_id = o.id and m.until is null)
       - (select count(*) from referrals_referral r
          where r.municipality_id = o.municipality_id and r.offer_id = o.id and r.status = 'sent')
from offers_offer o where o.municipality_id = %s and o.places_total is not null
"""


def places_free(actor: Actor) -> dict[UUID, int]:
    """Free places by offer, for offers that say how many they have."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [actor.municipality_id])
        return dict(cursor.fetchall())


# ---- what the directory tells others ---------------------------------------------------------------

_SAME = [name for name in OfferFacts.__dataclass_fields__ if name not in ("organisation", "free")]


def facts_of(offer: Offer, *, free: int | None = None) -> OfferFacts:
    """A row (with its organisation) as facts. `free`: places left, when they were counted."""
    facts = {name: _plain(getattr(offer, name)) for name in _SAME}
    owner = (
        facts_of_organisation(offer.organisation) if offer.organisation else organisation_of(offer.organisation_names)
    )
    return OfferFacts(**facts, organisation=owner, free=free)


def facts_of_organisation(organisation: Organisation) -> OrganisationFacts:
    """A row as facts."""
    return OrganisationFacts(
        id=organisation.id,
        name=organisation.name,
        kind=organisation.kind,
        email=organisation.email,
        phone=organisation.phone,
        contact_name=organisation.contact_name,
    )


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def to_export(actor: Actor) -> list[OfferFacts]:
    """The municipality's published offers with the places that are left, by name. Two queries."""
    free = places_free(actor)
    return [facts_of(offer, free=free.get(offer.id)) for offer in local_offers(actor)]


def known(actor: Actor, source: str) -> list[Known]:
    """Every offer of the municipality, as an import from a source compares with them. One query."""
    rows = Offer.objects.filter(municipality_id=actor.municipality_id).select_related("organisation")
    return [
        Known(facts_of(offer), UUID(offer.source_key) if source and offer.source == source else None) for offer in rows
    ]


_COLUMNS = {
    KINDS.code: "kind__in",
    AGE_GROUPS.code: "age_group__in",
    INTERVENTIONS.code: "interventions__overlap",
    STRATEGIES.code: "strategies__overlap",
    INTERESTS.code: "interests__overlap",
}


def anybodys(
    *,
    text: str = "",
    organisation_ids: Collection[UUID] | None = None,
    terms: Mapping[str, list[str]] | None = None,
    checked_from: date | None = None,
) -> QuerySet[Offer]:
    """Published offers by name, for a block `as_anybody`.

    `terms`: by taxonomy code, the codes of which an offer must have one; a taxonomy offers have not finds nothing.
    `checked_from`: last checked on that day or later.
    """
    found = Offer.objects.filter(published=True).select_related("organisation").order_by("name", "id")
    if organisation_ids is not None:
        found = found.filter(organisation_id__in=organisation_ids)
    for taxonomy, codes in (terms or {}).items():
        if taxonomy not in _COLUMNS:
            return found.none()
        found = found.filter(**{_COLUMNS[taxonomy]: codes})
    if checked_from:
        found = found.filter(confirmed_on__gte=checked_from)
    return _holding(found, text)


def anybodys_offer(offer_id: UUID) -> Offer:
    """One published offer, for a block `as_anybody`. Raises NotVisible."""
    offer = Offer.objects.filter(published=True, id=offer_id).select_related("organisation").first()
    if offer is None:
        raise NotVisible("offer")
    return offer


def anybodys_organisations(*, text: str = "") -> QuerySet[Organisation]:
    """Organisations that have a published offer, by name, for a block `as_anybody`."""
    theirs = Offer.objects.filter(published=True, organisation_id=OuterRef("id"))
    found = Organisation.objects.filter(Exists(theirs), active=True).order_by("name", "id")
    for word in text.replace("\0", "").split()[:5]:
        found = found.filter(name__icontains=word)
    return found


def by_ids(actor: Actor, offer_ids: Collection[UUID]) -> list[Offer]:
    """Offers by name, of those with these ids that the actor reaches; no query when none is asked for."""
    if not offer_ids:
        return []
    return list(Offer.objects.filter(id__in=list(offer_ids)).select_related("organisation").order_by("name"))
