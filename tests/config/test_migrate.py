"""An empty database gets its tables at once from the models, and they are the ones the migrations make (018)."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from brobygger.config import database as brobygger_database
from brobygger.config import migrate
from tests import database as databases

LOOKS = {
    "columns": """select table_name, column_name, data_type, is_nullable, column_default, character_maximum_length,
                         numeric_precision, numeric_scale, generation_expression, is_identity
                  from information_schema.columns where table_schema = 'public'""",
    "constraints": """select conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred
                      from pg_constraint where connamespace = 'public'::regnamespace""",
    "indexes": "select indexname, indexdef from pg_indexes where schemaname = 'public'",
    "triggers": "select tgname, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal",
    "functions": """select proname, pg_get_functiondef(oid) from pg_proc
                    where pronamespace = 'public'::regnamespace and prokind = 'f'""",
    "policies": "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies",
    "rights": """select relname, relkind, relacl::text, relrowsecurity, relforcerowsecurity from pg_class
                 where relnamespace = 'public'::regnamespace""",
    "kinds": """select typname, enumlabel from pg_type join pg_enum on enumtypid = pg_type.oid
                where typnamespace = 'public'::regnamespace""",
    "extensions": "select extname from pg_extension",
    "notes": "select app, name from django_migrations",
    "models": "select app_label, model from django_content_type",
}


def _looks(administrator: str) -> dict[str, set[Any]]:
    with psycopg.connect(administrator) as connection:
        return {name: set(connection.execute(query).fetchall()) for name, query in LOOKS.items()}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_tables_made_at_once_are_those_of_the_migrations(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = _looks(database.administrator)
    monkeypatch.setattr(migrate, "_begin", lambda: None)
    name = f"{database.name}_step_by_step"
    urls = brobygger_database.provision(database.server, database=name, key=databases.KEY)
    try:
        databases._migrate(urls)
        step_by_step = _looks(databases._place(database.server, name).administrator)
    finally:
        brobygger_database.lead_django_to(brobygger_database.Urls(app=database.app, owner=database.owner))
        databases._drop(database.server, name)
    # The one difference: a table of Django's that nobody uses counts in 32 bits there, and in 64 step by step.
    for looks in (at_once, step_by_step):
        looks["columns"] = {row for row in looks["columns"] if row[:2] != ("auth_group_permissions", "id")}
    for part, rows in at_once.items():
        assert rows == step_by_step[part], part
    assert len(at_once["columns"]) > 1000


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_database_with_tables_is_never_begun_again(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []
    monkeypatch.setattr(migrate, "_begin", lambda: begun.append(True))
    migrate.migrate()
    assert not begun


def test_a_server_without_the_erasers_role_is_told_what_it_lacks(database):
    """The owner may hand the function over; another role may not, as an owner from before this version."""
    brobygger_database.refuse_without_eraser(database.owner)
    with pytest.raises(brobygger_database.NoDatabase, match="brobygger_eraser"):
        brobygger_database.refuse_without_eraser(database.app)
