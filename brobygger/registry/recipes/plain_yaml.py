"""The plain YAML that recipes are written in, read fifteen times as fast as by the general reader.

Loading every recipe must take less than a second, and the general reader (which knows all of YAML, in Python) takes
two. This one knows mappings, lists, `{…}` and `[…]`, words, texts in quotes and `>-`; it gives exactly the same data
and lines, and says NotPlain to everything else, also to everything that is wrong: then the general reader reads, and
its message is the one people see. A property test compares the two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any, NoReturn

Path = tuple[str | int, ...]
DEEPEST = 12  # `reading` refuses what is deeper

_UNUSUAL = re.compile(r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|^(?:---|\.\.\.|%)", re.MULTILINE)
_KEY = re.compile(r"([^\W\d][\w-]*):(?=[ \n]|\Z)")
_LINE = re.compile(r"( *)([^\n]*)")
_REST_IS_EMPTY = re.compile(r" *(?: #[^\n]*)?(?=\n|\Z)")
_BETWEEN = re.compile(r"(?:[ \n]+|(?<=[ \n])#[^\n]*)*")
_DOUBLE = re.compile(r'"([^"\\\n]*)"')
_SINGLE = re.compile(r"'((?:[^'\n]|'')*)'")
_FIRST = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=[^\s,\[\]{}]))"
_BLOCK_WORDS = re.compile(rf"{_FIRST}(?:[^\n:#]|:(?=[^ \n])|(?<=[^ ])#)*")
_FLOW_WORDS = re.compile(rf"{_FIRST}(?:[^\n:#,\[\]{{}}]|:(?=[\w/])|(?<=[^ ])#)*")
_FOLDED = re.compile(r">- *(?=\n)")


class NotPlain(Exception):
    """Something this reader does not know, or something wrong."""


def read(text: str, words: Callable[[str], Any]) -> tuple[Any, dict[Path, int]]:
    """Data, and the line of every path in it. words: what a text without quotes means. Raises NotPlain."""
    if _UNUSUAL.search(text):
        raise NotPlain
    return _Reader(text, words).read()


class _Reader:
    def __init__(self, text: str, words: Callable[[str], Any]) -> None:
        self.text, self.words = text, words
        self.starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.lines: dict[Path, int] = {}
        self.at = 0  # where the line begins that is read next

    def read(self) -> tuple[Any, dict[Path, int]]:
        column, found = self._next()
        if not found or column:
            self._give_up()
        self.lines[()] = self._line(found.start(2))
        data = self._mapping(0, (), found.start(2))
        if self._next()[1]:
            self._give_up()
        return data, self.lines

    # ---- lines

    def _next(self) -> tuple[int, re.Match[str] | None]:
        """The next line with something on it and its column; it is not taken yet."""
        while self.at < len(self.text):
            line = _LINE.match(self.text, self.at)
            if line and line[2] and line[2][0] != "#":
                return len(line[1]), line
            self.at = (line.end() if line else self.at) + 1
        return -1, None

    def _line(self, place: int) -> int:
        return bisect_right(self.starts, place)

    def _end_of_line(self, place: int) -> None:
        """Nothing but a comment may follow; the next line is read next."""
        rest = _REST_IS_EMPTY.match(self.text, place)
        if rest is None:
            self._give_up()
        self.at = rest.end() + 1

    def _give_up(self) -> NoReturn:
        raise NotPlain

    # ---- blocks

    def _mapping(self, column: int, path: Path, place: int) -> dict[str, Any]:
        """A mapping whose keys stand in a column; `place`: where the first one begins."""
        if len(path) >= DEEPEST:
            self._give_up()
        result: dict[str, Any] = {}
        while True:
            key = _KEY.match(self.text, place)
            if key is None or key[1] in result:
                self._give_up()
            here = (*path, key[1])
            self.lines[here] = self._line(place)
            result[key[1]] = self._value(key.end(), column, here)
            following, line = self._next()
            if line is None or following < column:
                return result
            if following > column or line[2].startswith("- "):
                self._give_up()
            place = line.start(2)

    def _value(self, place: int, column: int, path: Path) -> Any:
        """What stands behind a key: on its line, or in lines further in."""
        if _REST_IS_EMPTY.match(self.text, place):
            self._end_of_line(place)
            return self._block(column, path)
        return self._inline(self._over_spaces(place), column, path)

    def _over_spaces(self, place: int) -> int:
        while self.text[place : place + 1] == " ":
            place += 1
        return place

    def _block(self, column: int, path: Path) -> Any:
        following, line = self._next()
        if line is None or following < column:
            return None
        if line[2].startswith("- "):
            return self._list(following, path)
        if following == column:
            return None
        return self._mapping(following, path, line.start(2))

    def _list(self, column: int, path: Path) -> list[Any]:
        if len(path) >= DEEPEST:
            self._give_up()
        result: list[Any] = []
        while True:
            following, line = self._next()
            if line is None or following < column or (following == column and not line[2].startswith("- ")):
                return result
            if following > column:
                self._give_up()
            item = self._over_spaces(line.start(2) + 1)
            here = (*path, len(result))
            self.lines[here] = self._line(item)
            if _KEY.match(self.text, item):
                result.append(self._mapping(column + item - line.start(2), here, item))
            else:
                result.append(self._inline(item, column, here))

    def _inline(self, place: int, column: int, path: Path) -> Any:
        """A value that begins on this line; nothing further in may follow it."""
        begins = self.text[place]
        if begins in "{[":
            value, place = self._flow(place, path)
        elif begins in "\"'":
            value, place = self._quoted(place)
        elif begins == ">":
            return self._folded(place, column)
        else:
            value, place = self._plain(_BLOCK_WORDS, place)
        self._end_of_line(place)
        if self._next()[0] > column:
            self._give_up()
        return value

    def _folded(self, place: int, column: int) -> str:
        head = _FOLDED.match(self.text, place)
        if head is None:
            self._give_up()
        self.at = head.end() + 1
        rows: list[str] = []
        further_in = 0
        while True:
            line = _LINE.match(self.text, self.at)
            if line is None or not line[2] or len(line[1]) <= column:
                break
            further_in = further_in or len(line[1])
            if len(line[1]) != further_in:
                self._give_up()
            rows.append(line[2])
            self.at = line.end() + 1
        if not rows or any(row.endswith(" ") for row in rows) or self._next()[0] > column:
            self._give_up()
        return " ".join(rows)

    # ---- words, quotes, brackets

    def _quoted(self, place: int) -> tuple[str, int]:
        found = (_DOUBLE if self.text[place] == '"' else _SINGLE).match(self.text, place)
        if found is None:
            self._give_up()
        return (found[1] if self.text[place] == '"' else found[1].replace("''", "'")), found.end()

    def _plain(self, pattern: re.Pattern[str], place: int) -> tuple[Any, int]:
        found = pattern.match(self.text, place)
        if found is None:
            self._give_up()
        return self.words(found[0].rstrip(" ")), found.start() + len(found[0].rstrip(" "))

    def _flow(self, place: int, path: Path) -> tuple[Any, int]:
        if len(path) >= DEEPEST:
            self._give_up()
        if self.text[place] == "{":
            return self._flow_mapping(place + 1, path)
        return self._flow_list(place + 1, path)

    def _flow_mapping(self, place: int, path: Path) -> tuple[dict[str, Any], int]:
        result: dict[str, Any] = {}
        place = self._skip(place)
        while self.text[place : place + 1] != "}":
            key = _KEY.match(self.text, place)
            if key is None or key[1] in result:
                self._give_up()
            here = (*path, key[1])
            self.lines[here] = self._line(place)
            result[key[1]], place = self._flow_value(self._skip(key.end()), here)
            place = self._after(place, "}")
        return result, place + 1

    def _flow_list(self, place: int, path: Path) -> tuple[list[Any], int]:
        result: list[Any] = []
        place = self._skip(place)
        while self.text[place : place + 1] != "]":
            here = (*path, len(result))
            self.lines[here] = self._line(place)
            value, place = self._flow_value(place, here)
            result.append(value)
            place = self._after(place, "]")
        return result, place + 1

    def _flow_value(self, place: int, path: Path) -> tuple[Any, int]:
        begins = self.text[place : place + 1]
        if begins and begins in "{[":
            return self._flow(place, path)
        if begins and begins in "\"'":
            return self._quoted(place)
        return self._plain(_FLOW_WORDS, place)

    def _after(self, place: int, end: str) -> int:
        """A comma and what comes next, or the end."""
        place = self._skip(place)
        if self.text[place : place + 1] == ",":
            return self._skip(place + 1)
        if self.text[place : place + 1] != end:
            self._give_up()
        return place

    def _skip(self, place: int) -> int:
        between = _BETWEEN.match(self.text, place)
        return between.end() if between else place
