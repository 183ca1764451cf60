"""Lone runs the office of her effort from the first meeting to the package for those who take over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module", params=["desktop", "phone"])
def an_office(stories: Any, request: Any) -> Any:
    """A new programme with a year of papers behind it, and how wide the screen is."""
    from tests.cast import given_programme
    from tests.stories.office_papers import given_papers

    with stories.database():
        programme = given_programme(stories.cast, "001-favrskov", name=f"Naboer {request.param}")
        given_papers(stories.cast, programme)
    return programme, request.param


PARTS = ("Grupper og beslutninger", "Aftaler", "Risici", "Kurser", "Penge", "Forankring", "Tid", "Lokaler og biler")


def test_lone_finds_everything_from_one_calm_page(as_user, an_office, axe, look):
    programme, width = an_office
    page = as_user("lone", width=width)
    page.goto(f"/indsatser/{programme.id}/")
    page.get_by_role("link", name="Kontoret").click()
    axe(page)
    look(page, "office")
    expect(page.get_by_text("Aftalen skal snart fornys")).to_be_visible()
    for number, part in enumerate(PARTS):
        page.goto(f"/indsatser/{programme.id}/kontoret/")
        page.get_by_role("heading", name=part, exact=True).get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        look(page, f"office-part-{number}")


def test_lone_sets_up_a_group_meets_and_settles_a_decision(as_user, an_office, stories, axe, look):
    programme, width = an_office
    page = as_user("lone", width=width)
    page.goto(f"/indsatser/{programme.id}/kontoret/grupper/")
    page.get_by_role("link", name="Nedsæt gruppen Lokale arbejdsgrupper").click()
    axe(page)
    look(page, "council-new")
    page.get_by_role("button", name="Nedsæt gruppen").click()
    expect(page.get_by_text("er nedsat. Skriv nu, hvem der er med.")).to_be_visible()
    page.get_by_role("link", name="Lokale arbejdsgrupper", exact=True).click()
    page.get_by_role("link", name="Nyt medlem").click()
    page.get_by_label("Vælg en kollega").select_option(label="Mette Madsen")
    page.get_by_label("Indkalder og leder mødet").check()
    page.get_by_role("button", name="Tag med i gruppen").click()
    page.get_by_role("link", name="Skriv et møde ned").click()
    page.get_by_label("Hvad besluttede I?").fill("Vi spørger Røde Kors\nVi holder kaffemøde")
    page.get_by_role("button", name="Gem mødet").click()
    axe(page)
    look(page, "council")
    page.get_by_role("button", name="Gjort Vi spørger Røde Kors").click()
    expect(page.get_by_text("Beslutningen er gjort.")).to_be_visible()


def test_karin_writes_her_time_and_says_what_she_is_unsure_of(as_user, an_office, axe, look):
    programme, width = an_office
    page = as_user("karin", width=width)
    page.goto("/konto/")
    page.get_by_role("link", name="Mit arbejde").click()
    axe(page)
    look(page, "own-work")
    page.get_by_role("link", name=f"Skriv min tid {programme.name}").click()
    page.get_by_label("ensomhedstid").check()
    page.get_by_label("Hvor mange minutter?").fill("45")
    axe(page)
    look(page, "own-time")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("45 min. er skrevet på.")).to_be_visible()
    page.goto(f"/mit-arbejde/{programme.id}/sikker/")
    axe(page)
    look(page, "own-rating")


def test_the_package_the_list_and_the_country(as_user, an_office, axe, look):
    programme, width = an_office
    page = as_user("lone", width=width)
    for name, address in (
        ("package", f"/indsatser/{programme.id}/kontoret/forankring/pakke/"),
        ("unsettled", "/indsatser/kontoret/videre/"),
        ("nation", "/indsatser/kontoret/landet/"),
        ("decision", "/indsatser/kontoret/beslutning/koebenhavn-2019/"),
        ("competences", f"/indsatser/{programme.id}/kontoret/kompetencer/"),
        ("leavers", "/indsatser/kontoret/stopper/"),
        ("accounts", f"/indsatser/{programme.id}/kontoret/penge/regnskab/"),
        ("agreement-new", f"/indsatser/{programme.id}/kontoret/aftaler/ny/?fra=agreements.partnership"),
        ("risk-new", f"/indsatser/{programme.id}/kontoret/risici/ny/"),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        axe(page)
        look(page, name)


def test_a_colleague_leaves(as_user, stories, an_office, axe, look):
    from brobygger.programmes.governance import operations, queries
    from brobygger.registry.access import queries as access
    from brobygger.registry.people.acting import acting_as

    programme, width = an_office
    with stories.database(), acting_as(stories.cast.lone):
        mette = access.get_membership(stories.cast.lone, stories.cast.mette.membership_id)
        operations.take_on(programme=programme, owner=mette, what="Sparring", by=stories.cast.lone, at=stories.cast.at)
    page = as_user("lone", width=width)
    page.goto("/indsatser/kontoret/stopper/")
    page.get_by_role("link", name="Mette Madsen").click()
    axe(page)
    look(page, "pass-on")
    page.get_by_label("Hvem tager over?").select_option(label="Lone Lund")
    page.get_by_role("button", name="Giv det hele videre").click()
    expect(page.get_by_text("Personen har ikke noget, der skal gives videre.")).to_be_visible()
    with stories.database(), acting_as(stories.cast.lone):
        held = queries.duties(stories.cast.lone, programme, on=stories.cast.today + timedelta(days=1))
    assert [duty.owner.name for duty in held] == ["Lone Lund"]
