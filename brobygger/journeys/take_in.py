"""Extracts that come by themselves: the worker looks in each programme's folder when its day has come."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import find
from brobygger.pathway.detection import queries as found
from brobygger.pathway.detection.models import RegisterExtract
from brobygger.pathway.detection.register_rules import MAX_BYTES
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.pathway.outreach import operations as outreach
from brobygger.pathway.outreach import queries
from brobygger.pathway.outreach.models import ExtractPlan
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role

STILL_COMING = 60  # seconds: a file that was written to so recently may not be whole yet


def drop(plan: ExtractPlan, by: Actor) -> Path:
    """The folder where a programme's next file is to be laid; one for each municipality and programme."""
    return Path(settings.REGISTER_DROP) / by.municipality_id.hex / plan.folder


def take_due(*, by: Actor, at: datetime) -> int:
    """Look for every extract that is due. Returns how many files were taken; the same night again changes nothing."""
    return sum(_take(plan, by, at) for plan in queries.extracts_due(by, on=local_date(at)))


def _take(plan: ExtractPlan, by: Actor, at: datetime) -> bool:
    file = _oldest(drop(plan, by), at)
    if file is None:
        _tell(plan, "extract_missing", f"extract-missing:{plan.id}:{plan.next_on}", at)
        if plan.result != "missing":
            outreach.looked(plan=plan, result="missing", rows=0, at=at, on=local_date(at))
        return False
    with transaction.atomic():
        result, rows, extract = _read(plan, file, by, at)
        outreach.looked(plan=plan, result=result, rows=rows, at=at, on=local_date(at))
        if result == "waiting" and extract is not None:
            _tell(plan, "see_extract", f"extract:{extract.id}", at, extract=str(extract.id))
        if result == "unreadable":
            _tell(plan, "extract_unreadable", f"extract-unreadable:{plan.id}:{at.date()}", at)
    # Only when all of it is safe in the database: a file taken away too early is lost, one left is taken once more.
    transaction.on_commit(lambda: _put_away(file, readable=result != "unreadable"))
    return True


def _read(plan: ExtractPlan, file: Path, by: Actor, at: datetime) -> tuple[str, int, RegisterExtract | None]:
    """Store the file, or leave it for somebody to look at: (result, rows, the extract)."""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    programme = plan.programme
    if found.is_stored(by, programme, content):  # taken before, and only the file was left
        return "stored", 0, None
    preview = find.preview_extract(programme=programme, content=content, by=by, at=at)
    if not preview.extract.people.height:
        return "unreadable", 0, None
    extract = find.stage_extract(
        programme=programme, file_name=file.name, content=content, preview=preview, by=by, at=at
    )
    rows = preview.extract.lines_read
    if preview.extract.problems or preview.mass_removal or not plan.by_itself:
        return "waiting", rows, extract
    try:
        find.commit_extract(extract=extract, by=by, at=at)
    except Refusal:  # all of that extract, and nothing of what else happens tonight
        return "waiting", rows, extract
    return "stored", rows, extract


def _oldest(folder: Path, at: datetime) -> Path | None:
    """The whole file that has lain longest; links and what is not CSV are left alone."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        return None
    files = [one for one in folder.iterdir() if one.suffix.lower() == ".csv" and one.is_file() and not one.is_symlink()]
    whole = [one for one in files if at.timestamp() - one.stat().st_mtime >= STILL_COMING]
    return min(whole, key=lambda one: (one.stat().st_mtime, one.name), default=None)


def _put_away(file: Path, *, readable: bool) -> None:
    if readable:
        file.unlink(missing_ok=True)
    elif file.exists():  # kept for whoever sent it, under a name that is not read again
        file.rename(file.with_name(f"{file.name}.kan-ikke-laeses"))


def _tell(plan: ExtractPlan, kind: str, key: str, at: datetime, **why: str) -> None:
    """A task for the coordinators; the same key gives the same task."""
    followup.add(
        plan=Planned(
            key=key, rule=kind, kind=kind, due=local_date(at), holder=Holder(Role.COORDINATOR),
            why={"effort": plan.programme.name, **why},
        ),
        programme=plan.programme,
        at=at,
    )  # fmt: skip
