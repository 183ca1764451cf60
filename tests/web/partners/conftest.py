"""Signed-in clients for the pages of associations, and a key for every POST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast, email_of, given_programme
from tests.receiving import given_group, given_offer, given_referred


class Browser:
    """Somebody's browser: get and post by path, each POST with a key of its own unless one is given."""

    def __init__(self, email: str) -> None:
        from brobygger.registry.access.models import User

        self.client = Client()
        self.client.force_login(User.objects.get(email=email), "allauth.account.auth_backends.AuthenticationBackend")

    def get(self, path: str) -> Any:
        return self.client.get(path)

    def post(self, path: str, key: str = "", **fields: Any) -> Any:
        return self.client.post(path, {"idempotency_key": key or str(uuid4()), **fields})


@pytest.fixture
def browser_of(cast: Cast) -> Callable[[str], Browser]:
    return lambda name: Browser(email_of(name) if "@" not in name else name)


@pytest.fixture
def bent(browser_of: Callable[[str], Browser]) -> Browser:
    return browser_of("bent")


@pytest.fixture
def ole(browser_of: Callable[[str], Browser]) -> Browser:
    return browser_of("ole")


@pytest.fixture
def favrskov(cast: Cast) -> Any:
    return given_programme(cast, "001-favrskov")


@pytest.fixture
def offer(cast: Cast) -> Any:
    return given_offer(cast)


@pytest.fixture
def group(cast: Cast, offer: Any, favrskov: Any) -> Any:
    """Two sessions ahead: in three days and in ten."""
    from datetime import timedelta

    ahead = [cast.at.replace(hour=10, minute=0) + timedelta(days=days) for days in (3, 10)]
    return given_group(cast, offer=offer, programme=favrskov, starts=ahead)


@pytest.fixture
def referral(cast: Cast, offer: Any, favrskov: Any, group: Any) -> Any:
    """Aase is sent to Bent's association."""
    return given_referred(cast, cast.aase, programme=favrskov, offer=offer)


@pytest.fixture
def queries_of() -> Callable[[Browser, str], int]:
    """How many statements touch tables when a page is opened; savepoints and settings are not counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(browser: Browser, path: str) -> int:
        browser.get(path)  # what is read once per process is read now
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        small = ("SAVEPOINT", "RELEASE", "select set_config")
        return sum(not query["sql"].strip().startswith(small) for query in captured.captured_queries)

    return count


@pytest.fixture
def other_leader(cast: Cast) -> str:
    """Leader in another organisation (the parish)."""
    return _leader(cast, cast.parish, "sara@example.org", "Sara Sand")


@pytest.fixture
def second_leader(cast: Cast) -> str:
    """Another leader in Bent's association."""
    return _leader(cast, cast.association, "birthe@example.org", "Birthe Borg")


def _leader(cast: Cast, organisation: Any, email: str, name: str) -> str:
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.admin):
        access.add_member(
            organisation=organisation, email=email, name=name, role=Role.ASSOCIATION_LEADER, by=cast.admin, at=cast.at
        )
    return email
