"""Loading and validating all recipes, against the general YAML reader composing the same files."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.lines import Line
from brobygger.registry.recipes import load, reading

ROUNDS = 5
TARGET_MS = 1000


def lines() -> list[Line]:
    """One line: load and validate every bundled recipe with line numbers (n: how many)."""
    texts = [(load.RECIPES / f"{recipe_id}.yaml").read_text(encoding="utf-8") for recipe_id in load.all_ids()]
    load.known_instruments()
    ours, general = [], []
    for _round in range(ROUNDS):  # alternating, so that a busy moment meets both
        ours.append(_milliseconds(lambda: [_valid(text) for text in texts]))
        general.append(_milliseconds(lambda: [reading.read_any(text) for text in texts]))
    return [
        Line(
            name="load and validate all recipes",
            n=len(texts),
            ours=statistics.median(ours),
            ours_min=min(ours),
            ours_max=max(ours),
            reference=statistics.median(general),
            what="ruamel.yaml composing the same files, no validation",
            target=f"≤ {TARGET_MS} ms",
        )
    ]


def _valid(text: str) -> None:
    """Raises for a recipe that cannot be used: no figure for an error."""
    recipe, problems = load.parse(text)
    if recipe is None or problems:
        raise RuntimeError(str(problems))


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
