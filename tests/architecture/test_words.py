"""One word for a thing, in code and on screens: the glossary's words to avoid do not come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from brobygger.web import messages

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "brobygger"

# In code: the glossary's column "avoid" (English), in singular.
AVOIDED = frozenset(
    """
    citizen client patient case sag project intervention protocol partner tenant department current_user alert
    advis symptom survey assessment dashboard permission preferences profile handover appointment event team escort
    link_worker champion reminder funnel sustainability voucher helper workflow template form class request queue
    service activity user contract match
    """.split()  # noqa: SIM905 (fifty quotation marks make a list of words hard to read)
)
# Words of the column that are also ordinary words of programming, of a library or of a standard.
# They may stand anywhere: to forbid them would forbid `request.user` and HTML forms. People read the others.
ORDINARY = {
    "user": "a sign-in (access.User); the person it is about is never called one",
    "request": "an HTTP request",
    "form": "an HTML form and Django's form classes",
    "template": "Jinja2's and PostgreSQL's own word for their files and databases",
    "class": "part of Python and CSS",
    "service": "Open Referral's word in exported documents (HSDS)",
    "activity": "a recipe's activity: what a group does, not an offer",
    "contract": "the fixed JSON of contracts.md",
    "match": "the glossary's own word for the decision; a waiting list is what it must not be used for",
    "queue": "the outbox's verb and the job queue; a waiting list is WaitingList",
}
# Single identifiers, each with its reason.
EXCEPTIONS = {
    "interventions": "seed 003's eight kinds of intervention: the key is fixed in contracts.md",
    "intervention": "one of seed 003's eight kinds of intervention",
    "partners": "the folder of pages named in design.md; and the recipe language's key for fellow organisations",
    "tenant": "a table's rows belong to a municipality: PostgreSQL's and security.md's word, never an organisation's",
    "partner": "civil status in seed 001's participant box: a partner who lives elsewhere",
}
# On screens: Danish (and English) words that the glossary replaces.
AVOIDED_ON_SCREEN = frozenset(
    """
    sag sagen sager sagerne sagsbehandler klient klienter patient patienter advis alarm dashboard intervention
    interventioner workflow protokol skabelon skabeloner projekt projekter tragt tragten spørgeskema spørgeskemaer
    case cases client clients patient patients citizen citizens funnel survey surveys helper helpers
    """.split()  # noqa: SIM905
)


def words_of(identifier: str) -> list[str]:
    """`ThirdTimeRow` and `third_time_row` are third, time, row."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier)
    return [word.lower() for word in spaced.split("_") if word]


def singular(word: str) -> str:
    if word in AVOIDED:  # preferences
        return word
    return word.removesuffix("s") if not word.endswith("ss") else word


def avoided_in(identifier: str) -> list[str]:
    """The words to avoid in one identifier."""
    if identifier in EXCEPTIONS:
        return []
    words = words_of(identifier)
    pairs = [f"{one}_{two}" for one, two in pairwise(words)]
    found = [word for word in [*words, *pairs] if singular(word) in AVOIDED and singular(word) not in ORDINARY]
    return [word for word in found if word not in EXCEPTIONS]


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names that this code itself gives: modules' functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno


def sources() -> list[Path]:
    return [path for path in sorted(CODE.rglob("*.py")) if "migrations" not in path.parts]


def test_code_uses_the_glossarys_words():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name} ({', '.join(avoided_in(name))})"
        for path in sources()
        for name, line in identifiers(ast.parse(path.read_text(encoding="utf-8")))
        if avoided_in(name)
    ]
    assert found == []


def test_folders_and_files_use_them_too():
    found = [
        str(path.relative_to(ROOT))
        for path in sorted(CODE.rglob("*"))
        if not {"vendor", "migrations", "__pycache__", "templates", "locale"} & set(path.parts)
        and avoided_in(path.stem.replace("-", "_"))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["Client", "open_case", "TeamMember", "client_ids", "HandoverForm", "link_worker"])
def test_a_word_to_avoid_would_be_found(name):
    assert avoided_in(name)


@pytest.mark.parametrize("name", ["in_the_last_days", "classification", "casement", "Person", "reformat", "eventually"])
def test_a_word_that_only_looks_like_one_is_let_through(name):
    assert avoided_in(name) == []


def test_screens_use_the_glossarys_words_in_both_languages():
    found = [
        f"{word}: {said}"
        for message in messages.stored()
        for said in _texts(message.id) + _texts(message.string)
        for word in re.findall(r"[^\W\d_]+", said.lower())
        if word in AVOIDED_ON_SCREEN
    ]
    assert found == []


def test_there_are_screens_to_read():
    assert sum(1 for message in messages.stored() if message.id) > 100


def test_every_exception_is_still_needed():
    """An exception that nothing uses is an open door."""
    used = {
        word
        for path in sources()
        for name, _line in identifiers(ast.parse(path.read_text(encoding="utf-8")))
        for word in [name, *words_of(name)]
    } | {part for path in CODE.rglob("*") for part in [path.stem]}
    assert set(EXCEPTIONS) <= used
    assert set(ORDINARY) <= AVOIDED


def _texts(told: object) -> list[str]:
    if isinstance(told, str):
        return [told]
    return [str(one) for one in told] if isinstance(told, list | tuple) else []
