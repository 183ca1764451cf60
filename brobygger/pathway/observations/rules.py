"""What several people have seen of one person, and the file that "Tidlig opsporing" reads and writes. Plain rules.

The file is documented in docs/early-detection.md: CSV in UTF-8 with semicolons, one observation a line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256

AREAS = ("contact", "mood", "behaviour", "sleep", "appetite", "hygiene", "movement", "company", "other")
LEVELS = ("green", "yellow", "red")
PARTICIPATION = ("none", "seldom", "weekly", "often")

COLUMNS = ("noegle", "cpr", "dato", "omraade", "niveau", "plejer", "nu", "set_af")
_DANISH = ("kontakt", "humoer", "adfaerd", "soevn", "appetit", "hygiejne", "bevaegelse", "samvaer", "andet")
AREA_WORDS = dict(zip(_DANISH, AREAS, strict=True))
LEVEL_WORDS = {"groen": "green", "gul": "yellow", "roed": "red"}
OLDEST = timedelta(days=366)
LARGEST, MOST_LINES, LONGEST = 5_000_000, 20_000, 1000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One observation in a file. key: the other system's own number for the person."""

    line: int
    key: str = field(repr=False)
    cpr: str = field(repr=False)
    seen_on: date
    area: str
    level: str
    usual: str = field(repr=False)
    now: str = field(repr=False)
    seen_by: str = field(repr=False)

    @property
    def print_of_it(self) -> str:
        """The same line gives the same text, so that a file taken twice is taken once."""
        parts = (
            self.key,
            self.cpr,
            self.seen_on.isoformat(),
            self.area,
            self.level,
            self.usual,
            self.now,
            self.seen_by,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()


class BadFile(ValueError):
    """A file that cannot be read; the message is Danish, with the line."""


def read(content: bytes, *, today: date) -> list[Row]:
    """The observations in a file: all of them, or BadFile with the first line that is wrong. Never half a file."""
    if len(content) > LARGEST:
        raise BadFile("Filen er for stor: højst 5 MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("Filen er ikke gemt som UTF-8. Gem den igen som “CSV UTF-8”.") from None
    if "\x00" in text:
        raise BadFile("Filen er ikke en tekstfil.")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        raise BadFile("Filen kan ikke deles op i felter. Et citationstegn står måske forkert.") from None
    if not lines or tuple(cell.strip().lower() for cell in lines[0]) != COLUMNS:
        raise BadFile(f"Første linje skal være: {';'.join(COLUMNS)}.")
    if len(lines) > MOST_LINES:
        raise BadFile(f"Filen har for mange linjer: højst {MOST_LINES}.")
    return [_row(number, cells, today) for number, cells in enumerate(lines[1:], start=2) if any(cells)]


def _row(number: int, cells: Sequence[str], today: date) -> Row:
    if len(cells) != len(COLUMNS):
        raise BadFile(f"Linje {number}: der er {len(cells)} felter, men der skal være {len(COLUMNS)}.")
    key, cpr, day, area, level, usual, now, seen_by = (_plain(cell) for cell in cells)
    if not (key or cpr):
        raise BadFile(f"Linje {number}: skriv noegle eller cpr.")
    if area.lower() not in AREA_WORDS:
        raise BadFile(f"Linje {number}, omraade: skriv et af {', '.join(AREA_WORDS)}.")
    if level and level.lower() not in LEVEL_WORDS:
        raise BadFile(f"Linje {number}, niveau: skriv groen, gul eller roed, eller lad det stå tomt.")
    if not now:
        raise BadFile(f"Linje {number}, nu: skriv, hvad der er set.")
    if any(len(cell) > LONGEST for cell in (usual, now)) or any(len(cell) > 100 for cell in (key, seen_by)):
        raise BadFile(f"Linje {number}: en tekst er for lang.")
    return Row(number, key, cpr.replace("-", "").replace(" ", ""), _day(number, day, today),
               AREA_WORDS[area.lower()], LEVEL_WORDS.get(level.lower(), ""), usual, now, seen_by)  # fmt: skip


def _day(number: int, text: str, today: date) -> date:
    for shape in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            day = datetime.strptime(text, shape).date()
        except ValueError:
            continue
        if today - OLDEST <= day <= today:
            return day
        raise BadFile(f"Linje {number}, dato: skriv en dag inden for det seneste år.")
    raise BadFile(f"Linje {number}, dato: skriv den som 2027-01-31 eller 31-01-2027.")


def _plain(cell: str) -> str:
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:2] in _DANGEROUS else text


def written(rows: Iterable[Row]) -> str:
    """Observations as such a file. A cell that a spreadsheet would calculate gets an apostrophe; `read` takes it off.

    CPR numbers are never written: the other system knows the person by its own key.
    """
    areas = {code: word for word, code in AREA_WORDS.items()}
    levels = {code: word for word, code in LEVEL_WORDS.items()} | {"": ""}
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    out.writerow(COLUMNS)
    for row in rows:
        out.writerow([_safe(cell) for cell in (row.key, "", row.seen_on.isoformat(), areas[row.area],
                                               levels[row.level], row.usual, row.now, row.seen_by)])  # fmt: skip
    return text.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell


def together(levels: Iterable[str]) -> str:
    """What several levels suggest before anybody has judged: the most serious; empty when nobody gave one."""
    given = set(levels)
    return next((level for level in reversed(LEVELS) if level in given), "")
