"""The shape of Open Referral HSDS 3.1 documents, and what is wrong with one that does not have it.

Names, kinds and which are required as in the published specification (Open Referral, HSDS 3.1); the notation is ours:
`name:kind`, nothing for a text, `!` for required, `[x]` a list of x, `{x}` one x, words with `|` between are the only
ones allowed. A test holds this table against the published schemas. Plain Python: no Django, no clock.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

_COMMON = "attributes:[attribute] metadata:[metadata]"
_SHAPES = {
    "service": "id:uuid! organization_id:uuid program_id:uuid name! alternate_name description url:uri "
    "additional_urls:[url] email:email status:active|inactive|defunct|temporarily_closed! interpretation_services "
    "application_process fees_description wait_time fees accreditations eligibility_description minimum_age:number "
    "maximum_age:number assured_date assurer_email:email licenses alert last_modified:date-time phones:[phone] "
    "schedules:[schedule] service_areas:[service_area] service_at_locations:[service_at_location] "
    "languages:[language] organization:{organization} funding:[funding] cost_options:[cost_option] program:{program} "
    "required_documents:[required_document] contacts:[contact] capacities:[service_capacity] " + _COMMON,
    "organization": "id:uuid! name! alternate_name description! email:email website:uri additional_websites:[url] "
    "tax_status tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid "
    "funding:[funding] contacts:[contact] phones:[phone] locations:[location] programs:[program] "
    "organization_identifiers:[organization_identifier] services:[service] " + _COMMON,
    "url": "id:uuid! label url:uri! organization_id:uuid service_id:uuid " + _COMMON,
    "attribute": "id:uuid! link_id:uuid taxonomy_term_id:uuid link_type link_entity value label "
    "taxonomy_term:{taxonomy_term} metadata:[metadata]",
    "taxonomy_term": "id:uuid! code name! description! parent_id:uuid taxonomy taxonomy_detail:{taxonomy} language "
    "taxonomy_id:uuid term_uri:uri metadata:[metadata]",
    "taxonomy": "id:uuid! name! description! uri:uri version metadata:[metadata]",
    "metadata": "id:uuid! resource_id:uuid resource_type last_action_date! last_action_type! field_name! "
    "previous_value! replacement_value! updated_by!",
    "phone": "id:uuid! location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid "
    "service_at_location_id:uuid number! extension:number type description languages:[language] " + _COMMON,
    "language": "id:uuid! service_id:uuid location_id:uuid phone_id:uuid name code note " + _COMMON,
    "schedule": "id:uuid! service_id:uuid location_id:uuid service_at_location_id:uuid valid_from valid_to dtstart "
    "timezone:number until count:number wkst:MO|TU|WE|TH|FR|SA|SU freq:WEEKLY|MONTHLY interval:number byday byweekno "
    "bymonthday byyearday description opens_at closes_at schedule_link:uri attending_type notes " + _COMMON,
    "service_area": "id:uuid! service_id:uuid service_at_location_id:uuid name description extent extent_type uri "
    + _COMMON,
    "service_at_location": "id:uuid! service_id:uuid location_id:uuid description service_areas:[service_area] "
    "contacts:[contact] phones:[phone] schedules:[schedule] location:{location} " + _COMMON,
    "contact": "id:uuid! organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name title "
    "department email:email phones:[phone] " + _COMMON,
    "location": "id:uuid! location_type:physical|postal|virtual! url:uri organization_id:uuid name alternate_name "
    "description transportation latitude:number longitude:number external_identifier external_identifier_type "
    "languages:[language] addresses:[address] contacts:[contact] accessibility:[accessibility] phones:[phone] "
    "schedules:[schedule] " + _COMMON,
    "address": "id:uuid! location_id:uuid attention address_1! address_2 city! region state_province! postal_code! "
    "country! address_type:physical|postal|virtual! " + _COMMON,
    "accessibility": "id:uuid! location_id:uuid description details url:uri " + _COMMON,
    "funding": "id:uuid! organization_id:uuid service_id:uuid source " + _COMMON,
    "program": "id:uuid! organization_id:uuid name! alternate_name description! " + _COMMON,
    "organization_identifier": "id:uuid! organization_id:uuid identifier_scheme identifier_type! identifier! "
    + _COMMON,
    "cost_option": "id:uuid! service_id:uuid valid_from valid_to option currency amount:number amount_description "
    + _COMMON,
    "required_document": "id:uuid! service_id:uuid document uri:uri " + _COMMON,
    "service_capacity": "id:uuid! service_id:uuid unit:{unit}! unit_id:uuid available:number! maximum:number "
    "description updated:date-time! " + _COMMON,
    "unit": "id:uuid! name! scheme identifier uri:uri " + _COMMON,
}
TOLD_AT_MOST = 100  # mistakes of one file; nobody reads more before mending these
DEEPEST = 12  # levels of objects; our own documents use six
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@dataclass(frozen=True)
class Mistake:
    """What was wrong (Danish), in which file, and where: `[3].phones[0].number`."""

    file: str
    place: str
    message: str

    def sentence(self) -> str:
        """All of it in one line."""
        return f"{self.file} {self.place}: {self.message}"


@dataclass(frozen=True)
class Kind:
    """What one key of a document may hold."""

    of: str  # "", "number", "uuid", …, the name of another shape, or words with | between
    required: bool
    form: str  # "value", "list" or "object"


@cache
def shape(name: str) -> dict[str, Kind]:
    """The keys of one kind of HSDS object, in the specification's order. Raises KeyError."""
    return dict(_kind(word) for word in _SHAPES[name].split())


