"""Lone finds a recipe, takes it into use, changes it, prints it, and lets others have what was learnt."""

from __future__ import annotations

import io
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

WIDTHS = pytest.mark.parametrize("width", ["desktop", "phone"])
NUMBERS = count(1)  # each story has programmes of its own


@pytest.fixture
def soroe(stories: Any) -> Any:
    """Two programmes of one recipe, one with Gerda turned away for her hours."""
    from brobygger.journeys import ask
    from brobygger.registry.people.acting import acting_as
    from tests.cast import given_programme

    number = next(NUMBERS)
    with stories.database():
        given_programme(stories.cast, "001-soroe", name=f"Det rigtige match i vest {number}")
        programme = given_programme(stories.cast, "001-soroe", name=f"Det rigtige match {number}")
        person = stories.given_person("Gurli", f"Grøn {number}", household="alone", home_help_hours="1.5")
        episode = stories.given_episode(person, programme)
        with acting_as(stories.cast.mette):
            ask.said_no(episode=episode, reason="not_eligible", by=stories.cast.mette, at=stories.cast.at)
    yield programme
    with stories.database(), acting_as(stories.cast.system):
        programme.episodes.update(status="finished", next_step=None)


@WIDTHS
def test_lone_finds_a_recipe_and_takes_it_into_use(as_user, axe, look, width):
    page = as_user("lone", width=width)
    page.goto("/opskrifter/")
    axe(page)
    look(page, "recipes")
    page.get_by_label("For hvem").select_option("male")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Horsens Kommune").first).to_be_visible()
    recipe = {"desktop": "000-elderlearn", "phone": "000-dgi-nordsjaelland"}[width]
    page.goto(f"/opskrifter/{recipe}/")
    axe(page)
    look(page, "recipe")
    expect(page.get_by_role("heading", name="Kalenderen")).to_be_visible()

    page.get_by_role("link", name="Tag i brug").click()
    page.get_by_label("Hvad skal indsatsen hedde").fill("")
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_text("Skriv et navn.").first).to_be_visible()
    axe(page)
    look(page, "adopt-1-wrong")
    name = f"Snak på dansk ({width})"
    page.get_by_label("Hvad skal indsatsen hedde").fill(name)
    page.get_by_label("Hvem ejer den?").select_option(label="Fællesskabet Eksempelkøbing")
    page.get_by_role("button", name="Gem, og gå videre").click()

    expect(page.get_by_role("heading", name="Hvem er med?")).to_be_visible()
    axe(page)
    look(page, "adopt-2-who")
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("heading", name="Hvem er den for?")).to_be_visible()
    axe(page)
    look(page, "adopt-3-limits")
    page.get_by_label("Mindst (år)").fill("67")
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("heading", name="Hvem har rollerne?")).to_be_visible()
    axe(page)
    look(page, "adopt-4-roles")

    # She closes the page; everything stands where she left it.
    page.goto("/indsatser/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name="Klar til start?")).to_be_visible()
    expect(page.get_by_text("er fyldt 67 år").first).to_be_visible()
    axe(page)
    look(page, "adopt-5-ready")
    page.get_by_role("button", name="Start indsatsen").click()
    expect(page.get_by_text("Der mangler stadig noget")).to_be_visible()
    page.get_by_text("Start alligevel.").click()
    page.get_by_role("button", name="Start indsatsen").click()
    expect(page.get_by_text("er startet.")).to_be_visible()
    axe(page)
    look(page, "programme-new")

    page.goto(f"/opskrifter/{recipe}/tag-i-brug/")
    expect(page.get_by_text("I har taget opskriften i brug før")).to_be_visible()
    axe(page)
    look(page, "adopt-twice")


@WIDTHS
def test_mette_lowers_a_limit_and_finds_gurli_again(as_user, soroe, axe, look, width):
    page = as_user("mette", width=width)
    page.goto(f"/indsatser/{soroe.id}/aendr/")
    axe(page)
    look(page, "change")
    page.get_by_role("link", name="Ændr Hvem den er for").click()
    axe(page)
    look(page, "change-criteria")
    hours = page.locator("#id_home_help_hours_low")
    hours.fill("9")
    page.locator("#id_home_help_hours_high").fill("5")
    page.get_by_label("Hvorfor ændrer I det?").fill("Målgruppen var for lille")
    page.get_by_role("button", name="Gem som ny udgave").click()
    expect(page.get_by_text("Grænserne udelukker hinanden").first).to_be_visible()
    axe(page)
    look(page, "change-criteria-wrong")
    hours.fill("1")
    page.locator("#id_home_help_hours_high").fill("")
    page.get_by_role("button", name="Gem som ny udgave").click()
    expect(page.get_by_text("1 borger, der før var uden for målgruppen, er fundet igen.")).to_be_visible()
    axe(page)
    look(page, "history")
    page.goto(f"/indsatser/{soroe.id}/")
    page.get_by_role("link", name="Se dem").click()
    expect(page.get_by_text("Gurli Grøn")).to_be_visible()
    axe(page)
    look(page, "found-again")
    page.get_by_role("button", name="Tag dem med igen").click()
    expect(page.get_by_text("1 borger er med igen.")).to_be_visible()


@WIDTHS
def test_lone_gives_a_role_on_and_sees_each_form(as_user, soroe, axe, look, width):
    page = as_user("lone", width=width)
    for part in ("maaleredskab", "farver", "frister", "grupper", "tekster", "roller"):
        page.goto(f"/indsatser/{soroe.id}/aendr/{part}/")
        axe(page)
        look(page, f"change-{part}")
    page.get_by_role("link", name="Tag en rolle ud").click()
    axe(page)
    look(page, "change-which-role")
    page.get_by_role("link", name="Nøglemedarbejder").click()
    axe(page)
    look(page, "change-remove-role")
    page.get_by_label("Hvem tager over?").select_option(label="Frivillighedstovholder")
    page.get_by_text("Ja, giv det hele videre.").click()
    page.get_by_label("Hvorfor ændrer I det?").fill("Rollen er lagt sammen med en anden")
    page.get_by_role("button", name="Giv videre, og tag rollen ud").click()
    expect(page.get_by_text("Ændringen er gemt som udgave 2.")).to_be_visible()
    look(page, "history-role")


@WIDTHS
def test_lone_prints_the_handbook_publishes_and_compares(as_user, soroe, axe, look, width):
    page = as_user("lone", width=width)
    page.goto(f"/indsatser/{soroe.id}/")
    page.get_by_role("link", name="Håndbog").click()
    expect(page.get_by_role("heading", name="Roller og opgaver")).to_be_visible()
    axe(page)
    look(page, "handbook")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Hent som PDF").click()
    reader = PdfReader(io.BytesIO(downloading.value.path().read_bytes()))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert "Det rigtige match" in reader.pages[0].extract_text()

    page.goto(f"/indsatser/{soroe.id}/")
    page.get_by_role("link", name="Læg frem som opskrift").click()
    axe(page)
    look(page, "publish")
    page.get_by_label("Hvad har I lært").fill("Ring til Gurli på 21 00 00 82.")
    page.get_by_role("button", name="Læg frem").click()
    expect(page.get_by_text("En tekst nævner et menneske").first).to_be_visible()
    axe(page)
    look(page, "publish-wrong")
    page.get_by_label("Hvad har I lært").fill("Begynd om foråret.")
    page.get_by_role("button", name="Læg frem").click()
    expect(page.get_by_text("Begynd om foråret.")).to_be_visible()
    axe(page)
    look(page, "recipe-own")

    page.goto(f"/indsatser/{soroe.id}/sammenlign/")
    expect(page.get_by_text("Samme opskrift, to steder.")).to_be_visible()
    axe(page)
    look(page, "compare")

    page.goto(f"/indsatser/{soroe.id}/faelles/")
    axe(page)
    look(page, "joint-begin")
    page.get_by_role("button", name="Begynd, og få en kode").click()
    expect(page.get_by_text("Koden til en kommune mere:")).to_be_visible()
    axe(page)
    look(page, "joint")


@pytest.mark.parametrize("width", ["phone"])
def test_lone_takes_a_recipe_in_from_another_municipalitys_file(as_user, axe, look, width):
    from brobygger.programmes.running.recipe_file import as_yaml
    from brobygger.registry.recipes import load

    text = as_yaml(load.load("000-horsens")).replace("id: 000-horsens", "id: maend-i-nabokoebing")
    page = as_user("lone", width=width)
    page.goto("/opskrifter/")
    page.get_by_role("link", name="Hent en opskrift ind fra en fil").click()
    axe(page)
    look(page, "recipe-file")
    for content, name in ((text.replace("t-ils@2", "own-x@1"), "own"), (text.replace("steps:", "trin:", 1), "wrong")):
        page.get_by_label("Fil med en opskrift").set_input_files(
            {"name": "opskrift.yaml", "mimeType": "application/yaml", "buffer": content.encode()}
        )
        page.get_by_role("button", name="Læs filen").click()
        axe(page)
        look(page, f"recipe-file-{name}")
        page.goto("/opskrift-fra-fil/")
    page.get_by_label("Fil med en opskrift").set_input_files(
        {"name": "opskrift.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Læs filen").click()
    page.get_by_role("button", name="Hent opskriften ind").click()
    expect(page.get_by_text("Opskriften ligger nu blandt jeres.")).to_be_visible()
    page.get_by_role("link", name="Tag i brug").click()
    expect(page.get_by_label("Hvad skal indsatsen hedde")).to_be_visible()
