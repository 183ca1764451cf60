"""A report as a spreadsheet: a sheet for the first page and one for each section; numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

WIDE, NARROW = 60, 16  # columns, in characters
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_NAME = 31  # of a sheet


def as_xlsx(data: Mapping[str, Any]) -> bytes:
    """The report's data (report.as_data) as bytes of an Office Open XML workbook."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.title = "Forside" if data["language"] != "en" else "First page"
    _line(front, data["programme"]["name"], size=16)
    _line(front, data["programme"]["owner"])
    _line(front, f"{data['period']['from']} – {data['period']['to']}")
    for part in data["first_page"]:
        _line(front, part["title"], size=13)
        _blocks(front, part["blocks"])
    for part in data["sections"]:
        sheet = book.create_sheet(part["title"].translate(NOT_IN_A_NAME)[:LONGEST_NAME])
        _line(sheet, part["title"], size=16)
        _blocks(sheet, part["blocks"])
    for sheet in book.worksheets:
        sheet.column_dimensions["A"].width = WIDE
        for column in "BCDE":
            sheet.column_dimensions[column].width = NARROW
    book.properties.title, book.properties.creator = data["programme"]["name"], data["programme"]["owner"]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _blocks(sheet: Worksheet, blocks: Sequence[Mapping[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "text":
            _line(sheet, block["text"])
        elif block["kind"] == "heading":
            _line(sheet, block["text"], size=13)
        elif block["kind"] == "list":
            for item in block["items"]:
                _line(sheet, f"– {item}")
        elif block["kind"] == "big":
            for item in block["items"]:
                _line(sheet, item["text"])
                sheet.cell(sheet.max_row, 2).value = item["value"]
        elif block["kind"] == "table":
            _table(sheet, block)


def _line(sheet: Worksheet, words: str, *, size: int = 11) -> None:
    cell = sheet.cell(_next_row(sheet) + (1 if size > 11 and sheet.max_row > 1 else 0), 1)
    _write(cell, words)
    cell.font = Font(bold=size > 11, size=size)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _table(sheet: Worksheet, block: Mapping[str, Any]) -> None:
    row = _next_row(sheet) + 1
    _write(sheet.cell(row, 1), block["caption"])
    sheet.cell(row, 1).font = Font(italic=True)
    for number, column in enumerate(block["columns"], start=1):
        _write(sheet.cell(row + 1, number), column)
        sheet.cell(row + 1, number).font = Font(bold=True)
    for below, (texts, values) in enumerate(zip(block["rows"], block["values"], strict=True), start=row + 2):
        for number, (told, value) in enumerate(zip(texts, values, strict=True), start=1):
            cell = sheet.cell(below, number)
            if isinstance(value, int | float):
                cell.value = value
                cell.number_format = "0 %" if told.endswith("%") else "General"
            else:
                _write(cell, told)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write(cell: Cell | Any, words: str) -> None:
    """Text stays text: what begins with "=" is never a formula."""
    cell.value = words
    cell.data_type = "s"
    if words[:1] in tuple("=+-@\t\r"):
        cell.quotePrefix = True


def _next_row(sheet: Worksheet) -> int:
    """The first row with nothing in it."""
    return 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else sheet.max_row + 1
