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


def test_mette_drags_a_man_to_another_group_with_the_mouse_and_with_a_finger(stories, men, as_user, axe, look):
    """A drop does what «Flyt» does: he stays where she let him go, and the list is there for whoever cannot drag."""
    with stories.database():
        given_workshop(stories.cast, name="Trækværkstedet")
        given_waiting(stories.cast, men, 8, family="Træk", today=True)
    page = as_user("mette")
    page.goto("/venter/")
    section = page.get_by_role("region").filter(has_text=OWN).first
    section.get_by_label("Nye grupper i").select_option(label="Trækværkstedet")
    section.get_by_role("button", name=re.compile("^Foreslå grupper")).click()
    page.get_by_text("Ret, hvordan der foreslås").click()
    page.get_by_label("Hvor mange i hver gruppe?").select_option(label="højst 4")
    page.get_by_label("ikke flere grupper, end der er værter til").uncheck()
    page.get_by_role("button", name="Foreslå igen").click()
    expect(page.get_by_text("Nyt forslag")).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 7000})  # all groups in sight
    member = page.get_by_role("region", name="Gruppe 1").locator("[data-seat]").first
    name = member.locator(".proposed-name a").inner_text()
    onto(page, member, page.locator(".new-group-here").first, hold=lambda: look(page, "dragging"))
    new = page.get_by_role("region", name=re.compile("^Gruppe")).filter(has_text=name)
    expect(new.get_by_text("fastholdt")).to_be_visible()
    number = new.get_attribute("data-drop")
    assert number != "1"
    look(page, "dragged")

    onto(page, new.locator("[data-seat]").first, new.locator("h2"))  # let go at home: nothing happens
    page.keyboard.press("Tab")
    expect(new.get_by_text("fastholdt")).to_be_visible()

    phone = as_user("mette", width="phone")
    phone.goto(page.url)
    held = phone.locator("[data-seat]").filter(has_text=name)
    group = phone.get_by_role("region", name="Gruppe 1")
    finger(phone, held, group)
    expect(group.get_by_role("link", name=name)).to_be_visible()
    expect(phone.get_by_text("Flyttet til gruppe 1")).to_be_visible()
    look(phone, "dragged")

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/venter/{men.id}/moeder/")
    axe(page)
    look(page, "meetings")
    page.goto(phone.locator("[data-seat] a").first.get_attribute("href"))
    page.get_by_role("link", name="Kontakt", exact=True).click()
    page.get_by_role("link", name="Aftaler på papir").click()
    axe(page)
    look(page, "agreed")


def onto(page: Any, member: Any, target: Any, hold: Any = lambda: None) -> None:
    """Take hold of the dots by a name, and let go over the target."""
    member.locator(".drag-handle").hover()
    page.mouse.down()
    page.mouse.move(*(part + 20 for part in middle(member)), steps=3)
    page.mouse.move(*middle(target), steps=8)
    hold()
    page.mouse.up()


def middle(one: Any) -> tuple[float, float]:
    box = one.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def finger(page: Any, member: Any, target: Any) -> None:
    """The same with a finger; the page moves by itself while the finger rests at its edge."""
    handle = member.locator(".drag-handle")
    handle.scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)
    x, y = middle(handle)

    def put(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    put("touchStart", x, y)
    put("touchMove", x, y + (30.0 if y < 400 else -30.0))
    for _wait in range(200):
        top = target.bounding_box()["y"] + 40
        if 80 < top < 760:
            break
        put("touchMove", x, (40.0 if top <= 80 else 800.0) + _wait % 2)
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the page did not move to the group")
    put("touchMove", 100.0, target.bounding_box()["y"] + 40)
    put("touchEnd")
