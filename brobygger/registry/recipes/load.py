"""Reads recipes: the bundled files, a running programme's snapshot, and a text somebody wants checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from brobygger.registry.instruments import load as instruments
from brobygger.registry.recipes.checks import disagreements
from brobygger.registry.recipes.json_schema import build
from brobygger.registry.recipes.problems import Problem, from_pydantic, problem
from brobygger.registry.recipes.reading import Broken, Source, read
from brobygger.registry.recipes.schema import Recipe

_A_REF = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]*")
RECIPES = Path(__file__).resolve().parents[3] / "recipes"


class UnknownRecipe(LookupError):
    """No recipe of that id. `message_da` can be shown to a user."""

    def __init__(self, recipe_id: str) -> None:
        self.recipe_id = recipe_id
        self.message_da = f"Opskriften “{recipe_id[:60]}” findes ikke. Brug en af disse: {', '.join(all_ids())}."
        super().__init__(self.message_da)


class BadRecipe(ValueError):
    """A recipe that cannot be used; `problems` says what is wrong where."""

    def __init__(self, source: str, problems: list[Problem]) -> None:
        self.source, self.problems = source, problems
        super().__init__("\n".join(f"{source}:{problem.line}: {problem.message}" for problem in problems))


@cache
def all_ids() -> tuple[str, ...]:
    """The ids of the bundled recipes, in order."""
    return tuple(sorted(path.stem for path in RECIPES.glob("*.yaml")))


def load(recipe_id: str) -> Recipe:
    """A bundled recipe; the same object every time, until its file changes.

    Raises UnknownRecipe, or BadRecipe for a broken file.
    """
    if recipe_id not in all_ids():
        raise UnknownRecipe(recipe_id)
    path = RECIPES / f"{recipe_id}.yaml"
    about = path.stat()
    return _of_file(path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=256)
def _of_file(path: Path, changed_ns: int, size: int) -> Recipe:
    recipe, problems = parse(path.read_text(encoding="utf-8"))
    if recipe is None or problems:
        raise BadRecipe(path.name, problems)
    return recipe


def from_data(data: Mapping[str, Any]) -> Recipe:
    """The recipe in data that `as_data` made, or that was read from YAML. Raises BadRecipe."""
    recipe, problems = _validated(Source(dict(data), {}))
    if recipe is None or problems:
        raise BadRecipe(str(data.get("id", "?")), problems)
    return recipe


def as_data(recipe: Recipe) -> dict[str, Any]:
    """The whole recipe as plain JSON-able data, defaults filled in; `from_data` gives the same recipe back."""
    return recipe.model_dump(mode="json", by_alias=True)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a recipe file, for editors."""
    return build()


def parse(
    text: str, *, instead: Mapping[str, str] | None = None, awaited: Collection[str] = ()
) -> tuple[Recipe | None, list[Problem]]:
    """The recipe in a text, and what is wrong with it; no recipe when its shape is wrong.

    instead: the instruments used here, by those the text names. awaited: instruments that somebody has yet to choose
    others for; they count as known.
    """
    try:
        source = read(text)
    except Broken as broken:
        return None, [Problem(broken.line, broken.key, broken.message)]
    if instead:
        source = Source(_with_instruments(source.data, instead), source.lines)
    return _validated(source, awaited)


def instruments_named(text: str) -> tuple[str, ...]:
    """Every instrument a recipe text names, as "t-ils@2", in the order of the file; none in one that cannot be read."""
    try:
        return instruments_in(read(text).data)
    except Broken:
        return ()


def instruments_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Every instrument a recipe's data names, once each."""
    return tuple(dict.fromkeys(_refs(data)))


def _refs(here: Any) -> Iterator[str]:
    if isinstance(here, str) and _A_REF.fullmatch(here):
        yield here
    elif isinstance(here, Mapping):
        for value in here.values():
            yield from _refs(value)
    elif isinstance(here, list):
        for value in here:
            yield from _refs(value)


def _with_instruments(here: Any, instead: Mapping[str, str]) -> Any:
    if isinstance(here, str):
        return instead.get(here, here)
    if isinstance(here, Mapping):
        return {key: _with_instruments(value, instead) for key, value in here.items()}
    return [_with_instruments(value, instead) for value in here] if isinstance(here, list) else here


def check(text: str, source: str = "") -> list[Problem]:
    """What is wrong with a recipe text, in the order of the lines; empty when it can be used.

    source: the file's name; a file `recipes/x.yaml` must hold the recipe `x`.
    """
    recipe, problems = parse(text)
    stem = Path(source).stem
    if recipe is not None and source.endswith(".yaml") and Path(source).parent.name == RECIPES.name:
        line = next((n for n, row in enumerate(text.splitlines(), 1) if row.startswith("id:")), 1)
        if recipe.id != stem:
            problems.append(
                Problem(line, "id", f"Filen hedder `{stem}`, men opskriften `{recipe.id}`. Brug samme navn.")
            )
    return sorted(problems)


def _validated(source: Source, awaited: Collection[str] = ()) -> tuple[Recipe | None, list[Problem]]:
    try:
        recipe = Recipe.model_validate(source.data)
    except ValidationError as error:
        return None, from_pydantic(error, source)
    wrong = disagreements(recipe, _Known(awaited))
    return recipe, sorted({problem(source, loc, message) for loc, message in wrong})


class _Known(Mapping[str, tuple[int, int] | None]):
    """Looked up by name one at a time, so that a recipe with the bundled instruments asks no database."""

    def __init__(self, awaited: Collection[str] = ()) -> None:
        self.awaited = awaited

    def __getitem__(self, ref: str) -> tuple[int, int] | None:
        if ref in self.awaited:
            return None
        if "@" not in ref or not instruments.exists(ref):
            raise KeyError(ref)
        return instruments.load(ref).range

    def __iter__(self) -> Iterator[str]:
        return iter(instruments.usable_refs())

    def __len__(self) -> int:
        return len(instruments.usable_refs())


def known_instruments() -> Mapping[str, tuple[int, int] | None]:
    """The instruments a recipe may name, with the range of their scores; None where there is no score."""
    return _Known()
