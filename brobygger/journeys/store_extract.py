"""A large extract is stored by the worker: a page says how far it is, and it can be stopped with nothing half.

Where it stands is a word in the cache and not a row: the rows are being written in one transaction that nobody sees
into before it is through. What counts is whether the extract is committed; a lost word costs a look at the file.

Each time it is begun is a run with a number of its own. Stop counts for that run and those before it, which may still
wait in the queue with another's yes to what is taken away; not for one that is begun afterwards.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from procrastinate.contrib.django import app

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import find
from brobygger.pathway.detection import queries as found
from brobygger.pathway.detection.models import RegisterExtract
from brobygger.registry.access.actor import Actor

MOST_ON_A_PAGE = 5_000  # lines that a page may store while somebody waits: about a second; more are left to the worker
STORER = "brobygger.journeys.tasks.store_extract"
SILENT_AFTER = timedelta(minutes=5)  # nothing heard from one that ran for so long: it can be begun again
_KEPT_SECONDS = 24 * 3600


class Stopped(Exception):
    """Somebody has pressed stop; the transaction it is raised in stores nothing."""


@dataclass(frozen=True)
class Storing:
    """How far it is. state: waiting, running, stopping, stopped, refused. sentence: why it was refused, in Danish."""

    state: str
    heard_at: datetime
    step: str = "read"  # read, compare, store
    done: int = 0
    of: int = 0
    sentence: str = ""
    run: int = 0  # the newest that somebody has begun

    @property
    def goes_on(self) -> bool:
        """Whether it is under way. What waits behind other work says nothing, and is not dead for that."""
        if self.state == "waiting":
            return True
        return self.state in ("running", "stopping") and now() - self.heard_at < SILENT_AFTER

    @property
    def percent(self) -> int:
        """Of the whole: reading is the first tenth, comparing up to a third, storing the rest."""
        share = self.done / self.of if self.of else 0.0
        first, last = {"read": (0, 10), "compare": (10, 33), "store": (33, 99)}[self.step]
        return round(first + (last - first) * min(1.0, share))


def standing(extract_id: UUID) -> Storing | None:
    """Where the storing of an extract is; None when nobody has begun it, or it is long ago."""
    kept = cache.get(_key(extract_id))
    return Storing(**kept) if kept else None


def begin(*, extract: RegisterExtract, accept_mass_removal: bool, by: Actor, at: datetime) -> None:
    """Leave the storing to the worker. Pressed twice it is begun once."""
    before = standing(extract.id)
    if before is not None and before.goes_on:
        return
    run = time.time_ns()
    _say(extract.id, Storing("waiting", at, of=extract.rows_total, run=run))
    app.configure_task(STORER, lock=f"extract-{extract.id}").defer(
        municipality_id=str(by.municipality_id), membership_id=str(by.membership_id), extract_id=str(extract.id),
        accept_mass_removal=accept_mass_removal, run=run,
    )  # fmt: skip


def stop(*, extract_id: UUID) -> None:
    """Ask the worker to stop; it does at its next step, and nothing of the extract is stored then.

    What still waits for its turn is stopped at once: the worker meets the word before it has read a line.
    """
    before = standing(extract_id)
    if before is not None and before.state in ("waiting", "running"):
        cache.set(_stop(extract_id), before.run, _KEPT_SECONDS)
        _say(extract_id, replace(before, state="stopped" if before.state == "waiting" else "stopping", heard_at=now()))


def store(*, extract_id: UUID, accept_mass_removal: bool, run: int, by: Actor, at: datetime) -> bool:
    """What the worker does: all of it, or, stopped or refused, nothing. Returns whether it is stored."""
    extract = found.extract(by, extract_id)

    def newest() -> int:
        before = standing(extract_id)
        return max(run, before.run) if before else run

    def progress(step: str, done: int, of: int) -> None:
        if cache.get(_stop(extract_id), -1) >= run:
            raise Stopped
        _say(extract_id, Storing("running", now(), step, done, of, run=newest()))

    def end(state: str, sentence: str = "") -> bool:
        if newest() == run:  # else somebody has begun it again, and that one waits
            _say(extract_id, Storing(state, now(), sentence=sentence, run=run))
        return False

    try:
        with transaction.atomic():
            progress("read", 0, extract.rows_total)
            find.commit_extract(
                extract=extract, by=by, at=at, accept_mass_removal=accept_mass_removal, progress=progress
            )
    except Stopped:
        return end("stopped")
    except Refusal as refusal:
        return end("refused", str(refusal.message))
    transaction.on_commit(lambda: cache.delete(_key(extract_id)))
    return True


def _say(extract_id: UUID, storing: Storing) -> None:
    cache.set(_key(extract_id), asdict(storing), _KEPT_SECONDS)


def _key(extract_id: UUID) -> str:
    return f"storing-extract-{extract_id}"


def _stop(extract_id: UUID) -> str:
    return f"stop-extract-{extract_id}"
