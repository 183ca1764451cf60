"""Every offer becomes a valid HSDS 3.1 document, and comes back as the same offer; a wrong document is told."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.offers import hsds_shape
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.hsds_reading import read
from brobygger.communities.offers.hsds_rules import listed, organization_document, service_document
from brobygger.communities.offers.national_facts import national_facts, national_organisations
from brobygger.communities.offers.taxonomy_rules import EVERY, FIXED_TERMS
from brobygger.registry.organisations.facts import OrganisationFacts
from tests.communities.offers.offer_facts import ORGANISATIONS, offers
from tests.hsds import faults, needs_schemas, schema

AT = datetime(2026, 3, 5, 13, 30, tzinfo=UTC)
TODAY = AT.date()
BENTS = OrganisationFacts(uuid4(), "Mandegruppen", "association", "bent@forening.example", "12 34 56 78", "Bent")


def package(*documents: Any) -> bytes:
    return json.dumps(list(documents)).encode()


def told(*documents: Any, organizations: bytes | None = None) -> list[str]:
    found = read(services=package(*documents), organizations=organizations, today=TODAY)
    return [mistake.sentence() for mistake in found.mistakes]


def full() -> OfferFacts:
    """Bent's offer, with everything an offer can say."""
    return OfferFacts(
        id=uuid4(), name="Torsdagsherrerne", organisation=BENTS, kind="group",
        description={"da": "Vi spiller kort.", "en": "We play cards."}, interests=("kort", "snak"),
        interventions=("besoegsven_mentor", "aktivitetstilbud"), strategies=("social_kontakt",), age_group="aeldre",
        min_age=65, max_age=100, sex="male", area="Eksempelkøbing", areas=("Horsens",), sites=2, nationwide=True,
        address="Åvej 1, 8700 Horsens", latitude=55.9, longitude=9.8, weekdays=(0, 3), time=AT.time(), price_dkk=50,
        places_total=15, step_free=True, hearing_loop=False, transport=True, languages=("da", "ar"),
        walks_needed_m=100, contact_name="Bent", contact_phone="12 34 56 78", figures={"participants": 12},
        evaluated="ongoing", duration_weeks=10, confirmed_on=TODAY, free=3,
    )  # fmt: skip


# ---- out


@needs_schemas
@given(offers())
def test_every_offer_is_a_valid_service(offer):
    assert faults(service_document(offer, at=AT), "service") == []


@needs_schemas
@given(ORGANISATIONS, st.lists(offers(), max_size=2))
def test_every_organisation_is_a_valid_organization(organisation, theirs):
    document = organization_document(organisation, theirs)
    assert faults(document, "organization") == []
    assert faults(listed(document, "organization"), "organization_list") == []


@needs_schemas
def test_the_whole_country_is_valid_and_the_short_form_too():
    assert len(national_facts()) == 79
    for offer in national_facts():
        document = service_document(offer, at=AT)
        assert faults(document, "service") == []
        assert faults(listed(document, "service"), "service_list") == []


@given(offers())
def test_our_own_check_agrees_and_nothing_is_null(offer):
    document = service_document(offer, at=AT)
    assert hsds_shape.mistakes(document, "service", file="services.json", place="[0]") == []
    assert "null" not in json.dumps({**document, "attributes": []})
    assert service_document(offer, at=AT) == document, "identifiers are the same every time"


def test_what_hsds_has_a_place_for_stands_there():
    document = service_document(full(), at=AT)
    assert (document["status"], document["assured_date"]) == ("active", "2026-03-05")
    assert document["cost_options"][0] | {"id": ""} == {
        "id": "", "service_id": document["id"], "option": "pr. gang", "currency": "DKK", "amount": 50,
        "amount_description": "50 kr. pr. gang",
    }  # fmt: skip
    assert (document["schedules"][0]["byday"], document["schedules"][0]["opens_at"]) == ("MO,TH", "13:30")
    location = document["service_at_locations"][0]["location"]
    assert [one["description"] for one in location["accessibility"]] == ["Trinfri adgang"]
    assert (location["addresses"][0]["postal_code"], location["addresses"][0]["city"]) == ("8700", "Horsens")
    assert (document["capacities"][0]["available"], document["capacities"][0]["maximum"]) == (3, 15)
    assert document["eligibility_description"] == "For mænd fra 65 til 100 år"
    assert document["contacts"][0]["name"] == "Bent"


def test_the_taxonomies_are_those_of_the_seeds():
    assert {one.code: len(one.terms) for one in EVERY} == {
        "interventions": 8, "strategies": 4, "age_groups": 6, "kinds": 6, "interests": 0, "owners": 6,
    }  # fmt: skip
    assert len({term.id for term in FIXED_TERMS}) == len(FIXED_TERMS) == 30


