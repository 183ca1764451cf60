"""`make bench`: prints one line for each figure and writes var/bench.json."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench import lines
from brobygger.config import database, environment
from brobygger.config.programs import web_server

SIZES = (300, 30_000)
PORT = 8765


def main() -> None:
    lines.tell_load()
    given = environment.read()
    place = replace(given, var=Path(os.environ.get("BROBYGGER_BENCH_VAR", given.var / "bench")))
    only = sys.argv[1:]
    if only:  # one size, in a process of its own: Django is set up for one database
        _one_size(place, int(only[0]))
        return
    found: list[lines.Line] = []
    for size in SIZES:
        found += _in_its_own_process(place, size)
    found += _growth(found)
    lines.told(found, var=given.var)


def _in_its_own_process(place: environment.Environment, size: int) -> list[lines.Line]:
    import json

    told = subprocess.run([sys.executable, "-m", "bench", str(size)], capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(told.stderr)
    return [lines.Line(**one) for one in json.loads(told.stdout.splitlines()[-1])]


def _one_size(place: environment.Environment, size: int) -> None:
    import json
    from dataclasses import asdict

    place.var.mkdir(parents=True, exist_ok=True)
    with database.available(place, name=f"brobygger_bench_{os.getpid()}") as urls:
        database.use(urls)
        os.environ["DJANGO_SETTINGS_MODULE"] = "brobygger.config.settings"
        import django

        django.setup()
        from bench import pages, town
        from brobygger.config.migrate import migrate

        migrate()
        built = town.build(size)
        _analyse(urls)
        with _server():
            measured = pages.measure(PORT, built, size)
        _drop(place, urls)
    print(json.dumps([asdict(line) for line in measured]))


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
        if line.n == large
    ]  # fmt: skip


def _analyse(urls: database.Urls) -> None:
    import psycopg

    with psycopg.connect(urls.owner or urls.app, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _drop(place: environment.Environment, urls: database.Urls) -> None:
    import psycopg
    from django.db import connections
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict

    connections.close_all()
    given = conninfo_to_dict(urls.owner or urls.app)
    name = str(given.pop("dbname"))
    with psycopg.connect(dbname="postgres", **given, autocommit=True) as connection:  # type: ignore[arg-type]
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


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
