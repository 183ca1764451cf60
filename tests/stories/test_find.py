"""Sofie looks on her phone for something for her mother Aase, and asks to be called; Mette sees it."""

from __future__ import annotations

from typing import Any

import pytest

WIDTHS = (320, 390, 768, 1280)
MAIN = ("hits", "offer", "join")  # at every width; the others at the narrowest, where things break first
KILOBYTES = 100


@pytest.fixture(scope="module")
def offers(stories) -> dict[str, Any]:
    """The town's offers, in the search."""
    from types import SimpleNamespace

    from brobygger.communities.directory import operations
    from brobygger.communities.offers.models import Offer
    from brobygger.registry.people.acting import acting_as
    from brobygger.rehearsal import demonstration_offers

    cast = stories.cast
    with stories.database():
        town = SimpleNamespace(
            actors={"mette": cast.mette}, now=cast.at,
            organisations={"care_home": cast.housing, "kommune": cast.kommune, "association": cast.association,
                           "parish": cast.parish, "housing": cast.housing},
        )  # fmt: skip
        demonstration_offers.publish(town)
        operations.catch_up()
        with acting_as(cast.mette):
            return {offer.name: offer.id for offer in Offer.objects.filter(municipality_id=cast.municipality.id)}


def test_a_daughter_finds_something_for_her_mother_and_mette_sees_it(as_user, look, offers):
    sofie = as_user(None, width="phone", scripts=False)
    sofie.goto("/")
    sofie.get_by_role("link", name="Find et fællesskab").first.click()
    look(sofie, "find-start")
    sofie.get_by_label("Hvad har du lyst til?").fill("fælessang")  # her thumbs are quick
    sofie.get_by_label("Nær ved").fill("Eksempelkøbing")
    sofie.get_by_role("button", name="Søg").click()
    look(sofie, "find-hits")
    sofie.get_by_role("link", name="Syng sammen om torsdagen").click()
    look(sofie, "find-offer")
    assert sofie.get_by_role("heading", name="Hvem tager imod dig?").is_visible()
    sofie.get_by_role("link", name="Ring til mig").click()
    sofie.get_by_role("link", name="Skriver du for en, du holder af?").click()
    sofie.get_by_label("Hvem skriver du om?").fill("Aase Andersen")
    sofie.get_by_label("Nej, ikke endnu").check()
    sofie.get_by_label("Hvad hedder du selv?").fill("Sofie Andersen")
    sofie.get_by_label("Hvilket nummer skal vi ringe til dig på?").fill("20 30")
    look(sofie, "find-write")
    sofie.get_by_role("button", name="Send").click()
    look(sofie, "find-write-wrong")
    assert sofie.get_by_label("Hvad hedder du selv?").input_value() == "Sofie Andersen"
    sofie.get_by_label("Hvilket nummer skal vi ringe til dig på?").fill("20 30 40 50")
    sofie.get_by_label("Ja, det er i orden").check()
    sofie.get_by_role("button", name="Send").click()
    assert sofie.get_by_role("heading", name="Tak. Vi ringer.").is_visible()
    look(sofie, "find-receipt")
    assert [cookie["name"] for cookie in sofie.context.cookies()] == ["sprog"]  # the story's own, not ours

    mette = as_user("mette")
    mette.goto("/beskeder/")
    mette.get_by_role("link", name="Læs og tag op Aase Andersen").click()
    assert mette.get_by_text("Ring først til Sofie Andersen på 20304050").is_visible()
    assert mette.get_by_text("Aase Andersen ved det ikke endnu").is_visible()


def test_the_public_pages_are_for_everybody_at_every_width(as_user, axe, offers):
    song = offers["Syng sammen om torsdagen"]
    page = as_user(None)
    addresses = {
        "search": "/find/", "hits": "/find/?q=kaffe&naer=Eksempelk%C3%B8bing&krav=trinfrit", "none": "/find/?q=xyzzy",
        "map": "/find/?vis=kort&naer=Eksempelk%C3%B8bing", "week": "/find/?vis=kalender",
        "offer": f"/find/tilbud/{song}/", "join": f"/find/tilbud/{song}/med/?for=paaroerende",
        "call": "/find/ring-til-mig/",
    }  # fmt: skip
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for name in addresses if width == min(WIDTHS) else MAIN:
            page.goto(addresses[name])
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
    page.emulate_media(forced_colors="active")
    for name in MAIN:
        page.goto(addresses[name])
        axe(page)


def test_an_old_phone_fetches_little(as_user, offers):
    page = as_user(None, width="phone")
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto("/find/?q=kaffe&vis=kort", wait_until="networkidle")
    assert len(sizes) >= 2
    assert sum(sizes) < KILOBYTES * 1000  # unpacked; on the line it is a quarter of it
