"""Open data: every published offer as Open Referral HSDS 3.1, for anybody and any program, without a key.

Read as the database's public role: a mistake here could show no more than what is published.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from brobygger.communities.offers import interests, queries
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.hsds_rules import listed, organization_document, service_document
from brobygger.communities.offers.national_facts import national_facts, national_organisations
from brobygger.communities.offers.taxonomy_rules import (
    BY_ID,
    EVERY,
    FIXED_TERMS,
    INTERESTS,
    Term,
    taxonomy_document,
    term_document,
)
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.context import as_anybody
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.organisations.facts import OrganisationFacts
from brobygger.web.public.open_data import openapi
from brobygger.web.public.open_data.asking import BadQuestion, Document, Question, identifier, open_data, paged

MOST_OFFERS = 2000  # named in the organisations of one page


@open_data
def about(request: HttpRequest) -> Document:
    """What this is, and where its description stands."""
    return {
        "version": "3.1",
        "profile": "https://docs.openreferral.org/en/v3.1/",
        "openapi_url": request.build_absolute_uri(reverse("open_data_description")),
    }


@open_data
def description(request: HttpRequest) -> Document:
    """The OpenAPI document."""
    return openapi.document(request.build_absolute_uri(reverse("open_data")).rstrip("/"))


@open_data
def services(request: HttpRequest) -> Document:
    """Published offers, a page at a time; `full=true` with everything nested."""
    question = Question(request.GET)
    full, wanted, terms = question.yes("full"), question.id("organization_id"), _terms(question)
    with as_anybody():
        found = queries.anybodys(
            text=question.text("search"),
            organisation_ids=None if wanted is None else [wanted],
            terms=terms,
            checked_from=question.day("modified_after"),
        )

        def part(first: int, last: int) -> list[Document]:
            documents = [_service(offer) for offer in found[first:last]]
            return documents if full else [_short(one) for one in documents]

        return paged(question, found.count(), part)


@open_data
def service(request: HttpRequest, offer_id: str) -> Document:
    """One published offer with everything nested."""
    with as_anybody():
        return _service(queries.anybodys_offer(identifier(offer_id)))


def _service(offer: Any) -> Document:
    return service_document(queries.facts_of(offer), at=now())


def _short(document: Document) -> Document:
    owner = document.get("organization")
    return listed(document, "service") | ({"organization": listed(owner, "organization")} if owner else {})


@open_data
def organizations(request: HttpRequest) -> Document:
    """Organisations that have a published offer: first those of municipalities, then the country's own."""
    question = Question(request.GET)
    text, full = question.text("search"), question.yes("full")
    national = [one for one in national_organisations() if _holds(one.name, text)]
    with as_anybody():
        found = queries.anybodys_organisations(text=text)
        ours = found.count()

        def part(first: int, last: int) -> list[Document]:
            facts = [queries.facts_of_organisation(one) for one in found[first:last]] if first < ours else []
            facts += national[max(0, first - ours) : max(0, last - ours)]
            if full:
                return _with_offers(facts)
            return [listed(organization_document(one), "organization") for one in facts]

        return paged(question, ours + len(national), part)


@open_data
def organization(request: HttpRequest, organisation_id: str) -> Document:
    """One organisation and the offers it has."""
    wanted = identifier(organisation_id)
    with as_anybody():
        ours = queries.anybodys_organisations().filter(id=wanted).first()
        found = [queries.facts_of_organisation(ours)] if ours else []
        found += [one for one in national_organisations() if one.id == wanted]
        if not found:
            raise NotVisible("organisation")
        return _with_offers(found)[0]


def _with_offers(organisations: list[OrganisationFacts]) -> list[Document]:
    """Organisations with the offers they have. One query."""
    offers: dict[UUID, list[OfferFacts]] = {one.id: [] for one in organisations}
    rows = queries.anybodys(organisation_ids=list(offers))[:MOST_OFFERS]
    for offer in [*(queries.facts_of(row) for row in rows), *national_facts()]:
        if offer.organisation and offer.organisation.id in offers:
            offers[offer.organisation.id].append(offer)
    return [organization_document(one, offers[one.id]) for one in organisations]


@open_data
def taxonomies(request: HttpRequest) -> Document:
    """The lists of words that offers are sorted by."""
    question = Question(request.GET)
    found = [one for one in EVERY if _holds(one.name, question.text("search"))]
    return paged(question, len(found), lambda first, last: [taxonomy_document(one) for one in found[first:last]])


@open_data
def taxonomy_terms(request: HttpRequest) -> Document:
    """The words of the lists that are fixed, and interests of the municipalities' own; `taxonomy_id` for one list."""
    question = Question(request.GET)
    wanted, text = question.id("taxonomy_id"), question.text("search")
    every = [*((one.taxonomy, term_document(one)) for one in FIXED_TERMS), *((INTERESTS, one) for one in _interests())]
    found = [one for taxonomy, one in every if wanted in (None, taxonomy.id) and _holds(str(one["name"]), text)]
    return paged(question, len(found), lambda first, last: found[first:last])


def _interests() -> list[Document]:
    """Interests beside the common ones, each once, and what they are kinds of. One query."""
    own = {one.code: one for one in interests.published().values()}
    parents = {one.parent for one in own.values() if one.parent} - own.keys()
    told = [term_document(Term(INTERESTS, one.code), parent=one.parent, also=one.synonyms) for one in own.values()]
    return [*(term_document(Term(INTERESTS, code)) for code in sorted(parents)), *told]


def _holds(name: str, text: str) -> bool:
    return all(word in name.casefold() for word in text.casefold().split())


def _interest_of(term_id: str) -> tuple[str, str] | None:
    found = next((one for one in _interests() if one["id"] == term_id), None)
    return found and (INTERESTS.code, str(found["code"]))


def _terms(question: Question) -> dict[str, list[str]]:
    """Which codes offers must have, by list. An identifier that no fixed list has is refused with a sentence."""
    wanted: dict[str, list[str]] = {}
    term_id, taxonomy_id = question.id("taxonomy_term_id"), question.id("taxonomy_id")
    if term_id:
        terms = {str(one.id): (one.taxonomy.code, one.code) for one in FIXED_TERMS}
        code = terms.get(str(term_id)) or _interest_of(str(term_id))
        if code is None:
            raise BadQuestion("taxonomy_term_id findes ikke; se taxonomy_terms.")
        wanted[code[0]] = [code[1]]
    if taxonomy_id:
        taxonomy = BY_ID.get(taxonomy_id)
        if taxonomy is None:
            raise BadQuestion("taxonomy_id findes ikke; se taxonomies.")
        wanted.setdefault(taxonomy.code, list(taxonomy.terms))
    return wanted
