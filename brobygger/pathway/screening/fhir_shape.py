"""What of FHIR R4 (4.0.1) Brobygger reads: Bundle, QuestionnaireResponse, Observation and Patient.

Every element that R4 gives these resources is named. Those typed `Passed` are let pass unread; those that are not
named are refused, and so are modifierExtension and implicitRules: a reader that does not know them must not go on
(FHIR R4, 2.4.0.1 and 2.11). Plain data.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

KNOWN = ("QuestionnaireResponse", "Observation", "Patient")
Passed = Any
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9\-.]{1,64}$")]
Uri = Annotated[str, StringConstraints(pattern=r"^\S{1,300}$")]

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d))?")


def _moment(value: object) -> object:
    """A FHIR dateTime with a day at least, and a time zone wherever there is a time."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("not a dateTime with a day")
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


Moment = Annotated[datetime | date, BeforeValidator(_moment)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id | None = None
    extension: Passed = None


class _Resource(_Part):
    meta: Passed = None
    language: Passed = None
    text: Passed = None


class Identifier(_Part):
    """A name in a system."""

    system: Uri
    value: Annotated[str, StringConstraints(pattern=r"^\S(.{0,98}\S)?$")]
    use: Passed = None
    type: Passed = None
    period: Passed = None
    assigner: Passed = None


class Reference(_Part):
    """Another resource, by address or by a name in a system."""

    reference: Uri | None = None
    type: Text | None = None
    identifier: Identifier | None = None
    display: Passed = None


class Answer(_Part):
    """One value. Others of R4's kinds fit no question here and are refused."""

    valueBoolean: bool | None = None
    valueInteger: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    valueString: Text | None = None


class ResponseItem(_Part):
    """One question with its answer, or a group of them."""

    linkId: Text
    definition: Passed = None
    text: Passed = None
    answer: tuple[Answer, ...] = ()
    item: tuple[ResponseItem, ...] = ()


class QuestionnaireResponse(_Resource):
    """One answered instrument."""

    resourceType: Literal["QuestionnaireResponse"]
    identifier: Identifier | None = None
    basedOn: Passed = None
    partOf: Passed = None
    questionnaire: Uri
    status: Literal["in-progress", "completed", "amended", "entered-in-error", "stopped"]
    subject: Reference
    encounter: Passed = None
    authored: Moment
    author: Passed = None
    source: Reference | None = None
    item: Annotated[tuple[ResponseItem, ...], Field(min_length=1)]


class Coding(_Part):
    """A code in a system."""

    system: Uri | None = None
    version: Passed = None
    code: Text | None = None
    display: Passed = None
    userSelected: Passed = None


class Concept(_Part):
    """What a number is about."""

    coding: tuple[Coding, ...] = ()
    text: Text | None = None


class Component(_Part):
    """A part's own number."""

    code: Concept
    valueInteger: int
    interpretation: Passed = None
    referenceRange: Passed = None


class Observation(_Resource):
    """The number that answers gave."""

    resourceType: Literal["Observation"]
    identifier: Passed = None
    basedOn: Passed = None
    partOf: Passed = None
    status: Literal[
        "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"
    ]
    category: Passed = None
    code: Concept
    subject: Reference
    focus: Passed = None
    encounter: Passed = None
    effectiveDateTime: Moment | None = None
    issued: Passed = None
    performer: Passed = None
    valueInteger: int | None = None
    interpretation: Passed = None
    note: Passed = None
    method: Passed = None
    device: Passed = None
    referenceRange: Passed = None
    derivedFrom: tuple[Reference, ...] = ()
    component: tuple[Component, ...] = ()


class Subject(_Resource):
    """FHIR's Patient. Only what the person is known by is read; the rest is let pass."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    resourceType: Literal["Patient"]
    identifier: tuple[Identifier, ...] = ()


class Entry(_Part):
    """One place in a bundle."""

    link: Passed = None
    fullUrl: Uri | None = None
    resource: Annotated[
        QuestionnaireResponse | Observation | Subject,
        Field(discriminator="resourceType"),
    ]
    search: Passed = None


class Bundle(_Part):
    """The document."""

    resourceType: Literal["Bundle"]
    meta: Passed = None
    language: Passed = None
    identifier: Passed = None
    type: Literal["collection", "searchset", "document", "message"]
    timestamp: Passed = None
    total: Passed = None
    link: Passed = None
    entry: Annotated[tuple[Entry, ...], Field(min_length=1)]
