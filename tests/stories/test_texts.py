"""Bent mends the text of his offer: the panel follows while he writes, and with the button where scripts do not run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.receiving import given_offer


@pytest.fixture
def herrerne(stories: Any) -> Any:
    with stories.database():
        return given_offer(stories.cast, name="Herrerne på hjørnet", description={"da": "Tilbud til ensomme mænd."})


def test_bent_mends_his_offer_and_the_panel_follows(stories: Any, as_user: Any, axe: Any, look: Any, herrerne) -> None:
    page = as_user("bent", width="phone")
    page.goto("/tekster/")
    axe(page)
    look(page, "texts-1-report")
    page.get_by_role("link", name="Herrerne på hjørnet").click()
    panel = page.get_by_role("region", name="Råd om teksten")
    panel.get_by_text("Har du lyst til selskab?").wait_for()
    axe(page)
    look(page, "texts-2-offer")
    page.get_by_label("Teksten, som alle kan læse").fill(
        "Vi spiller kort og drikker kaffe sammen. Det er gratis. Kom i det tøj, du har på. Bussen holder ved døren."
    )
    panel.get_by_text("Ordet kan holde folk væk").wait_for(state="detached")
    assert panel.get_by_text("Mangler: Hvad koster det?").count() == 0
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("Teksten er gemt").wait_for()
    axe(page)
    look(page, "texts-3-saved")


def test_without_scripts_a_button_does_the_same(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    page = as_user("mette", width="desktop", scripts=False)
    page.goto("/tekster/tjek/")
    page.get_by_role("textbox", name="Teksten").fill("Er du sårbar? Vi ringer på mandag.")
    page.get_by_role("button", name="Se, hvordan den læses").click()
    page.get_by_text("Her er der ro og tid.").wait_for()
    assert page.get_by_role("textbox", name="Teksten").input_value() == "Er du sårbar? Vi ringer på mandag."
    look(page, "texts-4-letter")
