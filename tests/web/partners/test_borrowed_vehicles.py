"""A minibus is borrowed, driven and given back; nobody has it twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def bus(cast: Cast) -> Any:
    from brobygger.pathway.rides import operations as rides

    with acting_as(cast.bent):
        return rides.add_vehicle(facts={"name": "Minibussen", "seats": 8}, by=cast.bent, at=cast.at)


def test_a_bus_is_borrowed_once_at_a_time_and_comes_back(
    cast: Cast, bent: Any, bus: Any, browser_of: Any, other_leader: str
) -> None:
    from brobygger.pathway.rides.models import Booking

    address = f"/biler/{bus.id}/laan/"
    assert "Bilen er fri." in text(bent.get(address))
    day = (cast.today + timedelta(days=2)).isoformat()
    given = {"day": day, "time": "10:00", "hours": "3", "driver": "Bent Birk", "what_for": "Tur til skoven"}
    assert bent.post(address, **given).status_code == 302
    sara = browser_of(other_leader)
    seen = text(sara.get(address))
    assert "Fællesskabet Eksempelkøbing" in seen
    assert "Tur til skoven" not in seen  # another association sees that it is taken, and by whom
    taken = sara.post(address, **{**given, "time": "12:00", "driver": "Sara Sand"})
    assert taken.status_code == 422
    assert "Bilen er taget på det tidspunkt." in text(taken)
    assert sara.post(address, **{**given, "time": "14:00", "driver": "Sara Sand"}).status_code == 302
    with acting_as(cast.system):
        mine = Booking.objects.get(driver="Bent Birk")
        Booking.objects.filter(id=mine.id).update(
            starts_at=cast.at - timedelta(hours=5), ends_at=cast.at - timedelta(hours=1)
        )
    assert "ikke afleveret" in text(bent.get(address))
    assert sara.post(f"/biler/laan/{mine.id}/tilbage/").status_code == 409
    assert bent.post(f"/biler/laan/{mine.id}/tilbage/", how="Tanket op, nøglen hænger").status_code == 302
    assert "ikke afleveret" not in text(bent.get(address))
    with acting_as(cast.system):
        mine.refresh_from_db()
        assert mine.key_and_fuel == "Tanket op, nøglen hænger"
        theirs = Booking.objects.get(driver="Sara Sand")
    assert sara.post(f"/biler/laan/{theirs.id}/tilbage/").status_code == 302  # not needed after all
    assert "Bilen er fri." in text(bent.get(address))
    past = bent.post(address, **{**given, "day": (cast.today - timedelta(days=1)).isoformat()})
    assert past.status_code == 422


def test_clergy_lead_a_grief_group(cast: Cast, browser_of: Any, other_leader: str, bent: Any) -> None:
    from brobygger.communities.groups.models import Group, Member
    from brobygger.journeys import group_life
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.purposes import ConsentPurpose

    sara = browser_of(other_leader)
    made = sara.post(
        "/grupper/ny/", name="Sorg og livsmod", kind="group", place="Sognegården", weekday="", time="", size_min="4",
        size_max="8", programme="",
    )  # fmt: skip
    assert made.status_code == 302
    with acting_as(cast.system):
        group = Group.objects.get(name="Sorg og livsmod")
        assert group.organisation_id == cast.parish.id
        consent = people.give_consent(
            person=cast.villy, purpose=ConsentPurpose.REFERRAL, receiver=cast.parish, data=("name",), how="spoken",
            given_on=cast.today, expires_on=cast.today + timedelta(days=90), by=cast.mette, at=cast.at,
        )  # fmt: skip
        people.share_with(person=cast.villy, consent=consent, organisation=cast.parish, why="referral", by=cast.mette,
                          at=cast.at)  # fmt: skip
        Member.objects.create(group=group, person=cast.villy, organisation=cast.parish, since=cast.today)
        (session,) = group_life.plan_sessions(
            group=group, starts=[cast.at - timedelta(hours=1)], by=cast.system, at=cast.at
        )
    assert sara.post(f"/moedegange/{session.id}/", **{f"came-{cast.villy.id}": "yes"}).status_code == 302
    assert "Villy Vang" in text(sara.get(f"/grupper/{group.id}/vej/"))
    assert sara.post(f"/grupper/{group.id}/svaert/", kind="other", words="En er meget ked af det").status_code == 302
    assert bent.get(f"/grupper/{group.id}/").status_code == 404


def test_the_municipality_calls_volunteers_of_all_associations_together(cast: Cast, browser_of: Any, ole: Any) -> None:
    mette = browser_of("mette")
    told = {"kind": "exchange", "day": (cast.today + timedelta(days=20)).isoformat(), "time": "16:30",
            "place": "Rådhuset", "agenda": "Hvad virker?"}  # fmt: skip
    assert mette.post("/frivillige/moeder/", **told).status_code == 302
    own = text(ole.get("/som-frivillig/"))
    assert "Rådhuset" in own
    from brobygger.communities.volunteers.models import Invited

    with acting_as(cast.system):
        (invited,) = Invited.objects.all()
    assert ole.post(f"/som-frivillig/moeder/{invited.gathering_id}/", promised="yes").status_code == 302
    assert "Ole Olsen" in text(mette.get(f"/frivillige/moeder/{invited.gathering_id}/"))
