"""Lone, programme manager: the bridge and the report of a year. And Mette, who finds thirty men and writes to them."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.web.staff_office.extracts import man, of_men
from tests.web.staff_office.office import given_a_year


@pytest.fixture(scope="module")
def a_year(stories: Any) -> Any:
    """A men's group programme with a year behind it. Afterwards its people stand in nobody's way."""
    with made(stories, "Mænd mødes") as programme:
        with stories.database():
            given_a_year(stories.cast, programme)
        yield programme


@pytest.fixture(scope="module", params=["desktop", "phone"])
def new_programme(stories: Any, request: Any) -> Any:
    """A Horsens programme that has found nobody yet, and how wide Mette's screen is."""
    with made(stories, f"Mandegrupper {request.param}") as programme:
        yield programme, request.param


class made:
    """A programme of one story; its episodes are finished when the story ends."""

    def __init__(self, stories: Any, name: str) -> None:
        self.stories, self.name = stories, name

    def __enter__(self) -> Any:
        from tests.cast import given_programme

        with self.stories.database():
            self.programme = given_programme(self.stories.cast, name=self.name)
        return self.programme

    def __exit__(self, *_error: Any) -> None:
        from brobygger.pathway.episodes.models import Episode
        from brobygger.registry.people.acting import acting_as

        with self.stories.database(), acting_as(self.stories.cast.system):
            Episode.objects.filter(programme=self.programme).update(status="finished", next_step=None)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_lone_sees_the_bridge_and_downloads_the_report(as_user, a_year, axe, look, width):
    page = as_user("lone", width=width)
    page.goto("/indsatser/")
    axe(page)
    look(page, "programmes")
    page.get_by_role("link", name="Mænd mødes").click()
    axe(page)
    look(page, "programme")
    expect(page.get_by_text("Af 120 spurgte sagde 48 ja").first).to_be_visible()
    expect(page.get_by_text("Flest stopper ved »Spurgt«: 72.")).to_be_visible()
    drawing = page.locator(".bridge-across svg" if width == "desktop" else ".bridge-down svg")
    expect(drawing).to_be_visible()
    page.get_by_role("link", name="Hjemmeplejen Nord").click()
    expect(page.get_by_text("Af 60 spurgte sagde 24 ja").first).to_be_visible()
    page.get_by_role("link", name="Rapport").click()
    axe(page)
    look(page, "report")
    expect(page.get_by_role("heading", name="Det kan vi ikke sige")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Hent som PDF").click()
    reader = PdfReader(io.BytesIO(downloading.value.path().read_bytes()))
    assert "40 har været der første gang." in " ".join(reader.pages[0].extract_text().split())
    assert "/StructTreeRoot" in reader.trailer["/Root"]


def test_the_report_reads_in_english(as_user, a_year):
    page = as_user("lone", language="en")
    page.goto(f"/indsatser/{a_year.id}/rapport/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_mette_lets_thirty_men_in_and_writes_to_them(as_user, stories, new_programme, axe, look):
    programme, width = new_programme
    first = {"desktop": 200, "phone": 300}[width]  # other men at each width
    page = as_user("mette", width=width)
    page.goto(f"/indsatser/{programme.id}/")
    page.get_by_role("link", name="Udtræk").click()
    axe(page)
    look(page, "extract-upload")

    choose(page, b"navn;adresse\nJens;Vej 1\n")
    expect(page.get_by_text("Filen kan ikke bruges. Intet er gemt.")).to_be_visible()
    axe(page)
    look(page, "extract-wrong")

    choose(page, of_men(30, man(first + 3), start=first))
    expect(page.get_by_text("30 borgere er i målgruppen")).to_be_visible()
    axe(page)
    look(page, "extract-preview")
    page.get_by_text("Gem resten uden linjerne med fejl").click()
    page.get_by_role("button", name="Gem udtrækket").click()

    expect(page.get_by_text("30 borgere skal have et brev")).to_be_visible()
    axe(page)
    look(page, "visits-plan")
    begin = stories.cast.today + timedelta(days=21)
    page.get_by_label("Første dag med besøg").fill(begin.isoformat())
    page.get_by_role("button", name="Planlæg besøg").click()

    expect(page.get_by_text("30 breve, hver med sin egen dag og tid.")).to_be_visible()
    expect(page.locator("article.letter")).to_have_count(30)
    axe(page)
    look(page, "letters")
    page.get_by_role("link", name="Skriv svar ind").click()
    axe(page)
    look(page, "answers")
    page.get_by_role("link", name=f"Mand Nr{first}", exact=True).click()
    axe(page)
    look(page, "answer")
    page.get_by_text("Ja tak til besøget").click()
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_text("vil gerne have besøg. Tiden står fast.")).to_be_visible()
    expect(page.get_by_text("29 har fået et brev")).to_be_visible()


def choose(page: Any, content: bytes) -> None:
    """Pick a file and send it."""
    page.get_by_label("Fil med udtrækket").set_input_files(
        {"name": "udtraek.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Se, hvad der sker").click()
