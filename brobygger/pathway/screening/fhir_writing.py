"""A person's answers as a FHIR R4 bundle: what fhir_rules reads again. No CPR number, no name, no note."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from brobygger.pathway.screening.fhir_rules import ANSWERS, INSTRUMENT
from brobygger.registry.instruments.rules import score
from brobygger.registry.instruments.schema import Instrument, Item

Document = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """One answered instrument on its way out."""

    id: UUID
    instrument: Instrument
    answers: Sequence[int | None]
    answered_by: str  # person, observer
    taken_at: datetime


def bundle(sent: Iterable[Sent], *, key: tuple[str, str], at: datetime) -> str:
    """JSON of a collection: each answered instrument, and beside it the number it gave. key: (system, value)."""
    subject = {"identifier": {"system": key[0], "value": key[1]}}
    entries = [entry for one in sent for entry in _entries(one, subject)]
    document = {"resourceType": "Bundle", "type": "collection", "timestamp": at.isoformat(), "entry": entries}
    return json.dumps(document, ensure_ascii=False, indent=1)


def _entries(one: Sent, subject: Document) -> Iterable[Document]:
    address, day = f"urn:uuid:{one.id}", one.taken_at.isoformat()
    yield {
        "fullUrl": address,
        "resource": {
            "resourceType": "QuestionnaireResponse",
            "id": str(one.id),
            "identifier": {"system": ANSWERS, "value": str(one.id)},
            "questionnaire": _name(one.instrument),
            "status": "completed",
            "subject": subject,
            "authored": day,
            "source": {"type": "Practitioner" if one.answered_by == "observer" else "Patient"},
            "item": [
                {"linkId": item.id, "text": item.text.da, "answer": [_answer(item, answer)]}
                for item, answer in zip(one.instrument.items, one.answers, strict=False)
                if answer is not None
            ],
        },
    }
    result = score(one.instrument, one.answers)
    parts = [
        {"code": {"text": part.title.da}, "valueInteger": counted.score}
        for part, counted in zip(one.instrument.parts, result.parts, strict=True)
        if counted.score is not None
    ]
    if result.score is None and not parts:
        return
    number: Document = {"component": parts} if parts else {"valueInteger": result.score}
    yield {
        "resource": {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": INSTRUMENT, "code": one.instrument.ref}], "text": one.instrument.title.da},
            "subject": subject,
            "effectiveDateTime": day,
            "derivedFrom": [{"reference": address}],
            **number,
        }
    }


def _name(instrument: Instrument) -> str:
    return f"{INSTRUMENT}{instrument.id}|{instrument.version}"


def _answer(item: Item, answer: int) -> Document:
    return {"valueBoolean": bool(answer)} if item.kind == "yes_no" else {"valueInteger": answer}
