"""The tests' PostgreSQL: the server, the migrated template, and a database of its own for every run and worker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from brobygger.config import database as brobygger_database
from brobygger.config.migrate import fingerprint, migrate

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "var" / "test-postgres"
KEY = "tests"  # the roles' passwords are derived from it
LOCK = 0x7465_7374


@dataclass(frozen=True)
class Place:
    """Connection strings (libpq) to one database, for each of the roles."""

    name: str
    server: str  # the superuser's way to the server, in no database of ours
    administrator: str  # superuser
    owner: str
    app: str
    public: str
    backup: str


@contextmanager
def fresh(*, administrator: str | None, name: str) -> Iterator[Place]:
    """A new database made from the migrated template; dropped when the block ends."""
    with _server(administrator) as server:
        _forget_killed_runs(server)
        with _copy(server, _template(server), name) as place:
            yield place


@contextmanager
def filled(base: Place) -> Iterator[Place]:
    """A database with the demonstration municipality in it, beside the run's own; Django's connections lead there.

    Making it takes many seconds, so it is kept as a template for the day, as long as no code or recipe changes.
    """
    with _copy(base.server, _filled_template(base.server), f"{base.name}_filled") as place:
        with pointing_django_at(place):
            yield place
        brobygger_database.lead_django_to(brobygger_database.Urls(app=base.app, owner=base.owner))


@contextmanager
def _copy(server: str, template: str, name: str) -> Iterator[Place]:
    _create(server, name, template)
    try:
        yield _place(server, name)
    finally:
        _drop(server, name)


def _create(server: str, name: str, template: str) -> None:
    make = sql.SQL("create database {} template {} owner {}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(make.format(*map(sql.Identifier, (name, template, brobygger_database.OWNER))))


@contextmanager
def pointing_django_at(place: Place) -> Iterator[None]:
    """Lead Django's connections of this process to the place: `default` as the application, `owner` as the owner."""
    from django.db import connections

    brobygger_database.lead_django_to(brobygger_database.Urls(app=place.app, owner=place.owner))
    try:
        yield
    finally:
        connections.close_all()


def empty(place: Place) -> None:
    """Remove every row that a test has committed; what migrations have written stays."""
    kept = ("django_migrations", "django_content_type", "auth_permission")
    with psycopg.connect(place.administrator) as connection:
        names = connection.execute(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> all(%s)", (list(kept),)
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
        connection.execute(sql.SQL("truncate {} restart identity cascade").format(tables))


@contextmanager
def _server(administrator: str | None) -> Iterator[str]:
    if administrator:
        yield administrator
        return
    with brobygger_database.embedded(SERVER) as started:
        with psycopg.connect(started, autocommit=True) as connection:
            # Test data may be lost in a power cut; tests that kill a database run one of their own.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(setting)))
            connection.execute("select pg_reload_conf()")
        yield started


def _template(server: str) -> str:
    """The name of the migrated database that this schema's runs are copies of; made when it is missing."""
    name = f"brobygger_template_{_fingerprint()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        ready = connection.execute("select datistemplate from pg_database where datname = %s", (name,)).fetchone()
        if not (ready and ready[0]):
            _drop(server, name)
            urls = brobygger_database.provision(server, database=name, key=KEY)
            _migrate(urls)
            connection.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(name)))
    return name


def _filled_template(server: str) -> str:
    """The name of the database that holds the demonstration as of today; made when it is missing."""
    digest = hashlib.sha256(f"{_fingerprint()} {date.today()}".encode())
    parts = [path for path in ROOT.glob("brobygger/*/**/*.*") if path.suffix in (".py", ".yaml")]
    for path in sorted([*parts, *ROOT.glob("recipes/*.yaml")]):
        if path.relative_to(ROOT).parts[1] not in ("web", "config"):
            digest.update(path.read_bytes())
    name = f"brobygger_town_{digest.hexdigest()[:16]}"
    base = _template(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        ready = connection.execute("select datistemplate from pg_database where datname = %s", (name,)).fetchone()
        if not (ready and ready[0]):
            for (old,) in connection.execute("select datname from pg_database where datname like 'brobygger_town_%'"):
                _drop(server, old)
            _create(server, name, base)
            _fill(_place(server, name))
            connection.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(name)))
    return name


def _fill(place: Place) -> None:
    from django.db import transaction

    from brobygger.rehearsal import demonstration

    with pointing_django_at(place), transaction.atomic():
        demonstration.fill(lambda _share: None)


def _migrate(urls: brobygger_database.Urls) -> None:
    from django.db import connections

    brobygger_database.lead_django_to(urls)
    migrate()
    connections.close_all()


def _fingerprint() -> str:
    """A change in what a schema is made of makes a new template."""
    digest = hashlib.sha256(fingerprint().encode())
    for name in ("brobygger/config/database.py", "brobygger/config/migrate.py", "tests/database.py"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()[:16]


def _forget_killed_runs(server: str) -> None:
    """Drop databases of killed runs, and all templates but the newest 3."""
    with psycopg.connect(server, autocommit=True) as connection:
        names = [row[0] for row in connection.execute("select datname from pg_database order by oid")]
    for name in names:
        run = re.fullmatch(r"brobygger_test_(\d+)_\w+", name)
        if run and not Path(f"/proc/{run[1]}").exists():
            _drop(server, name)
    for name in [name for name in names if name.startswith("brobygger_template_")][:-3]:
        if not name.endswith(_fingerprint()):
            _drop(server, name)


def _drop(server: str, name: str) -> None:
    identifier = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("select datistemplate from pg_database where datname = %s", (name,)).fetchone()
        if known and known[0]:  # one whose dropping was cut short is no template, and can only be dropped
            connection.execute(sql.SQL("alter database {} is_template false").format(identifier))
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(identifier))


def _place(server: str, name: str) -> Place:
    urls = brobygger_database.provision(server, database=name, key=KEY)
    assert urls.owner

    def as_role(role: str) -> str:
        return make_conninfo(server, dbname=name, user=role, password=brobygger_database.password_of(KEY, role))

    return Place(
        name=name,
        server=server,
        administrator=make_conninfo(server, dbname=name),
        owner=urls.owner,
        app=urls.app,
        public=as_role(brobygger_database.PUBLIC),
        backup=as_role(brobygger_database.BACKUP),
    )
