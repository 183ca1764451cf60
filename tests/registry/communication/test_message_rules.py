"""When a message may leave, how often it is tried, and what people mean when they answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.registry.communication import rules
from brobygger.registry.communication.rules import Said, understood
from brobygger.registry.communication.texts import TEXTS, Wording, fields_in, filled, findings, unknown_fields

YES = (
    "ja",
    "JA",
    "Ja tak!",
    "jaaa",
    "jep",
    "jo",
    "ok",
    "Gerne",
    "jeg kommer",
    "Ja jeg kommer gerne på torsdag 👍",
    "👍",
)
NO = ("nej", "NEJ.", "nejj", "Næh", "nix", "Nej tak", "jeg kommer ikke", "kan desværre ikke", "afbud", "det passer ik")
READ = ("", "?", "Ja, men hvornår?", "nej ja", "ja jeg kommer ikke", "nej jeg kommer", "Hvem er det?", "måske", "12",
        "Ja men Bent er død", "ikke", "Jeg er faldet")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [(text, Said.YES) for text in YES]
    + [(text, Said.NO) for text in NO]
    + [(text, Said.UNKNOWN) for text in READ]
    + [(text, Said.STOP) for text in ("STOP", "stop", "Stop sms", "Afmeld tak", "stop ja")],
)
def test_an_answer_is_understood_or_read_by_a_person(text, said):
    assert understood(text) is said


@settings(max_examples=100)
@given(st.text(max_size=60), st.sampled_from(["ja", "nej"]))
def test_a_yes_with_a_no_is_never_decided_by_a_machine(noise, first):
    assert understood(f"{first} {noise} {'nej' if first == 'ja' else 'ja'}") in (Said.UNKNOWN, Said.STOP)


MOMENTS = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31))


@settings(max_examples=100)
@given(MOMENTS)
def test_quiet_hours_end_in_the_morning_and_move_nothing_else(at):
    leaves = rules.wakeful(at)
    assert 8 <= leaves.hour < 20
    assert timedelta(0) <= leaves - at <= timedelta(hours=12)
    assert (leaves == at) == (8 <= at.hour < 20)


@settings(max_examples=100)
@given(MOMENTS, st.none() | st.timedeltas(timedelta(0), timedelta(days=2)))
def test_the_first_mail_leaves_at_once_and_the_next_wait_for_the_same_hour(at, since):
    leaves = rules.gathered(at, at - since if since is not None else None)
    if since is None or since >= timedelta(hours=4):
        assert leaves == at
    else:
        assert leaves.hour in (7, 12, 16)
        assert timedelta(0) < leaves - at <= timedelta(hours=15)


def test_tries_are_further_and_further_apart_and_end():
    at = datetime(2026, 3, 5, 10)
    waits = [rules.try_again(attempts, at) for attempts in range(1, 7)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(waits[:-1])


@pytest.mark.parametrize("phone", ["21000082", "21 00 00 82", "+45 21 00 00 82", "0045 2100 0082", "4521000082"])
def test_a_number_is_the_same_however_it_was_written(phone):
    assert rules.mobile(phone) == "+4521000082"


@pytest.mark.parametrize("phone", ["", "112", "12 34 56", "+46 8 123 456", "11 00 00 82"])
def test_what_is_no_number_is_none(phone):
    assert rules.mobile(phone) is None


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_is_easy_and_repels_nobody(code):
    text = TEXTS[code]
    assert list(findings(code, text.default)) == []
    assert unknown_fields(code, text.default) == set()


def test_a_text_that_repels_would_be_found():
    bad = Wording("Er du ensom?", "Vi hjælper svage ældre.")
    assert {finding.about for finding in findings("own_words", bad)} >= {"ensom"}
    assert unknown_fields("own_words", Wording("{cpr}", "")) == {"cpr"}


def test_braces_in_what_is_filled_in_stay_as_they_are():
    told = filled(Wording("{navn}", "{navn}"), {"name": "{phone} æøå"})
    assert told.body == "{phone} æøå"
    assert fields_in(told) == {"phone"}
