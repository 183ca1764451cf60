"""Mette finds the bus for somebody who walks badly, and orders a ride for the day the bus does not run."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import given_programme
from tests.gtfs import files, packed
from tests.waiting import given_waiting, given_workshop


@pytest.fixture(scope="module")
def way(stories: Any, tmp_path_factory: Any) -> str:
    """Somebody waits, lives beside the bus, and the workshop is at its other end."""
    from brobygger.pathway.episodes.models import Episode
    from brobygger.pathway.rides import bus, gtfs_file
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        cast = stories.cast
        programme = given_programme(cast, "001-favrskov", name="Bus i Favrskov")
        given_waiting(cast, programme, 1, family="Bus", today=True)
        workshop = given_workshop(cast, name="Værkstedet ved bussen")
        path = packed(tmp_path_factory.mktemp("bus"), files(cast.today))
        read = gtfs_file.read(path, near=[(56.23, 10.9)], today=cast.today)
        with acting_as(cast.mette):
            episode = Episode.objects.select_related("person").get(programme=programme)
            home = {"latitude": 56.2, "longitude": 10.9, "walks_m": 300, "walking_aid": "walker",
                    "address": "Nørregade 2", "phone": "22 00 00 01"}  # fmt: skip
            people.edit_person(person=episode.person, facts=home, by=cast.mette, at=cast.at)
            workshop.latitude, workshop.longitude = 56.23, 10.9
            workshop.save(update_fields=["latitude", "longitude"])
        with acting_as(cast.system):
            bus.put(read=read, price="24 kr. for to zoner", today=cast.today, by=cast.system, at=cast.at)
    return f"/forloeb/{episode.id}/forslag/{workshop.id}/vejen-derhen/"


def test_the_bus_there_and_home_and_a_ride_that_is_rung_for(stories, way, as_user, axe, look):
    day = stories.cast.today + timedelta(days=2)
    phone, mette = as_user("mette", width="phone"), as_user("mette")
    for page in (phone, mette):
        page.goto(f"{way}?day={day}&time=14:00&home=16:00")
        expect(page.get_by_text("fremme kl. 13.47")).to_be_visible()
        axe(page)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    look(phone, "way-phone")
    mette.get_by_text("fremme kl. 13.47").click()
    expect(mette.get_by_text("til stoppet Nørregade")).to_be_visible()
    look(mette, "way")
    mette.get_by_role("button", name="Lav opgaven: Bestil kørsel").click()
    expect(mette.get_by_text("Der er lavet en opgave")).to_be_visible()
    mette.get_by_role("region", name="Bestilt kørsel").get_by_role("link").click()
    axe(mette)
    look(mette, "ride")
    phone.goto(mette.url)
    look(phone, "ride-phone")
    phone.get_by_label("Kørslen er bestilt").check()
    phone.get_by_label("Nummer på bestillingen").fill("FT-4711")
    phone.get_by_role("button", name="Gem svaret").click()
    expect(phone.get_by_text("Nummer: FT-4711")).to_be_visible()
    axe(phone)
