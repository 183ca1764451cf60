"""Bring a database up to date: Django's migrations, then the floor of access over them."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.apps import apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations import RunSQL
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from brobygger.foundation.kernel import floors

PACKAGE = Path(__file__).resolve().parents[1]
SCHEMA_FILES = ("**/migrations/*.py", "**/models.py", "foundation/kernel/*.py", "registry/access/roles.py")
LIBRARIES_WITH_TABLES = ("django", "django-allauth", "procrastinate")
_LOCK = 0x6D69_6772  # advisory lock: two commands that start together migrate one after the other


def migrate(*, verbosity: int = 0) -> None:
    """Run as the owning role (`owner` in DATABASES). Repeating it changes nothing.

    The application role gets its rights only in the last step, so a half-migrated database shows nothing.
    """
    if not connections["owner"].introspection.table_names():
        _begin()
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False, skip_checks=True)
    with transaction.atomic(using="owner"):
        floors.apply(connections["owner"])
        with connections["owner"].cursor() as cursor:
            note = sql.SQL("comment on schema public is {}").format(sql.Literal(fingerprint()))
            cursor.execute(note.as_string(None))


def _begin() -> None:
    """Make all tables of an empty database from the models, and note their migrations as run (decision 018).

    All or nothing: one transaction. What migrations do in SQL of their own is done after the tables; what they do to
    rows is left out, for there are none.
    """
    connection = connections["owner"]
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    steps = [(migration.app_label, step) for migration in plan for step in migration.operations]
    state = executor.loader.project_state()
    with transaction.atomic(using="owner"), connection.schema_editor(atomic=False) as editor:
        for app, step in steps:
            if isinstance(step, CreateExtension):
                step.database_forwards(app, editor, state, state)
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        for app, step in steps:
            if isinstance(step, RunSQL):
                step.database_forwards(app, editor, state, state)
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def bring_up_to_date(owner_url: str) -> bool:
    """Migrate unless this program's own tables already stand there. Returns whether anything had to be done.

    Looking takes milliseconds and locks nothing, so every command can ask, also beside a running server.
    """
    if is_current(owner_url):
        return False
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        if is_current(owner_url):  # another command did it while this one waited
            return False
        migrate()
        connections["owner"].close()
    return True


def is_current(url: str) -> bool:
    """Whether the database at the URL was migrated by exactly this program."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select obj_description('public'::regnamespace, 'pg_namespace')").fetchone()
    return bool(row and row[0] == fingerprint())


def fingerprint() -> str:
    """A hash over everything that tables, keys, policies and grants are made of."""
    digest = hashlib.sha256()
    for name in LIBRARIES_WITH_TABLES:
        digest.update(f"{name}={version(name)};".encode())
    for pattern in SCHEMA_FILES:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(str(path.relative_to(PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"brobygger {digest.hexdigest()[:32]}"
