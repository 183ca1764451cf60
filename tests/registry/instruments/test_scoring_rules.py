"""Scores, bands, missing answers and the limit where a professional takes over."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.registry.instruments.load import all_refs, load
from brobygger.registry.instruments.rules import (
    BadAnswer,
    Result,
    parse_answers,
    result_as_contract,
    score,
)
from brobygger.registry.instruments.schema import Instrument

INSTRUMENTS = st.sampled_from([load(ref) for ref in all_refs()])


@st.composite
def answered(draw: st.DrawFn, *, complete: bool = False) -> tuple[Instrument, list[int | None]]:
    instrument = draw(INSTRUMENTS)
    answers: list[int | None] = []
    for item in instrument.items:
        values: list[int | None] = [option.value for option in item.options]
        may_be_empty = not complete or item.kind == "text"
        answers.append(draw(st.sampled_from([*values, None] if may_be_empty else values)))
    return instrument, answers


def scored(ref: str, text: str) -> Result:
    return score(load(ref), parse_answers(text))


@pytest.mark.parametrize(
    ("ref", "answers", "number", "band"),
    [
        ("t-ils@2", "1,1,1", 3, "none"),
        ("t-ils@2", "1,1,2", 4, "some"),
        ("t-ils@2", "2,3,1", 6, "some"),
        ("t-ils@2", "2,3,2", 7, "severe"),
        ("t-ils@1", "3,3,3", 9, "severe"),
        ("who-5", "0,0,0,0,0", 0, "low"),
        ("who-5", "2,2,2,1,1", 32, "low"),
        ("who-5", "2,2,2,2,1", 36, "reduced"),
        ("who-5", "3,3,2,2,2", 48, "reduced"),
        ("who-5", "3,3,3,2,2", 52, "good"),
        ("who-5", "5,5,5,5,5", 100, "good"),
        ("signs", "0,0,0,0,0,0,0,0,0", 0, "green"),
        ("signs", "0,0,0,0,0,0,0,0,1", 1, "yellow"),
        ("signs", "0,1,0,0,0,0,0,0,1", 2, "yellow"),
        ("signs", "0,1,0,0,1,0,0,0,1", 3, "red"),
        ("signs", "1,1,1,1,1,1,1,1,1", 9, "red"),
        ("two-questions", "0,0", None, "no"),
        ("two-questions", "0,1", None, "yes"),
        ("two-questions", "1,1", None, "yes"),
        ("hearing-7", "0,0,0,0,0,0,0", 0, "no"),
        ("hearing-7", "0,0,0,0,1,0,0", 1, "yes"),
        ("phq-2", "1,1", 2, "negative"),
        ("phq-2", "1,2", 3, "positive"),
    ],
)
def test_a_full_answer_gets_its_number_and_band(ref: str, answers: str, number: int | None, band: str) -> None:
    result = scored(ref, answers)
    assert (result.complete, result.missing, result.problems) == (True, (), ())
    assert (result.score, result.band) == (number, band)


@pytest.mark.parametrize(
    ("answers", "missing"),
    [("2,,1", (2,)), ("", (1, 2, 3)), ("2", (2, 3)), (",,3", (1, 2)), (" 2 , , 1 ", (2,))],
)
def test_one_missing_answer_gives_no_number_and_says_which(answers: str, missing: tuple[int, ...]) -> None:
    result = scored("t-ils@2", answers)
    assert (result.complete, result.score, result.band) == (False, None, None)
    assert result.missing == missing
    assert result.problems == tuple(f"Spørgsmål {n} mangler et svar." for n in missing)


@pytest.mark.parametrize("answers", ["4,1,1", "0,1,1", "-1,1,1", "1.5,1,1", "x,1,1", "1e3,1,1", "²,1,1"])
def test_an_answer_that_is_not_offered_is_refused_and_named(answers: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        scored("t-ils@2", answers)
    assert refused.value.item_no == 1
    assert "1" in refused.value.message_da
    assert isinstance(refused.value, ValueError)


def test_the_wrong_item_is_the_one_that_is_named() -> None:
    with pytest.raises(BadAnswer) as refused:
        scored("who-5", "1,2,6,9,0")
    assert refused.value.item_no == 3
    assert refused.value.message_da == "Svaret på spørgsmål 3 skal være et af disse tal: 0, 1, 2, 3, 4, 5."


def test_too_many_answers_are_refused() -> None:
    with pytest.raises(BadAnswer, match="4 svar") as refused:
        scored("t-ils@2", "1,1,1,1")
    assert refused.value.item_no == 4


def test_aase_stops_after_one_worrying_answer_and_a_professional_still_takes_over() -> None:
    result = scored("phq-2", "3,")
    assert not result.complete
    assert result.score is None
    assert result.needs_professional


@pytest.mark.parametrize("answers", list(product(range(4), repeat=2)))
def test_phq_2_asks_for_a_professional_exactly_from_three(answers: tuple[int, int]) -> None:
    assert score(load("phq-2"), answers).needs_professional is (sum(answers) >= 3)


def test_red_signs_ask_for_a_professional_not_a_group() -> None:
    assert scored("signs", "1,1,1,0,0,0,0,0,0").needs_professional
    assert not scored("signs", "1,1,0,0,0,0,0,0,0").needs_professional


def test_t_ils_alone_never_asks_for_a_professional() -> None:
    assert not scored("t-ils", "3,3,3").needs_professional


def test_the_contract_documents() -> None:
    assert result_as_contract(scored("t-ils@2", "2,3,1")) == {
        "instrument": "t-ils@2",
        "complete": True,
        "score": 6,
        "band": "some",
    }
    assert result_as_contract(scored("t-ils@2", "2,,1")) == {
        "instrument": "t-ils@2",
        "complete": False,
        "missing": [2],
        "score": None,
    }
    assert result_as_contract(scored("phq-2", "3,3"))["needs_professional"] is True


def test_an_instrument_may_allow_items_to_be_left_out() -> None:
    six = Instrument.model_validate(
        load("hearing-7").model_dump(by_alias=True)
        | {"id": "lenient", "missing": {"allowed": 1}, "scoring": {"rule": "count_signs"}}
    )
    one_left_out = score(six, [1, None, 0, 0, 0, 0, 1])
    assert (one_left_out.complete, one_left_out.score, one_left_out.missing) == (True, 2, (2,))
    assert one_left_out.problems == ()
    assert not score(six, [1, None, None, 0, 0, 0, 1]).complete


def test_counts_and_words_are_kept_without_a_score() -> None:
    own = Instrument.model_validate(
        load("two-questions").model_dump(by_alias=True)
        | {
            "id": "own",
            "scoring": {"rule": "none"},
            "bands": [],
            "items": [
                {
                    "id": "stands",
                    "kind": "count",
                    "highest": 60,
                    "text": {"da": "Antal gange", "en": "Times"},
                },
                {"id": "words", "kind": "text", "text": {"da": "Hvad fylder?", "en": "What matters?"}},
            ],
        }
    )
    result = score(own, [12, None])
    assert (result.complete, result.score, result.band) == (True, None, None)
    assert score(own, [None, None]).missing == (1,)
    with pytest.raises(BadAnswer, match="mellem 0 og 60"):
        score(own, [61, None])
    with pytest.raises(BadAnswer, match="med ord"):
        score(own, [12, 1])


@given(answered(complete=True))
def test_every_full_answer_lands_in_the_range_and_in_one_band(
    case: tuple[Instrument, list[int | None]],
) -> None:
    instrument, answers = case
    result = score(instrument, answers)
    assert result.complete
    if not instrument.parts:  # else each part has bands of its own, and no band is of the whole
        assert result.band in {band.id for band in instrument.bands}
    if instrument.range is None:
        assert result.score is None
    else:
        assert result.score is not None
        assert instrument.range[0] <= result.score <= instrument.range[1]


@given(answered())
def test_missing_answers_are_exactly_the_empty_ones(case: tuple[Instrument, list[int | None]]) -> None:
    instrument, answers = case
    result = score(instrument, answers)
    asked = [item.kind != "text" for item in instrument.items]  # words may always be left out
    assert result.missing == tuple(n for n, answer in enumerate(answers, start=1) if answer is None and asked[n - 1])
    assert result.complete == (not result.missing)
    json.dumps(result_as_contract(result), allow_nan=False)


@given(answered())
def test_typing_the_answers_gives_the_same_result(case: tuple[Instrument, list[int | None]]) -> None:
    instrument, answers = case
    typed = ",".join("" if answer is None else str(answer) for answer in answers)
    assert score(instrument, parse_answers(typed)) == score(instrument, answers)


@given(answered(complete=True), st.data())
def test_one_more_answer_never_takes_the_professional_away(
    case: tuple[Instrument, list[int | None]], data: st.DataObject
) -> None:
    instrument, answers = case
    place = data.draw(st.integers(0, len(answers) - 1))
    fewer = [*answers[:place], None, *answers[place + 1 :]]
    if score(instrument, fewer).needs_professional:
        assert score(instrument, answers).needs_professional


@given(st.text(max_size=60))
def test_any_typed_text_is_answers_or_a_clear_refusal(text: str) -> None:
    try:
        outcome: tuple[int | None, ...] | str = parse_answers(text)
    except BadAnswer as refused:
        outcome = refused.message_da
    assert outcome == () or outcome
    assert isinstance(outcome, str) or all(answer is None or answer >= 0 for answer in outcome)
