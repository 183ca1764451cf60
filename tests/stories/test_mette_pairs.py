"""Mette makes a pair from both lists, and the volunteer sees that person and nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import given_programme
from tests.waiting import given_volunteer, given_waiting

OWN = "Makkere i Sorø"


@pytest.fixture(scope="module")
def lists(stories: Any) -> Any:
    """Four wait for a visitor; three volunteers can meet one each."""
    with stories.database():
        cast = stories.cast
        programme = given_programme(cast, "001-soroe", name=OWN)
        given_waiting(cast, programme, 4, wishes={"company": "one_to_one"}, family="Besøg", today=True)
        given_volunteer(cast, "Sonja", interests=["kort"], weekdays=[1], latitude=56.21, longitude=10.9)
        given_volunteer(cast, "Amal", interests=["værksted"], languages=["dansk", "arabisk"])
    return programme


def test_mette_makes_a_pair_from_both_lists(stories, lists, as_user, axe, look):
    page = as_user("mette")
    page.goto("/venter/")
    page.get_by_role("region").filter(has_text=OWN).get_by_role("link", name=re.compile("^Makkerpar")).click()
    expect(page.get_by_text("4 borgere venter")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Ole Olsen").click()
    axe(page)
    page.get_by_label("kort og spil").check()
    page.get_by_label("træ og værksted").check()
    look(page, "volunteer")
    page.get_by_role("button", name="Gem").click()
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Foreslå par").click()
    expect(page.get_by_text("3 par er foreslået.")).to_be_visible()
    axe(page)
    look(page, "pairs")

    pair = page.locator(".pair-list > li").filter(has_text="Ole Olsen")
    name = pair.get_by_role("link").first.inner_text()
    pair.get_by_role("link", name=re.compile("^Godkend")).click()
    expect(page.get_by_role("heading", name="Læs højt for borgeren")).to_be_visible()
    axe(page)
    look(page, "accept-pair")
    page.get_by_label("i telefonen").check()
    page.get_by_role("button", name="Borgeren siger ja, gør dem til makkerpar").click()
    expect(page.get_by_text("De er et makkerpar. Ole Olsen ringer før den første gang.")).to_be_visible()
    expect(page.get_by_text("3 borgere venter")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "pairs")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ole = as_user("ole", width="phone")
    ole.goto("/min-dag/")
    expect(ole.get_by_text(name.split()[0]).first).to_be_visible()
    expect(ole.get_by_text("Ejner Besøg")).to_have_count(0)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_both_sides_of_the_list_are_readable_for_all(stories, lists, as_user, axe, look, width):
    page = as_user("mette", width=width)
    for name, address in {"waiting": "/venter/", "sides": f"/venter/{lists.id}/"}.items():
        assert page.goto(address).status == 200
        axe(page)
        look(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
    expect(page.get_by_text("vil gerne have besøg").first).to_be_visible()
    expect(page.get_by_text("Carl Besøg")).to_have_count(0)  # no names on this page
    bent = as_user("bent", width=width)
    bent.goto("/venter-hos-os/")
    axe(bent)
    look(bent, "nameless")
