"""Results in a file: read as a whole, and everything wrong with it is told with its line."""

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from brobygger.pathway.measurement.file_rules import ALONE, read_answers, read_body

TODAY = date(2026, 6, 1)
AASE = "620144-0000"
HEAD = "cpr;test;dato;resultat\n"


def body(*lines):
    return read_body((HEAD + "\n".join(lines)).encode(), today=TODAY, allow_test=True)


def sentences(found):
    return [one.sentence() for one in found.problems]


def test_a_line_is_one_result_with_comma_or_point():
    found = body(f"{AASE};rejse_saette;05-01-2026;11", f"{AASE};op_og_gaa;2026-01-05;9,4")
    assert sentences(found) == []
    assert [(one.test, one.day, one.value) for one in found.rows] == [
        ("rejse_saette", date(2026, 1, 5), Decimal("11.00")), ("op_og_gaa", date(2026, 1, 5), Decimal("9.40")),
    ]  # fmt: skip


def test_a_workbook_is_read_as_a_file_of_text_is():
    book = Workbook()
    for row in (["CPR", "Test", "Dato", "Resultat"], [AASE, "rejse_saette", "05-01-2026", 11]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    found = read_body(written.getvalue(), today=TODAY, allow_test=True)
    assert found == body(f"{AASE};rejse_saette;05-01-2026;11")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("123;rejse_saette;05-01-2026;11", "Linje 2, kolonne cpr"),
        (f"{AASE};spring;05-01-2026;11", "»spring« kendes ikke"),
        (f"{AASE};rejse_saette;05-01-2027;11", "Skriv en dag, der er gået"),  # a clock that runs ahead
        (f"{AASE};rejse_saette;i går;11", "Skriv en dag, der er gået"),
        (f"{AASE};rejse_saette;05-01-2026;110", "er fra 0 til 60 gange. Her står 110."),  # another scale
        (f"{AASE};rejse_saette;05-01-2026;NaN", "Skriv et tal."),
        (f"{AASE};rejse_saette;05-01-2026;=1+1", "Skriv et tal."),
    ],
)
def test_one_wrong_line_and_nothing_is_read(line, told):
    found = body(line, f"{AASE};op_og_gaa;05-01-2026;9")
    assert found.rows == ()
    assert told in sentences(found)[0]


def test_two_results_of_a_test_on_a_day_are_for_somebody_to_choose_between():
    found = body(f"{AASE};rejse_saette;05-01-2026;11", f"{AASE};rejse_saette;05-01-2026;12")
    assert found.rows == ()
    assert sentences(found) == ["Linje 3, kolonne dato: Samme borger, test og dag står også på linje 2."]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Filen er tom."),
        (HEAD.encode(), "ingen linjer med resultater"),
        (b"navn;alder\nAase;82\n", "mangler kolonnen cpr og test og dato og resultat"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04broken", "Regnearket kan ikke læses"),
        (b'cpr;test;dato;resultat\n"620144', "ikke lukket rigtigt"),
    ],
)
def test_a_file_that_is_no_file_of_results_is_one_sentence(data, told):
    found = read_body(data, today=TODAY, allow_test=True)
    assert found.rows == ()
    assert len(found.problems) == 1
    assert told in found.problems[0].message


def test_answers_are_counted_whether_a_line_is_one_answer_or_many():
    one_by_one = "år;svar\n" + "2018;ofte\n" * 3 + "2018;Nej\n" + "2018;en gang i mellem\n"
    together = "år;svar;antal\n2018;ofte;3\n2018;nej;1\n2018;af og til;1\n"
    found = [read_answers(text.encode(), today=TODAY) for text in (one_by_one, together)]
    assert [{(one.year, one.answer): one.persons for one in each.rows} for each in found] == [
        {(2018, "often"): 3, (2018, "no"): 1, (2018, "sometimes"): 1}
    ] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("år;svar\n2018;4\n", "Filen bruger måske en anden skala"),
        ("år;svar\n1812;ofte\n", "Skriv et år fra 1990 til 2026"),
        ("år;svar;antal\n2018;ofte;-3\n", "Skriv et helt tal fra 0"),
        ("år;sted;svar\n2018;Amager;ofte\n2018;;nej\n", "Del filen i to"),
    ],
)
def test_answers_on_another_scale_are_refused(text, told):
    found = read_answers(text.encode(), today=TODAY)
    assert found.rows == ()
    assert told in found.problems[-1].message


def test_how_content_people_are_is_kept_as_three_answers():
    text = "år;svar;antal\n2026;Meget tilfreds;41\n2026;tilfreds;38\n2026;hverken/eller;9\n2026;meget utilfreds;2\n"
    found = read_answers(text.encode(), today=TODAY, question="content")
    assert {one.answer: one.persons for one in found.rows} == {"content": 79, "neither": 9, "not_content": 2}
    wrong = read_answers(b"\xc3\xa5r;svar\n2026;ofte\n", today=TODAY, question="content")
    assert "meget tilfreds, tilfreds, hverken eller" in wrong.problems[0].message


@settings(max_examples=100)
@given(st.binary(max_size=300) | st.text(max_size=120).map(lambda text: (HEAD + text).encode()))
def test_whatever_the_bytes_are_there_are_rows_or_sentences(data):
    for found in (read_body(data, today=TODAY, allow_test=True), read_answers(data, today=TODAY)):
        assert bool(found.rows) != bool(found.problems)
        assert all(one.message for one in found.problems)


def test_the_four_answers_have_an_order():
    assert ALONE == ("often", "sometimes", "seldom", "no")
