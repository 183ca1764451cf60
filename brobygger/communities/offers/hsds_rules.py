"""An offer as an Open Referral HSDS 3.1 `service`, and an organisation as an `organization`.

What HSDS has a place for stands there; what it has none for (hearing loop, metres to walk, figures of seed 003) is an
attribute with link_type "brobygger", its name as label and its value as JSON, so that our own import reads back
exactly what was written. Identifiers inside a document are made from the offer's own and stay the same in every
export. Plain Python.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.hsds_shape import shape
from brobygger.communities.offers.taxonomy_rules import (
    AGE_GROUPS,
    INTERESTS,
    INTERVENTIONS,
    KINDS,
    OWNERS,
    STRATEGIES,
    Taxonomy,
    Term,
    term_document,
)
from brobygger.registry.organisations.facts import OrganisationFacts
from brobygger.registry.wording.tongues import TONGUES

Document = dict[str, Any]
BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # RFC 5545; 0 is Monday
WHOLE_COUNTRY = "Danmark"
OURS = "brobygger"  # link_type of attributes that carry a fact HSDS has no place for
OWN_FACTS = (
    "area", "sex", "sites", "places_total", "step_free", "hearing_loop", "toilets", "well_lit", "good_sound",
    "signposted", "parking", "for_volunteers", "transport", "walks_needed_m", "figures", "evaluated", "duration_weeks",
)  # fmt: skip
LANGUAGES = {"da": "dansk"} | {code: tongue.danish for code, tongue in TONGUES.items()}
_POSTCODE = re.compile(r"(.*?),?\s*\b(\d{4})\s+(\D+)")


def service_document(offer: OfferFacts, *, at: datetime) -> Document:
    """The whole `service` with everything nested. `at` (with zone): when free places were counted."""
    document: Document = {
        **_head(offer),
        "organization": offer.organisation and organization_document(offer.organisation),
        "phones": _phones(offer.contact_phone, offer.id, "service_id"),
        "contacts": _contacts(offer),
        "schedules": _schedules(offer),
        "service_areas": _service_areas(offer),
        "service_at_locations": _at_locations(offer),
        "languages": _languages(offer),
        "cost_options": _cost(offer),
        "capacities": _capacities(offer, at),
        "attributes": [*_terms(offer), *_own_facts(offer)],
    }
    return _told(document)


def listed(document: Document, name: str) -> Document:
    """The keys with one value each: what HSDS wants in a list of services or organizations."""
    single = {key for key, kind in shape(name).items() if kind.form == "value"}
    return {key: value for key, value in document.items() if key in single}


def organization_document(organisation: OrganisationFacts, services: Iterable[OfferFacts] = ()) -> Document:
    """The `organization`; `services`: offers to name in it (identifier, name and status)."""
    kind = [Term(OWNERS, organisation.kind)] if organisation.kind in OWNERS.terms else []
    contacts = [{"id": _made(organisation.id, "contact"), "organization_id": str(organisation.id)}]
    return _told(
        {
            "id": str(organisation.id),
            "name": organisation.name,
            "description": kind[0].name if kind else organisation.name,
            "email": organisation.email,
            "phones": _phones(organisation.phone, organisation.id, "organization_id"),
            "contacts": [contacts[0] | {"name": organisation.contact_name}] if organisation.contact_name else [],
            "attributes": [_term_attribute(organisation.id, "organization", term) for term in kind],
            "services": [
                {"id": str(one.id), "organization_id": str(organisation.id), "name": one.name, "status": _status(one)}
                for one in services
            ],
        }
    )


def _head(offer: OfferFacts) -> Document:
    return {
        "id": str(offer.id),
        "organization_id": offer.organisation and str(offer.organisation.id),
        "name": offer.name,
        "description": offer.description.get("da", ""),
        "status": _status(offer),
        "fees_description": _fees(offer.price_dkk),
        "eligibility_description": _for_whom(offer),
        "minimum_age": offer.min_age,
        "maximum_age": offer.max_age,
        "assured_date": offer.confirmed_on and offer.confirmed_on.isoformat(),
        "assurer_email": offer.organisation.email if offer.organisation and offer.confirmed_on else "",
    }


def _status(offer: OfferFacts) -> str:
    return "active" if offer.published else "inactive"


def _fees(price: int | None) -> str:
    if price is None:
        return ""
    return "Gratis" if price == 0 else f"{price} kr. pr. gang"


def _for_whom(offer: OfferFacts) -> str:
    who = {"male": "mænd", "female": "kvinder"}.get(offer.sex, "alle")
    if offer.min_age is not None and offer.max_age is not None:
        return f"For {who} fra {offer.min_age} til {offer.max_age} år"
    if offer.min_age is not None:
        return f"For {who} fra {offer.min_age} år"
    if offer.max_age is not None:
        return f"For {who} til og med {offer.max_age} år"
    return "" if who == "alle" else f"For {who}"


def _phones(number: str, owner: UUID, key: str) -> list[Document]:
    return [{"id": _made(owner, "phone"), key: str(owner), "number": number, "type": "voice"}] if number else []


def _contacts(offer: OfferFacts) -> list[Document]:
    if not offer.contact_name:
        return []
    return [{"id": _made(offer.id, "contact"), "service_id": str(offer.id), "name": offer.contact_name}]


def _schedules(offer: OfferFacts) -> list[Document]:
    if not offer.weekdays and offer.time is None:
        return []
    return [
        _told(
            {
                "id": _made(offer.id, "schedule"),
                "service_id": str(offer.id),
                "freq": "WEEKLY" if offer.weekdays else "",
                "byday": ",".join(BYDAY[day] for day in offer.weekdays),
                "wkst": "MO",
                "opens_at": f"{offer.time:%H:%M}" if offer.time else "",
            }
        )
    ]


def _service_areas(offer: OfferFacts) -> list[Document]:
    wanted = [*([WHOLE_COUNTRY] if offer.nationwide else []), *([offer.area] if offer.area else []), *offer.areas]
    return [
        {"id": _made(offer.id, f"area/{number}"), "service_id": str(offer.id), "name": name,
         "extent": name, "extent_type": "text"}
        for number, name in enumerate(wanted)
    ]  # fmt: skip


def _at_locations(offer: OfferFacts) -> list[Document]:
    placed = offer.latitude is not None and offer.longitude is not None
    if not offer.address and not placed:
        return []
    location_id = _made(offer.id, "location")
    location = _told(
        {
            "id": location_id,
            "location_type": "physical",
            "name": offer.address or offer.area,
            "latitude": offer.latitude if placed else None,
            "longitude": offer.longitude if placed else None,
            "addresses": [_address(offer, location_id)] if offer.address else [],
            "accessibility": _accessibility(offer, location_id),
        }
    )
    return [
        {"id": _made(offer.id, "at"), "service_id": str(offer.id), "location_id": location_id, "location": location}
    ]


def _address(offer: OfferFacts, location_id: str) -> Document:
    found = _POSTCODE.fullmatch(offer.address)
    street, code, city = found.groups() if found else (offer.address, "", offer.area)
    return {
        "id": _made(offer.id, "address"),
        "location_id": location_id,
        "address_1": street,
        "city": city,
        "postal_code": code,
        "state_province": "",  # Denmark has none in its addresses; the key is required
        "country": "DK",
        "address_type": "physical",
    }


def _accessibility(offer: OfferFacts, location_id: str) -> list[Document]:
    there = {
        "Trinfri adgang": offer.step_free, "Teleslynge": offer.hearing_loop, "Handicaptoilet": offer.toilets,
        "Godt lys": offer.well_lit, "God lyd": offer.good_sound, "Skilte hele vejen": offer.signposted,
        "Parkering tæt på": offer.parking,
    }  # fmt: skip
    return [
        {"id": _made(offer.id, f"access/{name}"), "location_id": location_id, "description": name}
        for name, here in there.items()
        if here
    ]


def _languages(offer: OfferFacts) -> list[Document]:
    return [
        {"id": _made(offer.id, f"language/{one}"), "service_id": str(offer.id), "name": LANGUAGES.get(one, one)}
        | ({"code": one} if one in LANGUAGES else {})
        for one in offer.languages
    ]


def _cost(offer: OfferFacts) -> list[Document]:
    if offer.price_dkk is None:
        return []
    return [
        {"id": _made(offer.id, "cost"), "service_id": str(offer.id), "option": "pr. gang", "currency": "DKK",
         "amount": offer.price_dkk, "amount_description": _fees(offer.price_dkk)}
    ]  # fmt: skip


def _capacities(offer: OfferFacts, at: datetime) -> list[Document]:
    if offer.free is None:
        return []
    return [
        _told(
            {
                "id": _made(offer.id, "capacity"),
                "service_id": str(offer.id),
                "unit": {"id": _made(offer.id, "unit"), "name": "pladser"},
                "available": max(offer.free, 0),
                "maximum": offer.places_total,
                "updated": at.isoformat(timespec="seconds"),
            }
        )
    ]


def _terms(offer: OfferFacts) -> list[Document]:
    told: list[tuple[Taxonomy, tuple[str, ...]]] = [
        (KINDS, (offer.kind,)), (AGE_GROUPS, (offer.age_group,)), (INTERVENTIONS, offer.interventions),
        (STRATEGIES, offer.strategies), (INTERESTS, offer.interests),
    ]  # fmt: skip
    return [
        _term_attribute(offer.id, "service", Term(taxonomy, code))
        for taxonomy, codes in told
        for code in dict.fromkeys(codes)
        if code
    ]


def _term_attribute(owner: UUID, entity: str, term: Term) -> Document:
    return {
        "id": _made(owner, f"term/{term.id}"),
        "link_id": str(owner),
        "link_entity": entity,
        "link_type": "taxonomy",
        "taxonomy_term_id": str(term.id),
        "taxonomy_term": term_document(term),
    }


def _own_facts(offer: OfferFacts) -> list[Document]:
    facts = {name: getattr(offer, name) for name in OWN_FACTS} | {
        f"description/{language}": text for language, text in offer.description.items() if language != "da"
    }
    return [
        {"id": _made(offer.id, f"fact/{name}"), "link_id": str(offer.id), "link_entity": "service",
         "link_type": OURS, "label": name, "value": json.dumps(value, ensure_ascii=False, default=dict)}
        for name, value in facts.items()
        if value not in (None, "", {})
    ]  # fmt: skip


def _made(owner: UUID, part: str) -> str:
    return str(uuid5(owner, part))


def _told(document: Document) -> Document:
    """Without what nobody has said: HSDS knows no null."""
    return {key: value for key, value in document.items() if value is not None and value != "" and value != []}
