"""From the bytes of a register extract to lines of fields: size, kind of file, letters, delimiter, quotes.

Anything wrong here concerns the whole file: nothing of it can be trusted, so nothing of it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_BYTES = 200 * 1024 * 1024
MAX_LINES = 2_000_000  # three times the largest municipality
DELIMITERS = (";", ",", "\t")
NOTHING = "".join(DELIMITERS) + " \r\n\u00a0"

SAVE_AS_CSV = "Åbn den, og gem den som “CSV UTF-8”."

# The first bytes of files that people upload by mistake, and what to do instead.
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "Filen er en zip-fil. Pak den ud, og vælg CSV-filen inde i den."),
    (b"PK\x05\x06", "Filen er en tom zip-fil. Vælg CSV-filen."),
    (b"\x1f\x8b", "Filen er pakket (gzip). Pak den ud, og vælg CSV-filen inde i den."),
    (b"BZh", "Filen er pakket (bzip2). Pak den ud, og vælg CSV-filen inde i den."),
    (b"7z\xbc\xaf\x27\x1c", "Filen er pakket (7-Zip). Pak den ud, og vælg CSV-filen inde i den."),
    (b"Rar!", "Filen er pakket (RAR). Pak den ud, og vælg CSV-filen inde i den."),
    (b"\xfd7zXZ", "Filen er pakket (xz). Pak den ud, og vælg CSV-filen inde i den."),
    (b"\xd0\xcf\x11\xe0", f"Filen er et regneark i gammelt Excel-format (xls). {SAVE_AS_CSV}"),
    (b"%PDF", "Filen er en PDF. Bed om udtrækket som CSV i stedet."),
    (b"\xff\xfe", f"Filen er gemt som UTF-16. {SAVE_AS_CSV}"),
    (b"\xfe\xff", f"Filen er gemt som UTF-16. {SAVE_AS_CSV}"),
    (b"\x89PNG", "Filen er et billede. Bed om udtrækket som CSV i stedet."),
    (b"\xff\xd8\xff", "Filen er et billede. Bed om udtrækket som CSV i stedet."),
    (b"{\\rtf", f"Filen er et tekstdokument (RTF). {SAVE_AS_CSV}"),
)
INSIDE_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"xl/", f"Filen er et Excel-regneark (xlsx). {SAVE_AS_CSV}"),
    (b"opendocument.spreadsheet", f"Filen er et regneark fra LibreOffice (ods). {SAVE_AS_CSV}"),
    (b"word/", "Filen er et Word-dokument. Bed om udtrækket som CSV i stedet."),
)

# Danish letters in UTF-8, seen in a file that is not UTF-8 throughout: two encodings in one file.
_UTF8_LETTERS = re.compile(rb"\xc3[\xa6\xb8\xa5\x86\x98\x85]")


@dataclass(frozen=True)
class Problem:
    """What is wrong, where. `line` counts from 1; 0 means the whole file. `column` is "" when not one column."""

    line: int
    column: str
    message: str

    def sentence(self) -> str:
        """The problem as one Danish line for a list."""
        place = [f"Linje {self.line}"] if self.line else ["Filen"]
        return f"{', '.join(place + [f'kolonne {self.column}'] * bool(self.column))}: {self.message}"


class BadFile(Exception):
    """The whole file is refused."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        self.problem = Problem(line=line, column="", message=message)
        super().__init__(message)


@dataclass(frozen=True)
class Line:
    """One record: the lines it begins and ends on, and its fields."""

    first: int
    last: int
    fields: tuple[str, ...]


def too_large(size: int) -> Problem | None:
    """Ask before the bytes are read into memory: why a file of `size` bytes is refused, or None."""
    if size <= MAX_BYTES:
        return None
    return Problem(0, "", f"Filen er større end {MAX_BYTES // 1024 // 1024} MB. Del udtrækket i mindre filer.")


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the encoding it was in ("utf-8", "utf-8-sig" or "cp1252"). Raises BadFile."""
    large = too_large(len(data))
    if large:
        raise BadFile(large.message)
    kind = _kind(data)
    if kind:
        raise BadFile(kind)
    if b"\0" in data:
        raise BadFile(
            "Linjen har tegn, der ikke er tekst. Filen er nok ikke en CSV-fil, eller den er gået i stykker.",
            line=_line_of(data, data.index(b"\0")),
        )
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text, encoding = _windows_1252(data, _line_of(data, error.start)), "cp1252"
    if not text.strip(NOTHING):
        raise BadFile("Filen er tom.")
    return text, encoding


def lines(text: str, delimiter: str) -> Iterator[Line]:
    """Every record that is not empty. Raises BadFile at a quotation mark that is never closed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = 1
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile(_unreadable(str(error), first), line=first) from None
        if reader.line_num > MAX_LINES:
            raise BadFile(f"Filen har over {MAX_LINES} linjer. Del udtrækket i mindre filer.")
        if any(cell.strip(NOTHING) for cell in fields):
            yield Line(first, reader.line_num, tuple(fields))
        first = reader.line_num + 1


def _unreadable(reason: str, first: int) -> str:
    if "field limit" in reason:
        return f"Et felt på linje {first} er alt for langt. Filen er nok ikke en CSV-fil."
    return f"Et citationstegn, der begynder på linje {first}, er ikke lukket rigtigt. Resten af filen kan ikke læses."


def _kind(data: bytes) -> str | None:
    message = next((message for start, message in KINDS if data.startswith(start)), None)
    if message and data.startswith(b"PK\x03\x04"):
        # The list of names stands at the end of a zip; small office files name their parts early too.
        ends = data[:4096] + data[-65536:]
        return next((inside for name, inside in INSIDE_ZIP if name in ends), message)
    if message:
        return message
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "Filen er en webside eller XML. Bed om udtrækket som CSV i stedet."
    return None


def _windows_1252(data: bytes, line: int) -> str:
    if _UTF8_LETTERS.search(data):
        raise BadFile(
            "Filen blander to tegnsæt, så æ, ø og å ville blive forkerte. Gem den igen som “CSV UTF-8”.",
            line=line,
        )
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise BadFile(
            "Linjen har tegn, der hverken er UTF-8 eller Windows-1252. Gem filen igen som “CSV UTF-8”.",
            line=_line_of(data, error.start),
        ) from None


def _line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
