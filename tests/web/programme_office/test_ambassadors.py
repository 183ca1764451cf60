"""Ambassadors of each unit, who stands in, and what they have learnt: one list, what is missing marked (R228)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.programmes.training import operations as training
from brobygger.registry.access import operations as access
from brobygger.registry.access import queries as reading
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.cast import email_of
from tests.web.links.test_away import away, holder_of_a_tip
from tests.web.programme_office.test_training_pages import given_course
from tests.web.staff_office.conftest import reads, send, text_of


def made(cast, name, role, unit, *, days_ago=10):
    at = cast.at - timedelta(days=days_ago)
    with acting_as(cast.system):
        return access.add_member(
            organisation=cast.kommune, email=email_of(name), name=name, role=role, unit=unit, by=cast.admin, at=at
        ).membership


@pytest.fixture
def anne(cast):
    return made(cast, "anne", Role.AMBASSADOR, cast.north)


def listed(lone, programme) -> str:
    return text_of(lone.get(reverse("ambassadors", args=[programme.id])))


def test_each_unit_has_its_ambassador_with_deputy_and_training_and_what_is_missing_is_marked(
    cast, programme, lone, anne
):
    page = listed(lone, programme)
    assert "1 enhed mangler en ambassadør." in page
    assert "1 ambassadør mangler en stedfortræder eller et kursus." in page
    north, south = page.split("<h2>Hjemmeplejen Syd</h2>")
    assert f"<strong>anne</strong> · siden {exact_day(anne.since)}" in north
    assert "mangler en ambassadør" in south

    assert send(lone, "deputy_name", programme.id, anne.id, deputy=str(cast.karin.membership_id)).status_code == 302
    course = given_course(cast, programme, "Mere om sorg")
    with acting_as(cast.lone):
        training.hold(
            course=course, held_on=cast.today, minutes=90, members=[anne], names=[], unit=None, by=cast.lone, at=cast.at
        )
    page = listed(lone, programme)
    assert f"Stedfortræder: {cast.karin.name}" in page
    assert f"Kurser: Mere om sorg ({exact_day(cast.today)})" in page
    assert "mangler en stedfortræder" not in page
    assert "1 enhed mangler en ambassadør." in page

    with acting_as(cast.admin):  # a deputy whose role has ended stands in for nobody
        karin = reading.get_membership(cast.admin, cast.karin.membership_id)
        access.end_membership(membership=karin, by=cast.admin, at=cast.at)
    assert "1 ambassadør mangler en stedfortræder eller et kursus." in listed(lone, programme)


def test_the_standing_deputy_gets_the_tip_when_the_days_away_name_nobody(cast, programme, lone, anne):
    bodil = made(cast, "bodil", Role.HOME_CARE_WORKER, cast.north)
    actor = reading.actor_for(membership=anne)
    away(cast, actor)
    assert holder_of_a_tip(cast).role == "coordinator"
    send(lone, "deputy_name", programme.id, anne.id, deputy=str(bodil.id))
    assert holder_of_a_tip(cast).owner_user_id == bodil.user_id
    send(lone, "deputy_name", programme.id, anne.id, deputy="")
    assert holder_of_a_tip(cast).role == "coordinator"


def test_a_deputy_is_of_the_same_unit(cast, programme, lone, anne):
    other = made(cast, "carl", Role.HOME_CARE_WORKER, cast.south)
    for wrong in (other.id, anne.id):
        sent = send(lone, "deputy_name", programme.id, anne.id, deputy=str(wrong))
        assert sent.status_code == 422
        assert "Vælg et af svarene." in text_of(sent)
    assert send(lone, "deputy_name", programme.id, cast.lone.membership_id, deputy="").status_code == 404  # of no unit


def test_who_may_and_how_much_is_asked(cast, programme, lone, mette, as_user, anne):
    few = reads(lone, "ambassadors", programme.id)
    for number in range(4):
        made(cast, f"x{number}", Role.AMBASSADOR, cast.south)
    assert reads(lone, "ambassadors", programme.id) == few <= 15
    assert mette.get(reverse("ambassadors", args=[programme.id])).status_code == 200
    assert send(mette, "deputy_name", programme.id, anne.id, deputy="").status_code == 403
    assert as_user("karin").get(reverse("ambassadors", args=[programme.id])).status_code == 403