def test_two_who_have_an_offer_together_are_one_organisation_with_a_lasting_identifier():
    assert len({one.id for one in national_organisations()}) == len(national_organisations())
    assert len({one.id for one in national_facts()}) == 79


# ---- the table against the published schemas


def published(found: dict[str, dict[str, str]], node: dict[str, Any]) -> None:
    """Every kind of object in a published schema: its keys in our notation."""
    keys = found.setdefault(node["name"], {})
    for key, value in node["properties"].items():
        inner = value["items"] if value.get("type") == "array" and "items" in value else value
        if "properties" in inner:
            of, form = inner["name"], "list" if inner is not value else "object"
            published(found, inner)
        else:
            of = value.get("format") or "|".join(value.get("enum", [])) or {"number": "number"}.get(value["type"], "")
            form = "value"
        keys[key] = f"{form} {of}{'!' if key in node.get('required', []) else ''}"


@needs_schemas
def test_our_table_says_what_the_published_schemas_say():
    found: dict[str, dict[str, str]] = {}
    for name in ("service", "organization"):
        published(found, schema(name))
    ours = {
        name: {
            key: f"{kind.form} {kind.of}{'!' if kind.required else ''}" for key, kind in hsds_shape.shape(name).items()
        }
        for name in hsds_shape.names()
    }
    assert ours == found


# ---- in


@given(offers())
def test_what_is_written_is_read_back(offer):
    found = read(services=package(service_document(offer, at=AT)), organizations=None, today=TODAY)
    assert found.mistakes == ()
    (back,) = found.services
    spoken = {language: text for language, text in offer.description.items() if text}
    assert replace(back, free=offer.free, description=spoken) == offer


def test_a_package_of_both_files_is_read_back():
    document = service_document(full(), at=AT)
    del document["organization"]
    organizations = package(organization_document(BENTS, [full()]))
    found = read(services=package(document), organizations=organizations, today=TODAY)
    assert (found.mistakes, found.organisations) == ((), (BENTS,))
    assert found.services[0].organisation == BENTS


def test_somebody_elses_directory_is_read_from_hsds_own_places():
    document = {
        "id": str(uuid4()), "name": "Sing together", "status": "active", "minimum_age": 60,
        "organization": {"id": str(uuid4()), "name": "Choir", "description": "A choir", "phones": []},
        "service_areas": [{"id": str(uuid4()), "name": "Halsnæs"}],
        "cost_options": [{"id": str(uuid4()), "amount": 49.5, "currency": "DKK"}],
        "schedules": [{"id": str(uuid4()), "freq": "MONTHLY", "byday": "1TU", "opens_at": "10:00:00+01:00"}],
        "attributes": [{"id": str(uuid4()), "taxonomy_term": {
            "id": str(uuid4()), "name": "Music", "description": "Open Eligibility"}}],
    }  # fmt: skip
    found = read(services=package(document), organizations=None, today=TODAY)
    assert found.mistakes == ()
    (offer,) = found.services
    assert (offer.area, offer.price_dkk, offer.weekdays, str(offer.time)) == ("Halsnæs", 50, (1,), "10:00:00")
    assert (offer.interests, offer.min_age, offer.organisation.name) == (("music",), 60, "Choir")


# ---- the negative set: (what is done to a valid document, the place, whether the published schema refuses it too)


def without(key: str) -> Any:
    return lambda document: document.pop(key)


def setting(value: Any, *path: Any) -> Any:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return change


