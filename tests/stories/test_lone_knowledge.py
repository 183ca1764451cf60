"""Mette writes down what is said, Lone freezes the year and shows it to the country; every page is read by axe."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.stories.test_lone import made
from tests.web.staff_office.office import given_a_year

QUOTE = "Nu har jeg nogen at drikke kaffe med."


@pytest.fixture(scope="module")
def a_year(stories: Any) -> Any:
    with made(stories, "Mænd og kaffe") as programme:
        with stories.database():
            given_a_year(stories.cast, programme)
        yield programme


def test_from_what_is_said_to_the_country(as_user, a_year, axe, look):
    page = as_user("mette", width="phone")
    page.goto(f"/indsatser/{a_year.id}/")
    page.get_by_role("link", name="Målinger og viden").click()
    axe(page)
    page.get_by_role("link", name="Udsagn og interviews").click()
    page.get_by_role("link", name="Skriv et udsagn ned").click()
    axe(page)
    page.get_by_label("noget, nogen har oplevet").check()
    page.get_by_label("en deltager").check()
    page.get_by_label("Hvad blev der sagt?").fill(QUOTE)
    page.get_by_label("rapporter om indsatsen").check()
    page.get_by_role("button", name="Gem udsagnet").click()
    expect(page.get_by_text("Vælg, hvordan der blev sagt ja.").first).to_be_visible()  # nothing typed is lost
    expect(page.get_by_label("Hvad blev der sagt?")).to_have_value(QUOTE)
    page.get_by_label("Hvordan blev der sagt ja?").select_option("spoken")
    page.get_by_label("Må bruges til og med").fill(f"{a_year.starts_on.year + 2}-01-01")
    page.get_by_role("button", name="Gem udsagnet").click()
    expect(page.get_by_text(f"»{QUOTE}«")).to_be_visible()
    axe(page)
    look(page, "statements")

    page = as_user("lone")
    page.goto(f"/indsatser/{a_year.id}/rapport/")
    expect(page.get_by_text(f"»{QUOTE}«")).to_be_visible()
    page.goto(f"/indsatser/{a_year.id}/viden/kohorter/")
    page.get_by_role("link", name="Frys tal fast").click()
    page.get_by_label("Hvad skal den hedde?").fill("Alle til nu")
    page.get_by_role("button", name="Frys fast").click()
    expect(page.get_by_text("Kohorten er frosset fast med 40 borgere.")).to_be_visible()
    page.get_by_role("link", name="1. Alle til nu").click()
    expect(page.get_by_role("heading", name="Siden da")).to_be_visible()
    axe(page)
    look(page, "cohort")
    page.goto(f"/indsatser/{a_year.id}/viden/landet/")
    page.get_by_role("button", name="Vis tallene").click()
    page.get_by_role("link", name="Se landsbilledet").click()
    expect(page.get_by_role("rowheader", name="Mænd og kaffe")).to_be_visible()
    axe(page)
    look(page, "country")
    page.goto(f"/indsatser/{a_year.id}/viden/landet/")
    page.get_by_role("button", name="Tag tallene tilbage").click()
    expect(page.get_by_text("Tallene er taget tilbage.")).to_be_visible()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_other_pages_are_calm_and_fit_the_screen(as_user, a_year, axe, width):
    page = as_user("mette", width=width)
    for place in ("maalinger/", "makkerpar/", "filer/", "filer/krop/", "filer/brugere/", "tal/", "brug/"):
        page.goto(f"/indsatser/{a_year.id}/viden/{place}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{place} is wider than the screen"
