"""What every test stands on: one PostgreSQL for the run, settings made for tests, and no sockets.

Settings are chosen here, before pytest-django looks for them, so that no test ever meets an installation's own
database, keys or files.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

ROOT = Path(__file__).resolve().parents[1]
ADMINISTRATOR = os.environ.pop("BROBYGGER_DATABASE_URL", None)  # a server of your own; None: the embedded one
VAR = ROOT / "var" / "test"
os.environ |= {
    "BROBYGGER_VAR": str(VAR),
    "BROBYGGER_DEMO": "1",
    "BROBYGGER_SECRET_KEY": "a secret that only tests know, and long enough to sign with",
    "BROBYGGER_DATA_KEY": "a key that only tests know, and long enough to encrypt with",
    "DJANGO_SETTINGS_MODULE": "brobygger.config.settings",
}
os.environ.pop("BROBYGGER_OWNER_DATABASE_URL", None)

# Hypothesis: `nightly` looks longer. A slow machine is no failure (no deadline).
hypothesis_settings.register_profile("ci", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("nightly", hypothesis_settings.get_profile("ci"), max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # Tests sign in often; the hash that makes guessing slow would make them slow too.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Any]:
    """This run's own database (tests/database.py: Place), made from the migrated template and dropped afterwards."""
    from tests import database as databases

    with databases.fresh(administrator=ADMINISTRATOR, name=f"brobygger_test_{os.getpid()}_{worker_id}") as place:
        yield place


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, database: Any) -> None:
    """Tests connect as the application's role, to tables that the owner's role has made: as an installation does."""
    from tests import database as databases

    with django_db_blocker.unblock():
        databases.point_django_at(database)


@pytest.fixture
def as_owner(db: None, database: Any) -> Iterator[Any]:
    """A connection (psycopg) as the owner of the tables; what it changes is rolled back.

    It sees committed rows only: those of `committed` or the template, not those of the test's own transaction.
    """
    import psycopg

    with psycopg.connect(database.owner) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """pytest-xdist's name of this worker, or "main"."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(autouse=True)
def _no_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit test talks to nobody but the database (libpq's own sockets are not Python's)."""
    if request.node.get_closest_marker("sockets") or request.node.get_closest_marker("browser"):
        return
    own = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            raise AssertionError(f"a unit test opened a socket to {address}; mark it `sockets` if it must")
        own(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
