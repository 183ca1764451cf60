"""What a handbook's chapters are made of. Plain data, for the page, the file and the paper alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Part = tuple[str, str, Sequence[Block]]  # key, title, blocks


def text(sentence: str) -> Block:
    return {"kind": "text", "text": sentence}


def heading(words: str) -> Block:
    return {"kind": "heading", "text": words}


def bullets(items: Iterable[str]) -> Block:
    return {"kind": "list", "items": [item for item in items if item]}


def advice(words: str, source: str) -> Block:
    """Good advice at the step where it helps, and where it comes from."""
    return {"kind": "advice", "text": words, "source": source}


def quote(words: str) -> Block:
    """Words to say or to write, as they stand."""
    return {"kind": "quote", "text": words}


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    return {"kind": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows]}


def some(*blocks: Block | None) -> list[Block]:
    """The blocks that say something."""
    return [block for block in blocks if block and (block.get("text") or block.get("items") or block.get("rows"))]
