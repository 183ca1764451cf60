"""Killing the database with kill -9 while people write: what was acknowledged is there, once."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from time import perf_counter, sleep
from uuid import UUID

import psycopg

from tests.drill.places import Place

Promise = tuple[str, bool]
WRITERS = 3


def of_the_database(place: Place, *, rounds: int) -> Iterator[Promise]:
    """Three writers send tips and try again with the same id until they have a receipt; the server is killed often.

    The control does not wait until the disk has what it wrote (synchronous_commit off): it must lose something.
    """
    writers = [_Writer(number) for number in range(WRITERS)]
    control = _Writer(WRITERS, waits_for_disk=False)
    for writer in (*writers, control):
        writer.start()
    begun, killed = perf_counter(), 0
    chance = random.Random(1)
    while killed < rounds:
        sleep(chance.uniform(0.3, 1.2))
        killed += _kill_one(place)
    for writer in (*writers, control):
        writer.enough.set()
    for writer in (*writers, control):
        writer.join()
    stored = _stored(place)
    receipts = [receipt for writer in writers for receipt in writer.receipts]
    lost = [receipt for receipt in receipts if receipt not in stored]
    texts = [text for text in stored.values() if not text.startswith(f"{WRITERS}-")]
    cut = sum(writer.cut for writer in writers)
    forgotten = [receipt for receipt in control.receipts if receipt not in stored]
    print(
        f"  {killed} kills in {perf_counter() - begun:.0f} s; {len(receipts)} receipts, {cut} cut off while writing: "
        f"{len(lost)} lost, {len(texts) - len(set(texts))} twice; "
        f"control: {len(control.receipts)} receipts, {len(forgotten)} lost"
    )
    yield "no tip with a receipt is lost", not lost and bool(receipts)
    yield "no tip is there twice", len(texts) == len(set(texts))
    yield "somebody was cut off while writing", cut > 0
    yield "control: without waiting for the disk something is lost", bool(forgotten)


def _kill_one(place: Place) -> int:
    """Kill one of the server's processes that serves the program; the server then starts all of them again."""
    try:
        with psycopg.connect(place.administrator, connect_timeout=5) as connection:
            row = connection.execute(
                "select pid from pg_stat_activity where usename = 'brobygger_app' order by random() limit 1"
            ).fetchone()
    except psycopg.OperationalError:  # still starting after the last one
        return 0
    if row is None:
        return 0
    try:
        os.kill(row[0], signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def _stored(place: Place) -> dict[UUID, str]:
    while True:
        try:
            with psycopg.connect(place.as_administrator()) as connection:
                rows = connection.execute("select id, about_name from detection_tip where worry = 'øvelse'").fetchall()
                return dict(rows)
        except psycopg.OperationalError:
            sleep(0.2)


class _Writer(threading.Thread):
    """Somebody with a bad connection: sends the same tip until it is received, then the next."""

    def __init__(self, number: int, *, waits_for_disk: bool = True) -> None:
        super().__init__(name=f"writer {number}")
        self.number, self.waits_for_disk = number, waits_for_disk
        self.enough = threading.Event()
        self.receipts: list[UUID] = []
        self.cut = 0

    def run(self) -> None:
        count = 0
        while not self.enough.is_set():
            count += 1
            self._send_until_received(f"{self.number}-{count}")

    def _send_until_received(self, name: str) -> None:
        from django.db import DatabaseError, connection, connections

        from brobygger.foundation.kernel.ids import new_id

        tip_id = new_id()
        while True:
            connected = False
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"set synchronous_commit = {'on' if self.waits_for_disk else 'off'}")
                connected = True
                _send(tip_id, name)
            except DatabaseError:
                connections.close_all()
                self.cut += connected
                sleep(0.02)
            else:
                self.receipts.append(tip_id)
                return


def _send(tip_id: UUID, name: str) -> None:
    from brobygger.foundation.kernel.clock import now
    from brobygger.journeys import find
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.organisations.models import Municipality
    from brobygger.registry.people.acting import acting_as

    town = Municipality.objects.get()
    with acting_as(the_system(municipality_id=town.id)) as system:
        find.send_tip(tip_id=tip_id, about_name=name, worry="øvelse", sender_kind="other", by=system, at=now())
