"""A register extract as columns of cells, some hundred thousand lines at a time.

Most extracts are plain: no quotation marks, every line with as many fields as the heading. Such a file is cut by
polars. Anything else is cut line by line as before; the cells that come out are the same (tests read both ways).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from brobygger.pathway.detection import register_file
from brobygger.pathway.detection.register_file import NOTHING, BadFile, Line, lines

PLAIN_LINES, QUOTED_LINES = 200_000, 50_000  # so many at a time: what is held beside the file stays small
LONGEST_LINE = 131_072  # the line reader's own limit for a field; longer lines are told of by it

# Whitespace that Python's split() knows and that is not the ordinary blank.
_ODD_BLANKS = (b"\xc2\xa0", b"\xc2\x85", b"\xe1\x9a\x80", b"\xe2\x80", b"\xe2\x81\x9f", b"\xe3\x80\x80")
_CONTROL_IN_UTF8 = re.compile(rb"\xc2[\x80-\x9f]")
_NO_LETTER = b"\xef\xbf\xbd"  # U+FFFD: a letter was lost before the file came here


@dataclass(frozen=True)
class Cells:
    """Some lines of the file: `frame` has `line` and our columns as they are written (an empty cell is "").

    odd: lines that cannot be taken apart by columns. tidy: no cell has blanks to be made one or taken away.
    line_of: a line by its number, for the few that must be read once more.
    """

    frame: pl.DataFrame = field(repr=False)
    odd: tuple[Line, ...] = field(default=(), repr=False)
    tidy: bool = False
    line_of: Callable[[int], Line] = field(default=lambda _number: Line(0, 0, ()), repr=False)
    broken: BadFile | None = None  # nothing after these lines can be read

    @property
    def lines(self) -> int:
        return self.frame.height + len(self.odd)


def cut(
    text: str, delimiter: str, header: Line, columns: Mapping[str, int], is_odd: Callable[[Line], bool]
) -> Iterator[Cells]:
    """All lines below the heading. `is_odd`: whether a line's shape is wrong; the plain cut has none such."""
    body = _below(text, header.last).encode().rstrip(b"\r\n")
    plain = _plain(body)
    if plain is None:
        yield from _line_by_line(text, delimiter, header, columns, is_odd)
    else:
        yield from _by_polars(body, plain, delimiter, header, columns, is_odd)


def _below(text: str, last: int) -> str:
    place = 0
    for _line in range(last):
        found = text.find("\n", place)
        if found < 0:
            return ""
        place = found + 1
    return text[place:]


def _plain(body: bytes) -> np.ndarray | None:
    """Where the plain body's lines end; None when the careful reader must take it."""
    marks = np.frombuffer(body, dtype=np.uint8)
    low = marks[marks < 32]
    ends = np.append(np.flatnonzero(marks == 10), len(body))
    returns = int(np.count_nonzero(low == 13))
    # One letter is looked for before two: that is ten times as quick where it is seldom.
    careful = (
        not body
        or b'"' in body
        or b"\x7f" in body
        or len(ends) > register_file.MAX_LINES - 10
        or (b"\xef" in body and _NO_LETTER in body)
        or (b"\xc2" in body and _CONTROL_IN_UTF8.search(body))
        or (np.diff(ends, prepend=-1) <= 1).any()  # an empty line
        or (returns and (returns != body.count(b"\r\n") or b"\n\r" in body or body.startswith(b"\r")))
        or len(low) != len(ends) - 1 + returns + int(np.count_nonzero(low == 9))
        or int(np.diff(ends, prepend=-1).max()) > LONGEST_LINE
    )
    return None if careful else ends


