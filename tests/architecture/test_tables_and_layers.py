"""The model graph follows the layers too: a string foreign key upward is invisible to import-linter."""

from __future__ import annotations

import configparser
from pathlib import Path

from django.db import models

from tests.rows import ours

ROOT = Path(__file__).resolve().parents[2]


def orders() -> dict[str, list[str]]:
    """Each container's parts in .importlinter, uppermost first; parts that stand side by side share a line."""
    told = configparser.ConfigParser()
    told.read(ROOT / ".importlinter")
    found = {}
    for section in told.sections():
        contract = told[section]
        if contract.get("type") == "layers" and contract.get("exhaustive") == "True":
            found[contract["containers"].strip()] = contract["layers"].strip().splitlines()
    return found


def height(order: list[str], part: str) -> int:
    """0 for the lowest line."""
    (place,) = [number for number, line in enumerate(order) if part in line.replace("|", " ").split()]
    return len(order) - 1 - place


def is_downward(source: str, target: str) -> bool:
    """Whether a table of one package may refer to a table of the other (dotted package names under brobygger)."""
    known = orders()
    here, there = source.split("."), target.split(".")
    for depth in range(1, min(len(here), len(there))):
        if here[depth] != there[depth]:
            order = known[".".join(here[:depth])]
            return height(order, here[depth]) > height(order, there[depth])
    return True  # within the package


def references() -> list[tuple[str, str, str]]:
    """Every reference between our own tables: source package, target package, and the field's name."""
    found = []
    for model in ours():
        if not model.__module__.startswith("brobygger."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.concrete:
                target = field.related_model
                if target.__module__.startswith("brobygger."):
                    packages = [one.__module__.rpartition(".")[0] for one in (model, target)]
                    found.append((*packages, f"{model.__name__}.{field.name}"))
    return found


def test_no_table_refers_upward():
    upward = [
        f"{name}: {source} → {target}" for source, target, name in references() if not is_downward(source, target)
    ]
    assert upward == []


def test_the_graph_has_references_to_look_at():
    assert len(references()) > 50
    assert any(source != target for source, target, _name in references())


def test_an_upward_reference_would_be_found():
    assert not is_downward("brobygger.registry.people", "brobygger.pathway.episodes")
    assert not is_downward("brobygger.pathway.detection", "brobygger.pathway.referrals")
    assert not is_downward("brobygger.communities.groups", "brobygger.communities.volunteers")
    assert is_downward("brobygger.pathway.referrals", "brobygger.pathway.detection")


def test_the_order_inside_packages_is_held_for_every_package_with_tables():
    """.importlinter names these packages one by one; a new one must not be forgotten there."""
    told = configparser.ConfigParser()
    told.read(ROOT / ".importlinter")
    named = set(told["importlinter:contract:steps"]["containers"].split())
    with_tables = {
        ".".join(path.relative_to(ROOT).parts[:-1])
        for name in ("models.py", "operations.py", "queries.py")
        for path in ROOT.glob(f"brobygger/**/{name}")
    }
    assert with_tables <= named
