"""Register extracts: bytes in, rows and problems out; and what an extract changes. No clock, no files.

A row with a problem is not among the rows, and a file that cannot be read throughout gives no rows at all:
half an extract would make everybody missing from it look gone.
No message holds a CPR number or anything else from a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from brobygger.foundation.kernel import cpr as cpr_rules
from brobygger.pathway.detection import register_values as values
from brobygger.pathway.detection.register_columns import find_columns, find_header, ignored
from brobygger.pathway.detection.register_file import MAX_BYTES as MAX_BYTES
from brobygger.pathway.detection.register_file import BadFile, Line, decode, lines
from brobygger.pathway.detection.register_file import Problem as Problem
from brobygger.pathway.detection.register_file import too_large as too_large
from brobygger.pathway.detection.register_values import BadCell, CivilStatus, Household, Sex

T = TypeVar("T")

MAX_PROBLEMS = 1000
MOST_MEANINGS = 200_000  # cells remembered while a file is read; a country has more streets than that

_CANNOT_BE_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Row:
    """One person as the extract describes them. None or "" means: not said.

    `cpr` is ten digits. `home_help_hours` are hours a week with one decimal. Only `line` is in `repr`.
    """

    line: int
    cpr: str = field(repr=False)
    born: date = field(repr=False)
    sex: Sex = field(repr=False)
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    civil_status: CivilStatus | None = field(default=None, repr=False)
    household: Household | None = field(default=None, repr=False)
    lives_alone: bool | None = field(default=None, repr=False)
    personal_care: bool | None = field(default=None, repr=False)
    home_help_hours: Decimal | None = field(default=None, repr=False)
    languages: tuple[str, ...] = field(default=(), repr=False)
    phone: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Extract:
    """What was read. `lines_read` counts people's lines, also those with a problem.

    `held_back`: CPR numbers of people who stand in the file but whose row has a problem; they are not gone.
    `ignored`: columns in the file that Brobygger does not use.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    encoding: str | None
    delimiter: str | None
    lines_read: int = 0
    held_back: frozenset[str] = field(default=frozenset(), repr=False)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownPerson:
    """What is on file about somebody: where they lived, to see a move, and whether they were offered before."""

    address: str = field(repr=False)
    offered: bool
    postcode: str = field(default="", repr=False)


@dataclass(frozen=True)
class Comparison:
    """What the extract changes. `moved` and `already_offered` are parts of `known`; the two may overlap.

    `gone` holds the keys in the previous extract that are not in this one.
    """

    new: tuple[Row, ...]
    known: tuple[Row, ...]
    moved: tuple[Row, ...]
    already_offered: tuple[Row, ...]
    gone: frozenset[str] = field(repr=False)


def read(data: bytes, *, today: date, allow_test: bool) -> Extract:
    """Read a register extract: UTF-8 or Windows-1252, divided by ; , or tab, first line with column names.

    Needs a CPR number and a name for everybody. Never raises: what is wrong is in `problems`, in Danish.
    """
    try:
        text, encoding = decode(data)
        delimiter, header = find_header(text)
    except BadFile as bad:
        return Extract((), (bad.problem,), None, None)
    columns, problems = find_columns(header)
    if problems:
        return Extract((), problems, encoding, delimiter)
    reading = _Reading(columns, len(header.fields), today, allow_test)
    try:
        for line in lines(text, delimiter):
            if line.first > header.last:
                reading.take(line)
        if not reading.lines_read:
            raise BadFile("Filen har kolonnenavne, men ingen borgere.")
    except BadFile as bad:
        return Extract((), (*reading.problems, bad.problem), encoding, delimiter, reading.lines_read)
    return Extract(
        rows=tuple(reading.rows),
        problems=tuple(reading.problems),
        encoding=encoding,
        delimiter=delimiter,
        lines_read=reading.lines_read,
        held_back=frozenset(reading.first_line) - {row.cpr for row in reading.rows},
        ignored=ignored(header, columns),
    )


def compare(
    rows: Collection[Row],
    known: Mapping[str, KnownPerson],
    previous: Set[str] | None,
    *,
    held_back: Set[str] = frozenset(),
    key: Callable[[str], str] = str,
) -> Comparison:
    """Compare an extract's rows with people on file and with the previous extract (None = there is none).

    `known` and `previous` are keyed by `key(cpr)`: the number itself, or the blind index where only that is
    kept. Give the extract's `held_back` so that a mistyped row does not make anybody look gone.
    """
    seen = {key(row.cpr): row for row in rows}
    old = tuple(row for found, row in seen.items() if found in known)
    present = seen.keys() | {key(number) for number in held_back}
    return Comparison(
        new=tuple(row for found, row in seen.items() if found not in known),
        known=old,
        moved=tuple(row for row in old if _has_moved(row, known[key(row.cpr)])),
        already_offered=tuple(row for row in old if known[key(row.cpr)].offered),
        gone=frozenset(previous - present) if previous is not None else frozenset(),
    )


