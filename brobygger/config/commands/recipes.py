"""`brobygger recipes list|show|validate|schema` (no database) and `brobygger scenario` (a scratch database)."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brobygger.config.commands.base import (
    DONE,
    Groups,
    Refused,
    command,
    group,
    print_json,
    print_table,
    stand_on,
)

if TYPE_CHECKING:
    from brobygger.registry.recipes.schema import Recipe


def add(groups: Groups) -> None:
    words = group(groups, "recipes", help="opskrifter")
    command(words, "list", show_all, help="opskrifter, der følger med", json=True)
    command(words, "show", show_one, help="hele opskriften med alt udfyldt", json=True).add_argument("id")
    validate = command(words, "validate", check_file, help="er filen en opskrift, der kan bruges?", json=True)
    validate.add_argument("file", type=Path, metavar="FIL")
    command(words, "schema", show_schema, help="JSON Schema for en opskrift, til editorer", json=True)
    play = command(groups, "scenario", play_scenario, help="spil en opskrifts scenarie, og vis broen", json=True)
    play.add_argument("id")


def show_all(chosen: Namespace) -> int:
    """One line for each recipe, or contracts.md's list."""
    from brobygger.registry.recipes import load

    recipes = [_load(recipe_id) for recipe_id in load.all_ids()]
    if chosen.json:
        print_json([_summary(recipe) for recipe in recipes])
    else:
        print_table([(recipe.id, recipe.title.da, recipe.owner.name) for recipe in recipes])
    return DONE


def show_one(chosen: Namespace) -> int:
    """The normalised recipe; as YAML for people."""
    from brobygger.registry.recipes import load

    data = load.as_data(_load(chosen.id))
    if chosen.json:
        print_json(data)
    else:
        from ruamel.yaml import YAML

        yaml = YAML()
        yaml.allow_unicode = True
        yaml.dump(data, sys.stdout)
    return DONE


def check_file(chosen: Namespace) -> int:
    """What is wrong with a file, line by line."""
    from brobygger.registry.recipes import load

    try:
        text = chosen.file.read_text(encoding="utf-8")
    except OSError as error:
        message = f"Filen {chosen.file} kan ikke læses: {error.strerror}."
        raise Refused(message, {"valid": False, "errors": [{"line": 1, "key": "", "message": message}]}) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = "Filen er ikke gemt i UTF-8. Gem den igen som UTF-8."
        raise Refused(
            f"{chosen.file}:{line}: {message}",
            {"valid": False, "errors": [{"line": line, "key": "", "message": message}]},
        ) from error
    problems = load.check(text, str(chosen.file))
    errors = [{"line": one.line, "key": one.key, "message": one.message} for one in problems]
    if problems:
        lines = [f"{chosen.file}:{one.line}: {f'{one.key}: ' if one.key else ''}{one.message}" for one in problems]
        raise Refused("\n".join(lines), {"valid": False, "errors": errors})
    if chosen.json:
        print_json({"valid": True, "errors": []})
    else:
        print("Opskriften kan bruges.")
    return DONE


def show_schema(chosen: Namespace) -> int:
    """The JSON Schema, with or without --json."""
    from brobygger.registry.recipes import load

    print_json(load.json_schema())
    return DONE


def play_scenario(chosen: Namespace) -> int:
    """Play the recipe's scenario through the real operations, in a database that is thrown away."""
    recipe = _load(chosen.id)
    if recipe.scenario is None:
        raise Refused(f"Opskriften {recipe.id} har intet scenarie.")
    with scratch_database():
        from brobygger.rehearsal import scenario

        outcome: Any = scenario.play(recipe)
    if chosen.json:
        print_json(outcome)
    else:
        _tell(outcome)
    broken = [one["text"] for one in outcome.get("assertions", []) if not one["holds"]]
    if broken:
        print("Scenariet holder ikke: " + " · ".join(broken), file=sys.stderr)
    return 1 if broken else DONE


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty, migrated database for one command. Raises Refused.

    It is a copy of a template that is migrated once for each version of Brobygger, so nobody waits for migrations.
    """
    from brobygger.config import database, environment

    os.environ["BROBYGGER_DEMO"] = "1"  # invented people have test numbers, and nothing of it is kept
    try:
        with database.scratch(environment.read(), prepare=stand_on) as urls:
            database.lead_django_to(urls)
            yield
    except (database.NoDatabase, environment.BadEnvironment) as error:
        raise Refused(str(error)) from error


def _load(recipe_id: str) -> Recipe:
    from brobygger.registry.recipes import load

    try:
        return load.load(recipe_id)
    except load.UnknownRecipe as error:
        raise Refused(error.message_da) from error
    except load.BadRecipe as error:
        raise Refused(f"Opskriften kan ikke bruges:\n{error}") from error


def _summary(recipe: Recipe) -> dict[str, Any]:
    return {
        "id": recipe.id,
        "seed": recipe.seed,
        "owner": recipe.owner.name,
        "owner_kind": recipe.owner.kind,
        "title": recipe.title.da,
        "focus_areas": list(recipe.focus_areas),
        "version": recipe.version,
    }


def _tell(outcome: Any) -> None:
    print(f"Broen i {outcome['recipe']}:")
    rows: list[tuple[object, ...]] = [("trin", "nåede hertil", "gik videre", "median dage", "tabt")]
    for step in outcome["steps"]:
        lost = ", ".join(f"{reason} {count}" for reason, count in step["lost"].items())
        days = "–" if step["median_days"] is None else step["median_days"]
        rows.append((step["step"], step["entered"], step["passed"], days, lost))
    print_table(rows)
