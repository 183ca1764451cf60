"""YAML with a line number for every key, and nothing that surprises.
# ruff: noqa: E501 (a message is one sentence on one line, so that it can be found by what the user saw)

Plain words mean the same everywhere: `no` and `on` are words, a date is a date, and a name given twice is an error.
Anchors and aliases are refused: they save nobody anything here, and can be nested until a machine gives up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from brobygger.registry.recipes import plain_yaml
from brobygger.registry.recipes.plain_yaml import DEEPEST, Path

LARGEST = 400_000  # characters; the largest recipe of the seeds is under 40,000

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+(\.\d*)?[eE][-+]?\d+)")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS: dict[str, object] = {"": None, "null": None, "~": None, "true": True, "false": False}


class Broken(ValueError):
    """The text is not YAML a recipe can be written in. line: 1-based; message: Danish."""

    def __init__(self, line: int, key: str, message: str) -> None:
        self.line, self.key, self.message = line, key, message
        super().__init__(message)


@dataclass(frozen=True)
class Source:
    """The data, and the line of every path in it. A list item's line is where it begins."""

    data: dict[str, Any]
    lines: dict[Path, int]

    def place(self, loc: Path) -> tuple[int, str]:
        """Line and readable key for a place in the normalised recipe.

        What was written short ("activity" as one, not a list) is found all the same; for a key that is not there, the
        line of what it should be in.
        """
        here: Any = self.data
        found: Path = ()
        shown: list[str] = []
        for part in loc:
            if isinstance(part, int) and not isinstance(here, (list, tuple)):
                continue
            shown.append(f"[{part + 1}]" if isinstance(part, int) else f".{part}")
            if isinstance(here, (dict, list)):
                here = _inside(here, part)
                found = (*found, part) if (*found, part) in self.lines else found
        return self.lines.get(found, 1), "".join(shown).lstrip(".")


def read(text: str) -> Source:
    """Data and lines of a recipe text. Raises Broken."""
    if len(text) > LARGEST:
        raise Broken(1, "", f"Filen er for stor: højst {LARGEST:,} tegn.".replace(",", "."))
    if "\x00" in text:
        raise Broken(1, "", "Filen er ikke en tekst. Gem den som YAML i UTF-8.")
    text = text.removeprefix("\ufeff")
    try:
        data, lines = plain_yaml.read(text, _meaning)
    except plain_yaml.NotPlain:
        return read_any(text)
    return Source(data, lines)


def read_any(text: str) -> Source:
    """The same for everything YAML knows; slow, and with a message for everything it does not know. Raises Broken."""
    node = _composed(text)
    if node is None:
        raise Broken(1, "", "Filen er tom. Begynd med `id:` og `title:`; se docs/recipes.md.")
    if not isinstance(node, MappingNode):
        raise Broken(1, "", "En opskrift er nøgler med værdier, fx `id: 001-favrskov`. Her står noget andet.")
    lines: dict[Path, int] = {}
    data = _Builder(lines).build(node, ())
    return Source(data, lines)


def _composed(text: str) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        problem = f"{error.context or ''} {error.problem or ''}"
        # A quote that never ends is noticed at the end of the file; what helps is where it began.
        marks = (error.problem_mark, error.context_mark)
        mark = next((found for found in (reversed(marks) if "end of stream" in problem else marks) if found), None)
        raise Broken(mark.line + 1 if mark else 1, "", _in_danish(problem)) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise Broken(1, "", "Filen kan ikke læses som YAML. Er den gemt som almindelig tekst i UTF-8?") from error
    return node


class _Builder:
    def __init__(self, lines: dict[Path, int]) -> None:
        self.lines = lines
        self.seen: set[int] = set()

    def build(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if id(node) in self.seen:
            raise Broken(
                line, _dotted(path), "Henvisninger (`&` og `*`) kan ikke bruges. Skriv teksten ud begge steder."
            )
        self.seen.add(id(node))
        if len(path) > DEEPEST:
            raise Broken(line, _dotted(path), "For mange lag inden i hinanden.")
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, number)) for number, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: Node, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise Broken(line, _dotted(path), "En nøgle skal være ét ord.")
            key = str(key_node.value)
            if key in result:
                first = self.lines[*path, key]
                message = f"`{key}` står to gange (også i linje {first}). Behold den ene."
                raise Broken(line, _dotted((*path, key)), message)
            self.lines[*path, key] = line
            result[key] = self.build(value_node, (*path, key))
        return result


def _scalar(node: ScalarNode) -> Any:
    value = str(node.value)
    return value if node.style is not None else _meaning(value)


def _meaning(value: str) -> Any:
    """What a text without quotes means."""
    if value.lower() in _WORDS:
        return _WORDS[value.lower()]
    if _INT.fullmatch(value) and len(value) < 19:
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    if _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _inside(here: Any, part: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(part)
    return here[part] if isinstance(part, int) and part < len(here) else None


def _dotted(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


_SYNTAX = (
    ("mapping values are not allowed",
     "Der står et `:` for meget. Sæt teksten i anførselstegn, hvis kolonet hører til den."),
    ("could not find expected ':'", "Der mangler et `:` efter nøglen."),
    ("found character '\\t'", "Der står et tabulatortegn. Ryk ind med mellemrum."),
    ("cannot start any token", "Der står et tegn, som YAML ikke kan begynde med (fx en tabulator, % eller @)."),
    ("expected ',' or '}'", "Der mangler et komma eller en afsluttende `}`."),
    ("expected ',' or ']'", "Der mangler et komma eller en afsluttende `]`."),
    ("found unexpected end of stream", "En tekst i anførselstegn bliver ikke afsluttet."),
    ("undefined alias", "Henvisninger (`&` og `*`) kan ikke bruges. Skriv teksten ud begge steder."),
    ("block end", "Indrykningen passer ikke. Linjer på samme niveau skal begynde lige langt inde."),
    ("expected a single document", "Filen må kun indeholde én opskrift: fjern linjen med `---`."),
    ("unacceptable character", "Filen indeholder et tegn, der ikke kan læses. Gem den i UTF-8."),
)  # fmt: skip


def _in_danish(problem: str) -> str:
    for needle, message in _SYNTAX:
        if needle in problem:
            return message
    return "Linjen kan ikke læses som YAML. Se efter indrykning, kolon og anførselstegn."
