"""A bundle from the care record is read whole or refused with its place; what we write can be read again."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.screening.fhir_rules import CPR, MOST, BadBundle, read
from brobygger.pathway.screening.fhir_writing import Sent, bundle
from brobygger.registry.instruments.load import all_refs, load
from brobygger.registry.instruments.rules import score

TODAY = date(2026, 11, 22)
DAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
KEY = ("urn:example:nexus", "K-17")


def response(**changed):
    """One answered T-ILS: 2, 3 and 1."""
    return {
        "resourceType": "QuestionnaireResponse", "id": "svar-1", "status": "completed",
        "questionnaire": "urn:brobygger:maaleredskab:t-ils|2", "authored": "2026-11-20",
        "subject": {"identifier": {"system": KEY[0], "value": KEY[1]}},
        "item": [{"linkId": link, "answer": [{"valueInteger": value}]}
                 for link, value in (("isolated", 2), ("misses_company", 3), ("outside", 1))],
        **changed,
    }  # fmt: skip


def document(*resources, **changed):
    entries = [{"fullUrl": f"urn:uuid:{UUID(int=n)}", "resource": each} for n, each in enumerate(resources, start=1)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **changed}


def number(value, **changed):
    return {
        "resourceType": "Observation", "status": "final", "code": {"text": "T-ILS"}, "valueInteger": value,
        "subject": {"identifier": {"system": KEY[0], "value": KEY[1]}},
        "derivedFrom": [{"reference": f"urn:uuid:{UUID(int=1)}"}], **changed,
    }  # fmt: skip


def taken(*resources, **changed):
    return read(json.dumps(document(*resources, **changed)).encode(), today=TODAY)


def test_a_bundle_is_read_with_person_day_and_number():
    (one,) = taken(response(), number(6))
    assert (one.key, one.their_id, one.instrument, one.answers) == (KEY, "|svar-1", "t-ils@2", (2, 3, 1))
    assert (one.result.score, one.result.band, one.taken_at, one.answered_by) == (
        6,
        "some",
        date(2026, 11, 20),
        "person",
    )


def test_the_person_can_stand_in_the_bundle_as_a_patient_and_the_cpr_number_is_taken_first():
    patient = {
        "resourceType": "Patient", "id": "p1", "birthDate": "1944-10-01", "name": [{"family": "Andersen"}],
        "identifier": [{"system": "urn:x", "value": "7"}, {"system": CPR, "value": "0110440000"}],
    }  # fmt: skip
    (one,) = taken(response(subject={"reference": "Patient/p1"}), patient)
    assert one.key == (CPR, "0110440000")
    assert "0110440000" not in repr(one)  # not in a log by accident


def test_items_may_stand_in_groups_and_yes_and_no_as_true_and_false():
    signs = load("signs@1")
    items = [{"linkId": item.id, "answer": [{"valueBoolean": item.id == "alcohol"}]} for item in signs.items]
    (one,) = taken(
        response(
            questionnaire="urn:brobygger:maaleredskab:signs|1", source={"type": "Practitioner"},
            item=[{"linkId": "group", "text": "Tegn", "item": items}],
        )
    )  # fmt: skip
    assert (one.result.score, one.answered_by) == (1, "observer")


ITEMS = response()["item"]
BAD = {
    "not json": (b"{", "JSON"),
    "not utf-8": ("æ".encode("latin-1"), "JSON i UTF-8"),
    "a list": (b"[]", "Bundle"),
    "another resource": (b'{"resourceType": "Patient"}', "Bundle"),
    "a name twice": (b'{"resourceType": "Bundle", "type": "collection", "type": "message"}', "to gange"),
    "not a number": (b'{"resourceType": "Bundle", "x": NaN}', "NaN"),
    "deep": (b"[" * 100_000, "JSON"),
    "large": (b" " * 1_000_001, "1 MB"),
    "empty": (document(), "entry"),
    "too many": (document(*[response()] * (MOST + 1)), "for mange"),
    "an order": (document({"resourceType": "ServiceRequest"}), "Post 1 er en “ServiceRequest”"),
    "kind": (document(response(), type="transaction"), "type"),
    "unfinished": (document(response(status="in-progress")), "ikke færdigt"),
    "taken back": (document(response(status="entered-in-error")), "ikke færdigt"),
    "no status": (document({k: v for k, v in response().items() if k != "status"}), "“status” mangler"),
    "changes the meaning": (document(response(modifierExtension=[{"url": "urn:x"}])), "modifierExtension"),
    "implicit rules": (document(response(implicitRules="urn:x")), "implicitRules"),
    "unknown element": (document(response(score=6)), "“score” hører ikke til"),
    "unknown instrument": (document(response(questionnaire="urn:brobygger:maaleredskab:gds|1")), "kender ikke"),
    "another's instrument": (document(response(questionnaire="http://loinc.org/q/44249-1")), "kender ikke"),
    "no version": (document(response(questionnaire="urn:brobygger:maaleredskab:t-ils")), "kender ikke"),
    "no person": (document(response(subject={"display": "Aase"})), "hvem svarene er om"),
    "a person elsewhere": (document(response(subject={"reference": "Patient/9"})), "hvem svarene er om"),
    "no id": (document({k: v for k, v in response().items() if k != "id"}), "intet id"),
    "the same twice": (document(response(), response()), "to gange"),
    "tomorrow": (document(response(authored="2026-11-23")), "fremtiden"),
    "only a month": (document(response(authored="2026-11")), "authored"),
    "no such day": (document(response(authored="2026-02-30")), "authored"),
    "a time without a zone": (document(response(authored="2026-11-20T10:00:00")), "authored"),
    "missing answer": (document(response(item=ITEMS[:2])), "Spørgsmål 3 mangler et svar"),
    "no such answer": (document(response(item=[*ITEMS[:2], {"linkId": "outside", "answer": [{"valueInteger": 4}]}])),
                       "spørgsmål 3"),
    "no such question": (document(response(item=[*ITEMS, {"linkId": "x", "answer": [{"valueInteger": 1}]}])), "“x”"),
    "two answers": (document(response(item=[{"linkId": "isolated", "answer": [{"valueInteger": 1}] * 2}, *ITEMS[1:]])),
                    "isolated"),
    "answered twice": (document(response(item=[*ITEMS, ITEMS[0]])), "isolated"),
    "words for a number": (document(response(item=[{"linkId": "isolated", "answer": [{"valueString": "2"}]},
                                                   *ITEMS[1:]])), "isolated"),
    "a number as text": (document(response(item=[{"linkId": "isolated", "answer": [{"valueInteger": "2"}]},
                                                 *ITEMS[1:]])), "valueInteger"),
    "a decimal": (document(response(item=[{"linkId": "isolated", "answer": [{"valueDecimal": 2.0}]}, *ITEMS[1:]])),
                  "valueDecimal"),
    "a number that disagrees": (document(response(), number(7)), "passer ikke til svarene (6)"),
    "a number alone": (document(response(), number(6, derivedFrom=[])), "et tal uden svar"),
    "a number not final": (document(response(), number(6, status="preliminary")), "passer ikke"),
    "only a patient": (document({"resourceType": "Patient", "identifier": [{"system": "urn:x", "value": "1"}]}),
                       "ingen svar"),
    "staff answer for the person": (document(response(source={"type": "Practitioner"})), "source"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_document_that_is_wrong_is_refused_whole_in_danish(content, said):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(BadBundle) as refused:
        read(raw, today=TODAY)
    assert said in refused.value.message_da


@given(st.data())
def test_what_is_written_is_read_again_the_same(data):
    instrument = load(data.draw(st.sampled_from(all_refs())))
    answers = [
        None if item.kind == "text" else data.draw(st.sampled_from([option.value for option in item.options]))
        for item in instrument.items
    ]
    one = Sent(uuid4(), instrument, answers, instrument.answered_by[0], DAY)
    text = bundle([one], key=KEY, at=DAY)
    (back,) = read(text.encode(), today=TODAY)
    assert (back.instrument, back.answers, back.result) == (instrument.ref, tuple(answers), score(instrument, answers))
    assert (back.answered_by, back.taken_at, back.key, back.is_our_own) == (one.answered_by, DAY, KEY, True)


NAMES = st.sampled_from(["resourceType", "entry", "resource", "status", "item", "subject", "x"])
RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(RUBBISH, st.sampled_from(["entry", "resource", "item", "subject"]))
def test_no_document_makes_it_fall(rubbish, place):
    whole = {
        "entry": document(response(), entry=rubbish), "resource": document(rubbish),
        "item": document(response(item=rubbish)), "subject": document(response(subject=rubbish)),
    }[place]  # fmt: skip
    with pytest.raises(BadBundle) as refused:
        read(json.dumps(whole).encode(), today=TODAY)
    assert refused.value.message_da.endswith(".")
