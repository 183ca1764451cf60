"""Aase would like company at the table: Bent finds two, Ole comes; a kitchen is asked, and everything can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared
from tests.receiving import given_group, given_member


def test_a_meal_at_home_and_a_meal_from_the_kitchen(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    from brobygger.journeys import group_life

    cast = stories.cast
    with stories.database():
        inga = stories.given_person("Inga", "Isager", age=81, phone="21 00 33 81", address="Engen 3", postcode="9998",
                                    city="Eksempelkøbing")  # fmt: skip
        given_shared(cast, inga, actor=cast.bent, data=("name", "contact", "address"))
        group = given_group(cast, name="Middag")
        given_member(cast, inga, group)
        with acting_as(cast.bent):
            facts = {"kind": "meal", "needs": ["menu", "sign_off"], "sign_off_hours": 24}
            group_life.keep_habits(group=group, facts=facts, by=cast.bent, at=cast.at)
            starts = [cast.at.replace(hour=12, minute=0) + timedelta(days=4)]
            (meal,) = group_life.plan_sessions(group=group, starts=starts, by=cast.bent, at=cast.at)
    mette = as_user("mette")
    mette.goto(f"/borgere/{inga.id}/hjemme/")
    axe(mette)
    look(mette, "home-1-person")
    mette.get_by_label("Spise sammen hjemme").check()
    mette.get_by_label("Første dag").fill((cast.today + timedelta(days=5)).isoformat())
    mette.get_by_text("Mad: menu, pakkeliste og gæst").click()
    mette.get_by_label("Hvad skal I spise?").fill("Fiskefrikadeller")
    mette.get_by_role("button", name="Aftal").click()
    mette.get_by_text("Vælg nu, hvem der kommer.").wait_for()
    axe(mette)
    look(mette, "home-2-time")
    address = mette.url
    bent = as_user("bent", width="phone")
    bent.goto(address)
    bent.get_by_label("Hvem kommer?").select_option(label="Ole Olsen")
    bent.get_by_role("button", name="Skriv på").click()
    bent.get_by_text("Det er skrevet ned, hvem der kommer.").wait_for()
    axe(bent)
    look(bent, "home-3-filled")
    bent.goto("/hjemme/")
    axe(bent)
    look(bent, "home-4-list")
    ole = as_user("ole", width="phone")
    ole.goto("/som-frivillig/")
    ole.get_by_role("link", name="spise sammen hjemme").first.click()
    ole.get_by_text("Fiskefrikadeller").wait_for()
    axe(ole)
    look(ole, "home-5-own")
    bent.goto(f"/moedegange/{meal.id}/plan/")
    bent.get_by_role("link", name="Spørg andre").click()
    axe(bent)
    look(bent, "home-6-order")
    bent.get_by_label("Mad fra et køkken").check()
    bent.get_by_label("Navn").fill("Køkkenet på Torvet")
    bent.get_by_label("E-mail").fill("mad@example.org")
    bent.get_by_role("button", name="Spørg").click()
    bent.get_by_text("Mangler ja fra Køkkenet på Torvet").wait_for()
    axe(bent)
    look(bent, "home-7-asked")
    with stories.database():
        from brobygger.registry.communication.models import Message

        with acting_as(cast.system):
            letter = Message.objects.filter(text_code="order_asked", to="mad@example.org").get()
    link = letter.body.split("/l/")[1].split("/")[0]
    kitchen = as_user(None, width="phone")
    kitchen.goto(f"/l/{link}/")
    axe(kitchen)
    look(kitchen, "home-8-kitchen")
    kitchen.get_by_role("button", name="Ja, det passer").click()
    kitchen.get_by_text("Tak for svaret.").wait_for()
    look(kitchen, "home-9-thanks")
    bent.goto(f"/grupper/{group.id}/vej/")
    axe(bent)
    look(bent, "home-10-way")
    mette.goto(f"/borgere/{inga.id}/frivillig/")
    axe(mette)
    look(mette, "home-11-also")
