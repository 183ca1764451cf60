"""Results in a file: tests of the body, and a municipality's own questions to its users. Plain Python.

A file is read as a whole: one wrong line, and nothing of it is stored, so that no half of it is ever counted.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from brobygger.foundation.kernel.cpr import BadCpr
from brobygger.foundation.kernel.cpr import parse as parse_cpr
from brobygger.foundation.kernel.digits import whole
from brobygger.pathway.detection.register_file import DELIMITERS, BadFile, Problem, decode
from brobygger.pathway.detection.register_file import lines as lines_of

R = TypeVar("R")
MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 50_000
EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class BodyTestKind:
    """A test of the body: what it is called, its unit, and results that a body can have."""

    da: str
    en: str
    unit: str
    least: int
    most: int

    def in_language(self, language: str) -> tuple[str, str]:
        """The name and the unit; Danish unless English is asked for."""
        return (self.en, _UNITS_EN.get(self.unit, self.unit)) if language == "en" else (self.da, self.unit)


_UNITS_EN = {"gange": "times", "meter": "metres", "sekunder": "seconds"}

# Senior Fitness Test and the tests DGI and Slagelse used; norms are copyrighted and not bundled (facts.md § 1).
BODY_TESTS: Mapping[str, BodyTestKind] = {
    "rejse_saette": BodyTestKind("Rejse-sætte-sig på 30 sekunder", "Chair stand in 30 seconds", "gange", 0, 60),
    "armboejninger": BodyTestKind("Armbøjninger på 30 sekunder", "Arm curls in 30 seconds", "gange", 0, 80),
    "gang_6_min": BodyTestKind("Gang på 6 minutter", "Walk in 6 minutes", "meter", 0, 1200),
    "to_min_trin": BodyTestKind("Trin på stedet i 2 minutter", "Steps on the spot in 2 minutes", "gange", 0, 300),
    "op_og_gaa": BodyTestKind("Rejs dig og gå", "Up and go", "sekunder", 1, 180),
    "balance": BodyTestKind("Balance på ét ben", "Balance on one leg", "sekunder", 0, 300),
    "haandtryk": BodyTestKind("Håndtryk", "Grip strength", "kg", 0, 90),
    "raekkevidde": BodyTestKind("Rækkevidde siddende", "Sit and reach", "cm", -60, 60),
}
# "Er du alene, selv om du hellere ville være sammen med andre?" (facts.md § 1: uønsket alene, four answers).
ALONE = ("often", "sometimes", "seldom", "no")
_ALONE_WRITTEN = {
    "ofte": "often", "en gang imellem": "sometimes", "en gang i mellem": "sometimes", "af og til": "sometimes",
    "sjældent": "seldom", "nej": "no", "aldrig": "no",
}  # fmt: skip
# How content users are with the effort: five answers as municipalities ask, kept as three, so that few are hidden.
CONTENT = ("content", "neither", "not_content")
_CONTENT_WRITTEN = {
    "meget tilfreds": "content", "tilfreds": "content", "hverken eller": "neither", "hverken/eller": "neither",
    "utilfreds": "not_content", "meget utilfreds": "not_content",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question to users: our codes in order, which of them each written answer is, and the answers to be told."""

    codes: tuple[str, ...]
    written: Mapping[str, str]
    told: str


# By the kind of file (ScoreFile.kind).
QUESTIONS: Mapping[str, Question] = {
    "answers": Question(ALONE, _ALONE_WRITTEN, "ofte, en gang imellem, sjældent, nej"),
    "content": Question(
        CONTENT, _CONTENT_WRITTEN, "meget tilfreds, tilfreds, hverken eller, utilfreds, meget utilfreds"
    ),
}


@dataclass(frozen=True)
class BodyRow:
    """One result. cpr: ten digits."""

    line: int
    cpr: str
    test: str
    day: date
    value: Decimal


@dataclass(frozen=True)
class AnswerRow:
    """So many gave an answer in a year and place."""

    line: int
    year: int
    place: str
    answer: str
    persons: int


@dataclass(frozen=True)
class Read(Generic[R]):
    """A file's rows, and everything that is wrong with it; with a problem there is nothing to store."""

    rows: tuple[R, ...]
    problems: tuple[Problem, ...]


def read_body(data: bytes, *, today: date, allow_test: bool) -> Read[BodyRow]:
    """cpr;test;dato;resultat. The same person, test and day twice is an error: which of the two holds is not ours."""
    rows: list[BodyRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, date], int] = {}
    for number, cells in _records(data, ("cpr", "test", "dato", "resultat"), (), problems):
        found = _body_row(number, cells, today, allow_test, problems)
        if found is None:
            continue
        first = seen.setdefault((found.cpr, found.test, found.day), number)
        if first != number:
            problems.append(Problem(number, "dato", f"Samme borger, test og dag står også på linje {first}."))
        else:
            rows.append(found)
    return _read(rows, problems)


