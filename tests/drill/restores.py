"""Restoring: the whole from a dump, and to the second before an accident from the archived log."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import perf_counter, sleep

import psycopg
from psycopg import sql

from brobygger.config import database
from tests.drill import places
from tests.drill.places import Place

Promise = tuple[str, bool]


def from_a_dump(place: Place, directory: Path) -> Iterator[Promise]:
    """pg_dump as the backup role, pg_restore into an empty database: every row the same, and the read log whole."""
    dump = directory / "brobygger.dump"
    before = places.hashes(place.as_administrator())
    begun = perf_counter()
    places.run(places.tool("pg_dump"), "-Fc", "-f", str(dump), place.as_role(database.BACKUP))
    dumped = perf_counter()
    with psycopg.connect(place.administrator, autocommit=True) as connection:
        connection.execute(sql.SQL("create database restored owner {}").format(sql.Identifier(database.OWNER)))
    places.run(places.tool("pg_restore"), "--exit-on-error", "-d", place.as_administrator(name="restored"), str(dump))
    restored = perf_counter()
    after = places.hashes(place.as_administrator(name="restored"))
    size = dump.stat().st_size / 1e6
    print(f"  dump {dumped - begun:.1f} s, {size:.1f} MB; restore {restored - dumped:.1f} s; {len(before)} tables")
    yield "every table has the same rows after the restore", before == after
    yield "the restored database refuses a reader without an actor", _nobody_reads(place)
    yield "the read log is whole", _read_log_is_whole(place)
    yield from _erased_stay_erased(place, directory)
    after = places.hashes(place.as_administrator(name="restored"))
    with psycopg.connect(place.as_administrator(name="restored")) as connection:
        connection.execute(
            "update people_person set given_name = 'Nogen' where id = (select id from people_person limit 1)"
        )
    yield "control: one changed name is noticed", places.hashes(place.as_administrator(name="restored")) != after
    as_application = ["pg_dump", "-Fc", "-f", "/dev/null", place.as_role(database.APP)]
    refused = subprocess.run([places.tool(as_application[0]), *as_application[1:]], capture_output=True)
    yield "control: the application's own role cannot take a backup", refused.returncode != 0


def _nobody_reads(place: Place) -> bool:
    with psycopg.connect(place.as_role(database.APP, name="restored")) as connection:
        row = connection.execute("select count(*) from people_person").fetchone()
    return row == (0,)


def _read_log_is_whole(place: Place) -> bool:
    from brobygger.config import cli

    with _django_at_the_restored(place):
        return cli.main(["verify-audit"]) == 0


@contextmanager
def _django_at_the_restored(place: Place) -> Iterator[None]:
    database.lead_django_to(
        database.Urls(
            app=place.as_role(database.APP, name="restored"), owner=place.as_role(database.OWNER, name="restored")
        )
    )
    try:
        yield
    finally:
        database.lead_django_to(database.Urls(app=place.as_role(database.APP), owner=place.as_role(database.OWNER)))


def _erased_stay_erased(place: Place, directory: Path) -> Iterator[Promise]:
    """Whoever is erased after the dump was taken is in it, and is erased again from the marks outside the database."""
    from brobygger.config import cli
    from brobygger.foundation.kernel.clock import now
    from brobygger.journeys import erase
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.organisations.models import Municipality
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person

    town = Municipality.objects.get()
    with acting_as(the_system(municipality_id=town.id)) as system:
        somebody = Person.objects.order_by("created_at", "id").values_list("id", flat=True)[0]
        erase.ask_for_one(person_id=somebody, why="a drill", never_again=True, by=system, at=now())
        persons = erase.carry_out(by=system, at=now() + timedelta(days=20))
    erase.keep_outside(municipality_id=town.id, var=directory)
    with _django_at_the_restored(place):
        yield "control: the restored database holds whom the town has erased", erase.come_back(var=directory) == persons
        yield "`brobygger check` refuses until they are erased again", cli.main(["check"]) != 0
        yield "`brobygger erase-again` says it is done", cli.main(["erase-again"]) == 0
        yield "nobody who was erased is left", persons > 0 and erase.come_back(var=directory) == 0


def to_a_point_in_time(place: Place, directory: Path) -> Iterator[Promise]:
    """Yesterday's copy and the archived log give back the second before somebody deleted every tip."""
    copy = directory / "copy"
    places.run(places.tool("pg_basebackup"), "-D", str(copy), "-X", "none", "-c", "fast", "-d", place.administrator)
    with psycopg.connect(place.as_administrator(), autocommit=True) as connection:
        connection.execute("update people_person set given_name = given_name || ' Efter'")
        before = places.hashes(place.as_administrator())
        sleep(1)
        moment = connection.execute("select clock_timestamp()::text").fetchone()
        sleep(1)
        connection.execute("delete from detection_tip")
        accident = places.hashes(place.as_administrator())
        connection.execute("select pg_switch_wal()")
        _wait_for_archive(connection)
    assert moment is not None
    begun = perf_counter()
    (copy / "recovery.signal").touch()
    for left in (".handle_pids.json", ".s.PGSQL.5432.lock"):  # the running server's own notes, copied along
        (copy / left).unlink(missing_ok=True)
    settings = {
        "archive_mode": "off",
        "restore_command": f'cp "{place.archive}/%f" "%p"',
        "recovery_target_time": moment[0],
        "recovery_target_action": "promote",
    }
    with (copy / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    copy.chmod(0o700)
    places.shutil_chown(copy, like=place.files)
    with database.embedded(copy) as again:
        back = places.hashes(psycopg.conninfo.make_conninfo(again, dbname=places.NAME))
    print(f"  back after {perf_counter() - begun:.1f} s, at {moment[0]}")
    yield "every table is as it was the second before the accident", back == before
    yield "what was written after yesterday's copy is there", back["people_person"] == before["people_person"]
    yield "control: the accident had changed something", accident != before


def _wait_for_archive(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    for _try in range(100):
        row = connection.execute(
            "select last_archived_wal >= pg_walfile_name(pg_current_wal_lsn() - 16777216) from pg_stat_archiver"
        ).fetchone()
        if row and row[0]:
            return
        sleep(0.1)
    raise SystemExit("the log was not archived within 10 s")
