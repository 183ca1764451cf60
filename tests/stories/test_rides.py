"""Bent plans a bus tour with two wheelchairs, prints the driver's list and a slip for each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.cast import given_shared


@pytest.fixture(scope="module")
def outing(stories: Any) -> Any:
    """Six are expected; two of them sit in a wheelchair."""
    from brobygger.communities.groups import operations as groups
    from brobygger.communities.offers import operations as offers
    from brobygger.pathway.attendance import operations as attendance
    from brobygger.registry.people.acting import acting_as

    cast = stories.cast
    with stories.database():
        people = [
            stories.given_person(
                f"Passager{number}", "Bus", address=f"Busvej {number}", latitude=56.2 + number / 200, longitude=10.9,
                walking_aid="wheelchair" if number < 2 else "none", phone=f"21 00 77 0{number}",
            )
            for number in range(6)
        ]  # fmt: skip
        for person in people:
            given_shared(cast, person, actor=cast.bent, data=("name", "contact", "address", "walking"))
        with acting_as(cast.mette):
            hall = offers.publish(
                organisation=cast.association, name="Busturen", kind="outing", by=cast.mette, at=cast.at,
                address="Torvet 1", latitude=56.2, longitude=10.9,
            )  # fmt: skip
            group = groups.start(
                organisation=cast.association, name="Busturen", size_min=2, size_max=9, offer=hall, by=cast.mette,
                at=cast.at,
            )  # fmt: skip
            starts = (cast.at + timedelta(days=1)).replace(hour=14, minute=0)
            (session,) = attendance.plan_sessions(group=group, starts=[starts], by=cast.mette, at=cast.at)
            for person in people:
                member = groups.join(group=group, person=person, since=cast.today, by=cast.mette, at=cast.at)
                attendance.sign_up(member=member, sessions=[session])
    return group


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_bus_tour_with_two_wheelchairs(stories, outing, as_user, axe, look, width):
    page = as_user("bent", width=width)
    page.goto(f"/grupper/{outing.id}/")
    page.get_by_role("link", name="Fælles kørsel").click()
    axe(page)
    page.get_by_label("Kørestolspladser i hver").fill("2")
    page.get_by_role("button", name="Læg turen").click()
    expect(page.get_by_role("heading", name="Bil 1, fremme kl.")).to_be_visible()
    expect(page.get_by_text("kørestol", exact=True)).to_have_count(2)
    expect(page.get_by_text("Bilen holder ved din dør")).to_have_count(6)
    axe(page)
    look(page, "rides")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Kørestolspladser i hver").fill("1")
    page.get_by_role("button", name="Læg turen igen").click()
    expect(page.get_by_role("heading", name="Kan ikke hentes")).to_be_visible()


def test_the_bus_is_booked_and_a_late_cancellation_lays_the_tour_anew(stories, outing, as_user, axe, look):
    page = as_user("bent")
    page.goto("/biler/")
    page.get_by_label("Hvad kalder I bilen?").fill("Minibussen")
    page.get_by_label("Pladser til kørestole").fill("2")
    page.get_by_label("Pris pr. kilometer, kroner").fill("4,50")
    axe(page)
    look(page, "vehicles")
    page.get_by_role("button", name="Gem bilen").click()
    page.goto(f"/grupper/{outing.id}/")
    page.get_by_role("link", name="Fælles kørsel").click()
    page.get_by_role("link", name="Book foreningens og kommunens biler til turen").click()
    page.get_by_label("Minibussen").check()
    page.get_by_label("Hvem tager imod, hvor man står af?").fill("Bent")
    page.get_by_role("button", name="Læg turen, og book").click()
    expect(page.get_by_text("Bilen holder ved din dør")).to_have_count(6)
    axe(page)
    look(page, "booked-ride")
    page.get_by_role("button", name="Kommer ikke Passager0 Bus").click()
    expect(page.get_by_text("Turen er lagt om.")).to_be_visible()
    expect(page.get_by_text("Bilen holder ved din dør")).to_have_count(5)
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, "booked-ride")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
