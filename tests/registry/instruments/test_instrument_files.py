"""Every bundled instrument file loads, is bilingual, and says what the facts say."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from brobygger.registry.instruments import load as files
from brobygger.registry.instruments.schema import Instrument

REFS = files.all_refs()

# What a person may read before saying yes never holds these (style.md).
NEVER_SAID = re.compile(r"ensom|udsat|\bsvag|skrøbelig|lonely|lonelin|frail|vulnerable", re.IGNORECASE)


def a_small_instrument(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "id": "small",
        "version": 1,
        "title": {"da": "Lille", "en": "Small"},
        "opener": {"da": "Må jeg spørge?", "en": "May I ask?"},
        "items": [
            {"id": "one", "kind": "yes_no", "text": {"da": "Et?", "en": "One?"}},
            {"id": "two", "kind": "yes_no", "text": {"da": "To?", "en": "Two?"}},
        ],
        "answered_by": ["person"],
        "scoring": {"rule": "count_signs"},
        "range": [0, 2],
        "bands": [],
        "source": "Made for this test.",
        "licence": "none",
        "notes": {"da": "Ingen", "en": "None"},
    }
    return base | changes


def test_the_seven_promised_instruments_are_there() -> None:
    assert REFS == (
        "good-life@1",  # Frederikshavn's talk: our own wording, with T-ILS as one of its parts
        "hearing-7@1",
        "it@1",  # what a person can do with a telephone or computer: our own wording
        "life@1",  # daily life: our own wording, because the known ones need a licence
        "pair@1",  # both parties of a pair: beside the seven
        "phq-2@1",
        "signs@1",
        "t-ils@1",
        "t-ils@2",
        "two-questions@1",
        "who-5@1",
    )


@pytest.mark.parametrize("ref", REFS)
def test_a_file_is_named_after_what_it_holds(ref: str) -> None:
    assert files.load(ref).ref == ref


@pytest.mark.parametrize("ref", REFS)
def test_what_the_person_hears_or_reads_names_no_weakness(ref: str) -> None:
    instrument = files.load(ref)
    heard = [instrument.title, instrument.opener, *(item.text for item in instrument.items)]
    heard += [option.label for item in instrument.items for option in item.options]
    heard += [band.title for band in instrument.bands]
    for words in heard:
        assert not NEVER_SAID.search(words.da), words.da
        assert not NEVER_SAID.search(words.en), words.en


@pytest.mark.parametrize("ref", REFS)
def test_danish_and_english_are_both_written(ref: str) -> None:
    instrument = files.load(ref)
    for words in (instrument.opener, instrument.notes, *(item.text for item in instrument.items)):
        assert words.da != words.en


def test_the_id_alone_means_the_newest_version() -> None:
    assert files.load("t-ils") is files.load("t-ils@2")
    assert files.load("t-ils").items[2].text.da == "Hvor ofte føler du dig udenfor?"
    assert "holdt udenfor" in files.load("t-ils@1").items[2].text.da


def test_loading_twice_reads_once() -> None:
    assert files.load("who-5@1") is files.load("who-5@1")


@pytest.mark.parametrize("ref", ["", "t-ils@3", "t-ils@", "@1", "T-ILS", "../help", "t-ils@2.yaml", "x" * 500])
def test_an_unknown_reference_is_refused_in_danish_with_the_choices(ref: str) -> None:
    assert not files.exists(ref)
    with pytest.raises(files.UnknownInstrument) as refused:
        files.load(ref)
    assert "findes ikke" in refused.value.message_da
    assert "t-ils@2" in refused.value.message_da
    assert len(refused.value.message_da) < 300


def test_known_references_exist() -> None:
    assert files.exists("t-ils")
    assert files.exists("t-ils@1")


@pytest.mark.parametrize("ref", REFS)
def test_the_list_document_has_exactly_the_promised_keys(ref: str) -> None:
    document = json.loads(json.dumps(files.as_contract(files.load(ref)), allow_nan=False))
    assert list(document) == ["id", "version", "title", "items", "range", "answered_by", "source", "licence"]
    assert document["items"] == len(files.load(ref).items)
    assert set(document["title"]) == {"da", "en"}


def test_the_list_document_of_t_ils_is_the_contract_example() -> None:
    document = files.as_contract(files.load("t-ils@2"))
    assert (document["id"], document["version"], document["items"]) == ("t-ils", 2, 3)
    assert document["range"] == [3, 9]
    assert document["answered_by"] == ["person"]


def test_an_instrument_without_a_number_has_no_range() -> None:
    assert files.as_contract(files.load("two-questions"))["range"] is None


def test_staff_answer_the_two_observer_instruments() -> None:
    by_staff = {ref for ref in REFS if "observer" in files.load(ref).answered_by}
    assert by_staff == {"signs@1", "two-questions@1"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"range": [0, 3]}, "the items give"),
        ({"range": None}, "'range' is needed"),
        ({"range": [2, 0]}, "lower to a higher"),
        ({"scoring": {"rule": "sum_times"}}, "factor"),
        ({"scoring": {"rule": "none"}}, "no range"),
        ({"missing": {"allowed": 2}}, "at least one"),
        ({"items": []}, "at least 1"),
        ({"colour": "green"}, "Extra inputs"),
        ({"bands": [{"id": "a", "from": 0, "to": 1, "title": {"da": "a", "en": "b"}}]}, "must end at 2"),
        ({"bands": [{"id": "a", "from": 1, "to": 2, "title": {"da": "a", "en": "b"}}]}, "gap or overlap"),
    ],
)
def test_a_wrong_definition_is_refused_with_the_reason(change: dict[str, object], reason: str) -> None:
    assert Instrument.model_validate(a_small_instrument()).ref == "small@1"
    with pytest.raises(ValidationError, match=reason):
        Instrument.model_validate(a_small_instrument(**change))


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"kind": "scale", "options": []}, "at least two options"),
        ({"kind": "count"}, "highest"),
        ({"kind": "text", "options": [{"value": 1, "label": {"da": "a", "en": "b"}}]}, "no options"),
        ({"kind": "yes_no", "options": [{"value": 2, "label": {"da": "a", "en": "b"}}]}, "1 and 0"),
        ({"kind": "yes_no", "text": {"da": "Kun dansk"}}, "Field required"),
    ],
)
def test_a_wrong_item_is_refused_with_the_reason(item: dict[str, object], reason: str) -> None:
    whole = {"id": "one", "text": {"da": "Et?", "en": "One?"}} | item
    with pytest.raises(ValidationError, match=reason):
        Instrument.model_validate(a_small_instrument(items=[whole]))


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken@1.yaml"
    broken.write_text("id: [", encoding="utf-8")
    with pytest.raises(files.BadInstrumentFile, match=r"broken@1\.yaml"):
        files.read_file(broken)
    broken.write_text("id: small\nversion: first\n", encoding="utf-8")
    with pytest.raises(files.BadInstrumentFile, match="version"):
        files.read_file(broken)


def test_help_starts_with_112_and_every_entry_says_when_to_check_it_again() -> None:
    assert list(files.HELP)[:2] == ["emergency", "lifeline"]
    assert files.HELP["emergency"].phone == "112"
    assert files.HELP["lifeline"].phone == "70 201 201"
    assert files.HELP["medical_helpline_capital"].phone == "1813"
    assert "own_doctor" in files.HELP
    for place in files.HELP.values():
        assert place.check_before > date(2026, 11, 1)
        assert place.text.da != place.text.en
