"""The whole database is searched: a person with a row in every table that can hold one is erased, and is nowhere.

Rows are written as the superuser with triggers off (tests/rows.py); erasing is done as the application.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid5

import psycopg
import pytest
from psycopg import sql

from brobygger.foundation.kernel import erasing
from brobygger.foundation.kernel.floors import APP_ROLE
from tests.rows import HERE, THERE, Context, become, fill, row_id, tenant_models, tenant_tables

NAME, PHONE, NUMBER = "Nålesen", "29 87 65 43", "0f" * 32
PERSON = row_id(HERE, "people_person")
KEPT_LINK = uuid5(HERE, "a link that stands")
CERTIFICATE = uuid5(HERE, "a volunteer's certificate that stands")
INTEREST = row_id(HERE, "volunteers_interest")  # tied to the person by volunteers_also_takes_part


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker, database) -> Iterator[psycopg.Connection]:
    with django_db_blocker.unblock(), psycopg.connect(database.administrator) as connection:
        for municipality in (HERE, THERE):
            fill(connection, municipality)
        _write_about(connection)
        yield connection
        connection.rollback()


@pytest.fixture
def rows(filled: psycopg.Connection) -> Iterator[psycopg.Connection]:
    filled.execute("savepoint test")
    yield filled
    filled.execute("rollback to savepoint test")
    filled.execute("reset role")


def going() -> list[str]:
    return [one.table for one in erasing.plan().going]


def _write_about(connection: psycopg.Connection) -> None:
    """The name wherever there is room for it in rows that go, and the ids where nothing refers by itself."""
    connection.execute("set local session_replication_role = replica")
    gone = set(going())
    for model in tenant_models():
        table = model._meta.db_table
        wide = [
            one.column
            for one in model._meta.local_fields
            if table in gone and not one.choices and one.db_type(_django()) in ("text", *_WIDE)
        ]
        for column in wide:
            _set(connection, table, **{column: f"{NAME} i {table}"})
    _set(
        connection,
        "people_person",
        given_name="Nils",
        family_name=NAME,
        phone=PHONE,
        cpr_blind=NUMBER,
        cpr_encrypted=b"x",
    )
    for table, name, phone in (("directory_sign_up", "name", "phone"), ("detection_tip", "about_name", "about_phone")):
        _set(connection, table, **{name: f"Nils {NAME}", phone: PHONE.replace(" ", "")})
    _set(connection, "links_link", subject_id=row_id(HERE, "detection_visit"))
    _set(connection, "erasure_due", person_id=PERSON)
    _set(connection, "kernel_receipt", location=f"/borgere/{PERSON}/rediger/")
    _set(connection, "matching_pair_list", asked=json.dumps({"left": [str(row_id(HERE, "episodes_episode"))]}))
    _set(connection, "audit_read", person_id=PERSON)
    _set(connection, "audit_change", row_id=PERSON, before=json.dumps({"family_name": NAME, "id": str(PERSON)}))
    connection.execute(
        "insert into audit_change select gen_random_uuid(), municipality_id, at, user_id, 'people_share', "
        "gen_random_uuid(), 'delete', %s::jsonb, null from audit_change where municipality_id = %s",
        [json.dumps({"person_id": str(PERSON), "why": NAME}), HERE],
    )
    _copy(connection, "links_link", id=KEPT_LINK, subject_id=None, token_hash="y", given_to="x", made_by_name="x")
    _copy(connection, "links_use", id=uuid5(HERE, "use"), link_id=KEPT_LINK, led_to=row_id(HERE, "detection_tip"))
    _write_about_a_volunteer(connection)
    connection.execute("set local session_replication_role = origin")


def _write_about_a_volunteer(connection: psycopg.Connection) -> None:
    """The person would like to be a volunteer: three rows of it, what was written and planned, and who was booked."""
    told = {"name": f"nils {NAME.upper()}", "words": NAME}
    _copy(connection, "volunteers_interest", id=uuid5(HERE, "passed on"), organisation_id=None, phone="", **told)
    known = {"id": uuid5(HERE, "known"), "shared_id": uuid5(HERE, "known"), "phone": f"+45 {PHONE}"}
    _copy(connection, "volunteers_interest", **known, **told)
    _copy(connection, "volunteers_approval", id=CERTIFICATE, note="set")
    bare = {"person_id": None, "key": f"interest:{INTEREST}"}
    _copy(connection, "followup_task", id=uuid5(HERE, "task"), episode_id=None, **bare)
    connection.execute(
        "update followup_task set why = %s::jsonb where person_id is null and municipality_id = %s",
        [json.dumps({"about": f"Nils {NAME}"}), HERE],
    )
    _copy(connection, "communication_message", id=uuid5(HERE, "message"), consent_id=None, body=NAME, **bare)
    connection.execute(
        "update volunteers_approval set volunteer_id = null where id <> %s and municipality_id = %s",
        [CERTIFICATE, HERE],
    )


_WIDE = tuple(f"varchar({size})" for size in (100, 120, 200, 201, 250, 300, 500, 1000, 2000))


def _django():
    from django.db import connection

    return connection


def _set(connection: psycopg.Connection, table: str, **told) -> None:
    changes = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(column)) for column in told)
    query = sql.SQL("update {} set {} where municipality_id = %s").format(sql.Identifier(table), changes)
    connection.execute(query, [*told.values(), HERE])


def _copy(connection: psycopg.Connection, table: str, **told) -> None:
    row = connection.execute(
        sql.SQL("select to_jsonb(t) from {} t where municipality_id = %s").format(sql.Identifier(table)), [HERE]
    ).fetchone()[0]
    row |= {column: value and str(value) for column, value in told.items()}
    query = sql.SQL("insert into {0} select * from jsonb_populate_record(null::{0}, %s)").format(sql.Identifier(table))
    connection.execute(query, [json.dumps(row)])


def erased(connection: psycopg.Connection, *persons: UUID) -> dict[str, int]:
    become(connection, APP_ROLE, Context(HERE))
    told = connection.execute("select brobygger_erase(%s::uuid[])", [list(persons)]).fetchone()[0]
    connection.execute("set constraints all immediate")
    connection.execute("reset role")
    return told


def found(connection: psycopg.Connection, *needles: str) -> dict[str, int]:
    """Tables of the whole database, and how many of their rows hold one of the needles in any column."""
    names = [row[0] for row in connection.execute("select tablename from pg_tables where schemaname = 'public'")]
    hits = {}
    for name in names:
        query = sql.SQL("select count(*) from {} t where t::text ilike any(%s)").format(sql.Identifier(name))
        (number,) = connection.execute(query, [[f"%{needle}%" for needle in needles]]).fetchone()
        if number:
            hits[name] = number
    return hits


def everything_of(connection: psycopg.Connection, municipality: UUID) -> dict[str, object]:
    return {
        table: connection.execute(
            sql.SQL("select count(*), sum(hashtextextended(t::text, 0)) from {} t where municipality_id = %s").format(
                sql.Identifier(table)
            ),
            [municipality],
        ).fetchone()
        for table in tenant_tables()
    }


ALL_NEEDLES = (NAME, PHONE, PHONE.replace(" ", ""), NUMBER, str(PERSON))


def test_a_person_with_rows_in_every_table_is_nowhere_afterwards(rows):
    assert len(found(rows, *ALL_NEEDLES)) > 40
    told = erased(rows, PERSON)
    assert set(told) == {*going(), "audit_change"}
    # The read log keeps a random number that points at nobody: its chain must stay whole (decisions 004, 029).
    assert found(rows, *ALL_NEEDLES) == {"audit_read": 1}
    gone = [str(row_id(HERE, table)) for table in going()]
    assert found(rows, *gone) == {"audit_read": 1}


def test_what_stands_says_nothing_of_who_was_there(rows):
    """A volunteer's certificate, and what a member ordered for the group: others rely on them."""
    erased(rows, PERSON)
    certificates = rows.execute("select id, interest_id from volunteers_approval where municipality_id = %s", [HERE])
    assert certificates.fetchall() == [(CERTIFICATE, None)]
    query = "select arrangement_id, arranged_by_id, name from orders_order where municipality_id = %s"
    assert rows.execute(query, [HERE]).fetchall() == [(None, None, "x")]


