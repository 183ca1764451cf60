"""The read log in the database: whoever changes, removes or cuts it is noticed, also the tables' own owner."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from brobygger.foundation.audit.models import ReadEntry, Seal
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import audit
from brobygger.registry.access.policy import Purpose
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.queries import read, read_many

LATER = timedelta(minutes=10)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path


def given_mette_has_read(cast, times=3):
    for _ in range(times):
        with acting_as(cast.mette):
            read_many(cast.mette, [cast.aase.id, cast.villy.id], purpose=Purpose.BRIDGING)


@pytest.fixture
def sealed(committed_cast, var):
    """Six entries in two seals, anchored."""
    given_mette_has_read(committed_cast, times=2)
    audit.seal_all(var=var, at=now() + LATER)
    given_mette_has_read(committed_cast, times=1)
    audit.seal_all(var=var, at=now() + LATER)
    return committed_cast


@pytest.fixture
def as_the_owner(database):
    """Run SQL as the owner of the tables, who may switch row-level security off: the worst insider."""

    def run(*statements: str) -> None:
        with psycopg.connect(database.owner) as connection:
            for table in ("audit_read", "audit_seal"):
                connection.execute(f"alter table {table} no force row level security")  # type: ignore[arg-type]
            changed = [connection.execute(statement).rowcount for statement in statements]  # type: ignore[arg-type]
            for table in ("audit_read", "audit_seal"):
                connection.execute(f"alter table {table} force row level security")  # type: ignore[arg-type]
        assert all(count >= 1 for count in changed), "the test's own change changed nothing"

    return run


def kinds(var):
    return [each["kind"] for each in audit.verify(var)["breaks"]]


def test_a_whole_log_is_told_to_be_whole(sealed, var):
    assert audit.verify(var) == {"organisations": 2, "entries": 6, "breaks": []}


def test_the_application_itself_can_neither_change_nor_remove(sealed):
    from django.db import ProgrammingError

    for change in (lambda rows: rows.update(role="nobody"), lambda rows: rows.delete()):
        with pytest.raises(ProgrammingError, match="permission denied"), acting_as(sealed.system):
            change(ReadEntry.objects.all())


def test_an_edited_entry_is_found(sealed, var, as_the_owner):
    as_the_owner(
        "update audit_read set purpose = 'follow_up' where id = (select id from audit_read order by id limit 1)"
    )
    found = audit.verify(var)["breaks"]
    assert found == [
        {
            "organisation": "Eksempelkøbing", "kind": "edited", "seal": 1,
            "message": "Opslag er ændret, efter at de blev forseglet.",
        }
    ]  # fmt: skip


def test_a_removed_entry_is_found(sealed, var, as_the_owner):
    as_the_owner("delete from audit_read where id = (select id from audit_read order by id desc limit 1)")
    assert kinds(var) == ["deleted"]


def test_an_entry_put_in_afterwards_is_found(sealed, var, as_the_owner):
    as_the_owner(
        "insert into audit_read (id, municipality_id, at, role, person_id, groups, purpose, request_id) "
        "select '00000000-0000-7000-8000-000000000001', municipality_id, at, role, person_id, groups, purpose, "
        "request_id from audit_read limit 1"
    )
    assert kinds(var) == ["added"]


def test_a_cut_tail_is_found_though_the_chain_that_is_left_holds(sealed, var, as_the_owner):
    as_the_owner(
        "delete from audit_read where id > (select last_entry_id from audit_seal where number = 1)",
        "delete from audit_seal where number = 2",
    )
    assert kinds(var) == ["truncated"]
    for anchors in (var / "anchors").glob("*.jsonl"):  # the control: without the anchors nobody would know
        anchors.write_text(anchors.read_text().splitlines()[0] + "\n")
    assert kinds(var) == []


def test_a_whole_chain_made_anew_is_found(sealed, var, as_the_owner):
    as_the_owner(
        "update audit_read set user_id = null where id = (select id from audit_read order by id limit 1)",
        "delete from audit_seal",
    )
    with acting_as(sealed.system):
        from brobygger.foundation.audit import operations

        operations.seal(at=now() + LATER, municipality_id=sealed.municipality.id)
    assert {"seal_changed", "truncated"} <= set(kinds(var))


def test_the_youngest_entries_wait(committed_cast, var):
    given_mette_has_read(committed_cast)
    assert audit.seal_all(var=var, at=now()) == 0
    assert audit.seal_all(var=var, at=now() + LATER) == 6
    assert audit.seal_all(var=var, at=now() + LATER) == 0  # repeating it changes nothing
    with acting_as(committed_cast.system):
        assert Seal.objects.get().entries == 6


def test_a_long_log_is_sealed_in_parts(committed_cast, var):
    from brobygger.foundation.audit import operations

    given_mette_has_read(committed_cast, times=5)
    with acting_as(committed_cast.system):
        operations.seal(at=now() + LATER, municipality_id=committed_cast.municipality.id, largest=4)
        assert list(Seal.objects.order_by("number").values_list("number", "entries")) == [(1, 4), (2, 4), (3, 2)]
    audit.seal_all(var=var, at=now() + LATER)  # nothing new, but what a crash left unanchored is anchored now
    assert audit.verify(var) == {"organisations": 2, "entries": 10, "breaks": []}


def test_a_seal_that_was_never_anchored_is_told(committed_cast, var):
    from brobygger.foundation.audit import operations

    given_mette_has_read(committed_cast)
    with acting_as(committed_cast.system):
        operations.seal(at=now() + LATER, municipality_id=committed_cast.municipality.id)
    assert kinds(var) == ["not_anchored"]


def test_each_municipality_has_a_chain_of_its_own(committed_cast, var):
    given_mette_has_read(committed_cast)
    with acting_as(committed_cast.nina):
        read(committed_cast.nina, committed_cast.ruth.id, purpose=Purpose.BRIDGING)
    audit.seal_all(var=var, at=now() + LATER)
    assert len(list((var / "anchors").iterdir())) == 2
    assert audit.verify(var)["entries"] == 7
