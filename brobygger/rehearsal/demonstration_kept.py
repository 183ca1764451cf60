"""What people without an account do in the demonstration municipality: links that are out, and what came by them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import ideas
from brobygger.communities.upkeep import operations as upkeep
from brobygger.communities.upkeep.principles_rules import Answer
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import by_link, find, keep_true, meet_offers, tell_finder
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.occasions import operations as occasions
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
    _occasions(town, programme)
    _gaps(town)
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


_GUESTS = (
    ("Grethe Lund", "21 00 00 31", "call"), ("Kaj Holm", "21 00 00 32", "more"), ("Inge Dam", "", "nothing"),
    ("Ruth Bak", "", "nothing"),
)  # fmt: skip


def _occasions(town: Town, programme: Programme) -> None:
    """A market day that has been, with what guests wanted; a bus tour and this year's 65-year-olds to come."""
    with acting_as(town.actors["mette"]) as mette:
        stands = list(Offer.objects.filter(municipality_id=mette.municipality_id, organisation__isnull=False)[:4])
        then = town.now - timedelta(days=12)
        market = meet_offers.plan(
            name="Markedsdag på torvet",
            kind="market_day",
            day=then.date(),
            place="Torvet",
            programme=programme,
            offers=[one.id for one in stands],
            by=mette,
            at=then - timedelta(days=30),
        )
        for number, (name, phone, wants) in enumerate(_GUESTS):
            meet_offers.write_on_list(
                occasion=market,
                name=name,
                phone=phone,
                wants=wants,
                offer=stands[number % len(stands)],
                by=mette,
                at=then,
            )
        occasions.count_others(occasion=market, others=63, by=mette, at=then)
        meet_offers.plan(
            name="Bustur til fire fællesskaber",
            kind="bus_tour",
            day=town.today + timedelta(days=16),
            seats=40,
            stops=["Torvet", "Søparken", "Sognegården"],
            offers=[one.id for one in stands],
            by=mette,
            at=town.now,
        )
        invited = meet_offers.plan(
            name="Kaffe for årets 80-årige",
            kind="birth_year",
            day=town.today + timedelta(days=30),
            place="Rådhuset",
            offers=[one.id for one in stands[:2]],
            by=mette,
            at=town.now,
        )
        occasions.invite_birth_year(occasion=invited, turns=80, by=mette, at=town.now)
        for episode in Episode.objects.filter(programme=programme).select_related("person").order_by("id")[:9]:
            channels = ["home_care", "local_paper"] if episode.id.int % 2 else ["relative", "poster"]
            occasions.heard(person=episode.person, channels=channels, programme=programme, by=mette, at=town.now)


def _gaps(town: Town) -> None:
    """Two ideas, one of them begun; two entries of one lunch; and what Bent has answered about his workshop."""
    with acting_as(town.actors["mette"]) as mette:
        ideas.write_down(
            name="Sang i Søparken",
            origin="participant",
            interest="sang",
            area="Søparken",
            note="Beboerne har spurgt viceværten.",
            by=mette,
            at=town.now,
        )
        ideas.write_down(name="Gåtur med hund", origin="elsewhere", interest="gåtur", by=mette, at=town.now)
        twins = (("parish", "Fællesspisning i Sognegården", None), ("housing", "Fællesspisning, Sognegården", 40))
        for owner, name, price in twins:
            offers.publish(
                organisation=town.organisations[owner],
                name=name,
                kind="meal",
                address="Kirkevej 1",
                price_dkk=price,
                interests=["mad"],
                description={"da": "Vi spiser sammen den første onsdag. Kom, som du er."},
                by=mette,
                at=town.now,
            )
    with acting_as(town.actors["bent"]) as bent:
        workshop = Offer.objects.get(name="Mandeværkstedet")
        said = {"involve": Answer.YES, "roles": Answer.PARTLY, "near": Answer.YES, "share": Answer.NO}
        upkeep.answer_principles(offer=workshop, answers=said, by=bent, at=town.now)
