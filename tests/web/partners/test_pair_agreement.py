"""A pair made by hand: a befriender or a language partner, how often, when, and who comes instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, email_of, given_shared
from tests.receiving import given_pair, given_referred

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def rita(cast: Cast) -> Any:
    """Rita speaks Arabic and has signed. The membership."""
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access.models import Membership, User
    from brobygger.registry.access.roles import Role

    with acting_as(cast.system):
        made = Membership.objects.create(
            user=User.objects.create_user(email_of("rita"), "x"), organisation=cast.association, role=Role.VOLUNTEER,
            name="Rita Rask", since=cast.today - timedelta(days=90), secrecy_signed_on=cast.today,
        )  # fmt: skip
        volunteers.tell_wishes(volunteer=made, wishes={"languages": ["arabisk"]}, by=cast.system, at=cast.at)
    return made


def test_mette_makes_a_language_pair_with_a_rhythm_and_a_stand_in(
    cast: Cast, browser_of: Any, rita: Any, offer: Any, favrskov: Any
) -> None:
    mette = browser_of("mette")
    address = f"/borgere/{cast.aase.id}/makker/"
    assert "Borgeren er ikke med i en indsats endnu." in text(mette.get(address))
    given_referred(cast, cast.aase, programme=favrskov, offer=offer)
    assert "Rita Rask, Fællesskabet Eksempelkøbing: arabisk" in text(mette.get(address))
    day = cast.today + timedelta(days=6)
    given = {"volunteer": str(rita.id), "every_days": "14", "next_on": day.isoformat(),
             "stand_in": str(cast.ole.membership_id)}  # fmt: skip
    past = mette.post(address, **{**given, "next_on": (cast.today - timedelta(days=1)).isoformat()})
    assert past.status_code == 422
    herself = mette.post(address, **{**given, "stand_in": str(rita.id)})
    assert herself.status_code == 422
    made = mette.post(address, **given)
    assert made.status_code == 302, text(made)
    page = text(mette.get(str(made["Location"])))
    assert "Aase Andersen og Rita Rask" in page
    assert "Ole Olsen kommer i stedet" in page
    own = text(browser_of("rita").get(f"/min-borger/{cast.aase.id}/"))
    assert "Aase Andersen" in own
    assert "Så kommer der en anden, som det er aftalt." in own
    assert browser_of("bent").get(address).status_code == 403


def test_without_a_yes_nobody_is_paired(cast: Cast, browser_of: Any, rita: Any, favrskov: Any) -> None:
    from brobygger.journeys import find

    with acting_as(cast.mette):
        find.begin(person=cast.villy, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)
    given = {"volunteer": str(rita.id), "every_days": "7", "next_on": "", "stand_in": ""}
    refused = browser_of("mette").post(f"/borgere/{cast.villy.id}/makker/", **given)
    assert refused.status_code == 422
    assert "har ikke sagt ja til" in text(refused)


def test_somebody_else_comes_and_the_time_after_is_as_usual(cast: Cast, bent: Any, ole: Any, rita: Any) -> None:
    from brobygger.communities.volunteers.models import Pair
    from brobygger.pathway.at_home.models import Comer

    pair = given_pair(cast, cast.aase)
    given_shared(cast, cast.aase, actor=cast.bent)
    next_on = cast.today + timedelta(days=3)
    address = f"/makkerpar/{pair.id}/aftale/"
    given = {"every_days": "7", "next_on": next_on.isoformat(), "stand_in": str(rita.id)}
    assert bent.post(address, **given).status_code == 302
    assert ole.post(f"/min-borger/{cast.aase.id}/kan-ikke/").status_code == 302
    with acting_as(cast.system):
        (comer,) = Comer.objects.all()
        assert (comer.volunteer_id, comer.stands_in_for_id) == (rita.id, cast.ole.membership_id)
        assert Pair.objects.get(id=pair.id).next_on == next_on + timedelta(days=7)
    assert "Aase Andersen" in text(bent.get(f"/hjemme/{comer.time_id}/"))
    assert "Aase Andersen" in text(ole.get(f"/min-borger/{cast.aase.id}/"))  # still a pair


def test_with_no_stand_in_the_association_looks_for_one(cast: Cast, ole: Any, bent: Any) -> None:
    from brobygger.pathway.followup.models import Task

    given_pair(cast, cast.aase)
    assert ole.post(f"/min-borger/{cast.aase.id}/kan-ikke/").status_code == 302
    with acting_as(cast.system):
        (task,) = Task.objects.filter(kind="find_for_home", status="open")
    assert task.organisation_id == cast.association.id
    assert "Find en frivillig" in text(bent.get("/min-dag/"))
