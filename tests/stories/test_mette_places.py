"""A yes that comes on the telephone while another coordinator has the same page open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import given_programme
from tests.waiting import given_waiting, given_workshop

OWN = "Pladser i Favrskov"


@pytest.fixture(scope="module")
def thursday(stories: Any) -> Any:
    """Three men wait for one place in the workshop's group; Ida is a coordinator too."""
    from brobygger.communities.groups import operations as groups
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as
    from tests import cast as the_cast

    with stories.database():
        cast = stories.cast
        with acting_as(cast.system):
            the_cast._actor("ida", "Ida Iversen", Role.COORDINATOR, cast.kommune, cast.at)
        programme = given_programme(cast, "001-favrskov", name=OWN)
        given_waiting(cast, programme, 3, family="Plads", today=True)
        with acting_as(cast.mette):
            groups.start(
                organisation=cast.association, name="Fredagsmændene", size_min=1, size_max=1, programme=programme,
                offer=given_workshop(cast, name="Fredagsværkstedet"), by=cast.mette, at=cast.at,
            )  # fmt: skip
    return programme


def test_a_yes_on_the_telephone_while_another_coordinator_is_on_the_same_page(stories, thursday, as_user, axe, look):
    mette, ida = as_user("mette"), as_user("ida", width="phone")
    mette.goto("/venter/")
    mette.get_by_role("region").filter(has_text=OWN).get_by_role("link", name=re.compile("^Pladser")).click()
    axe(mette)
    look(mette, "places-empty")
    mette.get_by_role("link", name="Fredagsmændene").click()
    axe(mette)
    look(mette, "line")
    mette.get_by_role("button", name="Hold pladsen, og spørg").first.click()
    expect(mette.get_by_text("Pladsen holdes. Ring, og skriv svaret her")).to_be_visible()
    address = mette.url
    axe(mette)
    look(mette, "held-place")

    ida.goto(address)  # he calls back, and Ida takes the telephone
    look(ida, "held-place")
    assert ida.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ida.get_by_label("i telefonen").check()
    ida.get_by_role("button", name="Borgeren siger ja").click()
    expect(ida.get_by_text("Sendt til Fællesskabet Eksempelkøbing.")).to_be_visible()
    axe(ida)

    mette.get_by_text("Borgeren siger nej").click()
    mette.get_by_label("andet", exact=True).check()
    mette.get_by_role("button", name="Skriv nejet ned").click()
    expect(mette.get_by_text("Ida Iversen har skrevet et ja")).to_be_visible()
    look(mette, "told-who-was-first")
    mette.goto(address)
    expect(mette.get_by_text("Borgeren har sagt ja.")).to_be_visible()
    mette.goto(f"/venter/{thursday.id}/")
    axe(mette)
    look(mette, "sides")


def test_the_first_time_is_planned_and_the_pages_around_it_can_be_read_by_everybody(
    stories, thursday, as_user, axe, look
):
    from brobygger.pathway.episodes.models import Episode
    from brobygger.registry.people.acting import acting_as

    with stories.database(), acting_as(stories.cast.mette):
        episode = Episode.objects.filter(programme=thursday).order_by("-id").first()
    page = as_user("mette")
    page.goto(f"/forloeb/{episode.id}/foerste-tid/")
    page.get_by_text("Skriv, hvem der er ved siden af").click()
    page.get_by_label("Hvem?").fill("Gerda Gram")
    page.get_by_role("button", name="Gem", exact=True).click()
    grant = page.get_by_role("form", name="Godkend klippekort")
    page.locator("summary", has_text="Godkend klippekort").click()
    grant.get_by_label("Hvor mange minutter?").fill("120")
    grant.get_by_label("Kan bruges til og med").fill(stories.cast.today.isoformat())
    page.get_by_role("button", name="Godkend tiden").click()
    expect(page.get_by_text("120 minutter er tilbage på klippekortet.")).to_be_visible()
    axe(page)
    look(page, "first-time")
    for name, address in (
        ("fairness", f"/venter/{thursday.id}/fair/"),
        ("weights", "/venter/point/"),
        ("ask-visitation", f"/forloeb/{episode.id}/visitation/"),
        ("barriers", f"/forloeb/{episode.id}/i-vejen/"),
        ("pairs", f"/venter/par/{thursday.id}/"),
        ("company", f"/indsatser/{thursday.id}/selskab/"),
        ("visitation", "/visitation/"),
    ):
        page.goto(address)
        axe(page)
        look(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/forloeb/{episode.id}/foerste-tid/")
    look(page, "first-time")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"/venter/{thursday.id}/fair/")
    look(page, "fairness")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bent = as_user("bent", width="phone")
    bent.goto("/venter-hos-os/par/")
    axe(bent)
    look(bent, "pairs-to-agree")
