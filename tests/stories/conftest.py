"""Stories: the real server, a real browser, the cast. Every role's story uses these fixtures.

    def test_karin_sees_her_day(as_user, axe):
        page = as_user("karin", width="phone")     # signed in; page.goto takes addresses from the root
        page.goto("/min-dag/")
        axe(page)                                  # no accessibility violation

The server (gunicorn) runs in a process of its own on a database of its own, made once for all stories. A story that
needs more people in it makes them through journeys, inside `with stories.database():`, and leaves others' alone.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

import pytest

from tests import cast as the_cast
from tests.browsers import CHROMIUM, WITHOUT_CHROMIUM

if TYPE_CHECKING:  # it reads models, so Django has to stand ready
    from tests import database as databases

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "stories"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SECONDS_TO_ANSWER = 30  # a loaded machine's patience; a page that never comes still fails
SECONDS_TO_START = 30

# Playwright keeps an event loop running in this thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Programmes:
    """What Eksempelkøbing runs in the stories."""

    favrskov: Any  # home care asks with T-ILS; yellow and red are visited by the coordinator
    horsens: Any  # letters to single men; a men's group
    soroe: Any  # signs seen by home care


@dataclass(frozen=True)
class Stories:
    """The server and what stands in its database when the first story begins."""

    address: str
    cast: the_cast.Cast
    programmes: Programmes
    place: databases.Place

    @contextmanager
    def database(self) -> Iterator[None]:
        """Lead this process's Django to the stories' database, to arrange something or to look at what happened."""
        with _django_at(self.place):
            yield

    def given_person(
        self, given_name: str, family_name: str, *, age: int = 80, sex: str = "female", **facts: Any
    ) -> Any:
        """A new person in Karin's unit, made inside `with stories.database()`; facts as in people.add_person."""
        from brobygger.registry.people import operations as people
        from brobygger.registry.people.acting import acting_as

        born = self.cast.today.replace(year=self.cast.today.year - age, day=1)
        unit = facts.pop("unit", self.cast.north)
        with acting_as(self.cast.system):
            return people.add_person(
                by=self.cast.system, at=self.cast.at, given_name=given_name, family_name=family_name,
                found_by="home_care", unit_id=unit.id, born=born, sex=sex, **facts,
            )  # fmt: skip

    def given_episode(self, person: Any, programme: Any, *, found_by: str = "home_care") -> Any:
        """The person is found in the programme, made inside `with stories.database()`."""
        from brobygger.journeys import find
        from brobygger.registry.people.acting import acting_as

        with acting_as(self.cast.mette):
            return find.begin(
                person=person, programme=programme, found_by=found_by, by=self.cast.mette, at=self.cast.at
            )


@pytest.fixture(scope="session")
def stories(request: pytest.FixtureRequest, worker_id: str, django_test_environment: None,
            django_db_blocker: Any) -> Iterator[Stories]:  # fmt: skip
    """The server, started once; stopped, and its database dropped, at the end."""
    if not CHROMIUM:
        pytest.skip(WITHOUT_CHROMIUM)
    from tests import database as databases

    administrator = _administrator(request)
    name = f"brobygger_test_{os.getpid()}_stories{worker_id}"
    with django_db_blocker.unblock(), databases.fresh(administrator=administrator, name=name) as place:
        with _django_at(place):
            cast, programmes = _arranged()
        with _server(place) as address:
            yield Stories(address, cast, programmes, place)


def _administrator(request: pytest.FixtureRequest) -> str | None:
    plugins = request.config.pluginmanager.get_plugins()
    return next((found.ADMINISTRATOR for found in plugins if hasattr(found, "ADMINISTRATOR")), None)


@contextmanager
def _django_at(place: databases.Place) -> Iterator[None]:
    from django.db import connections

    from tests import database as databases

    before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
    connections.close_all()
    try:
        with databases.pointing_django_at(place):
            yield
    finally:
        for alias, values in before.items():
            connections.settings[alias].update(values)


def _arranged() -> tuple[the_cast.Cast, Programmes]:
    """The cast with passwords the server can check, and three programmes."""
    from django.test import override_settings

    # As the server has it; override_settings also makes Django forget the quick one that other tests have used.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"]):
        cast = the_cast.build_cast()
    made = Programmes(
        *(the_cast.given_programme(cast, f"{name}") for name in ("001-favrskov", "000-horsens", "001-soroe"))
    )
    return cast, made


