"""Answers to and from the care record, as a FHIR R4 bundle (docs/care-record.md).

One QuestionnaireResponse is one answered instrument; an Observation is the number it gave, and must say the same as
the answers. What FHIR knows and Brobygger does not use is let pass; what changes the meaning of a resource
(modifierExtension, implicitRules), and every element that FHIR does not know there, is refused. Plain rules: data in,
data out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from brobygger.pathway.screening import fhir_shape as shape
from brobygger.registry.instruments import load
from brobygger.registry.instruments.rules import BadAnswer, Result, score
from brobygger.registry.instruments.schema import Instrument, Item

CPR = "urn:oid:1.2.208.176.1.2"  # the Danish CPR number as an identifier system (MedCom)
PERSON = "urn:brobygger:borger"  # Brobygger's own key of a person, where the other system has given none
ANSWERS = "urn:brobygger:svar"  # the id of an answered instrument, so that it is known again
INSTRUMENT = "urn:brobygger:maaleredskab:"  # …t-ils|2
LARGEST = 1_000_000  # bytes: some two hundred answered instruments
MOST = 500


class BadBundle(ValueError):
    """A document that nothing is taken from. `message_da` can be shown to a user."""

    def __init__(self, message_da: str) -> None:
        self.message_da = message_da
        super().__init__(message_da)


@dataclass(frozen=True)
class Given:
    """One answered instrument in a bundle. key: (system, value) that names the person there."""

    entry: int  # its place in the bundle, from 1
    key: tuple[str, str] = field(repr=False)
    their_id: str
    instrument: str
    answers: tuple[int | None, ...]
    note: str
    answered_by: str  # person, observer
    taken_at: datetime | date
    result: Result

    @property
    def is_our_own(self) -> bool:
        """Whether it was once sent from here."""
        return self.their_id.startswith(f"{ANSWERS}|")

    def known_as(self, *, person: str, source: str) -> str:
        """What it is known by, wherever it came from.

        An `identifier` is one in the world. A bare `id` is its server's own (FHIR R4): two systems, or two files
        numbered from 1, have the same for different answers. So it counts together with the source, the person, the
        instrument and the day.
        """
        if not self.their_id.startswith("|"):
            return self.their_id
        day = self.taken_at.date() if isinstance(self.taken_at, datetime) else self.taken_at
        return "|".join((source.strip().casefold(), person, self.instrument, day.isoformat(), self.their_id[1:]))


# ---- Reading ----------------------------------------------------------------------------------------------------


def read(content: bytes, *, today: date) -> list[Given]:
    """Every answered instrument in a bundle. All of it is right, or BadBundle says what is wrong and where."""
    bundle = _bundle(content)
    keys = _keys(bundle)
    given, seen = [], set()
    for number, entry in enumerate(bundle.entry, start=1):
        if isinstance(entry.resource, shape.QuestionnaireResponse):
            one = _given(number, entry.resource, keys, today)
            if one.their_id in seen:
                raise BadBundle(f"Post {number}: det samme svarskema står to gange i filen.")
            seen.add(one.their_id)
            given.append(one)
    if not given:
        raise BadBundle("Der er ingen svar i filen (QuestionnaireResponse).")
    _numbers_agree(bundle, given)
    return given


def _bundle(content: bytes) -> shape.Bundle:
    if len(content) > LARGEST:
        raise BadBundle("Filen er for stor. Den må fylde højst 1 MB.")
    try:
        text = content.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_number)
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadBundle(f"Filen er ikke JSON i UTF-8{_detail(error)}.") from None
    if not isinstance(data, dict) or data.get("resourceType") != "Bundle":
        raise BadBundle("Filen er ikke en FHIR-samling: “resourceType” skal være “Bundle”.")
    entries = data.get("entry")
    if isinstance(entries, list) and len(entries) > MOST:
        raise BadBundle(f"Der er for mange poster i filen: højst {MOST}.")
    for number, entry in enumerate(entries if isinstance(entries, list) else (), start=1):
        kind = entry.get("resource", {}).get("resourceType") if _is_resource(entry) else None
        if kind is not None and kind not in shape.KNOWN:
            raise BadBundle(f"Post {number} er en “{str(kind)[:40]}”. Filen må kun have svar, tal og hvem de er om.")
    try:
        return shape.Bundle.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise BadBundle(_where(error)) from None


def _is_resource(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("resource"), dict)


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadBundle("Filen er ikke JSON: et navn står to gange i samme del.")
    return found


def _no_number(text: str) -> None:
    raise BadBundle(f"Filen er ikke JSON: “{text}” er ikke et tal.")


def _detail(error: Exception) -> str:
    if isinstance(error, BadBundle):
        raise error
    return f" (linje {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""


def _where(error: ValidationError) -> str:
    """Where a document leaves FHIR R4, in Danish: the post and the element."""
    first = error.errors()[0]
    place = [part for part in first["loc"] if part not in shape.KNOWN]
    post = f"Post {place[1] + 1}" if len(place) > 1 and isinstance(place[1], int) else "Samlingen"
    element = ".".join(str(part) for part in place[3 if post.startswith("Post") else 0 :]) or "posten"
    said = {"missing": "mangler", "extra_forbidden": "hører ikke til eller ændrer betydningen og kan ikke læses"}
    return f"{post}: “{element[:80]}” {said.get(first['type'], 'er ikke, som FHIR R4 siger')}."


def _keys(bundle: shape.Bundle) -> dict[str, tuple[str, str]]:
    """What each Patient in the bundle is known by, by every way it can be referred to."""
    found = {}
    for number, entry in enumerate(bundle.entry, start=1):
        if isinstance(entry.resource, shape.Subject):
            ours = sorted(entry.resource.identifier, key=lambda one: one.system != CPR)
            if not ours:
                raise BadBundle(f"Post {number}: personen har ingen “identifier”.")
            for name in (entry.fullUrl, entry.resource.id and f"Patient/{entry.resource.id}"):
                if name:
                    found[name] = (ours[0].system, ours[0].value)
    return found


def _given(
    number: int, one: shape.QuestionnaireResponse, keys: Mapping[str, tuple[str, str]], today: date
) -> Given:  # fmt: skip
    if one.status != "completed":
        raise BadBundle(f"Post {number}: svarskemaet er ikke færdigt (“{one.status}”). Kun “completed” kan hentes ind.")
    instrument = _instrument(number, one.questionnaire)
    answers, note = _answers(number, instrument, one)
    try:
        result = score(instrument, answers)
    except BadAnswer as bad:
        raise BadBundle(f"Post {number}: {bad.message_da}") from None
    if not result.complete:
        raise BadBundle(f"Post {number}: {result.problems[0]}")
    day = one.authored.date() if isinstance(one.authored, datetime) else one.authored
    if not date(1990, 1, 1) <= day <= today:
        raise BadBundle(f"Post {number}: dagen {day.isoformat()} er ude i fremtiden eller før 1990.")
    answered_by = "observer" if one.source and one.source.type in ("Practitioner", "PractitionerRole") else "person"
    if answered_by not in instrument.answered_by:
        raise BadBundle(f"Post {number}: det måleredskab besvares ikke af den, der står som “source”.")
    return Given(
        entry=number, key=_subject(number, one.subject, keys), their_id=_their_id(number, one), answers=tuple(answers),
        instrument=instrument.ref, note=note, answered_by=answered_by, taken_at=one.authored, result=result,
    )  # fmt: skip


def _instrument(number: int, canonical: str) -> Instrument:
    ref = canonical.removeprefix(INSTRUMENT).replace("|", "@")
    if not canonical.startswith(INSTRUMENT) or "@" not in ref or not load.exists(ref):
        raise BadBundle(f"Post {number}: Brobygger kender ikke måleredskabet “{canonical[:80]}”.")
    return load.load(ref)


def _subject(number: int, subject: shape.Reference, keys: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    if subject.identifier is not None:
        return subject.identifier.system, subject.identifier.value
    if subject.reference is not None and subject.reference in keys:
        return keys[subject.reference]
    raise BadBundle(f"Post {number}: det står ikke, hvem svarene er om (“subject”).")


def _their_id(number: int, one: shape.QuestionnaireResponse) -> str:
    if one.identifier is not None:
        return f"{one.identifier.system}|{one.identifier.value}"
    if one.id:
        return f"|{one.id}"
    raise BadBundle(f"Post {number}: svarskemaet har intet id, så det kan ikke kendes igen.")


def _answers(
    number: int, instrument: Instrument, one: shape.QuestionnaireResponse
) -> tuple[list[int | None], str]:  # fmt: skip
    places = {item.id: place for place, item in enumerate(instrument.items)}
    answers: list[int | None] = [None] * len(places)
    told: list[str] = []
    seen: set[str] = set()
    for item in _flat(one.item):
        if not item.answer:
            continue
        if item.linkId not in places or item.linkId in seen or len(item.answer) > 1:
            raise BadBundle(f"Post {number}: svaret “{item.linkId[:40]}” er der ikke plads til i måleredskabet.")
        seen.add(item.linkId)
        place = places[item.linkId]
        value = _value(number, instrument.items[place], item.answer[0])
        if isinstance(value, str):
            told.append(value)
        else:
            answers[place] = value
    return answers, "\n".join(told)[:2000]


def _flat(items: Iterable[shape.ResponseItem]) -> Iterable[shape.ResponseItem]:
    for item in items:
        yield item
        yield from _flat(item.item)


def _value(number: int, item: Item, answer: shape.Answer) -> int | str:
    if item.kind == "text" and answer.valueString is not None:
        return answer.valueString.strip()
    if item.kind == "yes_no" and answer.valueBoolean is not None:
        return int(answer.valueBoolean)
    if item.kind != "text" and answer.valueInteger is not None:
        return answer.valueInteger
    raise BadBundle(f"Post {number}: svaret “{item.id}” er ikke af den slags, måleredskabet har.")


def _numbers_agree(bundle: shape.Bundle, given: Iterable[Given]) -> None:
    """An Observation beside its answers must say the number that they give: two numbers of one thing are refused."""
    results: dict[str, Result] = {}
    by_entry = {one.entry: one.result for one in given}
    for number, entry in enumerate(bundle.entry, start=1):
        if isinstance(entry.resource, shape.QuestionnaireResponse):
            for name in (entry.fullUrl, entry.resource.id and f"QuestionnaireResponse/{entry.resource.id}"):
                if name:
                    results[name] = by_entry[number]
    for number, entry in enumerate(bundle.entry, start=1):
        one = entry.resource
        if isinstance(one, shape.Observation):
            result = next((results[each.reference] for each in one.derivedFrom if each.reference in results), None)
            if result is None:
                raise BadBundle(f"Post {number}: et tal uden svar. Kun tal, hvis svar er med i filen, kan hentes ind.")
            if one.status != "final" or (one.valueInteger is not None and one.valueInteger != result.score):
                raise BadBundle(f"Post {number}: tallet {one.valueInteger} passer ikke til svarene ({result.score}).")
