"""A file that cannot be right is refused whole, in words that say what to do."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from brobygger.pathway.detection import register_file
from brobygger.pathway.detection.register_rules import (
    MAX_BYTES,
    MAX_PROBLEMS,
    Problem,
    too_large,
)
from tests.pathway.detection.extracts import AASE, BENT, extract, file_of, person, the_problem

# --- what is refused, the whole file ----------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"   \r\n\n", b"\xef\xbb\xbf", b";;;\n;;\n", b"sep=;\n"])
def test_an_empty_file(data: bytes) -> None:
    found = extract(data)
    assert the_problem(found) == Problem(0, "", "Filen er tom.")


def test_headings_alone_do_not_make_everybody_gone() -> None:
    assert the_problem(extract("cpr;navn\n\n;\n")).message == "Filen har kolonnenavne, men ingen borgere."


def test_a_field_or_a_file_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    found = extract(file_of(person(AASE)) + "x" * 200_000)
    assert (the_problem(found).line, found.rows) == (3, ())
    assert "alt for langt" in the_problem(found).message
    monkeypatch.setattr(register_file, "MAX_LINES", 3)
    assert extract(file_of(person(AASE), person(BENT))).problems == ()
    assert "over 3 linjer" in the_problem(extract("cpr;navn\n" + "\n" * 9 + f"{AASE};Aase Holm\n")).message


def zipped(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 6000)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zipped("udtræk.csv"), "zip-fil"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel-regneark (xlsx)"),
        (zipped("word/document.xml"), "Word-dokument"),
        (b"PK\x05\x06" + bytes(18), "tom zip-fil"),
        (b"\x1f\x8b\x08\x00rest", "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        ("cpr;navn".encode("utf-16"), "UTF-16"),
        (b"<!DOCTYPE html><html>", "webside"),
        (b"\x89PNG\r\n", "billede"),
    ],
)
def test_another_kind_of_file_is_named_with_what_to_do(data: bytes, said: str) -> None:
    problem = the_problem(extract(data))
    assert said in problem.message
    assert re.search(r"Pak den ud|CSV", problem.message)


def test_more_than_200_mb_is_refused_by_its_size_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_BYTES == 200 * 1024 * 1024
    assert too_large(MAX_BYTES) is None
    refused = too_large(MAX_BYTES + 1)
    assert refused is not None
    assert "200 MB" in refused.message
    monkeypatch.setattr(register_file, "MAX_BYTES", 10)
    assert "større end" in the_problem(extract(b"cpr;navn\n\xff\xff")).message


def test_nul_bytes_are_pointed_out() -> None:
    found = extract(file_of(person(AASE), person(BENT)).encode() + b"\0\n")
    assert (the_problem(found).line, found.rows) == (4, ())


def test_two_encodings_in_one_file_would_spoil_the_letters() -> None:
    data = f"cpr;navn\n{AASE};Kjær\n".encode() + f"{BENT};Ågård\n".encode("cp1252")
    found = extract(data)
    assert "to tegnsæt" in the_problem(found).message
    assert (the_problem(found).line, found.rows) == (3, ())


def test_bytes_in_no_encoding_we_read() -> None:
    found = extract(b"cpr;navn\nabc;\x81\n")
    assert (the_problem(found).line, found.rows) == (2, ())
    assert "Windows-1252" in the_problem(found).message


def test_a_quotation_mark_that_is_never_closed_refuses_the_file() -> None:
    found = extract(f'cpr;navn\n{AASE};Aase Holm\n{BENT};"Bent Krogh\n')
    assert (the_problem(found).line, found.rows) == (3, ())
    assert "citationstegn" in the_problem(found).message


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("navn;adresse", ["cpr"]),
        ("cpr;adresse", ["navn"]),
        ("cpr;fornavn", ["navn"]),
        ("a;b;c", ["cpr", "navn"]),
        ("cpr;navn;CPR-nummer", ["cpr"]),
    ],
)
def test_missing_or_doubled_columns(header: str, columns: list[str]) -> None:
    found = extract(f"\n{header}\n1;2;3\n")
    assert [problem.column for problem in found.problems] == columns
    assert {problem.line for problem in found.problems} == {2}
    assert found.rows == ()


def test_a_file_without_headings_is_explained_and_nobody_is_named() -> None:
    found = extract(f"{AASE};Aase Holm\n{BENT};Bent Krogh\n")
    assert "første linje" in the_problem(found).message
    assert found.ignored == ()


def test_a_file_where_everything_is_wrong_stops_in_time() -> None:
    found = extract("cpr;navn\n" + "x;y\n" * (MAX_PROBLEMS + 50))
    assert len(found.problems) == MAX_PROBLEMS + 2
    assert "Resten af filen er ikke læst" in found.problems[-1].message
    assert found.rows == ()
