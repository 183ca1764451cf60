"""Lone tries a recipe on paper, on her desk and on her phone."""

import pytest


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_lone_asks_what_ten_more_volunteers_would_mean(as_user, axe, width):
    page = as_user("lone", width=width)
    page.goto("/opskrifter/001-soroe/")
    page.get_by_role("link", name="Planlæg").click()
    axe(page)
    more = page.get_by_role("group", name="Frivillige, der er klar fra start")
    ready = int(more.get_by_label("Som nu").input_value())
    more.get_by_label("Hvis").fill(str(ready + 10))
    page.get_by_role("button", name="Regn på det").click()
    page.get_by_role("heading", name="Sådan kan det gå").wait_for()
    assert "Som nu" in page.get_by_role("table", name="Tallene ved siden af hinanden").text_content()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    axe(page)
