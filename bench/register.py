"""A country's register extract: reading it with every rule, beside the same file parsed plainly, and the memory.

`BROBYGGER_BENCH_ROWS` sets how many lines (1,200,000 unless said otherwise).
"""

from __future__ import annotations

import gc
import io
import os
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import polars

from bench.lines import Line
from brobygger.foundation.kernel import cpr
from brobygger.pathway.detection import register_rules

ROWS = int(os.environ.get("BROBYGGER_BENCH_ROWS", "1200000"))
REPEATS = int(os.environ.get("BROBYGGER_BENCH_REPEATS", "3"))  # alternating with the reference
TODAY = date(2026, 11, 21)
HEADER = "cpr;fornavn;efternavn;adresse;postnr;by;civilstand;bor_alene;personlig_pleje;hjemmehjælp_timer;sprog;telefon"


def lines() -> list[Line]:
    """Reading and choosing against polars' scan and filter; then the peak of memory against 1 GiB."""
    content = made_extract(ROWS)
    ours, plain = [], []
    for _round in range(REPEATS):
        ours.append(timed(lambda: _read(content)))
        plain.append(timed(lambda: _scan(content)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reference = statistics.median(plain)
    return [
        Line("register extract: read with every rule", ROWS, statistics.median(ours), min(ours), max(ours), reference,
             "polars: parse and filter", "≤ 6"),
        Line("register extract: memory at the peak", ROWS, peak, peak, peak, 1024, "1 GiB", "≤ 1", unit="MiB"),
    ]  # fmt: skip


def timed(work: Callable[[], int]) -> float:
    gc.collect()
    began = time.perf_counter()
    assert work() > 0
    return (time.perf_counter() - began) * 1000


def _read(content: bytes) -> int:
    found = register_rules.read(content, today=TODAY, allow_test=True)
    assert not found.problems
    return found.people.filter((polars.col("sex") == "male") & polars.col("lives_alone")).height


def _scan(content: bytes) -> int:
    frame = polars.read_csv(io.BytesIO(content), separator=";", infer_schema=False)
    return frame.filter((polars.col("bor_alene") == "ja") & (polars.col("civilstand") == "enke")).height


def made_extract(rows: int) -> bytes:
    luck = random.Random(1)
    made = [HEADER]
    days = [date(1930, 1, 1) + timedelta(days=n) for n in range(10_000)]
    for number in range(rows):
        born = days[number % len(days)]
        digits = cpr.fake(born, "male" if number % 2 else "female", serial=number // len(days) % 500)
        alone = "ja" if luck.random() < 0.4 else "nej"
        name, home = f"Navn{number % 997};Efternavn{number % 1999}", f"Åvej {number % 300};9998;Eksempelkøbing"
        made.append(f"{digits};{name};{home};enke;{alone};nej;{number % 9},5;dansk;12345678")
    return ("\n".join(made) + "\n").encode()
