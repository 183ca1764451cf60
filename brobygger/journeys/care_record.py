"""The care record: a person's answers written into it, and answers read from it (R022, docs/care-record.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.cpr import BadCpr
from brobygger.foundation.kernel.cpr import parse as parse_cpr
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.foundation.kernel.secrecy import blind
from brobygger.journeys import follow
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.measurement import queries as measurement
from brobygger.pathway.screening import operations, queries
from brobygger.pathway.screening.fhir_rules import ANSWERS, CPR, PERSON, BadBundle, Given, read
from brobygger.pathway.screening.fhir_writing import Sent, bundle
from brobygger.pathway.screening.operations import Brought
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.instruments.load import load
from brobygger.registry.people import queries as people
from brobygger.registry.people.models import Person
from brobygger.registry.people.purposes import ConsentPurpose


class Standing(StrEnum):
    """What a line of a document would do."""

    NEW = "new"
    BEFORE = "before"  # it is here already, and says the same
    CHANGED = "changed"  # it is here already with other answers, and stays as it is
    UNKNOWN = "unknown"  # about somebody who is not in Brobygger; nothing of it is kept


@dataclass(frozen=True)
class Line:
    """One answered instrument of a document. person_id: None where the person is not known here.

    known_as: what it is kept under. print_of_it: of what it says; both empty where nothing of it is kept.
    """

    given: Given
    standing: Standing
    person_id: UUID | None
    known_as: str = ""
    print_of_it: str = ""


# ---- Out --------------------------------------------------------------------------------------------------------


def may_be_sent(person_id: UUID, *, on: date) -> bool:
    """Whether the person has said yes to answers standing in the care record, and the yes still holds."""
    purpose = ConsentPurpose.CARE_RECORD
    return people.valid_consent(person_id=person_id, purpose=purpose, receiver_id=None, on=on) is not None


@transaction.atomic
def send(*, person_id: UUID, by: Actor, at: datetime) -> str:
    """The person's answers as a FHIR bundle; the reading is logged with its purpose.

    Raises Refusal without the person's yes, and where there is nothing to send; NotVisible as any reading.
    """
    shown = {Fields.SCREENING, Fields.MEASUREMENTS}
    view = people.read(by, person_id, purpose=Purpose.FOLLOW_UP, only=shown, at=at)
    if not (view.sees(Fields.SCREENING) and view.sees(Fields.MEASUREMENTS)):
        raise NotVisible("person")
    if not may_be_sent(person_id, on=local_date(at)):
        raise Refusal(_("Borgeren har ikke sagt ja til, at svarene står i omsorgsjournalen."))
    sent = _answers_of(person_id, by)
    if not sent:
        raise Refusal(_("Der er ingen svar at sende endnu."))
    return bundle(sent, key=_key_of(person_id, by), at=at)


def _answers_of(person_id: UUID, by: Actor) -> list[Sent]:
    screened = [
        Sent(one.id, load(one.instrument), one.answers, one.answered_by, one.taken_at)
        for one in queries.of_person(by, person_id)
    ]
    measured = [
        Sent(one.id, load(one.instrument), one.answers, _by_whom(one.answered_by), one.taken_at)
        for one in measurement.of_person(by, person_id)
        if one.status == "taken" and one.answers is not None and one.taken_at is not None
    ]
    return sorted([*screened, *measured], key=lambda one: (one.taken_at, one.id))


def _by_whom(answered_by: str) -> str:
    return "observer" if answered_by == "observer" else "person"


def _key_of(person_id: UUID, by: Actor) -> tuple[str, str]:
    """What the other system calls the person, where it has said so; else Brobygger's own key. Never the CPR number."""
    known = [one.their_key for one in queries.brought_of_person(by, person_id) if one.their_key]
    if not known:
        return PERSON, str(person_id)
    system, _bar, value = known[0].rpartition("|")
    return system, value


# ---- In ---------------------------------------------------------------------------------------------------------


def look(*, content: bytes, source: str, by: Actor, at: datetime) -> list[Line]:
    """What a document would do, line by line. Nothing is kept. Raises BadBundle for one that cannot be taken in.

    source: what the system it comes from is called.
    """
    given = read(content, today=local_date(at))
    persons = _persons(given, by, local_date(at))
    lines = [_named(one, persons.get(one.entry), source) for one in given]
    before = queries.brought_before(
        by, (one.known_as for one in lines if one.known_as), (one.print_of_it for one in lines if one.print_of_it)
    )
    ours = _ours(given, by)
    return [replace(one, standing=_standing(one, before, ours)) for one in lines]


