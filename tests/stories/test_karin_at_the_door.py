"""Nobody opens, then a door is opened and the visit declined; and another person's answers stand beside Karin's own."""

from __future__ import annotations

from uuid import uuid4

from playwright.sync_api import expect


def test_karin_notes_the_door_and_answers_in_turn(as_user, axe, look, stories):
    from brobygger.journeys import screen
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        door = stories.given_person("Dagny", "Dal")
        stories.given_episode(door, stories.programmes.favrskov)
        asked = stories.given_person("Bodil", "Bro")
        episode = stories.given_episode(asked, stories.programmes.favrskov)
        with acting_as(stories.cast.mette):
            taken = screen.screen(
                episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(2, 2, 2), answered_by="person",
                mode="visit", by=stories.cast.mette, at=stories.cast.at,
            )  # fmt: skip
    page = as_user("karin", width="phone")
    page.goto(f"/borgere/{door.id}/ved-doeren/")
    axe(page)
    page.get_by_label("Ingen lukkede op").check()
    page.get_by_label("Hvad er det næste?").select_option("later")
    page.get_by_role("button", name="Gem besøget").click()
    expect(page.get_by_role("heading", name="Ingen lukkede op")).to_be_visible()
    page.get_by_label("nej tak til besøg").check()
    page.get_by_label("Hvad er det næste?").select_option("letter")
    page.get_by_role("button", name="Gem besøget").click()
    expect(page.get_by_role("heading", name="nej tak til besøg")).to_be_visible()
    axe(page)
    look(page, "door")
    page.goto(f"/screeninger/{taken.id}/i-tur/")
    axe(page)
    look(page, "in-turn-asked")
    for number in range(3):
        page.get_by_role("radio", name="Sjældent").nth(number).check()
    page.get_by_role("button", name="Gem svarene").click()
    expect(page.get_by_role("heading", name="T-ILS")).to_be_visible()
    axe(page)
    look(page, "in-turn")
    page = as_user("mette", width="desktop")
    page.goto(f"/borgere/{asked.id}/maalgruppe/svar/")
    axe(page)
    look(page, "judged")