BROKEN = {
    "no id": (without("id"), "[0].id", True),
    "no name": (without("name"), "[0].name", True),
    "no status": (without("status"), "[0].status", True),
    "an id that is none": (setting("7", "id"), "[0].id", True),
    "a status nobody knows": (setting("open", "status"), "[0].status", True),
    "a name that is a number": (setting(7, "name"), "[0].name", True),
    "null": (setting(None, "description"), "[0].description", True),
    "an address of nothing": (setting("hjemmeside", "url"), "[0].url", True),
    "an e-mail without @": (setting("bent", "assurer_email"), "[0].assurer_email", True),
    "a moment without zone": (setting("2026-03-05", "last_modified"), "[0].last_modified", True),
    "an age in words": (setting("65", "minimum_age"), "[0].minimum_age", True),
    "phones that are no list": (setting({}, "phones"), "[0].phones", True),
    "a phone without number": (lambda one: one["phones"][0].pop("number"), "[0].phones[0].number", True),
    "an unknown kind of place": (
        setting("nearby", "service_at_locations", 0, "location", "location_type"),
        "[0].service_at_locations[0].location.location_type",
        True,
    ),
    "an address without city": (
        lambda one: one["service_at_locations"][0]["location"]["addresses"][0].pop("city"),
        "[0].service_at_locations[0].location.addresses[0].city",
        True,
    ),
    "a latitude in words": (
        setting("north", "service_at_locations", 0, "location", "latitude"),
        "[0].service_at_locations[0].location.latitude",
        True,
    ),
    "a capacity without moment": (lambda one: one["capacities"][0].pop("updated"), "[0].capacities[0].updated", True),
    "an organization without name": (lambda one: one["organization"].pop("name"), "[0].organization.name", True),
    "a term without description": (
        lambda one: one["attributes"][0]["taxonomy_term"].pop("description"),
        "[0].attributes[0].taxonomy_term.description",
        True,
    ),
    "a schedule nobody knows": (setting("DAILY", "schedules", 0, "freq"), "[0].schedules[0].freq", True),
    "an empty name": (setting("  ", "name"), "[0].name", False),
    "a name as long as a book": (setting("x" * 201, "name"), "[0].name", False),
    "a latitude off the globe": (
        setting(91, "service_at_locations", 0, "location", "latitude"),
        "[0].service_at_locations[0].location.latitude",
        False,
    ),
    "checked tomorrow": (setting("2026-03-06", "assured_date"), "[0].assured_date", False),
    "checked on no day": (setting("i går", "assured_date"), "[0].assured_date", False),
    "ages the wrong way": (setting(101, "minimum_age"), "[0].minimum_age", False),
    "a day of no week": (setting("XX", "schedules", 0, "byday"), "[0].schedules[0].byday", False),
    "a clock of no day": (setting("25:99", "schedules", 0, "opens_at"), "[0].schedules[0].opens_at", False),
    "a negative price": (setting(-1, "cost_options", 0, "amount"), "[0].cost_options[0].amount", False),
    "a phone that is none": (setting("ring!", "phones", 0, "number"), "[0].phones[0].number", False),
    "a sign that cannot be stored": (setting("a\0b", "name"), "[0].name", False),
    "half a sign": (setting("\ud800", "name"), "[0].name", False),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_document_is_refused_with_its_place(name):
    change, place, _published = BROKEN[name]
    document = service_document(full(), at=AT)
    assert told(document) == []
    change(document)
    assert [one for one in told(document) if one.startswith(f"services.json {place}")] != []


@needs_schemas
@pytest.mark.parametrize("name", [name for name, (_change, _place, published_) in BROKEN.items() if published_])
def test_the_published_schema_refuses_it_too(name):
    document = copy.deepcopy(service_document(full(), at=AT))
    assert faults(document, "service") == []
    BROKEN[name][0](document)
    assert faults(document, "service") != []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ikke JSON"),
        (b"{}", "skal indeholde en liste"),
        (b"[", "linje 1, tegn 2"),
        (b"\xff\xfe[]", "UTF-8"),
        (b"[NaN]", "tal, der ikke kan læses"),
        (b"[" * 100_000, "for mange niveauer"),
        (b"[7]", "skal være et objekt"),
        (b"9" * 5000, "tal, der ikke kan læses"),
    ],
)
def test_a_file_that_is_no_package_is_told(content, said):
    found = read(services=content, organizations=None, today=TODAY)
    assert (found.services, found.organisations) == ((), ())
    assert said in found.mistakes[0].sentence()


def test_the_same_identifier_twice_and_an_unknown_organisation_are_told():
    document = service_document(full(), at=AT)
    assert "står allerede ved [0]" in told(document, document)[0]
    del document["organization"]
    assert "findes ikke i organizations.json" in told(document)[0]


def test_a_file_of_mistakes_tells_the_first_hundred_and_how_many_more():
    sentences = told(*[{"id": "x"}] * 60)
    assert len(sentences) == hsds_shape.TOLD_AT_MOST + 1
    assert sentences[-1].endswith("Der er 80 fejl mere.")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*hsds_shape.shape("service")]), inner),
    max_leaves=12,
)


@given(JSON)
def test_any_document_is_read_or_refused_and_never_breaks(document):
    found = read(services=json.dumps([document]).encode(), organizations=None, today=date(2026, 3, 5))
    assert found.mistakes or found.services


@given(offers(), JSON, st.data())
def test_a_value_of_any_kind_in_any_place_never_breaks(offer, value, data):
    document = service_document(offer, at=AT)
    node, key = data.draw(st.sampled_from([*places(document)]))
    node[key] = value
    found = read(services=json.dumps([document]).encode(), organizations=None, today=TODAY)
    assert all(mistake.file == "services.json" for mistake in found.mistakes)


def places(node: Any) -> Any:
    """Every key and number in a document, with what it stands in."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        yield node, key
        if isinstance(value, dict | list):
            yield from places(value)
