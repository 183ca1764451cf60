"""Signing in with two steps: turned on with the telephone, asked for at the next sign-in, and reserve codes."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, email_of


@pytest.fixture(autouse=True)
def _no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


def code_of(secret: str) -> str:
    """What the app on the telephone shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def karin(cast):
    client = Client()
    client.post("/login/", {"login": email_of("karin"), "password": PASSWORD})
    return client


def prove(karin: Client, address: str) -> None:
    """What protects the account is changed only by somebody who knows the password now."""
    assert address.startswith("/login/bekraeft/")
    assert "Skriv din adgangskode igen" in karin.get(address).content.decode()
    assert "Forkert adgangskode" in karin.post(address, {"password": "nej"}).content.decode()
    assert karin.post(address, {"password": PASSWORD}).status_code == 302


def turn_on(karin: Client) -> str:
    prove(karin, karin.get("/konto/to-trin/slaa-til/").headers["Location"])
    html = karin.get("/konto/to-trin/slaa-til/").content.decode()
    assert "data:image/svg+xml;base64," in html
    secret = re.search(r"<code>([A-Z2-7]+)</code>", html)[1]
    done = karin.post("/konto/to-trin/slaa-til/", {"code": code_of(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_karin_turns_two_steps_on_and_is_asked_for_the_code_next_time(karin):
    assert "Slå login i to trin til" in karin.get("/konto/to-trin/").content.decode()
    secret = turn_on(karin)
    assert "Login i to trin er slået til" in karin.get("/konto/to-trin/").content.decode()
    cache.clear()  # a code counts once; the next one would come in half a minute
    again = Client()
    asked = again.post("/login/", {"login": email_of("karin"), "password": PASSWORD})
    assert asked.headers["Location"].startswith("/login/kode/")
    assert again.get("/min-dag/").status_code == 302
    assert "Skriv koden fra din telefon" in again.get("/login/kode/").content.decode()
    assert "Forkert kode" in again.post("/login/kode/", {"code": "000000"}).content.decode()
    assert again.post("/login/kode/", {"code": code_of(secret)}).headers["Location"] == "/hjem/"
    assert again.get("/min-dag/").status_code == 200


def test_reserve_codes_are_shown_made_again_and_let_somebody_in(karin):
    turn_on(karin)
    first = re.findall(r"<li><code>([^<]+)</code></li>", karin.get("/konto/koder/").content.decode())
    assert len(first) == 10
    assert "De gamle virker ikke længere" in karin.get("/konto/koder/nye/").content.decode()
    karin.post("/konto/koder/nye/")
    second = re.findall(r"<li><code>([^<]+)</code></li>", karin.get("/konto/koder/").content.decode())
    assert not set(first) & set(second)
    again = Client()
    again.post("/login/", {"login": email_of("karin"), "password": PASSWORD})
    assert again.post("/login/kode/", {"code": second[0]}).headers["Location"] == "/hjem/"


def test_turning_it_off_asks_once_more(karin):
    turn_on(karin)
    assert "Behold to trin" in karin.get("/konto/to-trin/slaa-fra/").content.decode()
    karin.post("/konto/to-trin/slaa-fra/")
    assert "er ikke slået til" in karin.get("/konto/to-trin/").content.decode()


def test_what_the_library_can_do_more_stays_closed(karin):
    for address in (
        "/signup/",
        "/login/signup/",
        "/password/reset/",
        "/email/",
        "/accounts/signup/",
        "/konto/koder/download/",
    ):
        assert karin.get(address).status_code == 404
