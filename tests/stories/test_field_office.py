"""Lone makes an instrument of her own and tries it; Mette shares visits out; Karin writes what she has seen."""

from __future__ import annotations

from datetime import time

import pytest
from playwright.sync_api import expect


@pytest.fixture
def waiting(stories):
    """Three men of Horsens' programme wait for a time, and Karin and Mette have hours for visits."""
    from brobygger.foundation.kernel.clock import now
    from brobygger.pathway.outreach import operations
    from brobygger.pathway.outreach.operations import Employee
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        for number, name in enumerate(("Rasmus", "Rikard", "Rolf")):
            person = stories.given_person(name, "Rundtur", sex="male", address=f"Landevej {number}",
                                          latitude=56.2 + 0.05 * number, longitude=10.9)  # fmt: skip
            stories.given_episode(person, stories.programmes.horsens)
        with acting_as(stories.cast.mette):
            for one in (stories.cast.karin, stories.cast.mette):
                operations.set_hours(
                    employee=Employee(one.user_id, one.name), week={day: (time(9), time(15)) for day in range(5)},
                    by=stories.cast.mette, at=now(),
                )  # fmt: skip
    return stories.programmes.horsens


def test_lone_makes_a_way_of_asking_and_tries_it_before_anybody_is_asked(as_user, axe, look):
    page = as_user("lone", width="desktop")
    page.goto("/opskrifter/")
    page.get_by_role("link", name="Måleredskaber: se dem").click()
    axe(page)
    look(page, "instruments")
    page.get_by_role("link", name="Lav et måleredskab").click()
    page.get_by_label("Hvad skal måleredskabet hedde?").fill("Tegn i Nord")
    page.get_by_label("Begynd med").select_option(label="Tegn på mistrivsel, set af personalet (1)")
    page.get_by_role("button", name="Begynd", exact=True).click()
    axe(page)
    look(page, "instrument-draft")
    page.get_by_role("link", name="Ret spørgsmål 9").click()
    axe(page)
    look(page, "instrument-item")
    page.get_by_label("Spørgsmålet").fill("Går ikke længere ned i gården")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_role("link", name="Ret grænser og farver").click()
    axe(page)
    look(page, "instrument-bands")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("link", name="Prøv det").click()
    for number in range(1, 10):
        page.locator(f'input[name="svar_{number}"][value="{int(number < 5)}"]').check(force=True)
    page.get_by_role("button", name="Vis, hvad svarene giver").click()
    expect(page.get_by_text("Tallet er 4. Tre tegn eller flere")).to_be_visible()
    axe(page)
    look(page, "instrument-try")
    page.get_by_role("link", name="Tegn i Nord").click()
    page.get_by_role("button", name="Tag i brug").click()
    expect(page.get_by_text("kan nu vælges under en indsats")).to_be_visible()


def test_mette_shares_the_visits_out_with_the_way_between_them(as_user, waiting, axe, look):
    page = as_user("mette", width="desktop")
    page.goto(f"/indsatser/{waiting.id}/besoeg/fordel/")
    page.get_by_role("button", name="Vis et forslag").click()
    expect(page.get_by_role("heading", name="Forslag")).to_be_visible()
    axe(page)
    look(page, "rounds")
    page.get_by_role("button", name="Læg besøgene i kalenderen").click()
    expect(page.get_by_role("cell", name="Rikard Rundtur, Landevej 1")).to_be_visible()
    axe(page)
    look(page, "rounds-calendar")
    page.get_by_role("link", name="Flyt Rikard Rundtur").click()
    axe(page)
    look(page, "rounds-move")
    for address in ("besoeg/fordel/", "udtraek-af-sig-selv/", "aldre/"):
        page.goto(f"/indsatser/{waiting.id}/{address}")
        axe(page)
        look(page, address.strip("/").replace("/", "-"))
    page.get_by_role("link", name="Udtræk af sig selv").click()
    page.goto("/tidlig-opsporing/")
    axe(page)
    look(page, "early-detection")


def test_karin_writes_what_she_has_seen_and_finds_a_way_on(as_user, stories, axe, look):
    page = as_user("karin", width="phone")
    page.goto(f"/borgere/{stories.cast.aase.id}/set/")
    page.get_by_label("Hvad har du set?").fill("Har ikke haft gardinerne fra i tre dage")
    page.get_by_text("gul: hold øje").click()
    page.get_by_role("button", name="Gem det, jeg har set").click()
    expect(page.get_by_text("Har ikke haft gardinerne fra i tre dage")).to_be_visible()
    axe(page)
    look(page, "observations")
    page.get_by_role("link", name="Ensomhed, sorg eller depression?").click()
    page.get_by_text("Har mistet nogen, der stod nær").click()
    page.get_by_text("over et halvt år siden").click()
    page.get_by_role("button", name="Vis en vej videre").click()
    expect(page.get_by_role("button", name="Bed en fagperson se på det i dag")).to_be_visible()
    axe(page)
    look(page, "apart")
