"""Timing, and the lines that the parts of matching tell."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median
from typing import TypeVar

from bench.lines import Line

Made = TypeVar("Made")


def timed(run: Callable[[], Made]) -> tuple[float, Made]:
    began = time.perf_counter()
    made = run()
    return (time.perf_counter() - began) * 1000, made


def line_of(
    name: str, n: int, ours: list[float], reference: list[float], what: str, target: str, *, unit: str = "ms"
) -> Line:
    return Line(name, n, median(ours), min(ours), max(ours), median(reference), what, target, unit)


def growth(found: Sequence[Line]) -> list[Line]:
    """How times grow: each line of a time beside the same at the next smaller size."""
    told: dict[tuple[str, str], list[Line]] = {}
    for line in found:
        if line.unit == "ms":
            told.setdefault((re.sub(r"\d[\d,.]*", "n", line.name), line.what), []).append(line)
    lines = []
    for (name, _what), sizes in told.items():
        ordered = sorted(sizes, key=lambda line: line.n)
        for small, large in pairwise(ordered):
            times = large.n / small.n
            lines.append(
                Line(
                    f"growth of {name}", large.n, large.ours, large.ours_min, large.ours_max, small.ours,
                    f"{small.n}, {times:.1f} times fewer", f"≤ {2 * times:.0f}",
                )
            )  # fmt: skip
    return lines
