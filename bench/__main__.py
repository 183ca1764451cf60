"""`make bench`: prints one line for each figure and writes var/bench.json."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from bench import lines
from brobygger.config import database, environment
from brobygger.config.programs import web_server

SIZES = (300, 30_000)
OFFERS = (10_000, 100_000)
PORT = 8765


def main() -> None:
    """All parts, or those named: `python -m bench pages-300 matching`."""
    asked = sys.argv[1:]
    if asked[:1] == ["--part"]:  # each in a process of its own: Django is set up for one database
        told = _PARTS[asked[1]]()
        print(json.dumps([asdict(line) for line in told]))
        return
    unknown = set(asked) - set(_PARTS)
    if unknown:
        raise SystemExit(f"Unknown: {', '.join(sorted(unknown))}. There are: {', '.join(_PARTS)}.")
    lines.tell_load()
    found: list[lines.Line] = []
    for name in asked or _PARTS:
        found += _in_its_own_process(name)
    found += _growth(found)
    lines.told(found, var=environment.read().var)


def _in_its_own_process(part: str) -> list[lines.Line]:
    told = subprocess.run([sys.executable, "-m", "bench", "--part", part], capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    return [lines.Line(**one) for one in json.loads(told.stdout.splitlines()[-1])]


@contextmanager
def _migrated() -> Iterator[database.Urls]:
    """A migrated database of our own, to which Django leads; dropped when the block ends."""
    given = environment.read()
    place = replace(given, var=Path(os.environ.get("BROBYGGER_BENCH_VAR", given.var / "bench")))
    place.var.mkdir(parents=True, exist_ok=True)
    with database.available(place, name=f"brobygger_bench_{os.getpid()}") as urls:
        database.use(urls)
        os.environ["DJANGO_SETTINGS_MODULE"] = "brobygger.config.settings"
        import django

        django.setup()
        from brobygger.config.migrate import migrate

        migrate()
        try:
            yield urls
        finally:
            _drop(urls)


def _pages(size: int) -> list[lines.Line]:
    with _migrated() as urls:
        from bench import pages, town

        built = town.build(size)
        _analyse(urls)
        with _server():
            return pages.measure(PORT, built, size)


def _statistics() -> list[lines.Line]:
    with _migrated():
        from bench import statistics

        return statistics.measure()


def _search(size: int) -> list[lines.Line]:
    with _migrated():
        from bench import search

        return search.measure(size)


def _recipes() -> list[lines.Line]:
    from bench import recipes

    return recipes.lines()


def _simulation() -> list[lines.Line]:
    from bench import simulation

    return simulation.measure()


def _matching() -> list[lines.Line]:
    from bench import matching

    return list(matching.measure())


def _follow_up() -> list[lines.Line]:
    with _migrated() as urls:
        from bench import follow_up

        follow_up.build()
        _analyse(urls)
        return follow_up.measure()


def _language() -> list[lines.Line]:
    from bench import language

    return language.lines()


def _register() -> list[lines.Line]:
    from bench import register

    return register.lines()


def _storing() -> list[lines.Line]:
    with _migrated():
        from bench import storing

        return storing.lines()


_PARTS = {
    **{f"pages-{size}": partial(_pages, size) for size in SIZES},
    "recipes": _recipes,
    "statistics": _statistics,
    "simulation": _simulation,
    "matching": _matching,
    "follow-up": _follow_up,
    "language": _language,
    **{f"search-{size}": partial(_search, size) for size in OFFERS},
    "register": _register,
    "storing": _storing,
}


def _growth(found: list[lines.Line]) -> list[lines.Line]:
    """The same page at both sizes: the larger over the smaller."""
    small, large = SIZES
    at_small = {line.name: line for line in found if line.n == small}
    return [
        lines.Line(
            f"{line.name}: {large} over {small}", large, line.ours, line.ours_min, line.ours_max,
            at_small[line.name].ours, f"the same page at {small} persons", "≤ 1.3",
        )
        for line in found
        if line.n == large and line.name in at_small
    ]  # fmt: skip


def _analyse(urls: database.Urls) -> None:
    import psycopg

    with psycopg.connect(urls.owner or urls.app, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _drop(urls: database.Urls) -> None:
    import psycopg
    from django.db import connections
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict

    connections.close_all()
    given = conninfo_to_dict(urls.owner or urls.app)
    name = str(given.pop("dbname"))
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    with psycopg.connect(dbname="postgres", **given, autocommit=True) as connection:  # type: ignore[arg-type]
        for _second in range(120):
            try:
                connection.execute(drop)
            except psycopg.errors.InsufficientPrivilege:  # autovacuum is in it, and nobody but the system may end that
                time.sleep(1)
            else:
                return
    print(f"Databasen {name} kunne ikke fjernes; fjern den med dropdb.", file=sys.stderr)


@contextmanager
def _server() -> Iterator[None]:
    command = [part.replace("brobygger.config.wsgi", "bench.wsgi") for part in web_server(PORT)]
    process = subprocess.Popen(command)
    try:
        _wait()
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait() -> None:
    for _try in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/helbred", timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not answer.")


if __name__ == "__main__":
    main()
