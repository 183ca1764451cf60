"""What all commands share: how they refuse, how they print, and how they get a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from brobygger.config.database import Urls
    from brobygger.registry.access.actor import Actor

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
Groups: TypeAlias = "_SubParsersAction[ArgumentParser]"  # argparse gives the type no public name
Command = Callable[[Namespace], int]


class Refused(Exception):
    """A command cannot do what it was asked. `document` is what `--json` prints; without one, the message alone."""

    def __init__(self, message: str, document: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.document = {"error": message} if document is None else document


def command(groups: Groups, name: str, run: Command, *, help: str, json: bool = False) -> ArgumentParser:
    """Add one command; `json` gives it the option --json."""
    parser = groups.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run, json=False)
    if json:
        parser.add_argument("--json", action="store_true", help="skriv ét JSON-dokument og intet andet")
    return parser


def group(groups: Groups, name: str, *, help: str) -> Groups:
    """Add a word that has commands of its own, e.g. `recipes list`."""
    return groups.add_parser(name, help=help, description=help).add_subparsers(
        dest=f"{name}_command", required=True, metavar="kommando", parser_class=type(groups.choices[name])
    )


def print_json(document: Any) -> None:
    """One JSON document on stdout; NaN is an error of ours, never something a reader gets."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_table(rows: Sequence[Sequence[object]]) -> None:
    """Columns as wide as their widest cell."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def ready_database() -> Iterator[Urls]:
    """Django, standing on a database that is up to date, as the application's role. Raises Refused.

    The embedded server starts if it does not run, and stops when the last command that uses it has ended.
    """
    from brobygger.config import database, environment

    try:
        with database.available(environment.read()) as urls:
            stand_on(urls)
            yield urls
    except (database.NoDatabase, environment.BadEnvironment) as error:
        raise Refused(str(error)) from error


def stand_on(urls: Urls) -> None:
    """Point this process and its children at the database, and bring it up to date. Raises Refused or NoDatabase."""
    from brobygger.config import database

    database.use(urls)
    import django

    django.setup()
    from brobygger.config import migrate

    if urls.owner:
        migrate.bring_up_to_date(urls.owner)
    elif not migrate.is_current(urls.app):
        raise Refused("Databasen er ikke opdateret til denne udgave af Brobygger. Kør: brobygger migrate")
    database.refuse_powerful_role(urls.app)


def the_system_of(code: str | None) -> Actor:
    """The system's own actor in the municipality with this code, or in the only one there is. Raises Refused."""
    from brobygger.registry.access.actor import the_system

    there = _municipalities()
    chosen = [row for row in there if code in (None, row[1])]
    if len(chosen) != 1:
        known = ", ".join(f"{row[1]} {row[2]}" for row in there) or "ingen endnu"
        raise Refused(f"Vælg kommune med --municipality KODE. Kommuner her: {known}.")
    return the_system(municipality_id=chosen[0][0])


def no_municipality() -> bool:
    """Whether the installation has not got its first municipality yet."""
    return not _municipalities()


def _municipalities() -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select id, code, name from organisations_municipality order by code")
        return list(cursor.fetchall())
