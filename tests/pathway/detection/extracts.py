"""Making register extracts for tests."""

from __future__ import annotations

import re
from datetime import date

from brobygger.foundation.kernel.cpr import fake
from brobygger.pathway.detection.register_rules import (
    Extract,
    Problem,
    read,
)

TODAY = date(2026, 11, 21)
AASE = fake(date(1944, 2, 3), "female", 1)
BENT = fake(date(1950, 6, 1), "male", 2)
CPR_LIKE = re.compile(r"[0-9]{6}[- ]?[0-9]{4}")


def extract(text: str | bytes, *, encoding: str = "utf-8", allow_test: bool = True) -> Extract:
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return read(data, today=TODAY, allow_test=allow_test)


def the_problem(found: Extract) -> Problem:
    assert len(found.problems) == 1, found.problems
    return found.problems[0]


def person(number: str, **changes: str) -> dict[str, str]:
    return {"cpr": number, "navn": "Aase Holm"} | changes


def file_of(*people: dict[str, str]) -> str:
    headings = list(dict.fromkeys(key for one in people for key in one))
    lines = [";".join(headings), *(";".join(one.get(key, "") for key in headings) for one in people)]
    return "\n".join(lines) + "\n"
