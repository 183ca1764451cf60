"""A stranger begins: a municipality, its administrator, and a password that works."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
from django.test import Client

from brobygger.config import cli
from brobygger.config.commands import opening
from brobygger.registry.access.models import User
from brobygger.registry.organisations.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    monkeypatch.setattr(opening, "ready_database", nullcontext)

    def run(code: str = "0751", **changed: str) -> tuple[int, dict[str, str]]:
        given = {"phone": "12 34 56 78", "administrator": "Anker Adler", "email": "anker@example.dk"} | changed
        options = [part for name, text in given.items() for part in (f"--{name}", text)]
        ended = cli.main(("municipality", code, "Aarhus Kommune", *options, "--json"))
        return ended, json.loads(capsys.readouterr().out)

    return run


def test_the_administrator_signs_in_and_lets_others_in(begin):
    ended, told = begin()
    assert ended == 0
    assert Municipality.objects.get().name == "Aarhus"
    client = Client()
    sent = client.post("/login/", {"login": "anker@example.dk", "password": told["password"]})
    assert sent.status_code == 302
    page = client.get("/organisationer/").content.decode()
    assert "Aarhus Kommune" in page


def test_the_same_municipality_again_changes_nothing(begin):
    begin()
    ended, told = begin(email="en.anden@example.dk")
    assert (ended, told["field"]) == (1, "code")
    assert list(User.objects.values_list("email", flat=True)) == ["anker@example.dk"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"code": "75"}, "code"), ({"code": "Århus"}, "code"), ({"email": "anker"}, "email"), ({"phone": " "}, "phone"),
     ({"administrator": ""}, "administrator")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_made(begin, wrong, field):
    ended, told = begin(**wrong)
    assert (ended, told["field"]) == (1, field)
    assert not Municipality.objects.exists()
