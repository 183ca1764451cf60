"""Reading a PDF back with an independent reader: its words, whether it is tagged, and what its QR codes open."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import segno
from pypdf import PdfReader


def pdf_of(response: Any) -> PdfReader:
    """The PDF of an answer: tagged, in a language, with a title."""
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    _look_at(response)
    read = PdfReader(io.BytesIO(response.content))
    catalogue = read.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF has a true of its own)
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] in ("da", "en")
    assert read.metadata is not None
    assert read.metadata.title
    return read


def _look_at(response: Any) -> None:
    """Keep the file when BROBYGGER_LOOK names a folder, as the stories keep pictures of pages."""
    folder = os.environ.get("BROBYGGER_LOOK")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        name = response.headers["Content-Disposition"].split('"')[1]
        (Path(folder) / name).write_bytes(response.content)


def words_of(read: PdfReader, page: int | None = None) -> str:
    """The text of one page, or of all, with single spaces."""
    pages = read.pages if page is None else [read.pages[page]]
    return " ".join(" ".join(each.extract_text() for each in pages).split())


def codes_on(page: Any) -> list[list[list[bool]]]:
    """The QR codes of a page as squares (True: black), read from the pictures in the file, without the quiet zone."""
    pictures = page["/Resources"].get("/XObject", {})
    found = [each.get_object() for each in pictures.values()]
    return [_squares(each) for each in found if each.get("/Subtype") == "/Image"]


def _squares(picture: Any) -> list[list[bool]]:
    width, height, data = picture["/Width"], picture["/Height"], picture.get_data()
    bits = picture["/BitsPerComponent"]
    row = len(data) // height

    def black(x: int, y: int) -> bool:
        if bits == 8:
            return data[y * row + x * (row // width)] < 128
        return not data[y * row + x // 8] >> (7 - x % 8) & 1

    dots = next(size for size in range(1, 40) if black(4 * size, 4 * size) and not black(4 * size - 1, 4 * size))
    modules = width // dots
    return [[black(x * dots + dots // 2, y * dots + dots // 2) for x in range(4, modules - 4)]
            for y in range(4, modules - 4)]  # fmt: skip


def squares_for(address: str) -> list[list[bool]]:
    """The squares a QR code for this address has."""
    return [[bool(square) for square in row] for row in segno.make(address, error="m", micro=False).matrix]
