"""Register extracts: bytes in, rows and problems out; and what an extract changes. No clock, no files.

A row with a problem is not among the rows, and a file that cannot be read throughout gives no rows at all:
half an extract would make everybody missing from it look gone.
No message holds a CPR number or anything else from a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

import polars as pl

from brobygger.foundation.kernel import cpr as cpr_rules
from brobygger.pathway.detection import register_values as values
from brobygger.pathway.detection.register_columns import find_columns, find_header, ignored
from brobygger.pathway.detection.register_file import MAX_BYTES as MAX_BYTES
from brobygger.pathway.detection.register_file import BadFile, Line, decode
from brobygger.pathway.detection.register_file import Problem as Problem
from brobygger.pathway.detection.register_file import too_large as too_large
from brobygger.pathway.detection.register_reading import MOST_MEANINGS, PEOPLE, Meanings, judge
from brobygger.pathway.detection.register_table import Cells, cut
from brobygger.pathway.detection.register_values import BadCell, CivilStatus, Household, Sex

T = TypeVar("T")

MAX_PROBLEMS = 1000

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


@dataclass(frozen=True, eq=False)
class Extract:
    """What was read. `lines_read` counts people's lines, also those with a problem.

    `people`: one line for each person, columns as register_reading.PEOPLE; `rows` gives the same as objects, which a
    whole country has no room for. `held_back`: CPR numbers of people who stand in the file but whose row has a
    problem; they are not gone. `ignored`: columns in the file that Brobygger does not use.
    """

    people: pl.DataFrame = field(repr=False)
    problems: tuple[Problem, ...]
    encoding: str | None
    delimiter: str | None
    lines_read: int = 0
    held_back: frozenset[str] = field(default=frozenset(), repr=False)
    ignored: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return rows_of(self.people)


def rows_of(people: pl.DataFrame) -> tuple[Row, ...]:
    """The people of a frame (columns as PEOPLE) one by one."""
    return tuple(_row_of(one) for one in people.select(*PEOPLE).iter_rows(named=True))


Progress = Callable[[int, int], None]  # lines done, lines in all; raises to stop


def read(data: bytes, *, today: date, allow_test: bool, progress: Progress | None = None) -> Extract:
    """Read a register extract: UTF-8 or Windows-1252, divided by ; , or tab, first line with column names.

    Needs a CPR number and a name for everybody. Never raises: what is wrong is in `problems`, in Danish.
    """
    try:
        text, encoding = decode(data)
        delimiter, header = find_header(text)
    except BadFile as bad:
        return Extract(_NOBODY, (bad.problem,), None, None)
    columns, problems = find_columns(header)
    if problems:
        return Extract(_NOBODY, problems, encoding, delimiter)
    reading = _Reading(columns, len(header.fields), today, allow_test)
    in_all = data.count(b"\n") if progress else 0
    try:
        for cells in cut(text, delimiter, header, columns, reading.is_odd):
            reading.take(cells)
            if progress:
                progress(min(reading.lines_read, in_all), in_all)
        if not reading.lines_read:
            raise BadFile("Filen har kolonnenavne, men ingen borgere.")
    except BadFile as bad:
        return Extract(_NOBODY, (*reading.problems, bad.problem), encoding, delimiter, reading.lines_read)
    people = reading.people()
    return Extract(
        people=people,
        problems=tuple(reading.problems),
        encoding=encoding,
        delimiter=delimiter,
        lines_read=reading.lines_read,
        held_back=reading.held_back(people),
        ignored=ignored(header, columns),
    )


class _Reading:
    """The people and problems gathered so far."""

    def __init__(self, columns: Mapping[str, int], width: int, today: date, allow_test: bool) -> None:
        self.columns = columns
        self.width = width
        self.today = today
        self.allow_test = allow_test
        self.meanings = Meanings(today, allow_test)
        self.said: dict[tuple[str, str], object] = {}
        self.read: list[pl.DataFrame] = []
        self.numbers: list[pl.DataFrame] = []
        self.problems: list[Problem] = []
        self.lines_read = 0

    def is_odd(self, line: Line) -> bool:
        return _shape_problem(line, self.width) is not None

    def take(self, cells: Cells) -> None:
        """Read some lines. Raises BadFile after so many problems that the file must be wrong."""
        judged = judge(cells.frame, tidy=cells.tidy, meanings=self.meanings)
        again = judged.numbers.filter(pl.col("cpr").is_duplicated())["line"].to_list()
        for before in self.numbers:  # hashes, some ten milliseconds for a million
            again += judged.numbers.join(before, on="cpr", how="semi")["line"].to_list()
        self.numbers.append(judged.numbers)
        alone = sorted({*again, *judged.doubtful})
        lines = [*cells.odd, *map(cells.line_of, alone)]
        rows = self._one_by_one(sorted(lines, key=lambda line: line.first), cells)
        sure = judged.people.filter(~pl.col("line").is_in(alone)) if alone else judged.people
        if rows:
            sure = pl.concat([sure, pl.DataFrame(list(map(_as_column, rows)), PEOPLE, orient="row")]).sort("line")
        self.read.append(sure)
        self.lines_read += cells.lines
        if cells.broken:
            raise cells.broken

    def _one_by_one(self, lines: list[Line], cells: Cells) -> list[Row]:
        if len(self.said) > MOST_MEANINGS:
            self.said.clear()
        first, rows = self._first_lines(lines), []
        for line in lines:
            shape = _shape_problem(line, self.width)
            row = None if shape else self._row(line, first)
            if shape:
                self.problems.append(shape)
            if row:
                rows.append(row)
            if len(self.problems) > MAX_PROBLEMS:
                self.lines_read += sum(odd.first <= line.first for odd in cells.odd)
                self.lines_read += cells.frame.filter(pl.col("line") <= line.first).height
                message = f"Der er over {MAX_PROBLEMS} fejl. Resten af filen er ikke læst."
                raise BadFile(message, line=line.first)
        return rows

    def _first_lines(self, lines: list[Line]) -> dict[str, int]:
        """Where each number of these lines stands the first time."""
        here = pl.DataFrame({"line": [line.first for line in lines]}, {"line": pl.Int64})
        asked = here.join(self.numbers[-1], on="line").select("cpr").unique()
        found = pl.concat([some.join(asked, on="cpr", how="semi") for some in self.numbers])
        return dict(found.group_by("cpr").agg(pl.col("line").min()).iter_rows())

    def _row(self, line: Line, first: Mapping[str, int]) -> Row | None:
        """One line read with care; None when it has a problem, which is kept."""
        cells = _Cells(line, self.columns, self.said)
        number = self._number(cells, first)
        row = _row(cells, number) if number else None
        self.problems += cells.problems
        return None if cells.problems else row

    def _number(self, cells: _Cells, first: Mapping[str, int]) -> cpr_rules.Cpr | None:
        try:
            found = cpr_rules.parse(cells.raw("cpr"), allow_test=self.allow_test, today=self.today)
        except cpr_rules.BadCpr as bad:
            cells.add("cpr", bad.message_da)
            return None
        if first[found.number] != cells.line.first:
            cells.add("cpr", f"Den samme borger står også på linje {first[found.number]}.")
        return found

    def people(self) -> pl.DataFrame:
        made = pl.concat(self.read)
        self.read.clear()
        return made

    def held_back(self, people: pl.DataFrame) -> frozenset[str]:
        """Numbers that stand in the file and are nobody's among the people."""
        if not self.problems:
            return frozenset()
        every = pl.concat(self.numbers).select("cpr").unique()
        return frozenset(every.join(people, on="cpr", how="anti")["cpr"])


_NOBODY = pl.DataFrame(schema=PEOPLE)


def _as_column(row: Row) -> tuple[object, ...]:
    hours = None if row.home_help_hours is None else int(row.home_help_hours * 10)
    return (
        row.line, row.cpr, row.born, row.sex, row.given_name, row.family_name, row.address, row.postcode, row.city,
        row.civil_status, row.household, row.lives_alone, row.personal_care, hours, ",".join(row.languages), row.phone,
    )  # fmt: skip


def _row_of(one: dict[str, Any]) -> Row:
    tenths, languages = one.pop("hours_in_tenths"), one.pop("languages")
    hours = None if tenths is None else Decimal(tenths).scaleb(-1)
    return Row(**one, home_help_hours=hours, languages=tuple(filter(None, languages.split(","))))


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
