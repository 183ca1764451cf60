"""What every test stands on: one PostgreSQL for the run, settings made for tests, and no sockets.

Settings are chosen here, before pytest-django looks for them, so that no test ever meets an installation's own
database, keys or files.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.browsers import CHROMIUM, WITHOUT_CHROMIUM

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

# Hypothesis. At home every run draws new examples. Before a merge (`ci`, chosen by .ci/run) they are the same for
# the same test, so that a change is turned away for what it did. `nightly` looks far and wide (`make nightly`).
# A slow machine is no failure: no deadline.
_home = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
hypothesis_settings.register_profile("home", _home)
hypothesis_settings.register_profile("ci", _home, derandomize=True)
hypothesis_settings.register_profile("nightly", _home, max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "home"))

pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    # Tests sign in often; the hash that makes guessing slow would make them slow too.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    # Tests empty the cache; a process must not empty another's in the middle of its counting.
    own = VAR / "cache" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    settings.CACHES["default"]["LOCATION"] = str(own)
    # What an earlier run counted (wrong links in an hour, say) is nothing of this one's.
    shutil.rmtree(own, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Files that take a minute come first, so that the processes are through at the same time.
    items.sort(key=lambda item: not (item.get_closest_marker("slow") or item.get_closest_marker("browser")))
    if not CHROMIUM:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=WITHOUT_CHROMIUM))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if WITHOUT_CHROMIUM in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} test i en rigtig browser er sprunget over, fordi chromium mangler. "
            "Hent den: apt-get install chromium (som root gør `make test` det selv)."
        )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser program; tests that use it are marked `browser` and skipped where it is missing."""
    assert CHROMIUM
    return CHROMIUM


@pytest.fixture(scope="session")
def database(worker_id: str, django_test_environment: None, django_db_blocker: Any) -> Iterator[Any]:
    """This run's own database (tests/database.py: Place), made from the migrated template and dropped afterwards."""
    from tests import database as databases

    name = f"brobygger_test_{os.getpid()}_{worker_id}"
    with (
        django_db_blocker.unblock(),
        databases.fresh(administrator=ADMINISTRATOR, name=name) as place,
        databases.pointing_django_at(place),
        django_db_blocker.block(),
    ):
        yield place


@pytest.fixture(scope="session")
def django_db_setup(database: Any) -> None:
    """Tests connect as the application's role, to tables that the owner's role has made: as an installation does."""
    from django.test import TransactionTestCase

    from tests import database as databases

    # The application's role may not TRUNCATE, so the owner's empties the tables after a test that commits.
    TransactionTestCase._fixture_teardown = lambda case: databases.empty(database)


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any, database: Any) -> Iterator[Any]:
    """The demonstration municipality in a database of its own (Place), to which Django leads in the whole module.

    What tests commit there stays until the module ends.
    """
    from tests import database as databases

    with django_db_blocker.unblock(), databases.filled(database) as place:
        yield place


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
