"""The published HSDS 3.1 schemas, where they stand beside the project, with a format checker of our own writing."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

STANDARDS = Path(__file__).resolve().parents[2] / "shared" / "standards" / "hsds-3.1"
needs_schemas = pytest.mark.skipif(
    not STANDARDS.is_dir(), reason="the published HSDS 3.1 schemas are not beside the project (docs/standards.md)"
)


@cache
def schema(name: str) -> dict[str, Any]:
    return json.loads((STANDARDS / f"{name}.json").read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Any:
    jsonschema = pytest.importorskip("jsonschema", reason="the library jsonschema reads the published schemas")
    checker = jsonschema.FormatChecker(())
    checker.checks("uuid", raises=ValueError)(lambda value: not isinstance(value, str) or bool(UUID(value)))
    checker.checks("email")(lambda value: not isinstance(value, str) or "@" in value[1:-1])
    checker.checks("uri")(lambda value: not isinstance(value, str) or bool(re.match(r"[a-z][a-z0-9+.-]*:\S+$", value)))
    checker.checks("date-time", raises=ValueError)(_moment)
    return jsonschema.Draft202012Validator(schema(name), format_checker=checker)


def _moment(value: object) -> bool:
    return not isinstance(value, str) or (datetime.fromisoformat(value).tzinfo is not None and "T" in value)


def faults(document: object, name: str) -> list[str]:
    """What the published schema says is wrong; empty when the document is valid."""
    return [f"{error.json_path}: {error.message}" for error in _validator(name).iter_errors(document)]
