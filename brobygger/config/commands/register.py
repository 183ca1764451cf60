"""`brobygger register import`: the population register's extract, previewed or stored."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from brobygger.config.commands.base import (
    DONE,
    REFUSED,
    Groups,
    Refused,
    command,
    group,
    print_json,
    ready_database,
    the_system_of,
)
from brobygger.config.supervisor import Stopped

if TYPE_CHECKING:
    from brobygger.journeys.find import Preview
    from brobygger.registry.access.actor import Actor

MEGABYTES_READ = 220  # more than the largest extract that can be stored; the reader says what is too much
STEPS = {"read": "Læser", "compare": "Sammenligner", "store": "Gemmer"}


class Progress:
    """How far it is, on the error stream, so that what is printed can be piped on; nothing for what takes no time."""

    def __init__(self) -> None:
        self.told_at = monotonic()

    def __call__(self, step: str, done: int, of: int) -> None:
        if monotonic() - self.told_at < PATIENCE:
            return
        self.told_at = monotonic()
        share = f": {done * 100 // of} %" if done and of else ""
        print(f"{STEPS[step]} {of} linjer{share} … (Ctrl-C stopper, og intet er gemt)", file=sys.stderr, flush=True)


PATIENCE = 1.0  # seconds


def add(groups: Groups) -> None:
    words = group(groups, "register", help="udtræk fra folkeregisteret")
    load = command(words, "import", import_file, help="se, hvad et udtræk ændrer; gem det med --commit", json=True)
    load.add_argument("file", type=Path, metavar="FIL.csv")
    load.add_argument("--programme", required=True, metavar="INDSATS", help="indsatsens navn, opskrift eller id")
    load.add_argument("--municipality", metavar="KODE", help="kommunens kode, når der er flere")
    load.add_argument("--commit", action="store_true", help="gem; uden den ændres intet")
    load.add_argument(
        "--accept-mass-removal", action="store_true", help="ja, det er rigtigt, at mange fra sidste udtræk mangler"
    )


def import_file(chosen: Namespace) -> int:
    """Preview, and with --commit store everything or nothing."""
    content = _content(chosen.file)
    with ready_database():
        from brobygger.foundation.kernel.clock import now
        from brobygger.foundation.kernel.refusal import Refusal
        from brobygger.journeys import find
        from brobygger.registry.people.acting import acting_as

        by, at = the_system_of(chosen.municipality), now()
        try:
            with acting_as(by):
                programme = programme_named(by, chosen.programme)
                told = Progress()
                preview = find.preview_extract(programme=programme, content=content, by=by, at=at, progress=told)
                document = _document(preview)
                if chosen.commit:
                    _store(chosen, programme, content, preview, by, at, document, told)
        except Stopped:
            print("Stoppet. Intet er gemt.", file=sys.stderr)
            raise
        except Refusal as refusal:
            raise Refused(str(refusal.message), document | {"error": str(refusal.message)}) from refusal
    if preview.extract.problems:
        print(_problems(preview), file=sys.stderr)
    if chosen.json:
        print_json(document)
    else:
        _tell(document)
    return DONE if preview.extract.people.height else REFUSED


def _store(
    chosen: Namespace,
    programme: Any,
    content: bytes,
    preview: Preview,
    by: Actor,
    at: datetime,
    document: dict[str, Any],
    told: Progress,
) -> None:
    from brobygger.journeys import find

    if preview.extract.problems:  # a half register is worse than none: somebody would be left out unseen
        raise Refused(_problems(preview) + "\nIntet er gemt. Ret linjerne, og prøv igen.", document)
    extract = find.stage_extract(
        programme=programme, file_name=chosen.file.name, content=content, preview=preview, by=by, at=at
    )
    find.commit_extract(extract=extract, by=by, at=at, accept_mass_removal=chosen.accept_mass_removal, progress=told)
    document["committed"] = True


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MEGABYTES_READ * 1_000_000)
    except OSError as error:
        raise Refused(f"Filen {path} kan ikke læses: {error.strerror}.") from error


def programme_named(by: Actor, named: str) -> Any:
    """The running programme of that name, recipe or id. Raises Refused."""
    from brobygger.foundation.kernel.clock import local_date, now
    from brobygger.programmes.running import queries

    running = list(queries.running(by, on=local_date(now())))
    found = [one for one in running if named in (one.name, one.recipe_id, str(one.id))]
    if len(found) != 1:
        known = ", ".join(f"“{one.name}”" for one in running) or "ingen endnu"
        raise Refused(f"Indsatsen “{named}” findes ikke, eller der er flere. Indsatser, der kører: {known}.")
    return found[0]


def _document(preview: Preview) -> dict[str, Any]:
    return {
        "rows": preview.extract.lines_read,
        "new": preview.comparison.new.height,
        "known": preview.comparison.known.height,
        "gone": preview.comparison.gone,
        "errors": [asdict(problem) for problem in preview.extract.problems],
        "eligible": preview.eligible.height,
        "committed": False,
    }


def _problems(preview: Preview) -> str:
    return "\n".join(problem.sentence() for problem in preview.extract.problems)


def _tell(document: dict[str, Any]) -> None:
    print(
        f"{document['rows']} linjer: {document['new']} nye, {document['known']} kendte, "
        f"{document['gone']} mangler siden sidst. {document['eligible']} er i målgruppen."
    )
    print("Gemt." if document["committed"] else "Intet er gemt endnu. Kør igen med --commit for at gemme.")
