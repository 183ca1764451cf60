"""A register extract is stored whole or not at all, also when the program is killed while it stores it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

import pytest

from brobygger.foundation.kernel import cpr

ROWS = 6_000
# What the killed program does: it says when it begins to store, and when it is through.
STORES = """
import os, sys
import django
django.setup()
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import find
from brobygger.pathway.detection import queries
from brobygger.registry.access.actor import the_system
from brobygger.registry.people.acting import acting_as
from uuid import UUID
municipality, extract = map(UUID, sys.argv[1:])
with acting_as(the_system(municipality_id=municipality)) as system:
    row = queries.extract(system, extract)
    print("storing", flush=True)
    find.commit_extract(extract=row, by=system, at=now())
print("stored", flush=True)
"""


def single_men(count: int, today: date) -> bytes:
    lines = ["cpr;fornavn;efternavn;civilstand"]
    for number in range(count):
        born = date(1940, 1, 1) + timedelta(days=number % 5000)
        lines.append(f"{cpr.fake(born, 'male', number // 5000)};Mand{number};Mandsen;ugift")
    return "\n".join(lines).encode()


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "control: left alone"])
def test_all_or_nothing(committed_cast: Any, killed: bool, database: Any) -> None:
    from brobygger.journeys import find
    from brobygger.pathway.episodes.models import Episode
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person
    from tests.cast import given_programme

    cast = committed_cast
    programme = given_programme(cast, "000-horsens")
    content = single_men(ROWS, cast.today)
    with acting_as(cast.mette) as mette:
        preview = find.preview_extract(programme=programme, content=content, by=mette, at=cast.at)
        assert len(preview.eligible) > 300
        extract = find.stage_extract(
            programme=programme, file_name="maend.csv", content=content, preview=preview, by=mette, at=cast.at
        )
        before = Person.objects.count()
    command = [sys.executable, "-c", STORES, str(cast.municipality.id), str(extract.id)]
    surroundings = {**os.environ, "BROBYGGER_DATABASE_URL": database.app}
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "storing\n"
        if killed:
            time.sleep(0.4)
            run.send_signal(signal.SIGKILL)
        run.wait(timeout=120)
    with acting_as(cast.mette):
        stored = Person.objects.count() - before
        episodes = Episode.objects.filter(programme=programme).count()
        extract.refresh_from_db()
    if killed:
        assert (stored, episodes, extract.committed_at) == (0, 0, None)
    else:
        assert (stored, episodes) == (len(preview.comparison.new), len(preview.eligible))
        assert extract.committed_at is not None
