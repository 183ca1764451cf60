"""What people without an account do in the demonstration municipality: links that are out, and what came by them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import operations as upkeep
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import by_link, find, keep_true, tell_finder
from brobygger.pathway.detection.models import Tip
from brobygger.programmes.running.models import Programme
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import holder
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_OUT = (
    ("Apoteket på Torvet", "pharmacy", ("Grethe på Åvej", "Henter medicin til én og siger, at hun ikke ser nogen")),
    (
        "Købmanden på Nørregade",
        "shop",
        ("Manden med den røde kasket", "Kommer hver dag og bliver stående for at snakke"),
    ),
    ("Viceværterne i Søparken", "housing", None),
    ("Sankt Nikolaj Kirkes kontor", "parish", None),
    ("Seddel i Lokalavisen", "self", None),
)


def fill(town: Town, programme: Programme) -> None:
    """Links to five places, two of which have brought a tip; the finder's tips; offers that have been asked about."""
    _offers(town)
    made = [_link(town, given_to, channel) for given_to, channel, _told in _OUT]
    for (_place, _channel, told), link in zip(_OUT, made, strict=True):
        if told:
            _tip_by(town, link, *told)
    _finder(town, programme)


def _offers(town: Town) -> None:
    with acting_as(town.actors["mette"]) as mette:
        local = list(Offer.objects.filter(municipality_id=mette.municipality_id, organisation__isnull=False))
        for offer in local[:4]:
            upkeep.said(
                offer=offer, said_by=offer.organisation.name, way="link", answer="still_right",
                at=town.now - timedelta(days=30),
            )  # fmt: skip
        for offer in local:
            keep_true.link_for(offer=offer, by=mette, at=town.now)


def _link(town: Town, given_to: str, channel: str) -> Link:
    with acting_as(town.actors["mette"]) as mette:
        return links.make(
            opens=Opens.SEND_TIP, organisation_id=mette.home, given_to=given_to, channel=channel, by=mette,
            at=town.now - timedelta(days=40),
        )  # fmt: skip


def _tip_by(town: Town, link: Link, name: str, worry: str) -> None:
    somebody = holder(link, town.municipality)
    told = {"tip_id": new_id(), "about_name": name, "about_address": "", "about_phone": "", "worry": worry}
    with acting_as(somebody):
        by_link.send_tip(link=link, told=told, by=somebody, at=town.now - timedelta(days=1))


def _finder(town: Town, programme: Programme) -> None:
    """Fatma has told of two; one is taken up, and lets her hear how it goes."""
    fatma, mette = town.actors["fatma"], town.actors["mette"]
    with acting_as(fatma):
        tips: list[Tip] = [
            find.send_tip(
                tip_id=new_id(), about_name=name, worry=worry, sender_kind="wellbeing_agent", by=fatma,
                at=town.now - timedelta(days=6),
            )
            for name, worry in (("Leyla Yilmaz", "Savner nogen at drikke te med"), ("Hassan", "Går meget alene"))
        ]  # fmt: skip
    with acting_as(mette):
        facts = {
            "given_name": "Leyla",
            "family_name": "Yilmaz",
            "phone": "21 00 00 71",
            "languages": ["tyrkisk", "dansk"],
        }
        episode = find.take_up_tip(
            tip=tips[0], programme=programme, by=mette, at=town.now - timedelta(days=4), facts=facts
        )
        tip = Tip.objects.select_related("person").get(id=tips[0].id)
        tell_finder.may_hear(tip=tip, how="phone", by=mette, at=town.now - timedelta(days=3))
        assert episode.person_id == tip.person_id
