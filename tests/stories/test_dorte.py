"""Dorte, data protection: who read Aase and why, which consents there are, whether the log is whole, who is erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from brobygger.journeys import erase
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person


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


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_dorte_erases_one_who_has_asked_for_it_and_changes_her_mind(stories, as_user, axe, look, width):
    with stories.database():
        found = [stories.given_person(name, f"Sletten {width}") for name in ("Signe", "Svend", "Sonja")]
        with acting_as(stories.cast.system):
            for person in found:
                Person.objects.filter(id=person.id).update(created_at=stories.cast.at - timedelta(days=200))
            erase.prepare(by=stories.cast.system, at=stories.cast.at)
    page = as_user("dorte", width=width)
    page.goto("/adgang/")
    page.get_by_role("link", name="Sletning").click()
    expect(page.get_by_text("aldrig kontaktet").first).to_be_visible()
    axe(page)
    look(page, "erasing")
    page.get_by_role("link", name="Slet en borger").click()
    axe(page)
    look(page, "erasing-one")
    page.get_by_label("Hvem?").fill(f"sletten {width} signe")
    page.get_by_label("Hvem har bedt om det").fill("Brev af 3. marts, afgjort af jura")
    page.get_by_label("vil heller ikke kontaktes").check()
    page.get_by_role("button", name="Find borgeren").click()
    expect(page.get_by_role("heading", name="Er det den rigtige?")).to_be_visible()
    axe(page)
    look(page, "erasing-sure")
    page.get_by_role("button", name=f"Ja, slet Signe Sletten {width}").click()
    expect(page.get_by_text(f"Signe Sletten {width} bliver slettet om 14 dage")).to_be_visible()
    page.get_by_role("link", name="aldrig kontaktet").click()
    expect(page.get_by_role("button", name="Ja, slet")).to_be_visible()
    axe(page)
    look(page, "erasing-approve")
    page.get_by_role("link", name="Nej, gå tilbage").click()
    page.get_by_label("Find en borger på listerne").fill(f"Svend {width}")
    page.get_by_role("button", name="Søg").click()
    look(page, "erasing-found")
    axe(page)
    page.get_by_role("link", name=f"Hold tilbage Svend Sletten {width}").click()
    page.get_by_label("Hold tilbage til").fill((stories.cast.today + timedelta(days=30)).isoformat())
    page.get_by_label("Hvorfor?").fill("En klage er ikke afgjort")
    page.get_by_role("button", name="Hold tilbage").click()
    expect(page.get_by_text("En klage er ikke afgjort")).to_be_visible()
    axe(page)
    look(page, "erasing-decided")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"
    page.get_by_role("button", name=f"Fortryd Signe Sletten {width}").click()
    expect(page.get_by_text("Fortrudt. Borgeren bliver ikke slettet, men bliver stadig ladt i fred.")).to_be_visible()
    page.get_by_role("button", name=f"Hold ikke længere Svend Sletten {width}").click()
    expect(page.get_by_text("En klage er ikke afgjort")).to_have_count(0)
    page.get_by_role("link", name="aldrig kontaktet").click()
    page.get_by_role("button", name="Ja, slet").click()
    expect(page.get_by_text("(aldrig kontaktet) bliver slettet om 14 dage")).to_be_visible()
    axe(page)
    look(page, "erasing-approved")
    page.get_by_role("button", name="Fortryd alle").click()
    expect(page.get_by_text("borgere står på listen igen.")).to_be_visible()