def names() -> tuple[str, ...]:
    """Every kind of object in the table."""
    return tuple(_SHAPES)


def _kind(word: str) -> tuple[str, Kind]:
    required = word.endswith("!")
    key, _colon, of = word.removesuffix("!").partition(":")
    form = {"[": "list", "{": "object"}.get(of[:1], "value")
    return key, Kind(of.strip("[]{}").replace("temporarily_closed", "temporarily closed"), required, form)


def mistakes(document: object, name: str, *, file: str, place: str) -> list[Mistake]:
    """Everything in which `document` is not an HSDS object of the kind `name`; empty when it is one."""
    return [Mistake(file, where, message) for where, message in _wrong(document, name, place, 0)]


def _wrong(document: object, name: str, place: str, depth: int) -> Iterator[tuple[str, str]]:
    if not isinstance(document, dict):
        yield place, f"skal være et objekt {{…}}, ikke {told(document)}."
        return
    if depth > DEEPEST:
        yield place, f"ligger mere end {DEEPEST} niveauer nede og læses ikke."
        return
    for key, kind in shape(name).items():
        where = f"{place}.{key}"
        if key in document:
            yield from _wrong_value(document[key], kind, where, depth)
        elif kind.required:
            yield where, "mangler."


def _wrong_value(value: object, kind: Kind, where: str, depth: int) -> Iterator[tuple[str, str]]:
    if kind.form == "object":
        yield from _wrong(value, kind.of, where, depth + 1)
    elif kind.form == "list":
        if not isinstance(value, list):
            yield where, f"skal være en liste […], ikke {told(value)}."
            return
        for number, one in enumerate(value):
            yield from _wrong(one, kind.of, f"{where}[{number}]", depth + 1)
    elif kind.of == "number":
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            yield where, f"skal være et tal, ikke {told(value)}."
    elif not isinstance(value, str):
        yield where, f"skal være en tekst, ikke {told(value)}."
    else:
        message = _wrong_text(value, kind.of)
        if message:
            yield where, message


def _wrong_text(text: str, of: str) -> str:
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        return "har et tegn, der ikke kan gemmes."
    if of == "uuid" and not _UUID.fullmatch(text):
        return f"skal være et UUID som “ac148810-d857-441c-9679-408f346de14b”, ikke {told(text)}."
    if of == "email" and not _EMAIL.fullmatch(text):
        return f"skal være en e-mailadresse som “navn@forening.dk”, ikke {told(text)}."
    if of == "uri" and not _URI.fullmatch(text):
        return f"skal være en adresse som “https://forening.dk”, ikke {told(text)}."
    if of == "date-time" and not _is_moment(text):
        return f"skal være dato og klokkeslæt som “2026-03-05T13:30:00Z”, ikke {told(text)}."
    if "|" in of and text not in of.split("|"):
        return f"{told(text)} findes ikke. Vælg mellem {', '.join(of.split('|'))}."
    return ""


def _is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


def told(value: object) -> str:
    """A value as it stood, short, for a sentence."""
    if isinstance(value, dict | list):
        return "en liste" if isinstance(value, list) else "et objekt"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        return str(value) if abs(value) < 1e9 else "et meget stort tal"
    text = "".join(sign if sign.isprintable() else "?" for sign in str(value)[:60])
    return f"“{text}…”" if len(str(value)) > 60 else f"“{text}”"
