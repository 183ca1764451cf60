"""Signing in for the office's pages."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import email_of, given_programme


@pytest.fixture
def programme(cast):
    return given_programme(cast, name="Mænd mødes")


@pytest.fixture
def as_user(cast):
    """`as_user("lone")`: a client signed in as somebody of the cast."""

    from brobygger.registry.access.models import User

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=email_of(name)))
        return client

    return sign_in


@pytest.fixture
def lone(as_user):
    return as_user("lone")


@pytest.fixture
def mette(as_user):
    return as_user("mette")


def send(client, page, *args, key=None, **fields):
    """POST a form to a named page with an idempotency key, as the page's own form does."""
    return client.post(reverse(page, args=args), {"idempotency_key": str(key or uuid4()), **fields})


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def reads(client, name, *args) -> int:
    """How many times a page asks the database for rows; transactions and the actor's settings are no reads."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(name, args=args)).status_code == 200
    framing = ("SAVEPOINT", "RELEASE", "select set_config")
    return sum(not query["sql"].strip().startswith(framing) for query in captured.captured_queries)
