"""The board of Karin's unit, at a desk and on the wall; and a tip that becomes somebody on it."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def life(stories):
    """Somebody in every column of the southern unit."""
    from brobygger.journeys import agree, ask, follow, screen, wish
    from brobygger.registry.people.acting import acting_as

    cast, at = stories.cast, stories.cast.at
    programme = stories.programmes.favrskov
    with stories.database():
        people = {
            name: stories.given_person(name, family, unit=cast.south)
            for name, family in (("Anna", "Abel"), ("Birgit", "Borg"), ("Clara", "Christensen"), ("Dagny", "Dahl"))
        }
        ways = {name: stories.given_episode(person, programme) for name, person in people.items()}
        with acting_as(cast.mette):
            before = at - timedelta(days=9)
            ask.said_yes(episode=ways["Birgit"], by=cast.mette, at=at)
            for name, answers in (("Clara", (2, 2, 2)), ("Dagny", (3, 3, 2))):
                screen.screen(
                    episode=ways[name], screening_id=uuid4(), instrument="t-ils@2", answers=answers,
                    answered_by="person", mode="visit", by=cast.mette, at=before,
                )  # fmt: skip
                agree.say_yes(episode=ways[name], how="spoken", by=cast.mette, at=at)
            wish.map_wishes(episode=ways["Clara"], wishes={"interests": ["sang"]}, mode="visit", by=cast.mette, at=at)
            follow.report_worry(
                person=people["Dagny"], words="Hun virker trist.", worry_id=uuid4(), by=cast.mette, at=at
            )
    return people


def columns(page):
    return {
        re.sub(r"\s+\d+$", "", column.locator("h2").inner_text().strip()): column.inner_text()
        for column in page.locator(".board-column").all()
    }


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_mette_sees_who_stands_where(as_user, stories, life, axe, look, width):
    page = as_user("mette", width=width)
    page.goto("/tavle/")
    axe(page)
    look(page, "boards")
    page.get_by_role("link", name="Hjemmeplejen Syd").click()
    axe(page)
    look(page, "board")
    shown = columns(page)
    assert list(shown) == ["Nye", "Skal spørges", "Venter på svar", "På vej", "I gang", "Bekymring"]
    assert "Anna A." in shown["Nye"]
    assert "Birgit B." in shown["Skal spørges"]
    assert "Clara C." in shown["På vej"]
    assert "gul" in shown["På vej"]
    assert "Dagny D." in shown["Bekymring"]
    assert "Christensen" not in page.content()
    expect(page.get_by_text("3 spurgt, 2 sagde ja, 0 er startet i denne måned")).to_be_visible()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_wall_shows_no_surname_and_looks_again_by_itself(as_user, stories, life, axe, look, width):
    page = as_user("mette", width=width)
    answered = page.goto(f"/tavle/{stories.cast.south.id}/vaeg/")
    assert answered.headers["refresh"] == "60"
    axe(page)
    look(page, "wall")
    assert "Christensen" not in page.content()
    expect(page.locator(".board-card a")).to_have_count(0)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_tip_becomes_somebody_on_the_board(as_user, stories, life, axe, look, width):
    from brobygger.journeys import find
    from brobygger.registry.people.acting import acting_as

    family = "Telefonsen" if width == "phone" else "Skærmgaard"
    with stories.database(), acting_as(stories.cast.karin):
        find.send_tip(
            tip_id=uuid4(), about_name=f"Elna {family}", worry="Hun går ikke ud mere.", sender_kind="home_care",
            by=stories.cast.karin, at=stories.cast.at,
        )  # fmt: skip
    page = as_user("mette", width=width)
    page.goto("/beskeder/")
    axe(page)
    look(page, "tips")
    page.get_by_role("link", name=f"Læs og tag op Elna {family}").click()
    axe(page)
    look(page, "tip")
    page.get_by_role("link", name="Opret borgeren").click()
    axe(page)
    look(page, "tip-new")
    page.get_by_label("Sammen mod ensomhed").check()
    page.get_by_role("button", name="Opret og tag op").click()
    expect(page.get_by_text("Skriv CPR-nummeret eller fødselsdagen").first).to_be_visible()
    page.get_by_label("Fødselsdag").fill("1941-05-04")
    page.get_by_label("Enhed").select_option(label="Hjemmeplejen Syd, Eksempelkøbing Kommune")
    page.get_by_role("button", name="Opret og tag op").click()
    if width == "desktop":  # the same first name and birth day as the one before: is it she?
        expect(page.get_by_text("Er det en af disse?")).to_be_visible()
        axe(page)
        look(page, "tip-look-alike")
        page.get_by_label("Ja, det er en anden borger").check()
        page.get_by_role("button", name="Opret og tag op").click()
    page.wait_for_url("**/borgere/*/")
    page.goto(f"/tavle/{stories.cast.south.id}/")
    assert f"Elna {family[0]}." in columns(page)["Nye"]