def read_answers(data: bytes, *, today: date, question: str = "answers") -> Read[AnswerRow]:
    """år;svar, and if they are there sted;antal. Without antal each line is one answer. Sums are made of the lines.

    question: which of QUESTIONS the file answers.
    """
    asked = QUESTIONS[question]
    problems: list[Problem] = []
    counts: dict[tuple[int, str, str], tuple[int, int]] = {}
    for number, cells in _records(data, ("år", "svar"), ("sted", "antal"), problems):
        year = _whole(cells["år"])
        answer = asked.written.get(" ".join(cells["svar"].lower().split()))
        persons = _whole(cells["antal"]) if cells.get("antal") is not None else 1
        if year is None or not EARLIEST.year <= year <= today.year:
            problems.append(Problem(number, "år", f"Skriv et år fra {EARLIEST.year} til {today.year}."))
        elif answer is None:
            problems.append(
                Problem(
                    number, "svar", f"»{cells['svar'][:30]}« er ikke et af svarene: {asked.told}. "
                    "Filen bruger måske en anden skala.",
                )
            )  # fmt: skip
        elif persons is None or persons > 1_000_000:
            problems.append(Problem(number, "antal", "Skriv et helt tal fra 0."))
        else:
            key = (year, " ".join((cells.get("sted") or "").split())[:100], answer)
            line, before = counts.get(key, (number, 0))
            counts[key] = (line, before + persons)
    with_place = {bool(place) for _year, place, _answer in counts}
    if len(with_place) > 1:
        problems.append(
            Problem(0, "sted", "Nogle linjer har et sted, og andre har ikke. Så kan små tal regnes ud. Del filen i to.")
        )
    return _read([AnswerRow(line, *key, persons) for key, (line, persons) in counts.items()], problems)


def _read(rows: list[R], problems: list[Problem]) -> Read[R]:
    if not rows and not problems:
        problems.append(Problem(0, "", "Filen har ingen linjer med resultater."))
    return Read(() if problems else tuple(rows), tuple(problems))


def _body_row(
    number: int, cells: Mapping[str, str], today: date, allow_test: bool, problems: list[Problem]
) -> BodyRow | None:
    wrong = len(problems)
    try:
        cpr = parse_cpr(cells["cpr"], allow_test=allow_test, today=today).number
    except BadCpr as error:
        problems.append(Problem(number, "cpr", error.message_da))
        cpr = ""
    kind = BODY_TESTS.get(cells["test"].strip().lower())
    if kind is None:
        names = ", ".join(BODY_TESTS)
        problems.append(Problem(number, "test", f"»{cells['test'][:30]}« kendes ikke. Brug en af disse: {names}."))
    day = _day(cells["dato"])
    if day is None or not EARLIEST <= day <= today:
        problems.append(Problem(number, "dato", "Skriv en dag, der er gået, fx 05-01-2026."))
    value = _number(cells["resultat"])
    if value is None:
        problems.append(Problem(number, "resultat", "Skriv et tal."))
    elif kind is not None and not kind.least <= value <= kind.most:
        problems.append(
            Problem(number, "resultat", f"{kind.da} er fra {kind.least} til {kind.most} {kind.unit}. "
                    f"Her står {cells['resultat'][:15]}.")
        )  # fmt: skip
    if len(problems) > wrong or day is None or value is None:
        return None
    return BodyRow(number, cpr, cells["test"].strip().lower(), day, value)


def _records(
    data: bytes, needed: Sequence[str], extra: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column, for CSV and XLSX alike. What concerns the whole file becomes one problem."""
    try:
        table = list(_table(data))
    except BadFile as error:
        problems.append(error.problem)
        return
    head = [" ".join(cell.lower().split()) for cell in table[0][1]] if table else []
    missing = [name for name in needed if name not in head]
    if missing:
        problems.append(Problem(0, "", f"Den første linje mangler kolonnen {' og '.join(missing)}."))
        return
    if len(table) - 1 > MAX_ROWS:
        problems.append(Problem(0, "", f"Filen har over {MAX_ROWS} linjer. Del den i mindre filer."))
        return
    places = {name: head.index(name) for name in (*needed, *extra) if name in head}
    for number, cells in table[1:]:
        yield number, {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}


def _table(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    if len(data) > MAX_BYTES:
        raise BadFile(f"Filen er større end {MAX_BYTES // 1024 // 1024} MB. Del den i mindre filer.")
    if data.startswith(b"PK\x03\x04"):
        yield from _workbook(data)
        return
    text, _encoding = decode(data)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    for line in lines_of(text, delimiter):
        yield line.first, line.fields


def _workbook(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    """The first sheet of an Excel workbook; formulas are read as the number that stood there, never run."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MAX_UNPACKED:
                raise BadFile("Regnearket er alt for stort, når det pakkes ud.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            if number > MAX_ROWS + 1:
                raise BadFile(f"Filen har over {MAX_ROWS} linjer. Del den i mindre filer.")
            cells = [_written(cell) for cell in row]
            if any(cells):
                yield number, cells
    except BadFile:
        raise
    except Exception as error:  # a broken workbook breaks its reader in many ways
        raise BadFile("Regnearket kan ikke læses. Gem det igen som xlsx eller CSV.") from error


def _written(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _day(written: str) -> date | None:
    for form in ("%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(written.strip(), form).date()
        except ValueError:
            continue
    return None


def _number(written: str) -> Decimal | None:
    try:
        value = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value.quantize(Decimal("0.01")) if value.is_finite() and abs(value) < 100_000 else None


def _whole(written: str) -> int | None:
    return whole(written.strip(), most_digits=8)
