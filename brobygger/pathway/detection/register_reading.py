"""Cells of a register extract read a column at a time: the same readers, asked once for each thing a column says.

What is not certain is left to the careful reader of one line (register_rules): nothing is accepted here that it would
refuse, and nothing refused here at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

import polars as pl

from brobygger.foundation.kernel import cpr as cpr_rules
from brobygger.pathway.detection import register_values as values
from brobygger.pathway.detection.register_values import BadCell

MOST_MEANINGS = 200_000  # cells of a column remembered while a file is read; a country has more streets than that

Kind: TypeAlias = pl.DataType | type[pl.DataType]

# What a person's line says, as columns. Hours are tenths of an hour; languages are divided by comma.
PEOPLE = {
    "line": pl.Int64, "cpr": pl.String, "born": pl.Date, "sex": pl.String, "given_name": pl.String,
    "family_name": pl.String, "address": pl.String, "postcode": pl.String, "city": pl.String,
    "civil_status": pl.String, "household": pl.String, "lives_alone": pl.Boolean, "personal_care": pl.Boolean,
    "hours_in_tenths": pl.Int64, "languages": pl.String, "phone": pl.String,
}  # fmt: skip


@dataclass
class Meanings:
    """What cells of each column have meant so far in this file."""

    today: date
    allow_test: bool
    known: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def of(self, column: str, cells: pl.Series, read: Callable[[Any], Any], kind: Kind) -> pl.Series:
        """What each cell means; None where it says nothing, or where `read` refuses it."""
        known = self.known.setdefault(column, {})
        if len(known) > MOST_MEANINGS:
            known.clear()
        for cell in cells.unique().drop_nulls():
            if cell not in known:
                known[cell] = _meaning(read, cell)
        if not known:
            return pl.Series(column, [None] * len(cells), kind)
        return cells.replace_strict(list(known), list(known.values()), default=None, return_dtype=kind)


def _meaning(read: Callable[[Any], Any], cell: Any) -> Any:
    try:
        return read(cell)
    except (BadCell, cpr_rules.BadCpr):
        return None


@dataclass(frozen=True)
class Judged:
    """`people`: lines read, with columns as PEOPLE. `doubtful`: numbers of lines to be looked at one by one.

    `numbers`: the CPR number of every line that has a right one, doubtful or not (columns: line, cpr).
    """

    people: pl.DataFrame = field(repr=False)
    doubtful: pl.Series = field(repr=False)
    numbers: pl.DataFrame = field(repr=False)


def judge(cells: pl.DataFrame, *, tidy: bool, meanings: Meanings) -> Judged:
    """Read some lines. `cells` has `line` and our columns of the file."""
    if not tidy:
        given = [name for name in cells.columns if name != "line"]
        cells = cells.with_columns(pl.col(name).str.replace_all(r"\s+", " ").str.strip_chars(" ") for name in given)
    reading = _Columns(cells, meanings)
    reading.number()
    reading.name()
    reading.home()
    reading.text("address", "adresse")
    reading.text("city", "by")
    reading.words("postcode", "postnr", values.postcode)
    reading.words("civil_status", "civilstand", values.civil_status)
    reading.words("personal_care", "personlig_pleje", values.yes_no, pl.Boolean)
    reading.words("hours_in_tenths", "hjemmehjælp_timer", lambda cell: int(values.hours(cell) * 10), pl.Int64)
    reading.words("languages", "sprog", lambda cell: ",".join(values.languages(cell)))
    reading.phone()
    return reading.done()


class _Columns:
    """The columns read so far, and the lines in doubt."""

    def __init__(self, cells: pl.DataFrame, meanings: Meanings) -> None:
        self.cells = cells
        self.meanings = meanings
        self.read: dict[str, pl.Series] = {"line": cells["line"]}
        self.doubt = pl.Series("doubt", [False], pl.Boolean).new_from_index(0, cells.height)

    def cell(self, column: str) -> pl.Series | None:
        return self.cells[column] if column in self.cells.columns else None

    def nothing(self, kind: Kind = pl.String) -> pl.Series:
        return pl.Series([None], dtype=kind).new_from_index(0, self.cells.height)

    def words(
        self,
        name: str,
        column: str,
        read: Callable[[str], Any],
        kind: Kind = pl.String,
    ) -> None:
        """A column of few different cells."""
        self.read[name] = self.meaning(column, read, kind)

    def meaning(self, column: str, read: Callable[[str], Any], kind: Kind) -> pl.Series:
        cells = self.cell(column)
        if cells is None:
            return self.nothing(kind)
        found = self.meanings.of(f"{column}:{kind}", cells, lambda cell: read(cell) if cell else None, kind)
        self.doubt |= found.is_null() & (cells != "")
        return found

    def text(self, name: str, column: str) -> None:
        """Words as they stand."""
        cells = self.cell(column)
        if cells is None:
            self.read[name] = self.nothing().fill_null("")
            return
        self.doubt |= cells.str.len_chars() > values.LONGEST[column]
        self.read[name] = cells

    def number(self) -> None:
        """Ten digits, born and sex. The first seven digits tell the day, the last one the sex (facts.md)."""
        cells = self.cells["cpr"]
        usual = cells.str.contains(r"^[0-9]{6}-?[0-9]{4}$")
        if not usual.all():
            other = cells.set(usual, None)
            told = self.meanings.of("cpr", other, self._digits, pl.String)
            cells = cells.zip_with(usual, told)
        digits = cells.str.replace("-", "", literal=True)
        first = digits.str.slice(0, 7)
        born = self._born(first)
        odd = digits.str.slice(9, 1).str.contains("[13579]")
        self.read |= {
            "cpr": digits.set(born.is_null(), None),
            "born": born,
            "sex": pl.Series("sex", ["male"]).new_from_index(0, len(odd)).zip_with(
                odd.fill_null(False), pl.Series("sex", ["female"]).new_from_index(0, len(odd))
            ),
        }  # fmt: skip
        self.doubt |= born.is_null()
        said = self.meaning("køn", values.sex, pl.String)
        self.doubt |= (said != self.read["sex"]).fill_null(False)

    def _born(self, first: pl.Series) -> pl.Series:
        """Birth dates of seven digits; None where the careful reader has something to say (cpr.parse)."""
        seven = pl.DataFrame({"seven": first.unique().drop_nulls()})
        day, year = pl.col("day"), pl.col("year")
        known = (
            seven.with_columns(pl.col("seven").str.slice(n, 2).cast(pl.Int64).alias(name)
                               for n, name in ((0, "day"), (2, "month"), (4, "year")))
            .with_columns(
                is_test=day > cpr_rules.TEST_DAY, day=pl.when(day > cpr_rules.TEST_DAY).then(
                    day - cpr_rules.TEST_DAY).otherwise(day),
                century=_century(pl.col("seven").str.slice(6, 1).cast(pl.Int64), year),
            )
            .with_columns(born=pl.format("{}-{}-{}", pl.col("century") + year, _two("month"), _two("day"))
                          .str.to_date("%Y-%m-%d", strict=False))
            .filter(pl.col("born") <= self.meanings.today, ~pl.col("is_test") | pl.lit(self.meanings.allow_test))
        )  # fmt: skip
        return pl.DataFrame({"seven": first}).join(known, on="seven", how="left", maintain_order="left")["born"]

    def _digits(self, text: str) -> str:
        return cpr_rules.parse(text, allow_test=self.meanings.allow_test, today=self.meanings.today).number

    def name(self) -> None:
        """From two columns, else from one, which is cut at its last blank; "Holm, Aase" is read by the careful one."""
        self.text("given_name", "fornavn")
        self.text("family_name", "efternavn")
        missing = (self.read["given_name"] == "") & (self.read["family_name"] == "")
        whole = self.cell("navn")
        if whole is None or not missing.any():
            self.doubt |= missing
            return
        longest = values.LONGEST["fornavn"]
        parts = pl.DataFrame({"whole": whole}).select(
            given=pl.col("whole").str.extract(r"^(.*) [^ ]*$").fill_null(""),
            family=pl.col("whole").str.extract(r"([^ ]*)$").fill_null(""),
        )
        self.read["given_name"] = parts["given"].zip_with(missing, self.read["given_name"])
        self.read["family_name"] = parts["family"].zip_with(missing, self.read["family_name"])
        unsure = (
            whole.str.contains(",", literal=True)
            | (parts["given"].str.len_chars() > longest)
            | (parts["family"].str.len_chars() > longest)
            | (whole == "")
        )
        self.doubt |= unsure & missing

    def home(self) -> None:
        """Whom somebody lives with; the two columns that can say so must agree."""
        lives_with = self.meaning("husstand", lambda cell: values.household(cell)[0] or "", pl.String)
        alone = self.meaning("husstand", lambda cell: values.household(cell)[1], pl.Boolean)
        said = self.meaning("bor_alene", values.yes_no, pl.Boolean)
        self.doubt |= (alone != said).fill_null(False)
        here = pl.DataFrame({"with": lives_with, "alone": alone, "said": said}).select(
            household=pl.when(pl.col("said")).then(pl.lit("alone")).otherwise(
                pl.when(pl.col("with") != "").then(pl.col("with"))
            ),
            lives_alone=pl.coalesce("said", "alone"),
        )  # fmt: skip
        self.read |= {"household": here["household"], "lives_alone": here["lives_alone"]}

    def phone(self) -> None:
        """Eight digits stand as they are; other ways of writing a number are read."""
        cells = self.cell("telefon")
        if cells is None:
            self.read["phone"] = self.nothing().fill_null("")
            return
        usual = cells.str.contains("^[1-9][0-9]{7}$") | (cells == "")
        if not usual.all():
            told = self.meanings.of("telefon", cells.set(usual, None), values.phone, pl.String)
            cells = cells.zip_with(usual, told)
            self.doubt |= cells.is_null()
        self.read["phone"] = cells.fill_null("")

    def done(self) -> Judged:
        frame = pl.DataFrame({name: self.read[name].alias(name) for name in PEOPLE}).with_columns(
            pl.col("postcode", "languages").fill_null("")
        )
        sure = ~self.doubt.fill_null(True)
        numbers = frame.select("line", "cpr").drop_nulls()
        return Judged(frame.filter(sure), frame.filter(~sure)["line"], numbers)


def _century(seventh: pl.Expr, year: pl.Expr) -> pl.Expr:
    """The hundreds of the birth year: the CPR office's table of the seventh digit (facts.md)."""
    return (
        pl.when(seventh <= 3).then(1900)
        .when(seventh.is_in([4, 9])).then(pl.when(year <= 36).then(2000).otherwise(1900))
        .otherwise(pl.when(year <= 57).then(2000).otherwise(1800))
    )  # fmt: skip


def _two(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.String).str.zfill(2)
