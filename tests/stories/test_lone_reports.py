"""Lone writes for six readers, sees the bridge over time, and asks for a researcher's file; Dorte says yes."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.stories.test_lone import made
from tests.web.staff_office.office import given_a_year


@pytest.fixture(scope="module")
def a_year(stories: Any) -> Any:
    with made(stories, "Mænd og sammenhold") as programme:
        with stories.database():
            given_a_year(stories.cast, programme)
        yield programme


READERS = {
    "Rapport til fonden": "fond", "Halvårsrapport til udvalget": "udvalg", "Opslag til personalerummet": "personale",
    "Ark til de frivillige": "frivillige", "Side til borgerne": "borgere",
}  # fmt: skip


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_lone_writes_the_same_numbers_to_others(as_user, a_year, axe, look, width):
    page = as_user("lone", width=width)
    for title, slug in READERS.items():
        page.goto(f"/indsatser/{a_year.id}/rapport/")
        page.get_by_text("De samme tal til andre").click()
        page.get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        axe(page)
        look(page, f"report-{slug}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{slug} is wider than the screen"
    expect(page.get_by_text("har været med").first).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="PDF på engelsk").click()
    assert PdfReader(io.BytesIO(downloading.value.path().read_bytes())).trailer["/Root"]["/Lang"] == "en"
    page.get_by_role("button", name="Gem rapporten").click()
    page.get_by_role("link", name="Nummer").first.click()
    expect(page.get_by_text("Den står, som den blev skrevet dengang.")).to_be_visible()
    axe(page)
    look(page, "report-saved")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_curves_and_the_bridge_over_time(as_user, a_year, axe, look, width):
    page = as_user("lone", width=width)
    page.goto(f"/indsatser/{a_year.id}/rapport/")
    expect(page.locator("figure.curve svg").first).to_be_visible()
    page.goto(f"/indsatser/{a_year.id}/")
    page.get_by_role("link", name="Broen over tid").click()
    expect(page.get_by_role("heading", name="Begge køer")).to_be_visible()
    axe(page)
    look(page, "over-time")
    page.get_by_role("link", name="Alder").click()
    expect(page.get_by_role("link", name="Alder")).to_have_attribute("aria-current", "page")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_researchers_file_takes_two(as_user, stories, a_year, axe, look, width):
    receiver = f"Forsker Frida ({width})"
    lone, dorte = as_user("lone", width=width), as_user("dorte", width=width)
    lone.goto(f"/indsatser/{a_year.id}/rapport/forskning/")
    axe(lone)
    lone.get_by_role("link", name="Bed om data til en forsker").click()
    axe(lone)
    look(lone, "research-new")
    lone.get_by_label("Hvem skal have dataene?").fill(receiver)
    lone.get_by_label("Hvad skal de bruges til?").fill("Hvem bliver, og hvem stopper")
    lone.get_by_label("Hvilken aftale").fill("Aftale af 5. marts")
    lone.get_by_role("button", name="Spørg databeskyttelse").click()
    expect(lone.get_by_text("Databeskyttelse er spurgt.")).to_be_visible()

    dorte.goto("/adgang/")
    dorte.get_by_role("link", name="Til forskning").click()
    axe(dorte)
    look(dorte, "research-to-decide")
    dorte.get_by_role("button", name=f"Godkend {receiver}").click()
    expect(dorte.get_by_text("Godkendt. 40 borgere er med")).to_be_visible()

    lone.get_by_role("link", name=receiver).click()
    axe(lone)
    look(lone, "research-export")
    with lone.expect_download() as downloading:
        lone.get_by_role("link", name="Hent som regneark").click()
    book = load_workbook(io.BytesIO(downloading.value.path().read_bytes()))
    assert book.sheetnames == ["data", "kodebog", "laes-mig"]

    dorte.goto("/adgang/")
    dorte.locator("#id_til").fill((stories.cast.today + timedelta(days=1)).isoformat())
    expect(dorte.get_by_text("evaluering").first).to_be_visible()
