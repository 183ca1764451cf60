"""A register extract from the file to people on file: all that `brobygger register import --commit` does.

`BROBYGGER_BENCH_ROWS` sets how many lines (20,000 unless said otherwise: five rounds of a larger one take minutes).
"""

from __future__ import annotations

import io
import os
import statistics

import polars
from django.db import connection, transaction

from bench.lines import Line
from bench.register import REPEATS, TODAY, made_extract, timed
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.several import lay
from brobygger.journeys import find
from brobygger.programmes.running import operations as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.organisations.models import Municipality, Organisation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load


def lines() -> list[Line]:
    """`brobygger register import --commit`, the first time and the second, beside parsing and a COPY of the same rows.

    The COPY goes to a table with the same columns and no index, right, history or episode: what is above it is the
    price of those.
    """
    rows = int(os.environ.get("BROBYGGER_BENCH_ROWS", "20000"))
    content = made_extract(rows)
    municipality = Municipality.objects.create(code="0997", name="Målebjerg", phone="12 34 56 78")
    system = the_system(municipality_id=municipality.id)
    first, again, plain = [], [], []
    for _round in range(REPEATS):
        with acting_as(system):
            for found in (first, again):
                found.append(timed(lambda: _import(content, system)))
            plain.append(timed(lambda: _copy(content)))
            transaction.set_rollback(True)
    reference = statistics.median(plain)
    return [
        Line(f"register extract: {name}", rows, statistics.median(ours), min(ours), max(ours), reference,
             "polars: parse, and COPY of all", "≤ 6")
        for name, ours in (("stored the first time", first), ("stored again", again))
    ]  # fmt: skip


def _import(content: bytes, system: Actor) -> int:
    owner = Organisation.objects.get_or_create(name="Målebjerg Kommune", kind="municipality")[0]
    programme = Programme.objects.first() or running.adopt(
        recipe=load.load("000-horsens"), name="Mænd", owner=owner, starts_on=TODAY, by=system, at=now()
    )
    preview = find.preview_extract(programme=programme, content=content, by=system, at=now())
    extract = find.stage_extract(
        programme=programme, file_name="udtraek.csv", content=content, preview=preview, by=system, at=now()
    )
    find.commit_extract(extract=extract, by=system, at=now())
    with connection.cursor() as cursor:  # what is left to the end of the transaction is part of the price
        cursor.execute("set constraints all immediate; set constraints all deferred")
    return preview.extract.lines_read


def _copy(content: bytes) -> int:
    frame = polars.read_csv(io.BytesIO(content), separator=";", infer_schema=False)
    lay("plain_copy", ", ".join(f'"{name}" text' for name in frame.columns), frame)
    return frame.height