def _named(given: Given, person_id: UUID | None, source: str) -> Line:
    if person_id is None:
        return Line(given, Standing.UNKNOWN, None, given.their_id if not given.their_id.startswith("|") else "")
    known_as = given.known_as(person=str(person_id), source=source)
    return Line(given, Standing.NEW, person_id, known_as, _print(given, person_id))


def _standing(line: Line, before: Mapping[str, str], ours: set[str]) -> Standing:
    """The same that is said again is here already, also where the source is now called something else."""
    if line.given.their_id in ours:
        return Standing.BEFORE
    if line.known_as in before:
        return Standing.BEFORE if before[line.known_as] == line.print_of_it else Standing.CHANGED
    return Standing.BEFORE if line.print_of_it in before.values() else line.standing


def _ours(given: Sequence[Given], by: Actor) -> set[str]:
    """Answers that were once sent from here and come home: they are here already."""
    ids = {}
    for one in given:
        try:
            if one.is_our_own:
                ids[UUID(one.their_id.removeprefix(f"{ANSWERS}|"))] = one.their_id
        except ValueError:
            raise BadBundle(f"Post {one.entry}: “{ANSWERS}” skal have et id, som Brobygger har givet.") from None
    here = queries.known_here(by, ids) | measurement.known_here(by, ids)
    return {ids[one] for one in here}


def _persons(given: Sequence[Given], by: Actor, today: date) -> dict[int, UUID]:
    """Whom each line is about: by CPR number, by Brobygger's own key, or by a key that was named before."""
    blinds, ids = {}, {}
    for one in given:
        system, value = one.key
        if system == CPR:
            blinds[one.entry] = blind(_number(one, value, today), municipality_id=by.municipality_id)
        elif system == PERSON:
            ids[one.entry] = _uuid(one, value)
    found = {value: each.id for value, each in detection.persons_by_blind(by, sorted(set(blinds.values()))).items()}
    here = set(Person.objects.filter(id__in=list(ids.values())).values_list("id", flat=True))
    keys = queries.persons_by_their_key(by, ("|".join(one.key) for one in given))
    told = {entry: found[value] for entry, value in blinds.items() if value in found}
    told |= {entry: each for entry, each in ids.items() if each in here}
    return told | {one.entry: keys["|".join(one.key)] for one in given if "|".join(one.key) in keys}


def _number(one: Given, text: str, today: date) -> str:
    try:
        return parse_cpr(text, allow_test=settings.DEMO, today=today).number
    except BadCpr:
        raise BadBundle(f"Post {one.entry}: CPR-nummeret kan ikke være rigtigt.") from None


def _uuid(one: Given, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadBundle(f"Post {one.entry}: “{PERSON}” skal have en nøgle, som Brobygger har givet.") from None


@transaction.atomic
def take_in(*, content: bytes, source: str, by: Actor, at: datetime) -> list[Line]:
    """Keep what is new, with its source and its own day. Repeated it changes nothing, and nothing is written over.

    Raises BadBundle, and Refusal where answers that are here already come with other answers: somebody must look.
    A number or words that call for it give a professional a task today, whether the person is in an effort or not.
    """
    lines = look(content=content, source=source, by=by, at=at)
    changed = [str(line.given.entry) for line in lines if line.standing is Standing.CHANGED]
    if changed:
        raise Refusal(
            _("Post %s er hentet ind før med andre svar. Det, der står, bliver stående. Intet er gemt.")
            % ", ".join(changed)
        )
    new = [_brought(line, line.person_id) for line in lines if line.standing is Standing.NEW and line.person_id]
    for kept in operations.bring_in(brought=new, source=source.strip(), by=by, at=at):
        if kept.needs_professional:
            follow.call_about(person_id=kept.person_id, about=f"brought:{kept.id}", by=by, at=at)
    return lines


def _brought(line: Line, person_id: UUID) -> Brought:
    given = line.given
    return Brought(
        person_id=person_id, instrument=given.instrument, answers=given.answers, result=given.result, note=given.note,
        answered_by=given.answered_by, taken_at=_moment(given), their_id=line.known_as,
        their_key="" if given.key[0] in (CPR, PERSON) else "|".join(given.key), print_of_it=line.print_of_it,
    )  # fmt: skip


def _moment(given: Given) -> datetime:
    """A day without a clock is noon of that day, so that it is the same day everywhere it is shown."""
    taken = given.taken_at
    return taken if isinstance(taken, datetime) else datetime.combine(taken, time(12), tzinfo=DENMARK)


def _print(given: Given, person_id: UUID) -> str:
    said = [str(person_id), given.instrument, given.answers, given.note, given.answered_by, _moment(given).isoformat()]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
