"""A researcher's file: rows about persons under other names, with a code book that says what each column is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from brobygger.insight.research.operations import HandedOver
from brobygger.insight.research.rules import FIELDS

FORMATS = ("xlsx", "zip")


def as_file(given: HandedOver, fmt: str) -> bytes:
    """The rows, the code book and what was done: sheets of one workbook, or three text files in a zip."""
    sheets = {
        "data": [given.columns, *given.rows],
        _("kodebog"): [(_("Kolonne"), _("Hvad den siger"), _("Hvad der er gjort")), *codebook(given)],
        _("laes-mig"): [(line,) for line in what_was_done(given)],
    }
    return _workbook(sheets) if fmt == "xlsx" else _zipped(sheets)


def codebook(given: HandedOver) -> list[tuple[str, str, str]]:
    """A line for each column: its name, what it says, and how coarse it was made."""
    rungs, told = given.done["rungs"], meanings()
    return [
        (column, told[column], rung_in_words(column, rungs[column]) if column in FIELDS else "–")
        for column in given.columns
    ]


def meanings() -> dict[str, str]:
    """What each column says, in the columns' order."""
    return {**_of_fields(), **_of_rounds()}


def what_was_done(given: HandedOver) -> list[str]:
    """What a reader must know before the first calculation."""
    done = given.done
    values = {"persons": done["persons"], "rows": done["rows"], "k": given.done["k"], "smallest": done["smallest"]}
    lines = [
        _("%(persons)s personer og %(rows)s linjer: en linje for hver person og hver planlagt måling.") % values,
        _("Hver person står i en gruppe på mindst %(smallest)s, der er ens i alle kolonner fra age til times_there "
          "(k = %(k)s).")
        % values,
        _("%(n)s personer skilte sig stadig ud. De står med * i alle de kolonner.") % {"n": done["hidden"]}
        if done["hidden"]
        else _("Ingen personer er skjult helt."),
        _("%(n)s personer er ikke i filen, fordi andre filer, der findes, ville gøre dem kendelige sammen med denne.")
        % {"n": done["left_out"]}
        if done.get("left_out")
        else "",
        _("Kolonnen person er et navn, som kun gælder for denne modtager. Det kan ikke føres tilbage uden nøglen, og "
          "en anden modtagers fil kan ikke sættes sammen med denne ved hjælp af det."),
        _("Der er ingen navne, adresser, datoer eller fri tekst. Uger tælles fra personens egen første måling."),
        _("Målinger uden svar er med. Regn også på dem: de, der ikke er målt igen, kan have det anderledes."),
        _("Forsøg ikke at finde ud af, hvem nogen er. Slet filen, når aftalen siger det."),
    ]  # fmt: skip
    return [line for line in lines if line]


def rung_in_words(field: str, rung: int) -> str:
    """How coarse a field was made; the top of a ladder is left out altogether."""
    steps: dict[str, tuple[Any, ...]] = {
        "age": (_("i femår"), _("i tiår"), _("under 80 eller 80 og mere")),
        "sex": (_("som det er"),),
        "civil_status": (_("som det er"), _("bor med en eller ej")),
        "housing": (_("som det er"), _("egen bolig, bolig med hjælp, andet")),
        "memory": (_("som det er"),),
        "found_by": (_("som det er"),),
        "began": (_("halvår"), _("år")),
        "times_there": (_("i fem trin"), _("under fem gange eller flere")),
    }
    return str(steps[field][rung]) if rung < len(steps[field]) else _("udeladt")


def _of_fields() -> dict[str, str]:
    return {
        "person": _("Et navn for denne modtager alene."),
        "age": _("Alder den første gang, personen kom."),
        "sex": _("Køn: female, male, other; unknown er ikke oplyst."),
        "civil_status": _("Civilstand, som kommunen kender den."),
        "housing": _("Bolig, som kommunen kender den."),
        "memory": _("Om kommunen kender til besvær med hukommelsen: yes, no, unknown."),
        "found_by": _("Hvordan personen blev fundet."),
        "began": _("Hvornår personen kom første gang."),
        "times_there": _("Hvor mange gange personen har været der i indsatsens grupper."),
    }


def _of_rounds() -> dict[str, str]:
    return {
        "round": _("Hvilken planlagt måling: start er den første."),
        "instrument": _("Måleredskab og version. Sammenlign kun samme version."),
        "status": _("taken er svaret på, missing er udeblevet, planned kan stadig nås."),
        "week": _("Hele uger siden personens første måling; tom uden svar."),
        "score": _("Point efter måleredskabets egen regel; tom uden svar."),
    }


def _workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # text stays text: never a formula
                cell.alignment = Alignment(wrap_text=name != "data", vertical="top")
                cell.font = Font(bold=number == 1 and len(row) > 1)
        for letter in "ABC":
            sheet.column_dimensions[letter].width = 20 if name == "data" else 60
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _zipped(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, rows in sheets.items():
            packed.writestr(f"{name}.csv", _lines(rows))
    return written.getvalue()


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    """UTF-8 with a mark at the front, semicolons: as a Danish spreadsheet opens it. Text never begins a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow(
            [
                f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@")) else value
                for value in row
            ]
        )
    return "\ufeff" + text.getvalue()
