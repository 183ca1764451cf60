"""Ole visits one person. He sees her and nobody else, and he is not alone with a worry."""

from __future__ import annotations

from typing import Any

import pytest

from tests.receiving import given_pair


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_ole_sees_his_one_person_and_says_he_is_worried(
    stories: Any, as_user: Any, axe: Any, look: Any, width: str
) -> None:
    with stories.database():
        person = stories.given_person("Agnes", f"Aagaard {width}", age=85, phone="21 00 11 85", address="Solvej 3",
                                      postcode="9998", city="Eksempelkøbing")  # fmt: skip
        given_pair(stories.cast, person)

    page = as_user("ole", width=width)
    page.goto("/min-dag/")
    page.goto(f"/min-borger/{person.id}/")
    axe(page)
    look(page, "ole-1-person")
    assert "Solvej 3" in page.content()
    page.get_by_role("button", name="Vi mødtes i dag").click()
    page.get_by_text("Det er skrevet ned").wait_for()
    look(page, "ole-2-met")

    page.get_by_role("link", name="Jeg er bekymret").click()
    axe(page)
    look(page, "ole-3-worried")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Der mangler noget").wait_for()
    page.get_by_label("Hvad har du lagt mærke til?").fill("Hun spiser næsten ikke mere.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Mette svarer senest i morgen.").wait_for()
    axe(page)
    look(page, "ole-4-receipt")


def test_words_about_not_wanting_to_live_are_met_at_once(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    with stories.database():
        person = stories.given_person("Astrid", "Aaby", age=84)
        given_pair(stories.cast, person)
    page = as_user("ole", width="phone")
    page.goto(f"/min-borger/{person.id}/bekymret/")
    page.get_by_label("Hvad har du lagt mærke til?").fill("Hun siger, hun ikke vil leve mere.")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="Ring 70 201 201").wait_for()
    axe(page)
    look(page, "ole-5-help-now")
    page.get_by_role("link", name="Tilbage").click()
    page.get_by_role("heading", name="Astrid Aaby").wait_for()
