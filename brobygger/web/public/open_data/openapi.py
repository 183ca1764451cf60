"""The description of the open data that programs read (OpenAPI 3.1), made from the same table as the documents."""

from __future__ import annotations

from typing import Any

from brobygger.communities.offers.hsds_shape import Kind, names, shape
from brobygger.web.public.open_data.asking import LAST_PAGE, MOST_A_PAGE, USUAL

Json = dict[str, Any]
_WHAT: dict[str, tuple[str, Json]] = {
    "page": ("The number of the page, from 1.", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}),
    "per_page": (
        f"How many on a page; {USUAL} when not said.",
        {"type": "integer", "minimum": 1, "maximum": MOST_A_PAGE},
    ),
    "search": ("Words that all must stand in the name or the text.", {"type": "string", "maxLength": 200}),
    "full": ("Everything nested, not only the keys with one value.", {"type": "boolean"}),
    "organization_id": ("Only what this organization has.", {"type": "string", "format": "uuid"}),
    "taxonomy_term_id": ("Only what has this term.", {"type": "string", "format": "uuid"}),
    "taxonomy_id": ("Only what has a term of this taxonomy.", {"type": "string", "format": "uuid"}),
    "modified_after": ("Only what was checked on that day or later.", {"type": "string", "format": "date"}),
}
_PAGES = ("page", "per_page", "search")
_SORTED = ("organization_id", "taxonomy_term_id", "taxonomy_id", "modified_after")
# path: operation, what it gives, the document, and for a list its parameters
_LISTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "/services": ("getServices", "Published offers.", "service", (*_PAGES, "full", *_SORTED)),
    "/organizations": ("getOrganizations", "Organizations with a published offer.", "organization", (*_PAGES, "full")),
    "/taxonomies": ("getTaxonomies", "Lists of words that offers are sorted by.", "taxonomy", _PAGES),
    "/taxonomy_terms": ("getTaxonomyTerms", "The words.", "taxonomy_term", (*_PAGES, "taxonomy_id")),
}
_ONES = {
    "/services/{id}": ("getService", "One offer with everything nested.", "service"),
    "/organizations/{id}": ("getOrganization", "One organization and its offers.", "organization"),
}


def document(address: str) -> Json:
    """The OpenAPI document of the installation whose open data begins at `address`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Brobygger: offers of company, as open data",
            "version": "3.1",
            "description": "Open Referral HSDS 3.1, reading only, without key or sign-in.",
        },
        "servers": [{"url": address}],
        "paths": {
            "/": {"get": _operation("getAbout", "What this is.", (), {"type": "object"}, ())},
            **{path: {"get": _list(*told)} for path, told in _LISTS.items()},
            **{path: {"get": _one(*told)} for path, told in _ONES.items()},
        },
        "components": {"schemas": {name: _schema(name) for name in names()} | {"page": _page(), "error": _error()}},
    }


def _list(operation: str, summary: str, name: str, parameters: tuple[str, ...]) -> Json:
    contents = {"properties": {"contents": {"type": "array", "items": _ref(name)}}}
    return _operation(operation, summary, _queries(parameters), {"allOf": [_ref("page"), contents]}, ("400",))


def _one(operation: str, summary: str, name: str) -> Json:
    path = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return _operation(operation, summary, (path,), _ref(name), ("404",))


def _operation(
    operation: str, summary: str, parameters: tuple[Json, ...], answer: Json, others: tuple[str, ...]
) -> Json:
    refused = {"description": "Why not, in one Danish sentence.", "content": _json(_ref("error"))}
    return {
        "operationId": operation,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {"200": {"description": summary, "content": _json(answer)}} | dict.fromkeys(others, refused),
    }


def _queries(wanted: tuple[str, ...]) -> tuple[Json, ...]:
    return tuple(
        {"name": name, "in": "query", "required": False, "description": _WHAT[name][0], "schema": _WHAT[name][1]}
        for name in wanted
    )


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _schema(name: str) -> Json:
    keys = shape(name)
    return {
        "type": "object",
        "properties": {key: _value(kind) for key, kind in keys.items()},
        "required": [key for key, kind in keys.items() if kind.required],
    }


def _value(kind: Kind) -> Json:
    if kind.form == "object":
        return _ref(kind.of)
    if kind.form == "list":
        return {"type": "array", "items": _ref(kind.of)}
    if kind.of == "number":
        return {"type": "number"}
    if "|" in kind.of:
        return {"type": "string", "enum": kind.of.split("|")}
    return {"type": "string"} | ({"format": kind.of} if kind.of else {})


def _page() -> Json:
    numbers = {key: {"type": "integer"} for key in ("total_items", "total_pages", "page_number", "size")}
    answers = {key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")}
    return {"type": "object", "properties": numbers | answers, "required": [*numbers, *answers]}


def _error() -> Json:
    return {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}