@contextmanager
def _server(place: databases.Place) -> Iterator[str]:
    """gunicorn as in an installation, with the tests' own keys."""
    VAR.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    environment = os.environ | {
        "BROBYGGER_DATABASE_URL": place.app,
        "BROBYGGER_VAR": str(VAR),
        "BROBYGGER_DEMO": "1",
        "BROBYGGER_HOSTS": "127.0.0.1",
        "PYTHONWARNINGS": "default",
    }
    command = [
        sys.executable, "-m", "gunicorn", "brobygger.config.wsgi:application", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "4", "--no-control-socket",
    ]  # fmt: skip
    if "--no-control-socket" not in _gunicorn_help():
        command.remove("--no-control-socket")
    log = (VAR / "server.log").open("w")
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _gunicorn_help() -> str:
    done = subprocess.run([sys.executable, "-m", "gunicorn", "--help"], capture_output=True, text=True, check=False)
    return done.stdout


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server did not start:\n" + (VAR / "server.log").read_text()[-3000:])


@pytest.fixture(scope="session")
def browser(stories: Stories) -> Iterator[Any]:
    """Debian's chromium."""
    from playwright.sync_api import Locator, expect, sync_playwright

    expect.set_options(timeout=SECONDS_TO_ANSWER * 1000)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _with_arrival(Locator.click))
        opened = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


def _with_arrival(click: Callable[..., None]) -> Callable[..., None]:
    """A click comes back when the next page has begun to arrive; a story goes on when the whole of it is there."""

    def whole(locator: Any, **options: Any) -> None:
        click(locator, **options)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("load")

    return whole


@pytest.fixture
def as_user(stories: Stories, browser: Any) -> Iterator[Callable[..., Any]]:
    """A page of a browser of its own, signed in as somebody of the cast (None: nobody).

    as_user("karin", width="phone"|"desktop", language="da"|"en", scripts=True). The page fails the story when a
    script throws or the security policy refuses something.
    """
    contexts, complaints = [], []

    def open_page(name: str | None, width: str = "desktop", language: str = "da", *, scripts: bool = True) -> Any:
        context = browser.new_context(
            base_url=stories.address, viewport=WIDTHS[width], java_script_enabled=scripts, locale="da-DK",
            bypass_csp=False, has_touch=width == "phone",
        )  # fmt: skip
        context.set_default_timeout(SECONDS_TO_ANSWER * 1000)
        contexts.append(context)
        cookies = [{"name": "sprog", "value": language, "url": stories.address}]
        if name:
            cookies.append({"name": "sessionid", "value": _session_of(stories, name), "url": stories.address})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _keep_refusals(complaints, said))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def _keep_refusals(complaints: list[str], said: Any) -> None:
    if "Content Security Policy" in said.text:
        complaints.append(said.text)


def _session_of(stories: Stories, name: str) -> str:
    """A session like the one signing in makes, without typing the password in every story."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    with stories.database():
        user = get_user_model().objects.get(email=the_cast.email_of(name))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        return str(session.session_key)


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], None]:
    """Assert that a page has no accessibility violation that axe can find (WCAG 2.2 AA and best practice)."""
    if not AXE.exists():
        pytest.skip("axe-core is missing: python -m brobygger.web.assets")
    script = AXE.read_text()

    def check(page: Any) -> None:
        # Evaluated by the debugger, so the page's own security policy stays as it is.
        page.evaluate(script + "; undefined")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        told = [
            {"rule": one["id"], "help": one["help"], "where": [node["html"][:200] for node in one["nodes"]][:5]}
            for one in found
        ]
        assert not told, f"{page.url}\n{json.dumps(told, indent=1, ensure_ascii=False)}"

    return check


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Keep a picture of a page when BROBYGGER_LOOK names a folder: look(page, "my-day")."""
    folder = os.environ.get("BROBYGGER_LOOK")

    def keep(page: Any, name: str) -> None:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            width = "phone" if page.viewport_size["width"] < 600 else "desktop"
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)

    return keep
