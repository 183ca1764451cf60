"""The parts a report is made of, and how its numbers are said in a language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from brobygger.insight.disclosure.rules import THRESHOLD, Divided
from brobygger.insight.evaluation.published_rules import Figure

Block = dict[str, Any]
Value = int | float | None


class Cell(NamedTuple):
    """A number in a table: as it is read, and as a spreadsheet keeps it (a share is 0–1; None is hidden)."""

    text: str
    value: Value


class Big(NamedTuple):
    """A number as large as the page allows, and the few words it is about."""

    number: str
    text: str
    value: int


def text(sentence: str) -> Block:
    return {"kind": "text", "text": sentence}


def heading(words: str) -> Block:
    return {"kind": "heading", "text": words}


def bullets(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": [item for item in items if item]}


def explained(items: Iterable[tuple[str, str]]) -> Block:
    """Bullets that tables lead to: a figure's short name, and what it is and is not."""
    given = list(items)
    return {"kind": "list", "items": [words for _name, words in given], "anchors": [name for name, _words in given]}


def big(numbers: Iterable[Big]) -> Block:
    """Numbers to be read from across a room."""
    return {"kind": "big", "items": [each._asdict() for each in numbers]}


def curve(caption: str, axis: str, dots: Iterable[Sequence[Value]]) -> Block:
    """A figure of shares day by day (evaluation.curve_figure): day, per cent, and the limits of its uncertainty."""
    return {"kind": "curve", "caption": caption, "axis": axis, "dots": [list(dot) for dot in dots]}


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[str | Cell]], *, numbers: int = 0,
    anchors: Sequence[str] = (),
) -> Block:  # fmt: skip
    """numbers: how many of the last columns are numbers. `rows` is what is read; `values` what is computed with.

    anchors: for each row the short name of what explains it (`explained`).
    """
    kept = [list(row) for row in rows]
    return {
        **({"anchors": list(anchors)} if anchors else {}),
        "kind": "table", "caption": caption, "columns": list(columns),
        "rows": [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in kept],
        "values": [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in kept],
        "numbers": numbers,
    }  # fmt: skip


@dataclass(frozen=True)
class Saying:
    """Numbers in a language: "da" or "en"."""

    language: str

    def count(self, number: int) -> str:
        marked = f"{number:,}"
        return marked if self.language == "en" else marked.replace(",", ".")

    def counted(self, number: int | None) -> Cell:
        return Cell(_("skjult") if number is None else self.count(number), number)

    def percent(self, share: int | None) -> Cell:
        return Cell("–", None) if share is None else Cell(f"{share} %", share / 100)

    def number(self, value: float | None, decimals: int = 1) -> str:
        if value is None:
            return "–"
        spoken = f"{value:.{decimals}f}"
        if decimals == 1:
            spoken = spoken.removesuffix(".0")
        spoken = spoken.replace("-", "−")
        return spoken if self.language == "en" else spoken.replace(".", ",")

    def interval(self, figure: Figure, decimals: int = 1, unit: str = "") -> str:
        """ "fra −1,6 til −0,8"; empty without one."""
        if figure.low is None and figure.high is None:
            return ""
        low, high = (self.number(end, decimals) + unit for end in (figure.low, figure.high))
        return _("fra %(low)s til %(high)s") % {"low": low, "high": high}

    def people(self, divided: Divided) -> str:
        """How many of a total in two."""
        if divided.part is not None:
            return self.count(divided.part)
        if divided.part_at_least is not None:
            return _("mindst %(n)s") % {"n": divided.part_at_least}
        return _("under %(n)s") % {"n": THRESHOLD}

    def counted_on(self, day: date | None) -> list[Block]:
        """The sentence of a part that stands as it was told on an earlier day; nothing for one counted today."""
        if day is None:
            return []
        values = {"day": date_format(day, "j. F Y" if self.language != "en" else "j F Y"), "n": THRESHOLD}
        return [
            text(
                _("Opgjort den %(day)s. Der er sket for lidt siden til at vise nye tal: forskellen ville handle om "
                  "færre end %(n)s.") % values
            )
        ]  # fmt: skip
