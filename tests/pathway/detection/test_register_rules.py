"""Horsens' extract is read whole or refused in words a caseworker understands; never half, never with a CPR."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.cpr import fake
from brobygger.pathway.detection import register_rules
from brobygger.pathway.detection.register_rules import (
    Extract,
    Problem,
    Row,
)
from tests.pathway.detection.extracts import AASE, BENT, CPR_LIKE, extract, file_of, person, the_problem

# --- what is read -----------------------------------------------------------------------------------------


def test_a_full_line_about_aase() -> None:
    found = extract(
        "Personnummer;Fornavn;Efternavn;Adresse;Postnr.;By;Køn;Civilstand;Bor alene;Personlig pleje;"
        "Hjemmehjælp timer;Sprog;Telefon\r\n"
        f"{AASE[:6]}-{AASE[6:]};Aase Marie;Holm;Åvænget 3, st. th.;8700;Horsens;K;E;ja;nej;2,5;Dansk, tysk;"
        "+45 12 34 56 78\r\n"
    )
    assert found.problems == ()
    assert found.rows == (
        Row(
            line=2,
            cpr=AASE,
            born=date(1944, 2, 3),
            sex="female",
            given_name="Aase Marie",
            family_name="Holm",
            address="Åvænget 3, st. th.",
            postcode="8700",
            city="Horsens",
            civil_status="widowed",
            household="alone",
            lives_alone=True,
            personal_care=False,
            home_help_hours=Decimal("2.5"),
            languages=("dansk", "tysk"),
            phone="12345678",
        ),
    )
    assert (found.encoding, found.delimiter, found.lines_read) == ("utf-8", ";", 1)


def test_number_and_name_are_enough_and_the_rest_is_not_guessed() -> None:
    row = extract(f"cpr,navn\n{AASE},Aase Holm\n").rows[0]
    assert (row.given_name, row.family_name, row.name) == ("Aase", "Holm", "Aase Holm")
    assert (row.civil_status, row.household, row.lives_alone) == (None, None, None)
    assert (row.personal_care, row.home_help_hours) == (None, None)
    assert (row.address, row.phone, row.languages) == ("", "", ())


@pytest.mark.parametrize(
    ("navn", "given", "family"),
    [("Holm, Aase Marie", "Aase Marie", "Holm"), ("Aase Marie Holm", "Aase Marie", "Holm"), ("Aase", "", "Aase")],
)
def test_names_are_divided_as_they_are_written(navn: str, given: str, family: str) -> None:
    row = extract(file_of(person(AASE, navn=navn))).rows[0]
    assert (row.given_name, row.family_name) == (given, family)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_row(encoding: str, delimiter: str) -> None:
    text = f"navn{delimiter}cpr{delimiter}by\nKjær Ågård{delimiter}{BENT}{delimiter}Ærø\n"
    found = extract(text, encoding=encoding)
    assert [row.name for row in found.rows] == ["Kjær Ågård"]
    assert found.rows[0].city == "Ærø"
    assert (found.encoding, found.delimiter) == (encoding, delimiter)


def test_excels_own_first_line_and_empty_lines_are_passed_over() -> None:
    found = extract(f"sep=;\n\ncpr;navn\n;\n{AASE};Aase Holm\n;;;\n\n")
    assert [row.line for row in found.rows] == [5]
    assert found.problems == ()
    assert found.lines_read == 1


def test_quoted_fields_may_hold_the_delimiter() -> None:
    found = extract(f'cpr;navn;adresse\n{AASE};"Aase ""Tulle"" Holm";"Vej 1; baghuset"\n')
    assert found.rows[0].address == "Vej 1; baghuset"
    assert found.rows[0].given_name == 'Aase "Tulle"'


def test_columns_brobygger_does_not_use_are_named() -> None:
    found = extract(f"cpr;navn;sagsbehandler;distrikt\n{AASE};Aase Holm;x;y\n")
    assert found.ignored == ("sagsbehandler", "distrikt")
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("cell", "household", "alone"),
    [("1", "alone", True), ("2", None, False), ("alene", "alone", True), ("Ægtefælle", "with_spouse", False)],
)
def test_household_as_a_number_or_a_word(cell: str, household: str | None, alone: bool) -> None:
    row = extract(file_of(person(AASE, husstand=cell))).rows[0]
    assert (row.household, row.lives_alone) == (household, alone)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("U", "single"),
        ("Ugift", "single"),
        ("g", "married"),
        ("P", "married"),
        ("F", "divorced"),
        ("O", "divorced"),
        ("enkemand", "widowed"),
        ("L", "widowed"),
        ("samlevende", "cohabiting"),
    ],
)
def test_civil_status_by_letter_and_word(cell: str, status: str) -> None:
    assert extract(file_of(person(AASE, civilstand=cell))).rows[0].civil_status == status


@pytest.mark.parametrize(
    ("cell", "hours"), [("0", "0.0"), ("2", "2.0"), ("2,25", "2.3"), ("168", "168.0"), ("1.5", "1.5")]
)
def test_hours_with_a_danish_comma(cell: str, hours: str) -> None:
    assert extract(file_of(person(AASE, hjemmehjælp_timer=cell))).rows[0].home_help_hours == Decimal(hours)


# --- what is refused, one line ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("civilstand", "svævende", "Civilstanden er ukendt"),
        ("civilstand", "D", "registreret som død"),
        ("køn", "M", "passer ikke til CPR-nummeret"),
        ("køn", "?", "Køn skal være"),
        ("bor_alene", "måske", "ja eller nej"),
        ("personlig_pleje", "2", "ja eller nej"),
        ("husstand", "0", "mindst én"),
        ("hjemmehjælp_timer", "1.250", "tal med komma"),
        ("hjemmehjælp_timer", "169", "168 timer"),
        ("hjemmehjælp_timer", "-1", "tal med komma"),
        ("hjemmehjælp_timer", "1e1", "tal med komma"),
        ("postnr", "870", "fire cifre"),
        ("telefon", "1234", "otte cifre"),
        ("adresse", "x" * 201, "længere end 200"),
        ("sprog", "x" * 31, "længere end 30"),
        ("navn", "", "Navnet mangler"),
        ("navn", " , ", "Navnet mangler"),
        ("navn", "x" * 101, "højst 100"),
        ("cpr", "", "CPR-nummeret mangler"),
        ("cpr", "890243-1234", "en dato, der findes"),
        ("cpr", "12345", "ti cifre"),
        ("cpr", "320144-1234", "en dato, der findes"),
        ("cpr", "610128-4000", "fremtiden"),
    ],
)
def test_a_cell_that_cannot_be_right_keeps_its_line_out(column: str, cell: str, said: str) -> None:
    found = extract(file_of(person(BENT), person(AASE) | {column: cell}))
    problem = the_problem(found)
    assert (problem.line, problem.column) == (3, column)
    assert said in problem.message
    assert [row.cpr for row in found.rows] == [BENT]
    assert found.lines_read == 2


def test_aase_with_a_mistyped_status_is_held_back_not_gone() -> None:
    found = extract(file_of(person(AASE, civilstand="svævende")))
    assert found.held_back == {AASE}
    assert found.rows == ()


def test_household_and_lives_alone_must_agree() -> None:
    problem = the_problem(extract(file_of(person(AASE, husstand="3", bor_alene="ja"))))
    assert problem.message == "Bor alene og husstand siger hver sit."


def test_the_second_of_two_points_to_the_first() -> None:
    found = extract(file_of(person(AASE), person(BENT), person(f"{AASE[:6]}-{AASE[6:]}", navn="A Holm")))
    assert the_problem(found) == Problem(4, "cpr", "Den samme borger står også på linje 2.")
    assert [row.line for row in found.rows] == [2, 3]
    assert found.held_back == frozenset()


def test_test_numbers_are_refused_in_a_real_installation() -> None:
    found = extract(file_of(person(AASE)), allow_test=False)
    assert "testnummer" in the_problem(found).message


def test_a_line_with_too_few_or_too_many_fields() -> None:
    found = extract(f"cpr;navn;by\n{AASE};Aase Holm\n{BENT};Bent Krogh;Horsens;for meget\n{BENT};Bent;Horsens;;\n")
    assert [(p.line, p.message) for p in found.problems] == [
        (2, "Linjen har 2 felter, men overskriften har 3."),
        (3, "Linjen har 4 felter, men overskriften har 3."),
    ]
    # Empty fields at the end move nothing, so that line is read.
    assert [row.line for row in found.rows] == [4]


def test_two_stray_quotation_marks_do_not_swallow_the_people_between_them() -> None:
    third = fake(date(1941, 5, 5), "female", 3)
    found = extract(f'cpr;navn\n{AASE};"Aase Holm\n{BENT};Bent Krogh\n{third};Inger"\n')
    assert (the_problem(found).line, found.rows) == (2, ())
    assert "flere linjer (til linje 4)" in the_problem(found).message


def test_lost_letters_and_invisible_ones_are_seen() -> None:
    found = extract(file_of(person(AASE, navn="Aase Kj\ufffdr"), person(BENT, navn="Bent\x07 Krogh")))
    assert "tabt bogstaver" in found.problems[0].message
    assert "usynlige tegn" in found.problems[1].message
    assert found.rows == ()


def test_one_line_can_have_several_problems_and_all_are_told() -> None:
    found = extract(file_of(person(AASE, civilstand="?", telefon="1", postnr="x")))
    assert {problem.column for problem in found.problems} == {"civilstand", "telefon", "postnr"}


def test_a_problem_as_a_sentence() -> None:
    assert Problem(14, "cpr", "Hm.").sentence() == "Linje 14, kolonne cpr: Hm."
    assert Problem(14, "", "Hm.").sentence() == "Linje 14: Hm."
    assert Problem(0, "", "Hm.").sentence() == "Filen: Hm."


# --- any file at all --------------------------------------------------------------------------------------

GOOD = file_of(person(AASE, civilstand="E", telefon="12345678"), person(BENT, by="Ærø", hjemmehjælp_timer="2,5"))


def check_promises(found: Extract) -> None:
    with_problems = {problem.line for problem in found.problems}
    assert not with_problems & {row.line for row in found.rows}
    assert found.rows or found.problems
    for problem in found.problems:
        assert problem.message
        assert not CPR_LIKE.search(problem.sentence())
    assert not CPR_LIKE.search(repr(found))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = extract(data)
    check_promises(found)


@given(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]), st.data())
def test_a_good_file_with_bytes_spoiled_is_read_or_refused(encoding: str, data: st.DataObject) -> None:
    whole = bytearray(GOOD.encode(encoding))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=3))
    check_promises(extract(bytes(whole)))


@given(st.text(alphabet=';,\t"\n\r x1æ', max_size=80))
def test_any_lines_under_a_good_heading(text: str) -> None:
    check_promises(extract(f"cpr;navn;by\n{text}"))


names = st.text(alphabet="abcdefæøåÆØÅé -'\";,", min_size=1, max_size=30).filter(
    lambda name: name.strip() and name.count(",") != 1 and any(char.isalpha() for char in name)
)


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, str]]:
    births = st.dates(date(1920, 1, 1), date(1970, 1, 1))
    numbers = draw(
        st.lists(
            st.builds(fake, births, st.sampled_from(["female", "male"]), st.integers(0, 99)), min_size=1, unique=True
        )
    )
    return [
        {
            "cpr": number,
            "navn": draw(names),
            "adresse": draw(st.one_of(st.just(""), names)),
            "civilstand": draw(st.sampled_from(["", "U", "gift", "Fraskilt", "enke"])),
            "hjemmehjælp_timer": draw(st.decimals(0, 168, places=1)).to_eng_string().replace(".", ","),
            "bor_alene": draw(st.sampled_from(["", "ja", "nej"])),
        }
        for number in numbers
    ]


@given(
    people(),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    st.sampled_from([";", ",", "\t"]),
    st.permutations(["cpr", "navn", "adresse", "civilstand", "hjemmehjælp_timer", "bor_alene"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_is_written_is_read_back(
    given_people: list[dict[str, str]], encoding: str, delimiter: str, order: list[str], quoting: int
) -> None:
    whole = io.StringIO()
    writer = csv.DictWriter(whole, order, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(given_people)
    found = extract(whole.getvalue(), encoding=encoding)
    assert found.problems == ()
    assert found.delimiter == delimiter
    assert [row.cpr for row in found.rows] == [one["cpr"] for one in given_people]
    for row, one in zip(found.rows, given_people, strict=True):
        assert row.name == " ".join(one["navn"].split())
        assert row.address == " ".join(one["adresse"].split())
        assert row.home_help_hours == Decimal(one["hjemmehjælp_timer"].replace(",", "."))
        assert row.lives_alone is {"": None, "ja": True, "nej": False}[one["bor_alene"]]


# --- read a column at a time, and with care: the same --------------------------------------------------------


def with_care(text: str) -> Extract:
    """The same file with every line in doubt, so that each is read by itself."""
    every = register_rules.judge

    def in_doubt(cells: pl.DataFrame, **how: object) -> object:
        judged = every(cells, **how)  # type: ignore[arg-type]
        return replace(judged, people=judged.people.clear(), doubtful=cells["line"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(register_rules, "judge", in_doubt)
        return extract(text)


CELLS = {
    "cpr": st.one_of(
        st.builds(fake, st.dates(date(1858, 1, 1), date(2026, 11, 21)), st.sampled_from(["female", "male"]),
                  st.integers(0, 2)),
        st.from_regex(r"[0-9]{6}-?[0-9]{4}", fullmatch=True),
        st.sampled_from(["", "  ", "010160 0000", "9999999999", "0000000000", "290200-1234", "290201-4234"]),
    ),
    "navn": st.sampled_from(["Aase Holm", "Holm, Aase", "Aase", " Aase  Marie Holm", "", ",", "x" * 101 + " y"]),
    "fornavn": st.sampled_from(["", "", "Aase", "x" * 101]),
    "efternavn": st.sampled_from(["", "", "Holm"]),
    "adresse": st.sampled_from(["", "Vej 1", " Vej  1", "x" * 201]),
    "postnr": st.sampled_from(["8700", "", "870", " 0800"]),
    "køn": st.sampled_from(["", "", "K", "mand", "?"]),
    "civilstand": st.sampled_from(["enke", "U", "", "D", "?"]),
    "bor_alene": st.sampled_from(["ja", "NEJ", "", "måske"]),
    "husstand": st.sampled_from(["1", "2", "0", "", "alene", "andre"]),
    "personlig_pleje": st.sampled_from(["", "ja", "2"]),
    "hjemmehjælp_timer": st.sampled_from(["", "2,25", "0", "1.250", "169"]),
    "sprog": st.sampled_from(["", "Dansk, tysk", "x" * 31, " , "]),
    "telefon": st.sampled_from(["", "12345678", "+45 12 34 56 78", "1234", "0012"]),
}  # fmt: skip


@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=6), st.booleans(), st.booleans())
def test_columns_and_lines_are_read_the_same(lines: list[dict[str, str]], quoted: bool, cut_short: bool) -> None:
    text = file_of(*[{key: f'"{cell}"' if quoted else cell for key, cell in line.items()} for line in lines])
    text = text[: -len(text) // 9] if cut_short else text
    found, careful = extract(text), with_care(text)
    assert found.rows == careful.rows
    assert (found.problems, found.held_back, found.lines_read) == (
        careful.problems,
        careful.held_back,
        careful.lines_read,
    )
