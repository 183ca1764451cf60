"""Open data: published offers of every municipality for anybody, and a calm answer to any question."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.taxonomy_rules import INTERVENTIONS, KINDS, Term
from brobygger.foundation.kernel.context import as_anybody, reaching
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.hsds import faults, needs_schemas

START = "/aabne-data"
LISTS = ("services", "organizations", "taxonomies", "taxonomy_terms")


@pytest.fixture
def directory(cast) -> Any:
    with acting_as(cast.mette):
        for name, kind, published in (
            ("Syng sammen", "group", True), ("Fællesspisning", "meal", True), ("Ikke udgivet", "group", False),
        ):  # fmt: skip
            operations.publish(
                organisation=cast.association, name=name, kind=kind, by=cast.mette, at=cast.at,
                published=published, interests=["sang"], interventions=["aktivitetstilbud"],
            )  # fmt: skip
    with acting_as(cast.nina):
        operations.publish(
            organisation=_of(cast.nina), name="Nabosang", kind="group", by=cast.nina, at=cast.at
        )  # fmt: skip
    operations.load_national(at=cast.at)
    return cast


def _of(actor: Any) -> Any:
    from brobygger.registry.organisations.models import Organisation

    return Organisation.objects.filter(municipality_id=actor.municipality_id).first()


def ask(path: str, **query: Any) -> Any:
    return Client().get(f"{START}/{path}", query)


def names(path: str, **query: Any) -> list[str]:
    return [one["name"] for one in ask(path, per_page=100, **query).json()["contents"]]


def test_anybody_reads_what_is_published_everywhere_and_nothing_else(directory):
    found = names("services")
    assert {"Syng sammen", "Fællesspisning", "Nabosang"} <= set(found)
    assert "Ikke udgivet" not in found
    assert len(found) == 3 + 79


@needs_schemas
def test_lists_and_single_documents_are_valid(directory):
    contents = ask("services", per_page=100).json()["contents"]
    assert [fault for one in contents for fault in faults(one, "service_list")] == []
    full = ask("services", per_page=5, full="true").json()["contents"]
    assert [fault for one in full for fault in faults(one, "service")] == []
    for one in contents[:5]:
        document = ask(f"services/{one['id']}").json()
        assert faults(document, "service") == []
        owner = document.get("organization")
        if owner:
            assert faults(ask(f"organizations/{owner['id']}").json(), "organization") == []
    owners = ask("organizations", per_page=100).json()["contents"]
    assert [fault for one in owners for fault in faults(one, "organization_list")] == []


def test_pages_follow_each_other_without_gaps(directory):
    pages = [ask("services", per_page=30, page=number).json() for number in (1, 2, 3)]
    assert [one["size"] for one in pages] == [30, 30, 22]
    assert [(one["first_page"], one["last_page"]) for one in pages] == [(True, False), (False, False), (False, True)]
    ids = [item["id"] for one in pages for item in one["contents"]]
    assert len(set(ids)) == len(ids) == pages[0]["total_items"]
    beyond = ask("services", page=999).json()
    assert (beyond["empty"], beyond["contents"]) == (True, [])


def test_organisations_go_on_into_the_countrys_own(directory):
    whole = [one["id"] for one in ask("organizations", per_page=100).json()["contents"]]
    parts = [one["id"] for number in range(1, 21) for one in
             ask("organizations", per_page=4, page=number).json()["contents"]]  # fmt: skip
    assert parts == whole[: len(parts)]
    assert len(whole) > 40
    assert directory.parish.name not in names("organizations"), "it has no published offer"


def test_offers_are_found_by_word_kind_owner_and_day(directory):
    assert names("services", search="syng") == ["Syng sammen"]
    assert names("services", taxonomy_term_id=str(Term(KINDS, "meal").id)) == ["Fællesspisning"]
    assert "Nabosang" not in names("services", taxonomy_id=str(INTERVENTIONS.id))
    assert names("services", organization_id=str(directory.association.id)) == ["Fællesspisning", "Syng sammen"]
    assert len(names("services", modified_after=directory.today.isoformat())) == 3
    assert len(names("services", modified_after="2999-01-01T00:00:00Z")) == 0


def test_any_page_in_the_world_may_read_it_and_nobody_may_write(directory):
    answered = ask("services")
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert answered.headers["Content-Type"] == "application/json"
    assert "Set-Cookie" not in answered.headers
    assert Client().options(f"{START}/services").status_code == 204
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(enforce_csrf_checks=True), method)(f"{START}/services").status_code == 405


def test_what_is_not_published_is_answered_like_what_never_was(directory):
    with acting_as(directory.mette):
        hidden = Offer.objects.get(name="Ikke udgivet").id
    answers = [ask(f"services/{one}") for one in (hidden, uuid4(), "ikke-et-id", "%00")]
    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert ask(f"organizations/{directory.parish.id}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=x", "page=99999999999", "per_page=101", "page=²", "full=maybe", "organization_id=7",
     "taxonomy_term_id=7", "taxonomy_id=0198a000-0000-7000-8000-000000000000", "modified_after=i+går"],
)  # fmt: skip
def test_a_question_that_cannot_be_understood_is_told_so(directory, query):
    answered = Client().get(f"{START}/services?{query}")
    assert answered.status_code == 400
    assert "skal" in answered.json()["error"] or "findes ikke" in answered.json()["error"]


PARAMETERS = ("page", "per_page", "search", "full", "organization_id", "taxonomy_id", "taxonomy_term_id",
              "modified_after", "format", "")  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.sampled_from(LISTS),
    st.lists(st.tuples(st.sampled_from(PARAMETERS), st.text() | st.integers().map(str)), max_size=4),
)
def test_any_query_string_at_all_is_answered_calmly(db, path, query):
    told = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in query)
    assert Client().get(f"{START}/{path}?{told}").status_code in (200, 400)


@pytest.mark.parametrize("query", ["%", "%00", "search=%00", "search=%ED%A0%80", "&&=&", "search=" + "x" * 5000])
def test_broken_query_strings_too(db, query):
    assert Client().get(f"{START}/services?{query}").status_code in (200, 400)


def test_the_description_names_every_address_and_parameter(db):
    document = ask("openapi.json").json()
    assert set(document["paths"]) == {
        "/", "/services", "/services/{id}", "/organizations", "/organizations/{id}", "/taxonomies", "/taxonomy_terms",
    }  # fmt: skip
    assert document["servers"] == [{"url": f"http://testserver{START}"}]
    for path in LISTS:
        assert ask(path).status_code == 200
        assert {"page", "per_page"} <= {one["name"] for one in document["paths"][f"/{path}"]["get"]["parameters"]}
    assert ask("").json()["openapi_url"].endswith("/openapi.json")


# ---- the database holds it


def test_the_pages_stand_on_the_public_role_and_leave_it_again(directory):
    def role() -> str:
        with connection.cursor() as cursor:
            cursor.execute("select current_user")
            return str(cursor.fetchone()[0])

    before = role()
    with acting_as(directory.mette) as mette:
        with as_anybody():
            assert role() == "brobygger_public"
            assert Offer.objects.filter(name="Ikke udgivet").count() == 0
            assert Offer.objects.filter(name="Nabosang").count() == 1
        assert role() == before == "brobygger_app"
        assert Offer.objects.filter(name="Ikke udgivet").count() == 1, "the reach from before stands again"
        assert Offer.objects.filter(name="Nabosang").count() == 0
        with reaching(mette.reach()), pytest.raises(ProgrammingError, match="permission denied"), as_anybody():
            Person.objects.count()


def test_the_application_does_not_inherit_what_the_public_sees(directory):
    """Without stepping down, and without a reach, the application still sees nothing."""
    assert Offer.objects.filter(name__in=["Nabosang", "Syng sammen"]).count() == 0
    assert Offer.objects.count() == 79, "the country's own are for everybody who signs in"


@pytest.mark.parametrize("path", ["services?full=true&per_page=100", "organizations?per_page=100"])
def test_as_many_queries_for_few_as_for_many(directory, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(12):
        assert Client().get(f"{START}/{path}").status_code == 200