def _by_polars(
    body: bytes,
    ends: np.ndarray,
    delimiter: str,
    header: Line,
    columns: Mapping[str, int],
    is_odd: Callable[[Line], bool],
) -> Iterator[Cells]:

    def line_of(number: int) -> Line:
        place = number - header.last - 1
        first = int(ends[place - 1]) + 1 if place else 0
        return Line(number, number, tuple(body[first : int(ends[place])].decode().rstrip("\r").split(delimiter)))

    for begin in range(0, len(ends), PLAIN_LINES):
        last = min(begin + PLAIN_LINES, len(ends))
        piece = body[int(ends[begin - 1]) + 1 if begin else 0 : int(ends[last - 1])]
        raw = _as_columns(piece, last - begin, delimiter, len(header.fields), sorted(columns.values()))
        if raw is None:  # as many fields in all, but not in every line
            some = [line_of(header.last + 1 + number) for number in range(begin, last)]
            yield _pieces([line for line in some if any(cell.strip(NOTHING) for cell in line.fields)], columns, is_odd)
            continue
        raw.columns = [name for name, _place in sorted(columns.items(), key=lambda one: one[1])]
        frame = raw.with_columns(line=pl.int_range(header.last + 1 + begin, header.last + 1 + last, dtype=pl.Int64))
        yield Cells(_without_empty(frame, line_of), (), _is_tidy(piece, delimiter), line_of)


def _as_columns(piece: bytes, count: int, delimiter: str, width: int, places: list[int]) -> pl.DataFrame | None:
    marks = np.frombuffer(piece, dtype=np.uint8)
    between = np.flatnonzero(marks == ord(delimiter))
    if len(between) != (width - 1) * count:
        return None
    if width > 1:  # polars cuts off what a line has too much without a word
        ends = np.append(np.flatnonzero(marks == 10), len(piece))
        of_line = between.reshape(count, width - 1)
        if (of_line[:, -1] > ends).any() or (of_line[1:, 0] < ends[:-1]).any():
            return None
    return pl.read_csv(
        io.BytesIO(piece), separator=delimiter, has_header=False, quote_char=None, infer_schema=False,
        empty_string_is_null=False, columns=places, schema={str(n): pl.String for n in range(width)},
    )  # fmt: skip


def _without_empty(frame: pl.DataFrame, line_of: Callable[[int], Line]) -> pl.DataFrame:
    """Without lines that hold nothing at all; only those without a number can be such."""
    doubtful = frame.filter(pl.col("cpr").str.strip_chars(NOTHING) == "")["line"]
    empty = [one for one in doubtful if not any(cell.strip(NOTHING) for cell in line_of(one).fields)]
    return frame.filter(~pl.col("line").is_in(empty)) if empty else frame


def _is_tidy(piece: bytes, delimiter: str) -> bool:
    if any(one[:1] in piece and one in piece for one in _ODD_BLANKS) or (delimiter != "\t" and b"\t" in piece):
        return False
    marks = np.frombuffer(b"\n" + piece + b"\n", dtype=np.uint8)
    blank = marks == 32
    edge = blank | (marks == ord(delimiter)) | (marks < 32)
    return not ((blank[1:] & edge[:-1]).any() or (blank[:-1] & edge[1:]).any())


def _line_by_line(
    text: str, delimiter: str, header: Line, columns: Mapping[str, int], is_odd: Callable[[Line], bool]
) -> Iterator[Cells]:
    """With quotation marks, or with something wrong: each line is looked at."""
    source, broken = lines(text, delimiter), None
    while broken is None:
        some: list[Line] = []
        try:
            while len(some) < QUOTED_LINES:
                line = next(source)
                if line.first > header.last:
                    some.append(line)
        except StopIteration:
            yield _pieces(some, columns, is_odd)
            return
        except BadFile as bad:
            broken = bad
        cells = _pieces(some, columns, is_odd)
        yield Cells(cells.frame, cells.odd, False, cells.line_of, broken)


def _pieces(some: list[Line], columns: Mapping[str, int], is_odd: Callable[[Line], bool]) -> Cells:
    by_number = {line.first: line for line in some}
    odd = tuple(filter(is_odd, some))
    left_out = {line.first for line in odd}
    good = [line for line in some if line.first not in left_out] if odd else some
    made = {name: pl.Series(name, [line.fields[place] for line in good], pl.String) for name, place in columns.items()}
    frame = pl.DataFrame(made | {"line": pl.Series("line", [line.first for line in good], pl.Int64)})
    return Cells(frame, odd, False, by_number.__getitem__)
