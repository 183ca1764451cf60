"""Bent asks several about three days; Aase has her own page about meeting Ole; a member asks a museum himself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared
from tests.receiving import given_group, given_member, given_pair


def link_in(stories: Any, code: str) -> str:
    from brobygger.registry.communication.models import Message

    with stories.database(), acting_as(stories.cast.system):
        message = Message.objects.filter(text_code=code).order_by("queued_at").last()
    found = re.search(r"/l/[0-9A-Z-]+/", message.body)
    assert found
    return found[0]


def test_a_day_is_found_and_those_who_meet_have_pages(stories: Any, as_user: Any, axe: Any, look: Any) -> None:
    from brobygger.communities.volunteers import operations as volunteers

    cast = stories.cast
    with stories.database():
        otto = stories.given_person("Otto", "Olesen", age=79, phone="21 00 44 79", address="Engen 9", postcode="9998",
                                    city="Eksempelkøbing")  # fmt: skip
        given_shared(cast, otto, actor=cast.bent, data=("name", "contact", "address"))
        group = given_group(cast, name="Byvandrerne", starts=[cast.at.replace(hour=13) + timedelta(days=6)])
        given_member(cast, otto, group)
        pair = given_pair(cast, otto)
        with acting_as(cast.mette):
            volunteers.agree_rhythm(
                pair=pair, every_days=7, next_on=cast.today + timedelta(days=3), stand_in=None, by=cast.mette,
                at=cast.at, place="Biblioteket på Torvet", agreed="Vi taler dansk en time og drikker te.",
            )  # fmt: skip
    bent = as_user("bent", width="phone")
    bent.goto(f"/grupper/{group.id}/")
    bent.get_by_role("link", name="Find en dag, alle kan").click()
    axe(bent)
    look(bent, "arranged-1-lay")
    bent.get_by_label("Hvad handler det om?").fill("Besøg på museet")
    for n, days in enumerate((8, 9)):
        bent.locator(f"#id_day_{n}").fill((cast.today + timedelta(days=days)).isoformat())
        bent.locator(f"#id_time_{n}").fill("10:00")
    bent.locator("#id_name_0").fill("Museet")
    bent.locator("#id_email_0").fill("vis@museet.example")
    bent.locator("#id_name_1").fill("Byens Taxa")
    bent.locator("#id_phone_1").fill("22 33 44 55")
    bent.get_by_role("button", name="Spørg alle").click()
    bent.get_by_text("Mangler svar fra Museet, Byens Taxa").wait_for()
    asked = bent.url
    museum = as_user(None, width="phone")
    museum.goto(link_in(stories, "days_asked"))
    axe(museum)
    look(museum, "arranged-2-days")
    for group_of in museum.get_by_role("group").all():
        group_of.get_by_label("Ja").check()
    museum.get_by_role("button", name="Send svaret").click()
    museum.get_by_text("Du hører, hvilken dag det bliver.").wait_for()
    bent.goto(asked)
    axe(bent)
    look(bent, "arranged-3-choice")
    bent.get_by_role("button", name="Vælg denne dag").first.click()
    bent.get_by_text("Dagen er valgt og står i kalenderen.").wait_for()
    axe(bent)
    bent.get_by_text("Lad en i gruppen ordne det").click()
    bent.locator("#id_member").select_option(label="Otto Olesen")
    bent.get_by_label("Hvad handler det om?").fill("En guide til turen")
    bent.get_by_role("button", name="Send linket").click()
    bent.get_by_text("Linket er sendt.").wait_for()
    look(bent, "arranged-4-meeting")
    otto_page = as_user(None, width="phone")
    otto_page.goto(link_in(stories, "arrange"))
    axe(otto_page)
    otto_page.get_by_label("Et besøg et sted").check()
    otto_page.get_by_label("Hvem spørger du?").fill("Turistkontoret")
    otto_page.get_by_label("Deres telefon").fill("22 33 44 66")
    otto_page.get_by_role("button", name="Spørg").click()
    otto_page.get_by_text("har ikke svaret").wait_for()
    axe(otto_page)
    look(otto_page, "arranged-5-arranging")
    mette = as_user("mette")
    mette.goto(f"/makkerpar/{pair.id}/aftale/")
    axe(mette)
    look(mette, "arranged-6-agreement")
    mette.get_by_role("button", name="Send begge deres egen side").click()
    mette.get_by_text("Begge får deres egen side").wait_for()
    own = as_user(None, width="phone")
    own.goto(link_in(stories, "own_pair"))
    own.get_by_text("Biblioteket på Torvet").wait_for()
    axe(own)
    look(own, "arranged-7-own")
    own.get_by_text("Vælg en anden dag").click()
    own.get_by_label("Hvilken dag?").fill((cast.today + timedelta(days=5)).isoformat())
    own.get_by_role("button", name="Gem dagen").click()
    own.get_by_text("den anden får besked").wait_for()
    bent.goto("/grupper/vaerter/")
    axe(bent)
    look(bent, "arranged-8-hosts")
