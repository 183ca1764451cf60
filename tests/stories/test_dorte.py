"""Dorte, data protection: who read Aase and why, which consents there are, and whether the log is whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect


@pytest.fixture
def mette_has_read_aase(stories, as_user):
    page = as_user("mette")
    assert page.goto(f"/borgere/{stories.cast.aase.id}/").status == 200


def test_dorte_sees_who_read_aase_and_why(stories, mette_has_read_aase, as_user, axe, look):
    page = as_user("dorte")
    page.goto("/adgang/")
    axe(page)
    look(page, "read-log")
    page.get_by_label("Borger").fill("andersen")
    page.get_by_label("Hvem læste").fill("mette")
    page.get_by_role("button", name="Find").click()
    said = page.locator(".looks li").first
    expect(said).to_contain_text("Mette Madsen")
    expect(said).to_contain_text("hos Aase A.")
    expect(said).to_contain_text("brobygning")
    expect(said).to_contain_text("i dag kl.")
    axe(page)
    page.locator("#id_til").fill((stories.cast.today - timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("Ingen opslag passer")).to_be_visible()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_dortes_pages_are_readable_for_all(stories, mette_has_read_aase, as_user, axe, look, width):
    page = as_user("dorte", width=width)
    for name, address in {
        "read-log": "/adgang/", "consent-log": "/adgang/samtykker/", "check-log": "/adgang/kontrol/",
    }.items():  # fmt: skip
        assert page.goto(address).status == 200
        axe(page)
        look(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"


def test_dorte_opens_no_person(stories, as_user):
    page = as_user("dorte")
    assert page.goto(f"/borgere/{stories.cast.aase.id}/").status == 403