class _Reading:
    """The rows and problems gathered so far."""

    def __init__(self, columns: Mapping[str, int], width: int, today: date, allow_test: bool) -> None:
        self.columns = columns
        self.width = width
        self.today = today
        self.allow_test = allow_test
        self.rows: list[Row] = []
        self.problems: list[Problem] = []
        self.first_line: dict[str, int] = {}
        self.lines_read = 0
        self.meanings: dict[tuple[str, str], object] = {}

    def take(self, line: Line) -> None:
        """Read one person's line. Raises BadFile after so many problems that the file must be wrong."""
        self.lines_read += 1
        shape = _shape_problem(line, self.width)
        if shape:
            self.problems.append(shape)
        else:
            self._take_cells(line)
        if len(self.problems) > MAX_PROBLEMS:
            raise BadFile(f"Der er over {MAX_PROBLEMS} fejl. Resten af filen er ikke læst.", line=line.first)

    def _take_cells(self, line: Line) -> None:
        if len(self.meanings) > MOST_MEANINGS:
            self.meanings.clear()
        cells = _Cells(line, self.columns, self.meanings)
        number = self._number(cells)
        row = _row(cells, number) if number else None
        if row is None or cells.problems:
            self.problems += cells.problems
        else:
            self.rows.append(row)

    def _number(self, cells: _Cells) -> cpr_rules.Cpr | None:
        try:
            found = cpr_rules.parse(cells.raw("cpr"), allow_test=self.allow_test, today=self.today)
        except cpr_rules.BadCpr as bad:
            cells.add("cpr", bad.message_da)
            return None
        first = self.first_line.setdefault(found.number, cells.line.first)
        if first != cells.line.first:
            cells.add("cpr", f"Den samme borger står også på linje {first}.")
        return found


class _Cells:
    """One line's cells by our column names, and the problems found in them."""

    def __init__(self, line: Line, columns: Mapping[str, int], meanings: dict[tuple[str, str], object]) -> None:
        self.line = line
        self.columns = columns
        self.meanings = meanings  # what a cell of a column means: streets, towns and yes come again and again
        self.problems: list[Problem] = []

    def raw(self, column: str) -> str:
        place = self.columns.get(column)
        return "" if place is None else " ".join(self.line.fields[place].split())

    def add(self, column: str, message: str) -> None:
        self.problems.append(Problem(self.line.first, column, message))

    def get(self, column: str, reader: Callable[[str], T]) -> T | None:
        place = self.columns.get(column)
        if place is None:
            return None
        key = (column, self.line.fields[place])
        if key in self.meanings:
            return cast("T | None", self.meanings[key])
        cell = self.raw(column)
        try:
            meaning = reader(cell) if cell else None
        except BadCell as bad:
            self.add(column, bad.message)
            return None
        self.meanings[key] = meaning
        return meaning

    def words(self, column: str) -> str:
        return self.get(column, lambda cell: values.text(cell, longest=values.LONGEST[column])) or ""

    def name(self) -> tuple[str, str]:
        """Given and family name; a problem when there is neither."""
        before = len(self.problems)
        given, family = self.words("fornavn"), self.words("efternavn")
        if not (given or family):
            given, family = self.get("navn", values.given_and_family_name) or ("", "")
            if not (given or family) and len(self.problems) == before:
                self.add("navn" if "navn" in self.columns else "fornavn", "Navnet mangler.")
        return given, family


def _row(cells: _Cells, number: cpr_rules.Cpr) -> Row:
    """The row as far as the cells can be read; used only when `cells` ends without problems."""
    given, family = cells.name()
    lives_with, alone = cells.get("husstand", values.household) or (None, None)
    said_alone = cells.get("bor_alene", values.yes_no)
    if None not in (alone, said_alone) and alone != said_alone:
        cells.add("bor_alene", "Bor alene og husstand siger hver sit.")
    if said_alone:
        lives_with = "alone"
    if cells.get("køn", values.sex) not in (None, number.sex):
        cells.add("køn", "Køn passer ikke til CPR-nummeret. Måske er to kolonner byttet om.")
    return Row(
        line=cells.line.first,
        cpr=number.number,
        born=number.born,
        sex=number.sex,
        given_name=given,
        family_name=family,
        address=cells.words("adresse"),
        postcode=cells.get("postnr", values.postcode) or "",
        city=cells.words("by"),
        civil_status=cells.get("civilstand", values.civil_status),
        household=lives_with,
        lives_alone=alone if said_alone is None else said_alone,
        personal_care=cells.get("personlig_pleje", values.yes_no),
        home_help_hours=cells.get("hjemmehjælp_timer", values.hours),
        languages=cells.get("sprog", values.languages) or (),
        phone=cells.get("telefon", values.phone) or "",
    )


def _shape_problem(line: Line, width: int) -> Problem | None:
    """Why a line cannot be taken apart safely, whatever its cells say."""
    whole = "".join(line.fields)
    if "\n" in whole or "\r" in whole:
        # Two stray quotation marks can swallow everybody between them.
        message = f"Et felt går over flere linjer (til linje {line.last}). Et citationstegn står måske forkert."
        return Problem(line.first, "", message)
    extra = line.fields[width:]
    if len(line.fields) < width or any(cell.strip() for cell in extra):
        message = f"Linjen har {len(line.fields)} felter, men overskriften har {width}."
        return Problem(line.first, "", message)
    if _CANNOT_BE_TEXT.search(whole):
        return Problem(line.first, "", "Linjen har usynlige tegn, der ikke hører til i tekst.")
    if "\ufffd" in whole:
        return Problem(line.first, "", "Linjen har tabt bogstaver (�). Bed om udtrækket igen som “CSV UTF-8”.")
    return None


def _has_moved(row: Row, before: KnownPerson) -> bool:
    """Only when both addresses are on file: an empty one says nothing."""
    pairs = ((row.address, before.address), (row.postcode, before.postcode))
    return any(_same_words(new) != _same_words(old) for new, old in pairs if new and old)


def _same_words(address: str) -> str:
    return re.sub(r"[\s.,]+", "", address.casefold())
