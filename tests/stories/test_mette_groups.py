"""Mette forms two men's groups from twenty-four who wait."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import given_programme
from tests.waiting import given_agreed, given_waiting, given_workshop

OWN = "Mænd på værkstedet"


@pytest.fixture(scope="module")
def men(stories: Any) -> Any:
    """Twenty-four wait; four of them use a walker, and the workshop is up the stairs."""
    with stories.database():
        cast = stories.cast
        programme = given_programme(cast, "001-favrskov", name=OWN)  # others wait in the other stories' programmes
        episodes = given_waiting(cast, programme, 20, family="Mand", today=True)
        given_waiting(cast, programme, 4, family="Rollator", walking_aid="walker", today=True)
        given_workshop(cast)
        given_agreed(cast, episodes[:14])
    return programme


def test_mette_forms_two_mens_groups_from_twenty_four(stories, men, as_user, axe, look):
    page = as_user("mette")
    page.goto("/arbejdsliste/")
    page.get_by_role("link", name="Ventelister").first.click()
    axe(page)
    look(page, "waiting")
    section = page.get_by_role("region").filter(has_text=OWN).filter(has_text="24 venter")
    section.get_by_label("Nye grupper i").select_option(label="Mandeværkstedet")
    section.get_by_role("button", name=re.compile("^Foreslå grupper")).click()

    page.get_by_text("Ret, hvordan der foreslås").click()
    page.get_by_label("Hvor mange i hver gruppe?").select_option(label="6–8")
    page.get_by_label("ikke flere grupper, end der er værter til").check()
    page.get_by_role("button", name="Foreslå igen").click()
    expect(page.get_by_text("16 af 24, der venter, sidder i 2 grupper.")).to_be_visible()
    expect(page.get_by_text("trappe, ingen elevator (rollator)").first).to_be_visible()
    axe(page)
    look(page, "proposal")

    first = page.get_by_role("region", name="Gruppe 1")
    member = first.locator(".proposed-people > li").first
    name = member.locator(".proposed-name a").inner_text()
    member.locator("summary").click()
    member.get_by_role("button", name=re.compile("^Hold fast")).click()
    expect(first.locator("li").filter(has_text=name).first.get_by_text("fastholdt")).to_be_visible()

    for number in (1, 2):
        group = page.get_by_role("region", name=f"Gruppe {number}")
        group.get_by_role("link", name=re.compile("^Lav gruppen")).click()
        axe(page)
        look(page, f"accept-{number}")
        page.get_by_label("Hvad skal gruppen hedde?").fill(f"Værkstedet, hold {number}")
        page.get_by_label("Hvem tager imod?").select_option(label="Bent Birk")
        page.get_by_role("button", name="Lav gruppen, og send").click()
        expect(page.get_by_role("heading", name=f"Lavet: Værkstedet, hold {number}")).to_be_visible()
    expect(page.get_by_text("skal spørges, om foreningen må få besked").first).to_be_visible()
    axe(page)
    look(page, "made")
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "made")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    bent = as_user("bent", width="phone")
    bent.goto("/grupper/")
    expect(bent.get_by_text("Værkstedet, hold 1").first).to_be_visible()


def test_a_yes_on_the_phone_while_another_coordinator_is_on_the_page(stories, men, as_user):
    """What the second presses is not kept; she is told who was first, and sees the newest when she looks again."""
    with stories.database():
        given_workshop(stories.cast, name="Kaffeværkstedet")
        given_waiting(stories.cast, men, 6, family="Kaffe", today=True)
    one = as_user("mette")
    one.goto("/venter/")
    section = one.get_by_role("region").filter(has_text=OWN).first
    section.get_by_label("Nye grupper i").select_option(label="Kaffeværkstedet")
    section.get_by_role("button", name=re.compile("^Foreslå grupper")).click()
    other = as_user("mette")
    other.goto(one.url)
    for page in (one, other):
        page.locator(".change-seat summary").first.click()
    one.get_by_role("button", name=re.compile("^Ikke i disse grupper")).first.click()
    expect(one.get_by_text("Borgeren venter stadig.")).to_be_visible()
    other.get_by_role("button", name=re.compile("^Ikke i disse grupper")).first.click()
    expect(other.get_by_text("Mette Madsen har ændret forslaget")).to_be_visible()
