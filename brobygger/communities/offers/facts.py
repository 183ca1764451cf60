"""An offer as plain facts: what the directory tells others, and what it takes in from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from brobygger.registry.organisations.facts import OrganisationFacts


@dataclass(frozen=True)
class OfferFacts:
    """What an organisation has for people. Names and units as in `models.Offer`; None or empty: not told.

    `free`: places left after our own bookings. `weekdays`: 0 is Monday. `price_dkk`: kroner each time.
    """

    id: UUID
    name: str
    organisation: OrganisationFacts | None
    kind: str = ""
    description: Mapping[str, str] = field(default_factory=dict)
    interests: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    age_group: str = ""
    min_age: int | None = None
    max_age: int | None = None
    sex: str = ""
    area: str = ""
    areas: tuple[str, ...] = ()
    sites: int | None = None
    nationwide: bool = False
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    weekdays: tuple[int, ...] = ()
    time: time | None = None
    price_dkk: int | None = None
    places_total: int | None = None
    step_free: bool | None = None
    hearing_loop: bool | None = None
    toilets: bool | None = None
    well_lit: bool | None = None
    good_sound: bool | None = None
    signposted: bool | None = None
    parking: bool | None = None
    for_volunteers: str = ""
    transport: bool | None = None
    languages: tuple[str, ...] = ()
    walks_needed_m: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    evaluated: str = ""
    duration_weeks: int | None = None
    published: bool = True
    confirmed_on: date | None = None
    seen_on: date | None = None
    free: int | None = None


# What merging moves between a document and a row: every fact but who has it and what we count ourselves.
MERGED = tuple(
    name
    for name in OfferFacts.__dataclass_fields__
    if name not in ("id", "organisation", "free", "confirmed_on", "seen_on")
)
