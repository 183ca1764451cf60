"""`make demo`: from nothing to a municipality in the browser, and back to nothing with Ctrl-C.

Everything it starts belongs to it: the database server, the web server, the worker. However it ends, none is left.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger.config import database, environment, programs, supervisor
from brobygger.config.commands.base import DONE, REFUSED, Refused, print_json, print_table, stand_on

if TYPE_CHECKING:
    from brobygger.config.environment import Environment

READY = "Brobygger kører på http://127.0.0.1:{port}"
SECONDS_TO_WAKE = 60.0
# Who can log in: account, role in the policy table, and the words for people.
LOGINS = (
    ("karin", "home_care_worker", "hjemmehjælper: Min dag på telefonen"),
    ("mette", "coordinator", "koordinator: arbejdslisten og tavlen"),
    ("bent", "association_leader", "leder i en forening: nye til os, og hvem der kommer"),
    ("ole", "volunteer", "frivillig: den ene, han besøger"),
    ("lone", "programme_manager", "leder af indsatsen: broen og rapporten"),
    ("dorte", "data_protection", "databeskyttelse: hvem har set på hvem"),
    ("admin", "administrator", "administrator: organisationer og brugere"),
    ("gitte", "unit_manager", "leder af en enhed i hjemmeplejen: Mit arbejde og opmærksomhed i enheden"),
    ("fatma", "finder", "vicevært eller nabo, der lægger mærke til nogen: Mine beskeder"),
    ("pernille", "association_leader", "præst: sognets grupper og nye til dem"),
)

Progress = Callable[..., None]


def run(*, as_json: bool = False) -> int:
    """Start everything, tell when it is ready, and keep it running until somebody stops it. Returns the exit code.

    `as_json`: stdout gets one document ({"url", "logins"}) when ready; the story goes to stderr.
    """
    os.environ["BROBYGGER_DEMO"] = "1"  # also with a server of one's own
    supervisor.stop_when_asked()
    story = sys.stderr if as_json else sys.stdout

    def tell(line: str) -> None:
        print(line, file=story, flush=True)

    try:
        given = environment.read()
        refuse_taken_port(given.port)
        return _run(given, tell, as_json=as_json)
    except (environment.BadEnvironment, database.NoDatabase, Refused, supervisor.ChildDied) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return REFUSED
    except supervisor.Stopped:
        tell("\nBrobygger er stoppet.")
        return DONE


def refuse_taken_port(port: int) -> None:
    """Raise Refused when another program listens there: told before anything heavy begins."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refused(
                f"Port {port} er optaget af et andet program (måske en demonstration, der allerede kører). "
                f"Stop det, eller vælg en anden: make demo PORT={port + 1}"
            ) from error


def password_of(var: Path) -> tuple[str, bool]:
    """This installation's password for everybody in the demonstration, and whether it was made just now.

    Random, never the same in two installations, and readable by its owner only.
    """
    path = var / "demo-password"
    if path.exists():
        return path.read_text().strip(), False
    made = "-".join(secrets.token_hex(2) for _part in range(4))
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(made + "\n")
    return made, True


def _run(given: Environment, tell: Callable[[str], None], *, as_json: bool) -> int:
    url = f"http://127.0.0.1:{given.port}"
    tell("Databasen starter …")
    with database.available(given) as urls:
        stand_on(urls)
        password, new = password_of(given.var)
        filled = _fill_if_empty(tell)
        if new or filled:
            _set_passwords(password)
        _prepare_pages(given.var)
        tell("Siderne starter …")
        _close_connections()
        commands = {"web": programs.web_server(given.port), "worker": programs.worker()}
        with supervisor.running(commands, logs=given.var / "log") as children:
            _wait_until_ready(f"{url}/helbred", children)
            _tell_logins(url, password, tell, as_json=as_json)
            supervisor.watch(children)
    return DONE


def _fill_if_empty(tell: Callable[[str], None]) -> bool:
    """Make the demonstration municipality in one transaction: stopped half-way, it is as if never begun."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from organisations_municipality)")
        if cursor.fetchone()[0]:
            return False
    from tqdm import tqdm

    from brobygger.rehearsal import demonstration

    tell("Demonstrationskommunen bliver til: et år med borgere, besøg og fællesskaber …")
    with tqdm(total=100, unit="%", bar_format="{l_bar}{bar}| {elapsed}", file=sys.stderr) as bar, transaction.atomic():

        def progress(share: float) -> None:
            supervisor.stop_if_asked()
            bar.update(max(0, round(share * 100) - bar.n))

        demonstration.fill(progress)
    return True


def _set_passwords(password: str) -> None:
    """One hash for everybody: hashing is slow on purpose, and the password is the same."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    emails = [email_of(name) for name, _role, _words in LOGINS]
    get_user_model()._default_manager.filter(email__in=emails).update(password=make_password(password))


def email_of(name: str) -> str:
    """The address somebody in the demonstration logs in with."""
    return f"{name}@demo.brobygger.dk"


def _prepare_pages(var: Path) -> None:
    from brobygger.web import assets, messages

    (var / "static").mkdir(parents=True, exist_ok=True)
    compiled = messages.PO.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < messages.PO.stat().st_mtime:
        messages.main(["compile"])
    try:
        assets.fetch()
    except assets.PartsMissing as problem:
        raise Refused(str(problem)) from problem


def _close_connections() -> None:
    """What waits for hours should not hold a connection."""
    from django.db import connections

    connections.close_all()


def _wait_until_ready(address: str, children: list[supervisor.Child]) -> None:
    deadline = time.monotonic() + SECONDS_TO_WAKE
    while time.monotonic() < deadline:
        supervisor.stop_if_asked()
        supervisor.raise_if_dead(children)
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise Refused(f"Siderne svarede ikke på {address} inden for {SECONDS_TO_WAKE:.0f} sekunder. Se {children[0].log}.")


def _tell_logins(url: str, password: str, tell: Callable[[str], None], *, as_json: bool) -> None:
    if as_json:
        logins = [{"email": email_of(name), "password": password, "role": role} for name, role, _words in LOGINS]
        print_json({"url": url, "logins": logins})
        sys.stdout.flush()
        return
    tell("\nLog ind som en af disse. Alle har samme kode:\n")
    print_table([(f"  {email_of(name)}", password, words) for name, _role, words in LOGINS])
    tell("\nStop med Ctrl-C.")
    tell(READY.format(port=url.rpartition(":")[2]))


if __name__ == "__main__":
    sys.exit(run())
