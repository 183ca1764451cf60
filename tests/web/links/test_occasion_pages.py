"""Occasions: a market day, a bus tour, the year one turns 65. What guests want becomes tips with their channel."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from brobygger.communities.offers import operations as offers
from brobygger.journeys import find, meet_offers
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.occasions import operations, queries
from brobygger.pathway.occasions.models import Exposure, Guest, Occasion
from brobygger.registry.access.models import User
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.wording.reading import lix
from brobygger.web.staff.occasions.papers import _letter
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, page: str, /, *ids: object, **fields: object):
    return client.post(reverse(page, args=ids), {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def choir(cast):
    with acting_as(cast.system):
        return offers.publish(organisation=cast.parish, name="Salmesang", kind="group", by=cast.system, at=cast.at)


@pytest.fixture
def market(cast, choir) -> Occasion:
    cache.clear()
    with acting_as(cast.mette):
        return meet_offers.plan(
            name="Markedsdag på torvet", kind="market_day", day=cast.today, place="Torvet", offers=[choir.id],
            by=cast.mette, at=cast.at,
        )  # fmt: skip


def typed(**changed: object) -> dict[str, object]:
    return {"guest_id": str(uuid4()), "name": "Grethe Grøn", "phone": "21 00 00 11", "wants": "call", "has_come": "on",
            "offer": ""} | changed  # fmt: skip


def test_a_line_of_the_list_becomes_a_tip_once_and_the_person_was_found_by_the_occasion(cast, choir, market):
    mette, line = client_of("mette"), typed(offer=str(choir.id))
    assert send(mette, "occasion_add_guest", market.id, **line).status_code == 302
    assert send(mette, "occasion_add_guest", market.id, **line).status_code == 302  # typed in twice
    programme = given_programme(cast)
    with acting_as(cast.mette):
        (tip,) = Tip.objects.all()
        assert (tip.about_name, tip.sender_kind) == ("Grethe Grøn", "occasion")
        assert "Markedsdag på torvet" in tip.worry
        assert "Salmesang" in tip.worry
        facts = {"given_name": "Grethe", "family_name": "Grøn"}
        find.take_up_tip(tip=tip, programme=programme, by=cast.mette, at=cast.at, facts=facts)
        assert Episode.objects.get().found_by == "occasion"
        (way,) = queries.found_by_channel(cast.mette, programme)
        assert (way.channel, way.heard, way.came) == ("occasion", 1, 0)
    shown = mette.get(reverse("occasion", args=[market.id])).content.decode()
    assert "1 kom. 1 vil ringes op, og 0 vil høre mere." in shown


def test_who_wants_nothing_becomes_no_tip_and_who_stayed_at_home_wanted_nothing(cast, market):
    mette = client_of("mette")
    send(mette, "occasion_add_guest", market.id, **typed(wants="nothing"))
    with acting_as(cast.mette):
        assert not Tip.objects.exists()
        guest = Guest.objects.get()
    assert send(mette, "occasion_guest", guest.id, wants="call", offer="", absent="1").status_code == 302
    with acting_as(cast.mette):
        assert not Tip.objects.exists()
        assert Guest.objects.get().came is False
    assert send(mette, "occasion_guest", guest.id, wants="alt", offer="").status_code == 422
    assert send(mette, "occasion_guest", guest.id, wants="more", offer="").status_code == 302
    assert send(mette, "occasion_others", market.id, others="40").status_code == 302
    with acting_as(cast.mette):
        assert Tip.objects.count() == 1
        assert queries.counts_of(cast.mette, Occasion.objects.get()).came == 41


def test_a_guest_scans_the_code_of_the_list(cast, choir, market):
    paper = client_of("mette").get(reverse("occasion_list", args=[market.id])).content
    assert "Ring til mig" in PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    with acting_as(cast.mette):
        path = "/" + address_of(Link.objects.get(opens=Opens.COME_TO)).split("/", 3)[3]
    shown = Client().get(path).content.decode()
    assert "Salmesang" in shown
    number = re.search(r'name="guest_id" value="([^"]+)"', shown)
    assert number
    told = {"guest_id": number[1], "name": "Kaj", "phone": "21 00 00 12", "wants": "more", "offer": str(choir.id)}
    assert Client().post(path, told | {"phone": ""}).status_code == 422
    assert Client().post(path, told | {"offer": str(uuid4())}).status_code == 422
    for _twice in range(2):
        assert Client().post(path, told).status_code == 302
    with acting_as(cast.mette):
        assert Guest.objects.get().name == "Kaj"
        assert Tip.objects.get().sender_kind == "occasion"
    assert "Kaj" not in Client().get(path).content.decode()


def test_everybody_who_turns_65_is_invited_but_not_those_who_want_to_be_left_alone(cast, market):
    def born(name: str, years: int, **facts: object):
        return people.add_person(
            by=cast.system, at=cast.at, given_name=name, family_name="Juul", found_by="register",
            born=cast.today.replace(year=cast.today.year - years, month=2, day=3), address="Åvej 1", **facts,
        )  # fmt: skip

    with acting_as(cast.system):
        jens = born("Jens", 65)
        born("Else", 66)
        born("Poul", 65, never_contact=True)
    mette = client_of("mette")
    for _twice in range(2):
        assert send(mette, "occasion_invite_year", market.id, turns="65").status_code == 302
    with acting_as(cast.mette):
        assert [one.person_id for one in Guest.objects.all()] == [jens.id]
    letters = PdfReader(io.BytesIO(mette.get(reverse("occasion_letters", args=[market.id])).content))
    assert len(letters.pages) == 1
    assert "Kære Jens" in letters.pages[0].extract_text()
    with acting_as(cast.system):  # what changes after the invitation is respected too
        people.edit_person(person=jens, facts={"never_contact": True}, by=cast.mette, at=cast.at)
    letters = PdfReader(io.BytesIO(mette.get(reverse("occasion_letters", args=[market.id])).content))
    assert "Kære Jens" not in letters.pages[0].extract_text()


def test_the_invitation_is_easy_to_read(cast, market):
    class Jens:
        given_name, name, address, postcode, city = "Jens", "Jens Juul", "Åvej 1", "9998", "Eksempelkøbing"

    market.turns = 65
    lines = _letter(Jens, market, ["Salmesang", "Mandeværkstedet"], "Eksempelkøbing Kommune")["lines"]
    assert lix(" ".join(line if line.endswith(".") else f"{line}." for line in lines)) <= 35
    assert not re.search(r"ensom|udsat|svag|skrøbelig|sårbar", " ".join(lines), re.IGNORECASE)


def test_a_bus_is_never_fuller_than_its_seats(cast):
    mette = client_of("mette")
    day = (cast.today + timedelta(days=9)).isoformat()
    wrong = send(mette, "occasion_new", name="", kind="flyvetur", day="i morgen", stops="x" * 101)
    assert wrong.status_code == 422
    made = send(mette, "occasion_new", name="Bustur", kind="bus_tour", day=day, seats="2", stops="Torvet\nSøparken\n")
    bus = made.headers["Location"].split("/")[-2]
    for name in ("Ib", "Bo"):
        line = typed(name=name, wants="nothing", pick_up="Søparken")
        line.pop("has_come")
        assert send(mette, "occasion_add_guest", bus, **line).status_code == 302
    full = send(mette, "occasion_add_guest", bus, **typed(name="Ida", pick_up="Torvet"))
    assert full.status_code == 409
    assert "ikke flere pladser" in full.content.decode()
    assert "Søparken" in mette.get(reverse("occasion", args=[bus])).content.decode()


def test_occasions_are_their_holders_and_lists_cost_the_same_for_many(cast, market, django_assert_max_num_queries):
    for name in ("karin", "bent", "ole", "lone", "dorte", "admin"):
        assert client_of(name).get(reverse("occasions")).status_code == 403
    nina = client_of("nina")
    for name in ("occasion", "occasion_list", "occasion_letters"):
        foreign, nothing = (nina.get(reverse(name, args=[one])) for one in (market.id, uuid4()))
        assert foreign.status_code == nothing.status_code == 404
    with acting_as(cast.mette):
        for person in (cast.aase, cast.villy, cast.gerda):
            operations.add_guest(occasion=market, person=person, came=True, by=cast.mette, at=cast.at)
        for number in range(20):
            operations.add_guest(occasion=market, name=f"Gæst {number}", by=cast.mette, at=cast.at)
    mette = client_of("mette")
    with django_assert_max_num_queries(15):
        shown = mette.get(reverse("occasion", args=[market.id])).content.decode()
    assert "Aase Andersen" in shown


# ---- What a person has met, and where the person has heard of it


def test_every_meeting_stands_on_one_line_and_every_channel_is_counted(cast, choir, market):
    programme = given_programme(cast)
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        operations.add_guest(occasion=market, person=cast.aase, came=True, by=cast.mette, at=cast.at)
    mette = client_of("mette")
    address = reverse("person_met", args=[cast.aase.id])
    assert send(mette, "person_met", cast.aase.id, about="", channels=[]).status_code == 422
    assert send(mette, "person_met", cast.aase.id, about=f"p:{uuid4()}", channels=["poster"]).status_code == 422
    said = {"about": f"p:{programme.id}", "channels": ["poster", "relative"], "answer": "later"}
    assert send(mette, "person_met", cast.aase.id, **said).status_code == 302
    assert send(mette, "person_met", cast.aase.id, about=f"o:{choir.id}", channels=["church"]).status_code == 302
    shown = mette.get(address).content.decode()
    for told in ("en plakat eller folder", "en pårørende", "måske senere", "Salmesang", "Markedsdag på torvet"):
        assert told in shown
    with acting_as(cast.mette):
        assert Exposure.objects.count() == 3
        assert {(way.channel, way.heard) for way in queries.heard_by_channel(cast.mette, programme)} == {
            ("poster", 1), ("relative", 1),
        }  # fmt: skip
        assert episode.person_id == cast.aase.id
    ways = client_of("lone").get(reverse("programme_ways", args=[programme.id])).content.decode()
    assert "en plakat eller folder" in ways
    assert "Aase" not in ways
    for name in ("bent", "ole", "lone"):
        assert client_of(name).get(address).status_code == 403


def test_a_bus_tour_is_held_again_with_its_own_list_and_the_next_birth_year(cast, choir):
    mette = client_of("mette")
    with acting_as(cast.mette):
        tour = meet_offers.plan(
            name="Bustur", kind="bus_tour", day=cast.today, seats=6, stops=["Torvet", "Havnen"], offers=[choir.id],
            goes_along="Karin og Mette", by=cast.mette, at=cast.at,
        )  # fmt: skip
        turns = cast.today.year - cast.villy.born.year
        operations.invite_birth_year(occasion=tour, turns=turns, by=cast.mette, at=cast.at)
        tour.refresh_from_db()
    send(mette, "occasion_add_guest", tour.id, **typed(pick_up="Torvet"))
    page = mette.get(reverse("occasion", args=[tour.id])).content.decode()
    assert "Tager med: Karin og Mette." in " ".join(page.split())
    past = send(mette, "occasion_again", tour.id, day=(cast.today - timedelta(days=1)).isoformat())
    assert past.status_code == 422
    next_year = cast.today.replace(year=cast.today.year + 1, day=1)
    assert send(mette, "occasion_again", tour.id, day=next_year.isoformat()).status_code == 302
    with acting_as(cast.mette):
        again = Occasion.objects.exclude(id=tour.id).get(again_of_id=tour.id)
        assert (again.seats, again.stops, again.offers) == (6, ["Torvet", "Havnen"], [choir.id])
        assert not Guest.objects.filter(occasion=again, name="Grethe Grøn").exists()  # each time has its own list
        assert not Guest.objects.filter(occasion=again, person=cast.villy).exists()  # he was of the year before
        assert Guest.objects.filter(occasion=tour, person=cast.villy).exists()
    page = mette.get(reverse("occasion", args=[again.id])).content.decode()
    assert "Holdes flere gange:" in page
