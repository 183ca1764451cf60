"""Mette, coordinator: from the worklist to a referral with consent, and back again when the yes is taken back."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

ON = re.compile


@pytest.fixture(scope="module")
def inger(stories: Any) -> Any:
    """Inger, 81, is yellow and has said yes to a visit. The association sings close by; the parish has stairs."""
    with stories.database():
        person = stories.given_person(
            "Inger", "Iversen", age=81, household="alone", home_help_hours="6", phone="21 00 00 81",
            address="Ågade 1", postcode="9998", city="Eksempelkøbing", walks_m=300, walking_aid="walker",
            latitude=56.0, longitude=9.9,
        )  # fmt: skip
        return said_yes(stories, person)


def said_yes(stories: Any, person: Any) -> Any:
    from brobygger.communities.offers import operations as offers
    from brobygger.communities.offers.models import Offer
    from brobygger.journeys import agree, screen
    from brobygger.registry.people.acting import acting_as

    cast = stories.cast
    episode = stories.given_episode(person, stories.programmes.favrskov)
    with acting_as(cast.karin):
        screen.screen(
            episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(2, 2, 1), answered_by="person",
            mode="visit", by=cast.karin, at=cast.at,
        )  # fmt: skip
        agree.say_yes(episode=episode, how="spoken", by=cast.karin, at=cast.at)
    with acting_as(cast.mette):
        if not Offer.objects.filter(name="Syng sammen").exists():
            offers.publish(
                organisation=cast.association, name="Syng sammen", kind="group", by=cast.mette, at=cast.at,
                interests=["sang"], price_dkk=0, step_free=True, weekdays=[2], walks_needed_m=200, latitude=56.003,
                longitude=9.905, address="Foreningshuset",
            )  # fmt: skip
            offers.publish(
                organisation=cast.parish, name="Sang i tårnet", kind="group", by=cast.mette, at=cast.at,
                interests=["sang"], price_dkk=20, step_free=False, weekdays=[3], latitude=56.001, longitude=9.9,
            )  # fmt: skip
            offers.publish(
                organisation=cast.parish, name="Højskolesang i skoven", kind="group", by=cast.mette, at=cast.at,
                interests=["sang"], latitude=56.4, longitude=9.9,
            )  # fmt: skip
    return episode


def test_mette_finds_inger_maps_her_wishes_and_refers_her(stories, inger, as_user, axe, look):
    page = as_user("mette")
    page.goto("/arbejdsliste/")
    axe(page)
    page.get_by_role("link", name=ON("^Skal besøges")).click()
    page.get_by_role("link", name="Inger Iversen", exact=True).click()
    aside = page.get_by_role("complementary", name="Inger Iversen")
    expect(aside.get_by_text("21 00 00 81")).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()  # the list is still there
    axe(page)
    look(page, "worklist")
    aside.get_by_role("link", name="Åbn borgeren").click()
    expect(page.get_by_role("heading", name="Besøg, og tal om ønsker")).to_be_visible()
    axe(page)
    look(page, "person")

    page.get_by_role("link", name="Skriv ønsker ned").first.click()
    axe(page)
    look(page, "wishes")
    page.get_by_label("sang og musik").check()
    page.get_by_label("onsdag").check()
    page.get_by_label("Med borgerens egne ord").fill("Jeg sang alt i koret i fyrre år.")
    page.get_by_label("Helst sammen med").select_option(label="i en gruppe")
    page.get_by_role("button", name="Gem ønsker").click()

    expect(page.get_by_role("heading", name="Forslag til Inger Iversen")).to_be_visible()
    first = page.locator(".offers-part .card").first
    expect(first.get_by_role("heading", name="Syng sammen")).to_be_visible()
    reasons = first.locator(".reasons li").all_inner_texts()
    assert 2 <= len(reasons) <= 4
    assert "interesse: sang og musik" in reasons
    assert any(reason.endswith("km væk") for reason in reasons)
    expect(page.get_by_text("hvis kørsel: 1 mere")).to_be_visible()
    axe(page)
    look(page, "suggestions")
    page.get_by_text("Kan ikke lade sig gøre lige nu").click()
    expect(page.get_by_text("trappe, ingen elevator")).to_be_visible()

    first.get_by_role("link", name="Vælg").click()
    expect(page.get_by_role("heading", name="Læs højt for borgeren")).to_be_visible()  # no consent yet
    assert page.get_by_label("navn").is_checked()
    assert not page.get_by_label("adresse").is_checked()
    axe(page)
    look(page, "refer")
    page.get_by_label("mundtligt").check()
    page.get_by_label("En hilsen").fill("Inger glæder sig til at synge alt.")
    page.get_by_role("button", name="Borgeren siger ja, send").click()
    expect(page.get_by_role("heading", name="Inger Iversen er på vej")).to_be_visible()
    expect(page.get_by_text("svarer senest")).to_be_visible()
    axe(page)
    look(page, "referred")
    page.get_by_role("link", name="Videre på arbejdslisten").click()
    page.get_by_role("link", name=ON("^Venter på svar")).click()
    inger = page.get_by_role("row").filter(has_text="Inger Iversen")
    expect(inger.get_by_role("cell", name=ON("Vent på svar fra Fællesskabet"))).to_be_visible()


def test_a_consent_is_taken_back_and_sharing_stops(stories, as_user, axe, look):
    from brobygger.communities.offers.models import Offer
    from brobygger.journeys import agree, refer, wish
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person

    cast = stories.cast
    with stories.database():
        person = stories.given_person("Karla", "Kjær", age=84, home_help_hours="6", phone="21 00 00 84")
        episode = said_yes(stories, person)
        with acting_as(cast.mette):
            wish.map_wishes(episode=episode, wishes={"interests": ["sang"]}, mode="visit", by=cast.mette, at=cast.at)
            agree.agree_to_share(
                episode=episode, receiver=cast.association, data=["name", "contact"], how="paper", by=cast.mette,
                at=cast.at,
            )  # fmt: skip
            offer = Offer.objects.get(name="Syng sammen")
            refer.refer(episode=episode, offer=offer, words="", by=cast.mette, at=cast.at)
        with acting_as(cast.bent):
            assert Person.objects.filter(id=person.id).exists()
    page = as_user("mette")
    page.goto(f"/borgere/{person.id}/?fane=samtykker")
    axe(page)
    look(page, "consents")
    page.get_by_role("link", name="Træk tilbage Fællesskabet Eksempelkøbing").click()
    axe(page)
    page.get_by_role("button", name="Træk samtykket tilbage").click()
    expect(page.get_by_text("Der mangler noget")).to_be_visible()
    axe(page)
    page.get_by_label("i telefonen").check()
    page.get_by_role("button", name="Træk samtykket tilbage").click()
    expect(page.get_by_text("kan ikke længere se borgeren og har fået besked")).to_be_visible()
    with stories.database(), acting_as(cast.bent):
        assert not Person.objects.filter(id=person.id).exists()


def test_the_duplicate_check_stops_mette_before_anything_is_made(stories, as_user, axe, look):
    page = as_user("mette", width="phone")
    page.goto("/borgere/")
    axe(page)
    look(page, "find")
    page.get_by_role("link", name="Tilføj en borger").click()
    page.get_by_label("Fornavn").fill("Villy")
    page.get_by_label("Efternavn").fill("Vang")
    page.get_by_label("Fødselsdag").fill(stories.cast.villy.born.isoformat())
    axe(page)
    page.get_by_role("button", name="Tilføj borgeren").click()
    expect(page.get_by_role("heading", name="Er det en af disse?")).to_be_visible()
    axe(page)
    look(page, "duplicate")
    page.get_by_role("link", name="Villy Vang").click()
    expect(page.get_by_role("heading", name="Villy Vang")).to_be_visible()


def test_the_worklist_can_be_worked_from_the_keyboard(stories, inger, as_user):
    page = as_user("mette", scripts=False)
    page.goto("/arbejdsliste/?fane=alle")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Gå til sidens indhold"
    page.get_by_role("checkbox", name=ON("Vælg Inger Iversen")).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Tag de valgte over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Du har taget 1 over.")).to_be_visible()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Det ligger igen, hvor det lå før.")).to_be_visible()


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_every_page_is_readable_for_all(stories, inger, as_user, axe, look, width):
    from brobygger.registry.people.acting import acting_as

    with stories.database(), acting_as(stories.cast.mette):
        person_id = inger.person_id
    page = as_user("mette", width=width)
    visited = {
        "worklist-all": f"/arbejdsliste/?fane=alle&vis={person_id}",
        "worklist-empty": "/arbejdsliste/?fane=beskeder",
        "find-result": "/borgere/?q=v",
        "person-contact": f"/borgere/{person_id}/?fane=kontakt",
        "person-way": f"/borgere/{person_id}/?fane=forloeb",
        "person-scores": f"/borgere/{person_id}/?fane=maalinger",
        "person-history": f"/borgere/{person_id}/?fane=historik",
        "edit": f"/borgere/{person_id}/ret/",
        "gone": f"/borgere/{person_id}/farvel/flyttet/",
        "take-in": f"/borgere/{stories.cast.gerda.id}/indsats/",
        "no-programme": f"/borgere/{stories.cast.gerda.id}/",
        "give-consent": f"/borgere/{person_id}/samtykke/dele/",
        "close": f"/forloeb/{inger.id}/stop/",
        "offers": "/tilbud/",
        "suggestions": f"/forloeb/{inger.id}/forslag/",
    }
    for name, address in visited.items():
        assert page.goto(address).status == 200
        axe(page)
        look(page, name)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"


def test_mette_may_read_it_all_in_english(stories, inger, as_user, axe):
    page = as_user("mette", language="en")
    page.goto(f"/borgere/{inger.person_id}/")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", name="The bridge")).to_be_visible()
    axe(page)
