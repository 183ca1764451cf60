"""`make drill`: is anything lost when something breaks? A backup, a point in time, and kill -9 while people write.

Everything happens on a server of its own under var/drill, which is made anew each time. Prints what was done and how
long it took; ends with 1 when a promise of docs/running.md § 7 does not hold. DRILL_KILLS=100: more kills.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.drill import kills, places, restores

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    directory = ROOT / "var" / "drill"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    os.environ |= places.surroundings(directory)
    failed = []
    with places.archiving_server(directory) as place:
        _timed("A municipality of invented people is made", lambda: places.fill(place))
        for number, drill in enumerate(
            (
                lambda: restores.from_a_dump(place, directory),
                lambda: restores.to_a_point_in_time(place, directory),
                lambda: kills.of_the_database(place, rounds=int(os.environ.get("DRILL_KILLS", "20"))),
            ),
            start=1,
        ):
            print(f"\nDrill {number}", flush=True)
            failed += [said for said, holds in drill() if not _told(said, holds)]
    print(f"\n{'Every promise held.' if not failed else f'{len(failed)} broken: ' + '; '.join(failed)}")
    return 1 if failed else 0


def _told(said: str, holds: bool) -> bool:
    print(f"  {'ok    ' if holds else 'BROKEN'}  {said}", flush=True)
    return holds


def _timed(what: str, do: Callable[[], None]) -> None:
    begun = perf_counter()
    do()
    print(f"{what}: {perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
