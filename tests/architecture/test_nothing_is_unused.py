"""Nothing stands in the program that nothing uses: what is no longer needed goes with what needed it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[2] / "brobygger"
# What Django, Jinja, gunicorn and Python look for by these names, or a class they find by itself.
LOOKED_FOR = {"application", "urlpatterns"}
FOUND_BY_THEMSELVES = {"AppConfig", "Migration"}

KEPT = {
    "reliable_change": "waits for an instrument with a published reliability; until then the report says that none has",
    "ROOTS": "the words that tests and the benchmark look for",
    "ACTS_AS": "the list that the published schema, the documents and the simulated year are held to",
}


def unused(sources: dict[str, str], pages: list[str]) -> list[str]:
    """Public names of modules that stand nowhere but where they are made: "module: name".

    sources: the program's modules by name; pages: whatever else may use a name. A name that two modules make is not
    looked at: one of them may be used.
    """
    words = Counter(word for text in (*sources.values(), *pages) for word in re.findall(r"[A-Za-z_]\w*", text))
    return [
        f"{module}: {name}"
        for module, source in sources.items()
        for node in ast.parse(source).body
        for name in _made(node)
        if words[name] == 1 and name not in {*LOOKED_FOR, *KEPT} and not name.startswith("_")
    ]


def _made(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        bases = {getattr(base, "id", "") for base in getattr(node, "bases", ())}
        if not bases & FOUND_BY_THEMSELVES and (isinstance(node, ast.ClassDef) or not node.decorator_list):
            yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def test_nothing_is_unused() -> None:
    modules = [path for path in PROGRAM.rglob("*.py") if "migrations" not in path.parts and path.name != "settings.py"]
    sources = {str(path.relative_to(PROGRAM)): path.read_text(encoding="utf-8") for path in modules}
    others = [*PROGRAM.rglob("*.jinja"), PROGRAM / "config" / "settings.py"]
    assert unused(sources, [path.read_text(encoding="utf-8") for path in others]) == []


def test_a_name_that_nothing_uses_would_be_found() -> None:
    sources = {"a.py": "def left_behind(): ...\ndef used(): ...\nLIMIT = 3\n", "b.py": "used()\n"}
    assert unused(sources, ["{{ LIMIT }}"]) == ["a.py: left_behind"]
