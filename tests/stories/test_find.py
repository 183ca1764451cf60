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
    own_language = sofie.locator(".site-header").get_by_role("link", name="العربية").bounding_box()
    assert own_language["y"] + own_language["height"] < 300  # seen without scrolling on a phone
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
        "call": "/find/ring-til-mig/", "languages": "/find/sprog/", "language": "/find/sprog/ar/",
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


VOICE = """
window.heard = [];
const voices = [{lang: 'da-DK', name: 'Prøve'}, {lang: 'ar-EG', name: 'تجربة'}];
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voices, addEventListener: () => {}, cancel: () => {}, speak: (one) => heard.push(one),
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


def test_plain_danish_another_language_and_a_voice_that_reads(stories, as_user, axe, look, offers):
    from brobygger.communities.offers import queries
    from brobygger.communities.offers.other_words import PLAIN, say_otherwise
    from brobygger.registry.people.acting import acting_as

    song = offers["Syng sammen om torsdagen"]
    mette = stories.cast.mette
    with stories.database(), acting_as(mette):
        texts = {PLAIN: "Vi synger sammen. Du må gerne bare lytte.", "ar": "نغني معًا ونشرب القهوة."}
        say_otherwise(offer=queries.get(mette, song), texts=texts, by=mette)
    page = as_user(None, width="phone")
    page.goto(f"/find/tilbud/{song}/")
    assert page.get_by_role("heading", name="På let dansk").is_visible()
    assert page.get_by_role("button", name="Læs højt").count() == 0  # this browser has no voice
    page.get_by_text("عن هذا المكان باللغة العربية").click()
    axe(page)
    look(page, "find-other-words")
    page.get_by_role("main").get_by_role("link", name="العربية").first.click()
    axe(page)
    look(page, "find-arabic")
    assert page.evaluate("getComputedStyle(document.querySelector('main div')).direction") == "rtl"
    heard = as_user(None)
    heard.add_init_script(VOICE)
    heard.goto(f"/find/tilbud/{song}/")
    heard.get_by_role("button", name="Læs højt").click()
    look(heard, "find-voice")
    spoken = heard.evaluate("heard.map((one) => one.text + '|' + one.lang)")
    assert "Vi synger sammen. Du må gerne bare lytte.|da" in spoken
    assert spoken[:2] == ["Gruppe|da", "Syng sammen om torsdagen|da"]
    assert not any("Ring til mig" in one for one in spoken)  # what is pressed is not read
    axe(heard)
    heard.get_by_role("button", name="Stop").click()
    assert heard.get_by_role("button", name="Læs højt").is_visible()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_words_slips_and_the_map_of_gaps_can_be_used_by_everybody(as_user, axe, look, offers, width):
    song = offers["Syng sammen om torsdagen"]
    page = as_user("mette", width=width)
    addresses = {
        "gaps": "/tilbud/huller/", "own-words": "/tilbud/ord/", "own-word": "/tilbud/ord/se/?ord=quilte",
        "slip": f"/papir/seddel/?tilbud={song}", "other-words": f"/tilbud/{song}/andre-sprog/",
    }  # fmt: skip
    for name, address in addresses.items():
        page.goto(address)
        look(page, name)
        axe(page)
    if width == "desktop":
        page.emulate_media(forced_colors="active")
        page.goto("/tilbud/huller/")
        axe(page)
        look(page, "gaps-forced")
