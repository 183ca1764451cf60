"""The open data keep what their own OpenAPI promises: every parameter drawn, every answer held against its schema."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.web.public.test_open_data import START, directory

__all__ = ["directory"]
Json = dict[str, Any]


def description() -> Json:
    return Client().get(f"{START}/openapi.json").json()


@cache
def checker(told: str, components: str) -> Draft202012Validator:
    import json

    schema = json.loads(told) | {"components": json.loads(components)}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(document: Json, path: str, status: int, answer: Any) -> list[str]:
    """What an answer lacks of what the description says; a status it does not name is one fault."""
    import json

    told = document["paths"][path]["get"]["responses"].get(str(status))
    if told is None:
        return [f"{status} is not described"]
    schema = told["content"]["application/json"]["schema"]
    return [
        fault.message for fault in checker(json.dumps(schema), json.dumps(document["components"])).iter_errors(answer)
    ]


def right(schema: Json) -> st.SearchStrategy[str]:
    """Values that a parameter's schema allows, as text in an address."""
    if schema["type"] == "integer":
        return st.integers(schema["minimum"], min(schema["maximum"], 50)).map(str)
    if schema["type"] == "boolean":
        return st.sampled_from(["true", "false"])
    formats = {"uuid": st.uuids().map(str), "date": st.dates().map(str)}
    return formats.get(schema.get("format", ""), st.text(max_size=schema.get("maxLength", 50)))


WILD = st.text(max_size=60) | st.integers().map(str) | st.sampled_from(
    ["", "null", "NaN", "-1", "1e9", "٣", "' or 1=1 --", "\0", "%00", "../../", "9" * 400, "{}", "[]", "2026-02-30"]
)  # fmt: skip


@st.composite
def questions(draw: Any, parameters: list[Json]) -> tuple[str, bool]:
    """A query string of some of the parameters, and whether each value is one the description allows."""
    chosen = draw(st.lists(st.sampled_from(parameters), max_size=4, unique_by=lambda one: one["name"]))
    pairs, all_right = [], True
    for one in chosen:
        allowed = draw(st.booleans())
        all_right = all_right and allowed
        pairs.append((one["name"], draw(right(one["schema"]) if allowed else WILD)))
    return "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs), all_right


LISTS = ("/services", "/organizations", "/taxonomies", "/taxonomy_terms")


@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_every_question_as_described(directory, path):
    document = description()
    parameters = document["paths"][path]["get"]["parameters"]
    assert parameters

    @settings(max_examples=40, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(questions(parameters))
    def every(question: tuple[str, bool]) -> None:
        query, all_right = question
        answered = Client(raise_request_exception=False).get(f"{START}{path}?{query}")
        assert faults(document, path, answered.status_code, answered.json()) == [], query
        unknown = "taxonomy" in query  # a taxonomy nobody has is refused, and drawn ones are such
        assert answered.status_code == 200 or not all_right or unknown, query

    every()


@pytest.mark.parametrize("path", ["/services/{id}", "/organizations/{id}"])
def test_one_document_is_as_described_and_any_other_address_is_calmly_not_there(directory, path):
    document = description()
    listed = path.removesuffix("/{id}")
    there = [one["id"] for one in Client().get(f"{START}{listed}?per_page=5").json()["contents"]]
    assert there
    for one in there:
        answered = Client().get(f"{START}{listed}/{one}")
        assert answered.status_code == 200
        assert faults(document, path, 200, answered.json()) == []

    @settings(max_examples=25, database=None)
    @given(WILD.filter(lambda text: text.strip("/. ")) | st.uuids().map(str))
    def never_there(given_id: str) -> None:
        answered = Client(raise_request_exception=False).get(f"{START}{listed}/{quote(given_id, safe='')}")
        assert answered.status_code in (404, 405), given_id
        if answered.headers["Content-Type"].startswith("application/json"):
            assert faults(document, path, answered.status_code, answered.json()) == []

    never_there()


def test_the_check_finds_what_is_not_as_described(directory, monkeypatch):
    """The negative set: true answers broken one at a time, an undescribed status, and a fault of ours."""
    document = description()
    answer = Client().get(f"{START}/services?full=true&per_page=20").json()
    assert faults(document, "/services", 200, answer) == []

    def broken(change: Any) -> list[str]:
        other = copy.deepcopy(answer)
        change(other)
        return faults(document, "/services", 200, other)

    assert broken(lambda it: it.pop("total_items"))
    assert broken(lambda it: it.update(first_page="yes"))
    assert broken(lambda it: it.update(contents={}))
    assert broken(lambda it: it["contents"][0].pop("name"))
    assert broken(lambda it: it["contents"][0].update(id="7"))
    assert broken(lambda it: it["contents"][0].update(status="perhaps"))
    assert faults(document, "/services", 500, {}) == ["500 is not described"]
    monkeypatch.setattr("brobygger.web.public.open_data.views.paged", lambda *_given: 1 / 0)
    failed = Client(raise_request_exception=False).get(f"{START}/services")
    assert faults(document, "/services", failed.status_code, {}) == ["500 is not described"]
