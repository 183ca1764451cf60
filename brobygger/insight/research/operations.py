"""Asking for rows about persons, deciding on it, handing them over, and taking them away again.

Two employees are needed: the one who asks cannot approve. The rows are made once, when they are approved, so that two
downloads cannot be held against each other; they are encrypted, and removed when the export ends.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.audit.operations import record_reads
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.secrecy import decrypt_bytes, encrypt_bytes, pseudonym
from brobygger.insight.disclosure.person_rows_rules import release
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.research import queries, rules
from brobygger.insight.research.models import ResearchExport
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose

# What the rows are made of, as the read log names it.
GROUPS = (Fields.AGE, Fields.HOUSEHOLD, Fields.COGNITION, Fields.EPISODES, Fields.MEASUREMENTS)


@dataclass(frozen=True)
class HandedOver:
    """The file's rows under their columns, and what was done to them (k, rungs, hidden, smallest, persons, rows)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    done: dict[str, Any]


def ask(
    *, programme: Programme, receiver: str, purpose: str, legal_basis: str, k: int, expires_on: date, by: Actor,
    at: datetime,
) -> ResearchExport:  # fmt: skip
    """Ask for an export. Raises Refusal for a day that is gone or too far away, and for k under the threshold."""
    today = local_date(at)
    if not today < expires_on <= today + timedelta(days=rules.LONGEST_DAYS):
        raise Refusal(_("Vælg en dag inden for det næste halve år."), field="expires_on")
    if not THRESHOLD <= k <= rules.MOST_K:
        raise Refusal(_("Vælg et tal fra 5 til 50."), field="k")
    return ResearchExport.objects.create(
        programme=programme, receiver=" ".join(receiver.split()), purpose=purpose, legal_basis=legal_basis, k=k,
        expires_on=expires_on, asked_at=at, asked_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def approve(*, export: ResearchExport, by: Actor, at: datetime) -> ResearchExport:
    """Make the rows and keep them until the export ends; everybody in them is in the read log.

    Raises Refusal when the same employee asked, when the day is gone, and when there are too few persons to hide
    each among the others.
    """
    if export.asked_by_id == by.user_id:
        raise Refusal(_("Du har selv bedt om dataene. En anden skal godkende dem."))
    if local_date(at) >= export.expires_on:
        raise Refusal(_("Dagen, dataene skulle slettes, er gået. Bed om dem igen."))
    _decide(export, "approved", by, at)
    found = queries.records(by, export.programme, on=local_date(at))
    standing = _standing(export, by)
    of_person = [standing.get(each, ()) for each in found.persons]
    gone = Counter(cell for person, cell in standing.items() if person not in set(found.persons))
    released = release([rules.ladders(each) for each in found.subjects], k=export.k, standing=of_person, gone=gone)
    if released is None:
        raise Refusal(_too_few(export, bool(standing)))
    inside = [place for place, row in enumerate(released.rows) if row is not None]
    persons = [found.persons[place] for place in inside]
    names = [_name(each, export, by) for each in persons]
    rows = rules.table([released.rows[place] or () for place in inside], names, [found.rounds[p] for p in inside])
    export.done = {
        "rungs": dict(zip(rules.FIELDS, released.rungs, strict=True)), "hidden": released.hidden,
        "smallest": released.smallest, "persons": len(names), "rows": len(rows), "left_out": released.left_out,
    }  # fmt: skip
    kept = {"persons": [str(each) for each in persons], "rows": rows}
    export.content = encrypt_bytes(json.dumps(kept, allow_nan=False).encode())
    export.save(update_fields=["done", "content"])
    _log(persons, by, at)
    return export


def _standing(export: ResearchExport, by: Actor) -> dict[UUID, tuple[tuple[str, ...], ...]]:
    """What the files that stand say of each person in them, all files together, whoever their receivers are."""
    others = list(ResearchExport.objects.filter(status="approved", content__isnull=False).exclude(id=export.id))
    told: dict[UUID, dict[UUID, tuple[str, ...]]] = {}
    for place, other in enumerate(sorted(others, key=lambda each: each.id)):
        kept = json.loads(decrypt_bytes(bytes(other.content or b"")))
        fields = {row[0]: tuple(row[1 : len(rules.FIELDS) + 1]) for row in kept["rows"]}
        for each in kept["persons"]:
            told.setdefault(UUID(each), {})[other.id] = (str(place), *fields[_name(UUID(each), other, by)])
    return {person: tuple(files.values()) for person, files in told.items()}


def _name(person: UUID, export: ResearchExport, by: Actor) -> str:
    return pseudonym(str(person), municipality_id=by.municipality_id, receiver=export.receiver)


def _too_few(export: ResearchExport, beside_others: bool) -> str:
    """Why there is no file."""
    if beside_others:
        return _("Andre har allerede filer om de samme borgere, og sat sammen kunne filerne vise, hvem nogen er. Vent, "
                 "til de er slettet. Ingen data er lavet.")  # fmt: skip
    return _("Der er for få borgere til at skjule hver enkelt mellem %(k)s. Ingen data er lavet.") % {"k": export.k}


def decline(*, export: ResearchExport, why: str, by: Actor, at: datetime) -> ResearchExport:
    """Say no, with the reason. Raises Taken when it is already decided."""
    _decide(export, "declined", by, at, why_not=why)
    return export


def hand_over(*, export: ResearchExport, by: Actor, at: datetime) -> HandedOver:
    """The rows, once more in the read log for everybody in them. Raises Refusal when it is not, or no longer, there."""
    if export.status != "approved" or export.content is None or local_date(at) >= export.expires_on:
        raise Refusal(_("Dataene er her ikke. De er ikke godkendt, eller de er slettet igen."))
    kept = json.loads(decrypt_bytes(bytes(export.content)))
    _log([UUID(each) for each in kept["persons"]], by, at)
    return HandedOver(rules.COLUMNS, tuple(map(tuple, kept["rows"])), {"k": export.k, **export.done})


def end(*, export: ResearchExport, by: Actor, at: datetime) -> ResearchExport:
    """Take the rows away before their day. Raises Taken when there are none."""
    if not ResearchExport.objects.filter(id=export.id, status="approved").update(status="ended", content=None):
        raise Taken(_("Dataene er allerede slettet."))
    return export


def end_expired(*, by: Actor, at: datetime) -> int:
    """Take away what has reached its day; what was never answered ends too. Returns how many. Safe to repeat."""
    due = ResearchExport.objects.filter(expires_on__lte=local_date(at), status__in=("asked", "approved"))
    return due.update(status="ended", content=None)


def _decide(export: ResearchExport, status: str, by: Actor, at: datetime, **facts: str) -> None:
    """Only what still waits can be decided; two who decide at once do not both."""
    decided = {"status": status, "decided_at": at, "decided_by_id": by.user_id, **facts}
    if not ResearchExport.objects.filter(id=export.id, status="asked").update(**decided):
        raise Taken(_("Der er allerede svaret på det."))
    for name, told in decided.items():
        setattr(export, name, told)


def _log(persons: Any, by: Actor, at: datetime) -> None:
    record_reads(
        person_ids=persons, groups=GROUPS, purpose=Purpose.EVALUATION, role=by.role,
        organisation_id=by.organisation_id, at=at,
    )  # fmt: skip
