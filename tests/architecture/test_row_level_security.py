"""The first floor of access, asked of the database itself, table by table, as the roles it was made for.

Each promise has a negative control: with the floor taken away, in a transaction that is rolled back, the same question
must get the wrong answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from brobygger.config import database as brobygger_database
from brobygger.foundation.kernel.floors import APP_ROLE, BACKUP_ROLE, NATIONAL, PUBLIC_ROLE
from tests.rows import (
    HERE,
    THERE,
    Context,
    become,
    count,
    declared,
    fill,
    row_id,
    system_tables,
    tenant_tables,
)

OWNER_ROLE = brobygger_database.OWNER
SCOPES = ("municipality", "unit", "organisation", "personal", "")


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker, database) -> Iterator[psycopg.Connection]:
    """A superuser's transaction with one row of two municipalities in every table; rolled back in the end."""
    with django_db_blocker.unblock(), psycopg.connect(database.administrator) as connection:
        fill(connection, HERE)
        fill(connection, THERE)
        yield connection
        connection.rollback()


@pytest.fixture
def rows(server: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """The same rows for every test: what one does to them is taken back."""
    server.execute("savepoint test")
    yield server
    server.execute("rollback to savepoint test")
    server.execute("reset role")


def greedy(scope: str) -> Context:
    """A context of HERE that names every id of THERE: what a careless program, or an attacker in it, might set."""
    return Context(
        municipality=HERE,
        scope=scope,
        user=row_id(THERE, "nobody"),  # one's own memberships are one's own in every municipality, by design
        organisations=(row_id(THERE, "organisations_organisation"), row_id(THERE, "organisation")),
        units=(row_id(THERE, "organisations_unit"), row_id(THERE, "unit")),
        persons=(row_id(THERE, "people_person"), row_id(THERE, "person")),
    )


def leaks(connection: psycopg.Connection, table: str) -> list[str]:
    """The scopes in which the present role sees a row of THERE from HERE, or any row without context."""
    found = []
    for scope in SCOPES:
        become_again(connection, greedy(scope))
        if count(connection, table, THERE):
            found.append(scope or "no scope")
    become_again(connection, None)
    if count(connection, table):
        found.append("no context")
    return found


def become_again(connection: psycopg.Connection, context: Context | None) -> None:
    role = connection.execute("select current_user").fetchone()[0]
    become(connection, role, context)


@pytest.mark.parametrize("table", tenant_tables())
def test_security_is_enabled_and_forced_with_a_policy(rows, table):
    enabled, forced, policies = rows.execute(
        "select relrowsecurity, relforcerowsecurity, (select count(*) from pg_policy where polrelid = c.oid) "
        "from pg_class c where oid = %s::regclass",
        (table,),
    ).fetchone()
    assert (enabled, forced) == (True, True)
    assert policies >= 1


@pytest.mark.parametrize("table", tenant_tables())
def test_another_municipality_and_no_context_show_nothing(rows, table):
    become(rows, APP_ROLE, Context(municipality=THERE))
    assert count(rows, table, THERE) == 1, "the row is there for its own municipality"
    assert leaks(rows, table) == []


@pytest.mark.parametrize("table", tenant_tables())
def test_without_the_floor_the_question_above_finds_the_leak(rows, table):
    rows.execute(sql.SQL("alter table {} disable row level security").format(sql.Identifier(table)))
    become(rows, APP_ROLE, None)
    assert "no context" in leaks(rows, table)
    assert "municipality" in leaks(rows, table)


@pytest.mark.parametrize("table", tenant_tables())
def test_force_is_what_holds_the_owner(rows, table):
    become(rows, OWNER_ROLE, Context(municipality=HERE))
    assert count(rows, table) == 0, "the owner has no policy of its own"
    rows.execute("reset role")
    rows.execute(sql.SQL("alter table {} no force row level security").format(sql.Identifier(table)))
    become(rows, OWNER_ROLE, Context(municipality=HERE))
    assert count(rows, table, THERE) == 1


@pytest.mark.parametrize("table", tenant_tables())
def test_no_row_can_be_written_into_another_municipality(rows, table):
    if declared(table).append_only:
        return  # shown below: cannot be changed at all
    become(rows, APP_ROLE, Context(municipality=HERE))
    change = sql.SQL("update {} set municipality_id = %s").format(sql.Identifier(table))
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        rows.execute(change, (THERE,))


@pytest.mark.parametrize("table", tenant_tables())
def test_another_municipalitys_row_can_be_neither_changed_nor_removed(rows, table):
    become(rows, APP_ROLE, greedy("municipality"))
    if declared(table).append_only:
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
            rows.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
        return
    only_theirs = sql.SQL("delete from {} where municipality_id = %s").format(sql.Identifier(table))
    assert rows.execute(only_theirs, (THERE,)).rowcount == 0


@pytest.mark.parametrize("table", [table for table in tenant_tables() if declared(table).append_only])
def test_an_append_only_table_can_be_added_to_and_nothing_else(rows, table):
    granted = {
        right
        for right in ("select", "insert", "update", "delete", "truncate")
        if rows.execute("select has_table_privilege(%s, %s, %s)", (APP_ROLE, table, right)).fetchone()[0]
    }
    assert granted == {"select", "insert"}


def test_the_read_log_and_the_line_of_moves_are_append_only():
    assert {"audit_read", "audit_change", "audit_seal", "episodes_move"} <= {
        table for table in tenant_tables() if declared(table).append_only
    }


@pytest.mark.parametrize("table", tenant_tables())
def test_the_application_can_empty_no_table(rows, table):
    become(rows, APP_ROLE, Context(municipality=HERE))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows.execute(sql.SQL("truncate {} cascade").format(sql.Identifier(table)))


@pytest.mark.parametrize("table", tenant_tables())
def test_the_public_role_sees_published_rows_only(rows, table):
    published = declared(table).published
    may = rows.execute("select has_table_privilege(%s, %s, 'select')", (PUBLIC_ROLE, table)).fetchone()[0]
    assert may == bool(published)
    if published:
        become(rows, PUBLIC_ROLE, None)
        assert count(rows, table) == 0, "the rows of this test are not published"
        rows.execute("reset role")
        show = sql.SQL("update {} set {} = true where municipality_id = %s")
        rows.execute(show.format(sql.Identifier(table), sql.Identifier(published)), (HERE,))
        become(rows, PUBLIC_ROLE, None)
        assert count(rows, table) == count(rows, table, HERE) == 1


@pytest.mark.parametrize("table", [*tenant_tables(), *system_tables()])
def test_the_backup_role_reads_everything_and_writes_nothing(rows, table):
    rights = [
        rows.execute("select has_table_privilege(%s, %s, %s)", (BACKUP_ROLE, table, right)).fetchone()[0]
        for right in ("select", "insert", "update", "delete")
    ]
    assert rights == [True, False, False, False]


def test_the_national_directory_is_everybodys_to_read_and_nobodys_to_write(rows):
    rows.execute("set local session_replication_role = replica")
    rows.execute("update offers_offer set municipality_id = %s where municipality_id = %s", (UUID(NATIONAL), THERE))
    become(rows, APP_ROLE, Context(municipality=HERE))
    assert count(rows, "offers_offer", UUID(NATIONAL)) == 1
    changed = rows.execute("update offers_offer set name = 'y' where municipality_id = %s", (UUID(NATIONAL),))
    assert changed.rowcount == 0


def test_the_context_ends_with_the_transaction(database):
    with psycopg.connect(database.app) as connection:
        become(connection, APP_ROLE, Context(municipality=uuid4()))
        connection.commit()
        left = connection.execute("select current_setting('brobygger.municipality', true)").fetchone()[0]
        assert left in ("", None)
        assert count(connection, "people_person") == 0


@pytest.mark.parametrize("role", ["administrator", "owner", "backup"])
def test_the_application_refuses_to_start_as_a_role_that_passes_the_floor(database, role):
    with pytest.raises(brobygger_database.NoDatabase, match="starter ikke"):
        brobygger_database.refuse_powerful_role(getattr(database, role))


def test_the_application_starts_as_its_own_role(database):
    brobygger_database.refuse_powerful_role(database.app)