@pytest.mark.parametrize("table", ["volunteers_interest", "followup_task", "communication_message"])
def test_without_its_own_answer_the_name_is_found(rows, table):
    """The control: what is known of somebody without a record is found by the tables' own answers, and by no other."""
    plan = erasing.plan()
    asked = tuple(
        replace(one, where=tuple(each for each in one.where if '_id" = any(ids' in each) or ("false",))
        if one.table == table
        else one
        for one in plan.going
    )
    rows.execute("set constraints all deferred")
    rows.execute(erasing.function(replace(plan, going=asked)).replace("create function", "create or replace function"))
    become(rows, APP_ROLE, Context(HERE))
    rows.execute("select brobygger_erase(%s::uuid[])", [[PERSON]])
    rows.execute("reset role")
    assert table in found(rows, NAME)


def test_without_the_step_for_history_the_search_finds_the_name(rows):
    """The control: the same function without its last deletion."""
    whole = erasing.function(erasing.plan()).replace("create function", "create or replace function")
    head, _deletion, tail = whole.partition("delete from audit_change")
    without = head + "perform 1;" + tail.partition(";")[2]
    rows.execute(without)
    erased(rows, PERSON)
    assert found(rows, NAME) == {"audit_change": 2}


def test_a_neighbours_person_cannot_be_erased(rows):
    before = everything_of(rows, THERE), everything_of(rows, HERE)
    assert erased(rows, row_id(THERE, "people_person")) == {}
    assert (everything_of(rows, THERE), everything_of(rows, HERE)) == before
    erased(rows, PERSON)
    assert everything_of(rows, THERE) == before[0]


