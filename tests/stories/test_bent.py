"""Bent, 71, with the phone in his hand: he receives Aase, calls her, misses her, and says no to another kindly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.receiving import given_group, given_offer, given_referred

WIDTHS = ("phone", "desktop")


def test_bent_receives_aase_calls_her_and_misses_her(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    cast = stories.cast
    with stories.database():
        aase = stories.given_person("Aase", "Abildgaard", age=82, household="alone", phone="21 00 11 82",
                                    walks_m=300, walking_aid="walker")  # fmt: skip
        offer = given_offer(cast, name="Torsdagscaféen")
        ahead = cast.at.replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=3)
        group = given_group(cast, offer=offer, programme=stories.programmes.favrskov, starts=[ahead])
        given_referred(cast, aase, programme=stories.programmes.favrskov, offer=offer)

    page = as_user("bent", width="phone")
    page.goto("/nye-til-os/")
    axe(page)
    look(page, "bent-1-received")
    page.get_by_role("link", name="Svar om Aase Abildgaard").click()
    axe(page)
    look(page, "bent-2-answer")
    assert page.get_by_role("radio", name="Mig (Bent Birk)").is_checked()
    page.get_by_role("button", name="Ja, velkommen").click()
    page.get_by_text("Nu mangler du bare at ringe").wait_for()
    axe(page)
    look(page, "bent-3-to-call")

    page.get_by_role("link", name="Aase Abildgaard", exact=True).click()
    axe(page)
    look(page, "bent-4-call")
    assert page.get_by_role("link", name="Ring 21 00 11 82").get_attribute("href") == "tel:21001182"
    assert "Kulturhuset, Torvet 2" in page.content()
    page.get_by_text("Nej", exact=True).click()
    page.get_by_role("button", name="Vi har talt sammen").click()
    page.get_by_text("Godt gået").wait_for()

    page.goto(f"/grupper/{group.id}/")
    axe(page)
    look(page, "bent-5-group")
    page.get_by_role("link", name="Skriv, hvem der kommer").click()
    axe(page)
    look(page, "bent-6-promises")
    page.get_by_text("Kommer", exact=True).click()
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("1 har lovet at komme").wait_for()

    session = _begins_now(stories, group)
    page.goto(f"/grupper/{group.id}/")
    page.get_by_role("link", name="Skriv fremmøde").click()
    axe(page)
    look(page, "bent-7-attendance")
    page.get_by_role("link", name="Alle kom").click()
    page.get_by_text("Alle står som kommet").wait_for()
    page.get_by_text("Kom ikke", exact=True).click()
    page.get_by_label("Hvorfor?").select_option(label="Syg")
    axe(page)
    look(page, "bent-8-absent")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("heading", name="Ring i dag").wait_for()
    axe(page)
    look(page, "bent-9-call-today")
    assert page.url.endswith(f"/moedegange/{session.id}/")
    page.goto("/min-dag/")
    assert "Aase Abildgaard" in page.content()


def _begins_now(stories: Any, group: Any) -> Any:
    """Three days pass for the group: its session began an hour ago."""
    from brobygger.pathway.attendance.models import Session
    from brobygger.registry.people.acting import acting_as

    with stories.database(), acting_as(stories.cast.system):
        session = Session.objects.get(group=group)
        session.starts_at = stories.cast.at - timedelta(hours=1)
        session.save(update_fields=["starts_at"])
    return session


def test_bent_says_no_and_mette_has_her_back(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    cast = stories.cast
    with stories.database():
        gudrun = stories.given_person("Gudrun", "Gad", age=79, household="alone")
        offer = given_offer(cast, name="Onsdagskoret")
        referral = given_referred(cast, gudrun, programme=stories.programmes.favrskov, offer=offer)

    page = as_user("bent", width="phone")
    page.goto(f"/nye-til-os/{referral.id}/")
    page.get_by_text("Vælg en årsag og sig nej").click()
    page.get_by_role("button", name="Send et nej").click()
    page.get_by_role("heading", name="Der mangler noget").wait_for()
    axe(page)
    look(page, "bent-10-reason-missing")
    page.get_by_text("Ingen ledig plads").click()
    page.get_by_role("button", name="Send et nej").click()
    page.get_by_text("Koordinatoren leder nu efter et andet sted").wait_for()
    assert "Gudrun" not in page.content()

    mette = as_user("mette")
    mette.goto("/arbejdsliste/?fane=alle")
    # Another story's Gudrun Gade may stand in the list too.
    hers = mette.get_by_role("row").filter(has=mette.get_by_role("link", name="Gudrun Gad", exact=True))
    while not hers.count():  # others may stand before her; on the last page there is no link, and it fails
        mette.get_by_role("link", name="Næste side").click(timeout=2000)
        mette.wait_for_load_state()
    expect(hers).to_contain_text("Find et forslag, og henvis")


def test_bent_finds_his_way_without_scripts(stories: Any, as_user: Any) -> None:
    page = as_user("bent", width="phone", scripts=False)
    page.goto("/grupper/ny/")
    page.get_by_label("Hvad hedder gruppen?").fill("Kortklubben")
    page.get_by_label("Hvor mødes I?").fill("Biblioteket")
    page.get_by_role("button", name="Opret gruppen").click()
    page.get_by_label("Første dag").fill((stories.cast.today + timedelta(days=2)).isoformat())
    page.get_by_label("Klokken").fill("13:30")
    page.get_by_role("button", name="Læg dem i kalenderen").click()
    page.get_by_text("4 mødegange er lagt i kalenderen").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_an_association_reads_well(stories: Any, as_user: Any, axe: Any, look: Any, width: str) -> None:
    cast = stories.cast
    with stories.database():
        niels = stories.given_person("Niels", f"Nord {width}", age=77, sex="male", phone="21 00 11 77")
        offer = given_offer(cast, name=f"Fællesspisning {width}")
        ahead = cast.at + timedelta(days=4)
        group = given_group(cast, offer=offer, programme=stories.programmes.favrskov, starts=[ahead],
                            name=f"Spiseholdet {width}")  # fmt: skip
        referral = given_referred(cast, niels, programme=stories.programmes.favrskov, offer=offer)
    page = as_user("bent", width=width)
    for name, path in (("received", "/nye-til-os/"), ("answer", f"/nye-til-os/{referral.id}/"),
                       ("groups", "/grupper/"), ("group", f"/grupper/{group.id}/"), ("new-group", "/grupper/ny/"),
                       ("plan", f"/grupper/{group.id}/moedegange/"),
                       ("sheet", f"/grupper/{group.id}/ark/")):  # fmt: skip
        page.goto(path)
        axe(page)
        look(page, f"association-{name}")
    english = as_user("bent", width=width, language="en")
    english.goto("/nye-til-os/")
    axe(english)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_administrator_lets_an_association_in(stories: Any, as_user: Any, axe: Any, look: Any, width: str) -> None:
    page = as_user("admin", width=width)
    page.goto("/organisationer/")
    axe(page)
    look(page, "admin-1-organisations")
    page.get_by_role("link", name="Ny organisation").click()
    axe(page)
    page.get_by_label("Navn").fill(f"Korforeningen {width}")
    page.get_by_text("forening", exact=True).click()
    page.get_by_role("button", name="Opret organisationen").click()
    page.get_by_role("link", name="Tilføj en person").click()
    axe(page)
    look(page, "admin-2-member")
    page.get_by_label("Navn").fill("Ida Iversen")
    page.get_by_label("E-mail").fill(f"ida-{width}@kor.example")
    page.get_by_text("Leder i forening").click()
    page.get_by_role("button", name="Tilføj personen").click()
    page.get_by_role("heading", name="Ida Iversen er tilføjet").wait_for()
    axe(page)
    look(page, "admin-3-password")
    page.get_by_role("link", name="Tilbage til").click()
    axe(page)
    look(page, "admin-4-organisation")
