"""People without an account take part by a link; and what the coordinator sees of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.receiving import given_offer


def path_of(link: Any) -> str:
    from brobygger.registry.links.queries import address_of

    return urlsplit(address_of(link)).path


@pytest.fixture(scope="module")
def held(stories: Any) -> Any:
    """Links for an association, a letter and an occasion; a finder with a tip; a gap; two entries of one offer."""
    from types import SimpleNamespace
    from uuid import uuid4

    from brobygger.communities.offers import operations as offers
    from brobygger.journeys import ask, find, keep_true, meet_offers, tell_finder
    from brobygger.pathway.detection.models import Tip, Visit
    from brobygger.pathway.episodes.models import Episode
    from brobygger.pathway.matching import operations as matching
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.queries import actor_for
    from brobygger.registry.access.roles import Role
    from brobygger.registry.links.models import Link
    from brobygger.registry.people.acting import acting_as
    from tests.cast import email_of

    with stories.database():
        cast, programme = stories.cast, stories.programmes.horsens
        offer = given_offer(cast, name="Kortklubben", description={"da": "Vi spiller kort og drikker kaffe."})
        person = stories.given_person("Ejnar", "Eng", sex="male", postcode="9997", city="Nordby")
        with acting_as(cast.system):
            fatma = actor_for(
                membership=access.add_member(
                    organisation=cast.association, email=email_of("fatma"), name="Fatma Demir", role=Role.FINDER,
                    by=cast.admin, at=cast.at,
                ).membership
            )  # fmt: skip
            for owner, name in ((cast.parish, "Middag i sognehuset"), (cast.association, "Middag, sognehuset")):
                offers.publish(
                    organisation=owner, name=name, kind="meal", address="Kirkevej 1", by=cast.system, at=cast.at
                )
        with acting_as(fatma):
            tip = find.send_tip(
                tip_id=uuid4(), about_name="Leyla Yilmaz", worry="Savner selskab", sender_kind="wellbeing_agent",
                by=fatma, at=cast.at,
            )  # fmt: skip
        with acting_as(cast.mette):
            find.take_up_tip(
                tip=tip, programme=stories.programmes.favrskov, by=cast.mette, at=cast.at,
                facts={"given_name": "Leyla", "family_name": "Yilmaz"},
            )  # fmt: skip
            tell_finder.may_hear(tip=Tip.objects.get(id=tip.id), how="phone", by=cast.mette, at=cast.at)
            episode = find.begin(person=person, programme=programme, found_by="register", by=cast.mette, at=cast.at)
            when = datetime.combine(cast.today + timedelta(days=20), cast.at.time().replace(hour=10), cast.at.tzinfo)
            ask.offer_visits(episodes_to_ask=[episode], planned_at=[when], by=cast.mette, at=cast.at)
            visit = Link.objects.get(subject_id=Visit.objects.get(person=person).id)
            market = meet_offers.plan(
                name="Markedsdag på torvet", kind="market_day", day=cast.today, place="Torvet", offers=[offer.id],
                by=cast.mette, at=cast.at,
            )  # fmt: skip
            wishes = {"interests": ["værksted"]}
            matching.map_wishes(episode=episode, wishes=wishes, mode="visit", by=cast.mette, at=cast.at)
            other = stories.given_person("Kaj", "Krog", sex="male", postcode="9997", city="Nordby")
            waits = find.begin(person=other, programme=programme, found_by="register", by=cast.mette, at=cast.at)
            matching.map_wishes(episode=waits, wishes=wishes, mode="visit", by=cast.mette, at=cast.at)
            Episode.objects.filter(id=waits.id).update(next_step="referred")
            return SimpleNamespace(
                offer=offer, person=person, programme=programme, market=market,
                keeping=path_of(keep_true.link_for(offer=offer, by=cast.mette, at=cast.at)), visit=path_of(visit),
                scanning=path_of(Link.objects.get(subject_id=market.id)),
            )  # fmt: skip


def test_on_a_phone_without_an_account(stories: Any, as_user: Any, axe: Any, look: Any, held: Any) -> None:
    page = as_user(None, width="phone")
    page.goto(held.keeping)
    axe(page)
    look(page, "links-1-still-right")
    page.get_by_role("button", name="Ja, det passer stadig").click()
    page.get_by_role("heading", name="Modtaget").wait_for()
    axe(page)
    look(page, "links-2-thanks")
    page.goto(held.keeping)
    page.get_by_role("heading", name="Tak, vi har fået dit svar").wait_for()
    look(page, "links-3-used")
    page.goto(held.visit)
    axe(page)
    look(page, "links-4-visit")
    page.get_by_text("En anden tid passer bedre").click()
    page.get_by_role("radio").first.check(force=True)
    look(page, "links-5-move")
    page.get_by_role("button", name="Flyt besøget").click()
    page.get_by_text("Vi har skrevet den nye tid ned").wait_for()
    page.goto(held.scanning)
    page.get_by_label("Hvad hedder du?").fill("Kaj Holm")
    page.get_by_label("Din telefon").fill("21 00 00 55")
    page.get_by_label("Ring til mig").check(force=True)
    axe(page)
    look(page, "links-6-scanned")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Modtaget").wait_for()


def test_a_pharmacist_sends_a_tip_by_the_link_mette_made(as_user: Any, axe: Any, look: Any, held: Any) -> None:
    mette = as_user("mette", width="desktop")
    mette.goto("/beskeder/links/")
    mette.get_by_label("Hvem får linket?").fill("Apoteket på Torvet")
    mette.get_by_label("Hvad er det for et sted?").select_option("pharmacy")
    mette.get_by_role("button", name="Lav link").click()
    address = mette.locator(".link-address").inner_text()
    axe(mette)
    look(mette, "links-7-made")
    phone = as_user(None, width="phone", scripts=False)
    phone.goto(urlsplit(address).path)
    phone.get_by_label("Hvem tænker du på?").fill("Grethe på Åvej")
    phone.get_by_label("Hvad har du lagt mærke til?").fill("Henter kun medicin til én nu")
    look(phone, "links-8-tip")
    phone.get_by_role("button", name="Send").click()
    phone.get_by_role("heading", name="Modtaget").wait_for()
    assert "Grethe" not in phone.content()
    mette.goto("/beskeder/links/")
    mette.get_by_role("row", name="Apoteket på Torvet").get_by_text("i dag").first.wait_for()
    axe(mette)
    look(mette, "links-9-handed-out")
    finder = as_user("fatma", width="phone")
    finder.goto("/mine-beskeder/")
    finder.get_by_role("heading", name="Leyla").wait_for()
    axe(finder)
    look(finder, "links-10-finder")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_pages_around_it_can_be_read_by_everybody(as_user: Any, axe: Any, look: Any, held: Any, width: str) -> None:
    page = as_user("mette", width=width)
    addresses = {
        "keeping": "/tilbud/passer-det/", "keeping-one": f"/tilbud/{held.offer.id}/passer-det/",
        "principles": f"/tilbud/{held.offer.id}/principper/", "occasions": "/arrangementer/",
        "occasion-new": "/arrangementer/nyt/", "occasion": f"/arrangementer/{held.market.id}/",
        "met": f"/borgere/{held.person.id}/moeder/", "target": f"/borgere/{held.person.id}/maalgruppe/",
        "ways": f"/indsatser/{held.programme.id}/veje/", "gaps": "/tilbud/huller/", "ideas": "/tilbud/ideer/",
        "twins": "/tilbud/dubletter/",
    }  # fmt: skip
    for name, address in addresses.items():
        assert page.goto(address).status == 200
        axe(page)
        look(page, f"kept-{name}")
    page.get_by_role("button", name="Behold denne").first.wait_for()