def test_erasing_twice_is_once(rows):
    erased(rows, PERSON)
    after = everything_of(rows, HERE)
    assert erased(rows, PERSON) == {}
    assert everything_of(rows, HERE) == after


def test_a_failure_in_the_middle_leaves_everything(rows):
    before = everything_of(rows, HERE)
    rows.execute(
        "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;"
        "create trigger refuse before delete on people_person for each row execute function refuse()"
    )
    rows.execute("savepoint half_way")
    with pytest.raises(psycopg.errors.RaiseException):
        erased(rows, PERSON)
    rows.execute("rollback to savepoint half_way")
    rows.execute("reset role")
    assert everything_of(rows, HERE) == before


@pytest.mark.parametrize("scope", ["unit", "organisation", "personal", ""])
def test_only_the_municipality_itself_erases(rows, scope):
    become(rows, APP_ROLE, Context(HERE, scope=scope, persons=(PERSON,)))
    rows.execute("savepoint asked")
    with pytest.raises(psycopg.errors.RaiseException):
        rows.execute("select brobygger_erase(%s::uuid[])", [[PERSON]])
    rows.execute("rollback to savepoint asked")


@pytest.mark.parametrize(
    "forbidden",
    [
        "delete from episodes_move",
        "delete from audit_change",
        "delete from erasure_tombstone",
        "delete from erasure_report",
        "set role brobygger_eraser",
        "create or replace function brobygger_erase(persons uuid[]) returns jsonb language sql as 'select null::jsonb'",
    ],
)
def test_the_application_still_cannot_go_round_it(rows, forbidden):
    become(rows, APP_ROLE, Context(HERE))
    rows.execute("savepoint asked")
    # `set role` is judged by the one who signed in; the application's own sign-in is asked in test_erasing.
    if forbidden.startswith("set role"):
        assert rows.execute("select pg_has_role('brobygger_app', 'brobygger_eraser', 'set')").fetchone() == (False,)
        return
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows.execute(forbidden)
    rows.execute("rollback to savepoint asked")
