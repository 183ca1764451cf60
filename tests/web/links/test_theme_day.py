"""A theme day with stands, the evening after it, and those who want to be volunteers (R362)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from brobygger.communities.offers import operations as offers
from brobygger.communities.volunteers.models import Interest
from brobygger.journeys import meet_offers
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.followup.models import Task
from brobygger.pathway.occasions import operations as occasions
from brobygger.pathway.occasions.models import Guest, Occasion
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.links.test_occasion_pages import client_of, send, typed


@pytest.fixture
def stand(cast):
    cache.clear()
    with acting_as(cast.system):
        return offers.publish(organisation=cast.association, name="Besøgsvenner", kind="one_to_one", by=cast.system,
                              at=cast.at)  # fmt: skip


@pytest.fixture
def day(cast, stand) -> Occasion:
    with acting_as(cast.mette):
        return meet_offers.plan(
            name="Temadag om fællesskab", kind="theme_day", day=cast.today, place="Hallen", offers=[stand.id],
            by=cast.mette, at=cast.at,
        )  # fmt: skip


def page(client: Client, occasion: Occasion) -> str:
    return " ".join(client.get(f"/arrangementer/{occasion.id}/").content.decode().split())


def test_the_evening_is_tied_to_the_day_and_those_who_wanted_something_are_invited(cast, stand, day):
    mette = client_of("mette")
    for name, wants in (("Grethe Grøn", "call"), ("Ib Iversen", "nothing"), ("Sonja Sol", "volunteer")):
        assert send(mette, "occasion_add_guest", day.id, **typed(name=name, wants=wants)).status_code == 302
    on = (cast.today + timedelta(days=7)).isoformat()
    assert send(mette, "occasion_evening", day.id, day=on, time="19:00", place="").status_code == 302
    with acting_as(cast.mette):
        evening = Occasion.objects.get(kind="follow_up")
        assert (evening.follows_id, evening.place, evening.offers) == (day.id, "Hallen", [stand.id])
        invited = list(Guest.objects.filter(occasion=evening).order_by("name").values_list("name", "came"))
    assert invited == [("Grethe Grøn", None), ("Sonja Sol", None)]
    assert "Temadag om fællesskab" in page(mette, evening)
    assert "Holdes efter:" in page(mette, evening)
    assert "Hold en aften bagefter" not in page(mette, evening)
    assert "2 er inviteret, 0 kom, 0 vil være frivillige." in page(mette, day)
    assert "1 vil være frivillig." in page(mette, day)


def test_an_evening_planned_before_the_day_gets_those_who_are_written_down_later_and_may_be_contacted(cast, day):
    mette, on = client_of("mette"), (cast.today + timedelta(days=7)).isoformat()
    made = send(mette, "occasion_evening", day.id, day=on, time="", place="")
    assert "De, der vil noget på dagen, kommer på listen, når de er skrevet ned" in mette.get(made.url).content.decode()
    for name, wants in (("Grethe Grøn", "more"), ("Ib Iversen", "nothing")):
        send(mette, "occasion_add_guest", day.id, **typed(name=name, wants=wants))
    with acting_as(cast.system):
        poul = people.add_person(
            by=cast.system, at=cast.at, given_name="Poul", family_name="Juul", found_by="register",
            born=cast.aase.born, address="Åvej 1", never_contact=True,
        )  # fmt: skip
    with acting_as(cast.mette):
        evening = Occasion.objects.get(kind="follow_up")
        for person in (cast.aase, poul):
            facts = {"occasion": day, "person": person, "name": "", "phone": "", "wants": "more"}
            meet_offers.write_on_list(**facts, by=cast.mette, at=cast.at)
        invited = list(Guest.objects.filter(occasion=evening).order_by("name").values_list("name", "person_id"))
    assert invited == [("", cast.aase.id), ("Grethe Grøn", None)]
    assert "2 er inviteret, 0 kom" in page(mette, day)


def test_the_wish_of_an_invited_guest_without_a_number_is_kept_and_the_coordinator_finds_one(cast, stand, day):
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.aase.id).update(phone="")
        guest = occasions.add_guest(occasion=day, person=cast.aase, invited_at=cast.at, by=cast.mette, at=cast.at)
    noted = send(client_of("mette"), "occasion_guest", guest.id, wants="volunteer", offer=str(stand.id))
    assert noted.status_code == 302
    with acting_as(cast.mette):
        (interest,) = Interest.objects.all()
        assert (interest.phone, interest.organisation_id, interest.words) == ("", None, "Så på Besøgsvenner.")
        assert Task.objects.get(kind="call_interested").role == "coordinator"


def test_who_wants_to_be_a_volunteer_there_is_received_as_one_and_not_as_a_tip(cast, stand, day):
    mette, line = client_of("mette"), typed(name="Sonja Sol", wants="volunteer", offer=str(stand.id))
    assert send(mette, "occasion_add_guest", day.id, **line).status_code == 302
    assert send(mette, "occasion_add_guest", day.id, **line).status_code == 302  # typed in twice
    with acting_as(cast.mette):
        assert not Tip.objects.exists()
        (interest,) = Interest.objects.all()
        assert (interest.name, interest.organisation_id) == ("Sonja Sol", cast.association.id)
        assert (interest.channel, interest.channel_note) == ("event", "Temadag om fællesskab")
        assert Task.objects.filter(kind="call_interested", status="open").count() == 1


def test_at_the_evening_one_scans_the_code_and_it_counts_as_the_evening(cast, day):
    with acting_as(cast.mette):
        evening = meet_offers.evening(
            day=day, on=cast.today + timedelta(days=1), begins=None, place="Biblioteket", by=cast.mette, at=cast.at
        )
        path = "/" + address_of(Link.objects.get(opens=Opens.COME_TO, subject_id=evening.id)).split("/", 3)[3]
    assert "Jeg vil være frivillig" in Client().get(path).content.decode()
    told = {"guest_id": str(uuid4()), "name": "Sonja Sol", "phone": "21 00 00 12", "wants": "volunteer", "offer": ""}
    assert Client().post(path, told).status_code == 302
    with acting_as(cast.mette):
        (interest,) = Interest.objects.all()
        assert (interest.channel, interest.channel_note) == ("evening", "Aften efter Temadag om fællesskab")
    assert "1 vil være frivillig." in page(client_of("mette"), evening)
    assert "1 kom, 1 vil være frivillige." in page(client_of("mette"), day)


def test_an_evening_before_its_day_and_a_volunteer_without_a_number_are_told(cast, day):
    mette = client_of("mette")
    on = (cast.today - timedelta(days=1)).isoformat()
    assert send(mette, "occasion_evening", day.id, day=on, time="", place="").status_code == 422
    assert send(mette, "occasion_add_guest", day.id, **typed(wants="volunteer", phone="")).status_code == 409
    with acting_as(cast.mette):
        assert not Interest.objects.exists()
        assert not Guest.objects.exists()
    assert send(client_of("nina"), "occasion_evening", day.id, day=on, time="", place="").status_code == 404
