"""`brobygger serve|worker|migrate|check|demo`: the parts of a running installation."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from brobygger.config.commands.base import DONE, Groups, Refused, command, print_json, ready_database


def add(groups: Groups) -> None:
    command(groups, "serve", serve, help="kør webserveren")
    command(groups, "worker", worker, help="kør den, der udfører opgaver i baggrunden")
    command(groups, "migrate", migrate, help="gør databasen klar til denne udgave")
    command(groups, "check", check, help="er opsætning og database i orden?", json=True)
    command(groups, "demo", demo, help="kør demonstrationen, og vis dens logins", json=True)


def serve(chosen: Namespace) -> int:
    """The web server on PORT, until it is stopped."""
    from brobygger.config import environment, programs

    return _keep_running({"web": programs.web_server(environment.read().port)})


def worker(chosen: Namespace) -> int:
    """The worker, until it is stopped."""
    from brobygger.config import programs

    return _keep_running({"worker": programs.worker()})


def migrate(chosen: Namespace) -> int:
    """Bring the database up to date; the only command that acts as the owner of the tables."""
    from brobygger.config import database, environment

    try:
        with database.available(environment.read()) as urls:
            if urls.owner is None:
                raise Refused("Sæt BROBYGGER_OWNER_DATABASE_URL til den rolle, der ejer tabellerne.")
            database.refuse_without_eraser(urls.owner)
            database.use(urls)
            import django

            django.setup()
            from brobygger.config import migrate as migrations

            changed = migrations.bring_up_to_date(urls.owner)
    except (database.NoDatabase, environment.BadEnvironment) as error:
        raise Refused(str(error)) from error
    print("Databasen er opdateret." if changed else "Databasen er allerede opdateret.")
    return DONE


def check(chosen: Namespace) -> int:
    """Every part with a sentence: in order, or what is wrong."""
    with ready_database():
        found = list(_checked())
    wrong = [one["problem"] for one in found if one["problem"]]
    if wrong:
        raise Refused("\n".join(wrong), {"checks": found, "ok": False})
    if chosen.json:
        print_json({"checks": found, "ok": True})
    else:
        for one in found:
            print(f"✓ {one['what']}")
    return DONE


def demo(chosen: Namespace) -> int:
    """The demonstration, until it is stopped."""
    from brobygger.config import demo as demonstration

    return demonstration.run(as_json=chosen.json)


def _keep_running(commands: dict[str, list[str]]) -> int:
    from brobygger.config import environment, supervisor

    try:
        with ready_database(), supervisor.running(commands, logs=environment.read().var / "log") as children:
            supervisor.watch(children)
    except supervisor.ChildDied as death:
        raise Refused(str(death)) from death
    except supervisor.Stopped:
        pass
    return DONE


def _checked() -> Iterator[dict[str, Any]]:
    yield _line("Databasen er opdateret, og rollen kan ikke komme uden om adgangsreglerne", "")
    yield _line("Alle tabeller med borgere har adgangsregler i databasen", _unprotected_tables())
    yield _line("Ingen, der er slettet, er kommet tilbage", _come_back())
    yield _line("Opskrifter og måleredskaber kan bruges", _broken_definitions())
    yield _line("Opsætningen er sikker", _unsafe_settings())


def _line(what: str, problem: str) -> dict[str, Any]:
    return {"what": what, "ok": not problem, "problem": problem}


def _unprotected_tables() -> str:
    from django.apps import apps
    from django.db import connection

    from brobygger.foundation.kernel import floors
    from brobygger.foundation.kernel.tenancy import Tenant

    ours = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.managed and isinstance(floors.classification(model), Tenant)
    }
    with connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        protected = {name for (name,) in cursor.fetchall()}
    missing = sorted(ours - protected)
    return f"Tabeller uden adgangsregler: {', '.join(missing)}. Kør: brobygger migrate" if missing else ""


def _come_back() -> str:
    from brobygger.config import environment
    from brobygger.journeys import erase

    found = erase.come_back(var=environment.read().var)
    return f"{found} borgere, der var slettet, står i databasen igen. Kør: brobygger erase-again" if found else ""


def _broken_definitions() -> str:
    from brobygger.registry.instruments import load as instruments
    from brobygger.registry.recipes import load as recipes

    try:
        for ref in instruments.all_refs():
            instruments.load(ref)
        for recipe_id in recipes.all_ids():
            recipes.load(recipe_id)
    except ValueError as error:
        return str(error)
    return ""


def _unsafe_settings() -> str:
    from brobygger.config import environment

    read = environment.current()
    if read.debug and not read.demo:
        return "BROBYGGER_DEBUG er slået til. Slå den fra: fejlsider kan vise oplysninger om borgere."
    if not read.demo and read.database_url and "sslmode" not in read.database_url and "host=/" not in read.database_url:
        print("Bemærk: databasens adresse nævner ikke sslmode.", file=sys.stderr)
    return ""
