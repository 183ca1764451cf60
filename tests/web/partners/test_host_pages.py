"""Hosts' sex and year of birth told where they are (R155), and what their hours count for (R159)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def circle(cast: Cast) -> Any:
    """A group of Aase's, which meets in three days and would like hosts alike. The session."""
    from brobygger.journeys import group_life
    from brobygger.pathway.attendance.models import Session

    group = given_group(cast, name="Strikkeklubben", starts=[cast.at + timedelta(days=3)])
    given_shared(cast, cast.aase, actor=cast.bent, data=("name", "age"))
    given_member(cast, cast.aase, group)
    with acting_as(cast.bent):
        group_life.keep_habits(group=group, facts={"hosts_alike": True}, by=cast.bent, at=cast.at)
        return Session.objects.get(group=group)


def test_a_leader_tells_of_the_hosts_and_the_form_says_who_is_unlike(
    cast: Cast, bent: Any, circle: Any, browser_of: Any, second_leader: str
) -> None:
    from brobygger.communities.volunteers.models import VolunteerWishes
    from brobygger.registry.access.models import Membership

    staffing = f"/moedegange/{circle.id}/vaerter/"
    assert "Birthe Borg ·" not in text(bent.get(staffing))
    assert "/grupper/vaerter/" in text(bent.get(staffing))
    with acting_as(cast.system):
        birthe = Membership.objects.get(name="Birthe Borg")
    told = {f"{birthe.id}-sex": "male", f"{birthe.id}-born_year": "1990"}
    early = bent.post("/grupper/vaerter/", **{**told, f"{birthe.id}-born_year": "19"})
    assert early.status_code == 422
    assert "Skriv et år mellem 1900 og 2020." in text(early)
    assert bent.post("/grupper/vaerter/", **told).status_code == 302
    assert "Birthe Borg · andet køn end de fleste · en anden alder end de fleste" in text(bent.get(staffing))
    with acting_as(cast.system):
        (kept,) = VolunteerWishes.objects.filter(volunteer=birthe)
        assert (kept.sex, kept.born_year) == ("male", 1990)
        assert VolunteerWishes.objects.count() == 1  # nothing is written about who said nothing
    assert browser_of("mette").get("/grupper/vaerter/").status_code == 403
    assert browser_of("ole").get("/grupper/vaerter/").status_code == 403


def test_a_host_writes_for_herself_only(cast: Cast, circle: Any, browser_of: Any) -> None:
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.roles import Role

    with acting_as(cast.admin):
        access.add_member(
            organisation=cast.association, email="hanne@example.org", name="Hanne Høj", role=Role.HOST, by=cast.admin,
            at=cast.at,
        )  # fmt: skip
    page = text(browser_of("hanne@example.org").get("/grupper/vaerter/"))
    assert "Hanne Høj" in page
    assert "Bent Birk" not in page


def test_hosts_hours_count_for_something_and_nobody_is_paid(
    cast: Cast, bent: Any, circle: Any, browser_of: Any
) -> None:
    from brobygger.pathway.attendance.models import Session

    life = f"/grupper/{circle.group_id}/vej/"
    bent.post(f"/moedegange/{circle.id}/vaerter/", hosts=[str(cast.bent.membership_id)])
    with acting_as(cast.system):
        Session.objects.filter(id=circle.id).update(starts_at=cast.at - timedelta(hours=5))
    bent.post(f"/moedegange/{circle.id}/", **{f"came-{cast.aase.id}": "yes"})
    assert "Hvad koster det?" not in text(bent.get(life))  # nobody has said what an hour counts for
    terms = {"kinds": ["talk"], "valid_months": "24", "warn_weeks": "6", "grace_days": "30", "contact": ""}
    mette = browser_of("mette")
    assert mette.post("/frivillige/krav/", **terms, hour_dkk="100").status_code == 302  # the municipality's rate
    page = text(bent.get(life))
    assert "Værterne har selv givet 2 timer." in page
    assert "200 kr., 100 kr. for en time. Ingen får løn for det." in page
    assert bent.post("/frivillige/krav/", **terms, hour_dkk="150").status_code == 302  # the association's own
    page = text(bent.get(life))
    assert "300 kr., 150 kr. for en time" in page
    assert "Med den er en plads 300 kr." in page
