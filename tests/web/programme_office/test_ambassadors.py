"""Ambassadors of each unit, who stands in, and what they have learnt: one list, what is missing marked (R228)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.training import operations as training
from brobygger.registry.access import operations as access
from brobygger.registry.access import queries as reading
from brobygger.registry.access.roles import Role
from brobygger.registry.away import operations as days
from brobygger.registry.away.models import Deputy
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.cast import email_of
from tests.web.links.test_away import away, client_of, holder_of_a_tip
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

    bodil = made(cast, "bodil", Role.COORDINATOR, None)
    assert send(lone, "deputy_name", programme.id, anne.id, deputy=str(bodil.id)).status_code == 302
    course = given_course(cast, programme, "Mere om sorg")
    with acting_as(cast.lone):
        training.hold(
            course=course, held_on=cast.today, minutes=90, members=[anne], names=[], unit=None, by=cast.lone, at=cast.at
        )
    page = listed(lone, programme)
    assert "Stedfortræder: bodil" in page
    assert f"Kurser: Mere om sorg ({exact_day(cast.today)})" in page
    assert "mangler en stedfortræder" not in page
    assert "1 enhed mangler en ambassadør." in page

    with acting_as(cast.admin):  # a deputy whose role has ended stands in for nobody
        access.end_membership(membership=bodil, by=cast.admin, at=cast.at)
    assert "1 ambassadør mangler en stedfortræder eller et kursus." in listed(lone, programme)


def test_the_standing_deputy_gets_the_tip_when_the_days_away_name_nobody(cast, programme, lone, anne):
    bodil = made(cast, "bodil", Role.VISITATION, cast.north)
    actor = reading.actor_for(membership=anne)
    away(cast, actor)
    assert holder_of_a_tip(cast).owner_user_id is None
    own = client_of(actor)
    assert "den, der er der" in text_of(own.get(reverse("away")))
    send(lone, "deputy_name", programme.id, anne.id, deputy=str(bodil.id))
    assert holder_of_a_tip(cast).owner_user_id == bodil.user_id
    shown = text_of(own.get(reverse("away")))
    assert "bodil, din faste stedfortræder" in shown
    assert "bodil træder til." in shown
    assert "den, der er der" not in shown
    send(lone, "deputy_name", programme.id, anne.id, deputy="")
    assert holder_of_a_tip(cast).role == "coordinator"


def test_a_deputy_is_near_and_somebody_who_answers_tips(cast, programme, lone, anne):
    other = made(cast, "carl", Role.AMBASSADOR, cast.south)
    gitte = made(cast, "gitte", Role.UNIT_MANAGER, cast.north)
    for wrong in (other.id, anne.id, cast.karin.membership_id, gitte.id):
        sent = send(lone, "deputy_name", programme.id, anne.id, deputy=str(wrong))
        assert sent.status_code == 422
        assert "Vælg et af svarene." in text_of(sent)
    for answers_none in (gitte.id, cast.karin.membership_id):
        with acting_as(cast.lone):
            colleague = reading.get_membership(cast.lone, answers_none)
        with acting_as(cast.lone), pytest.raises(Refusal, match="svare på en besked"):
            days.name_deputy(membership=anne, deputy=colleague, by=cast.lone, at=cast.at)
    assert send(lone, "deputy_name", programme.id, cast.lone.membership_id, deputy="").status_code == 404  # of no unit


def test_who_was_named_before_and_answers_no_tips_is_passed_over(cast, programme, lone, anne):
    """A deputy whose role is another now: the list says that one is missing, and a tip goes to the coordinators."""
    away(cast, reading.actor_for(membership=anne), deputy=cast.karin.membership_id)
    with acting_as(cast.system):
        Deputy.objects.create(membership=anne, deputy_id=cast.karin.membership_id, named_on=cast.today)
    assert holder_of_a_tip(cast).role == "coordinator"
    assert cast.karin.name not in listed(lone, programme)


def test_who_may_and_how_much_is_asked(cast, programme, lone, mette, as_user, anne):
    few = reads(lone, "ambassadors", programme.id)
    for number in range(4):
        made(cast, f"x{number}", Role.AMBASSADOR, cast.south)
    assert reads(lone, "ambassadors", programme.id) == few <= 15
    assert mette.get(reverse("ambassadors", args=[programme.id])).status_code == 200
    assert send(mette, "deputy_name", programme.id, anne.id, deputy="").status_code == 403
    assert as_user("karin").get(reverse("ambassadors", args=[programme.id])).status_code == 403
