"""`brobygger requirements`, `verify-audit` and `erase-again`: what the program can show, and keep, about itself."""

from __future__ import annotations

import re
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from brobygger.config.commands.base import DONE, Groups, Refused, command, print_json, print_table, ready_database

ROOT = Path(__file__).resolve().parents[3]
REQUIREMENTS = ROOT / "docs" / "requirements.yaml"
STATUSES = ("works", "partly", "not_yet", "declined")


def add(groups: Groups) -> None:
    command(groups, "requirements", show_requirements, help="hvad der virker, og hvilken test der viser det", json=True)
    command(groups, "verify-audit", verify_audit, help="er opslagsloggen hel?", json=True)
    command(groups, "erase-again", erase_again, help="slet igen efter en genskabelse, hvem der var slettet", json=True)


def show_requirements(chosen: Namespace) -> int:
    """Counts and rows of docs/requirements.yaml. Refused for a test that is not there, or a working row without one.

    A working row also says where it is found.
    """
    rows = _rows()
    document: dict[str, Any] = dict.fromkeys(STATUSES, 0)
    document |= Counter(row["status"] for row in rows if row["status"] in STATUSES)
    document["rows"] = rows
    wrong = [problem for row in rows for problem in _problems(row)]
    if wrong:
        raise Refused("\n".join(wrong), document | {"errors": wrong})
    if chosen.json:
        print_json(document)
    else:
        print_table([(row["id"], row["status"], row["where"] or "", row["test"] or "") for row in rows])
        print(" · ".join(f"{status}: {document[status]}" for status in STATUSES))
    return DONE


def verify_audit(chosen: Namespace) -> int:
    """Check the read log's chain. Refused when it is broken."""
    with ready_database():
        from brobygger.config import environment
        from brobygger.journeys import audit

        found = audit.verify(environment.read().var)
    if found["breaks"]:
        said = [f"{one['organisation']}, segl {one['seal']}: {one['message']}" for one in found["breaks"]]
        raise Refused("\n".join(said), found)
    if chosen.json:
        print_json(found)
    else:
        print(f"Opslagsloggen er hel: {found['entries']} opslag i {found['organisations']} kommuner.")
    return DONE


def erase_again(chosen: Namespace) -> int:
    """After a restore: whoever had been erased is erased again."""
    with ready_database():
        from brobygger.config import environment
        from brobygger.foundation.kernel.clock import now
        from brobygger.journeys import erase

        persons = erase.again(var=environment.read().var, at=now())
    if chosen.json:
        print_json({"erased_again": persons})
    else:
        print(f"Slettet igen: {persons} borgere.")
    return DONE


def _rows() -> list[dict[str, Any]]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(REQUIREMENTS.read_text(encoding="utf-8"))
    except (OSError, YAMLError) as error:
        raise Refused(f"{REQUIREMENTS.relative_to(ROOT)} kan ikke læses: {error}") from error
    listed = data.get("requirements", []) if isinstance(data, Mapping) else data or []
    keys = ("id", "status", "where", "test")
    return [{**row, **{key: row.get(key) for key in keys}} for row in listed]


def _problems(row: Mapping[str, Any]) -> list[str]:
    if row["status"] not in STATUSES:
        return [f"{row['id']}: status “{row['status']}” findes ikke. Brug {', '.join(STATUSES)}."]
    if row["status"] == "works" and not row["test"]:
        return [f"{row['id']}: virker, men har ingen test."]
    if row["status"] == "works" and not row["where"]:
        return [f"{row['id']}: virker, men har intet sted."]
    named = row["test"] if isinstance(row["test"], list) else [row["test"]] if row["test"] else []
    return [f"{row['id']}: testen {test} findes ikke." for test in named if not there_is_a_test(str(test), ROOT)]


def there_is_a_test(named: str, root: Path) -> bool:
    """Whether "tests/x/test_y.py", or a function or class in it ("tests/x/test_y.py::test_z"), stands in the tree."""
    path, *inside = named.split("::")
    file = root / path
    if not file.is_file():
        return False
    text = file.read_text(encoding="utf-8")
    return all(re.search(rf"^\s*(def|class) {re.escape(part.split('[')[0])}\b", text, re.MULTILINE) for part in inside)
