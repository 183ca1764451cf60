"""Mette shares the visits out over Karin's and Ida's hours, sees the way between them, moves one, and counts them."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.journeys import ask
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.outreach import operations, queries
from brobygger.pathway.outreach.calendar_rules import is_workday
from brobygger.pathway.outreach.models import VisitHours
from brobygger.pathway.outreach.operations import Employee
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.extracts import of_men
from tests.web.staff_office.steps import commit, given_staged


@pytest.fixture
def found(cast, programme, mette):
    """Twelve men are found, in two villages."""
    assert commit(mette, programme, given_staged(mette, programme, of_men(12))).status_code == 302
    with acting_as(cast.mette):
        for number, person in enumerate(Person.objects.filter(found_by="register").order_by("id")):
            Person.objects.filter(id=person.id).update(latitude=56.2 + 0.1 * (number % 2), longitude=10.9)


@pytest.fixture
def week(cast):
    """Karin and Mette have time for visits from nine to three, Monday to Thursday."""
    with acting_as(cast.mette):
        for one in (cast.karin, cast.mette):
            operations.set_hours(
                employee=Employee(one.user_id, one.name), week={day: (time(9), time(15)) for day in range(4)},
                by=cast.mette, at=now(),
            )  # fmt: skip


def first_day(cast):
    """A Monday with four working days after it."""
    day = cast.today + timedelta(days=14)
    while day.weekday() or not all(is_workday(day + timedelta(days=n)) for n in range(4)):
        day += timedelta(days=1)
    return day


def asked(cast, **changed):
    first = first_day(cast)
    return {
        "employees": [str(cast.karin.user_id), str(cast.mette.user_id)], "first": first.isoformat(),
        "last": (first + timedelta(days=3)).isoformat(), "minutes": "60", "most": "4", **changed,
    }  # fmt: skip


def visits_of(cast, programme):
    with acting_as(cast.mette):
        return list(Visit.objects.filter(episode__programme=programme).select_related("person").order_by("planned_at"))


def test_the_proposal_stores_nothing_and_the_calendar_gets_it_as_it_was_shown(cast, programme, mette, found, week):
    shown = text_of(mette.get(reverse("visit_rounds", args=[programme.id]), {"vis": "1", **asked(cast)}))
    assert f"{cast.karin.name}: 6 besøg" in shown
    assert f"{cast.mette.name}: 6 besøg" in shown
    assert visits_of(cast, programme) == []
    assert send(mette, "visit_rounds", programme.id, **asked(cast)).status_code == 302
    laid = visits_of(cast, programme)
    assert len(laid) == 12
    assert {visit.employee_name for visit in laid} == {cast.karin.name, cast.mette.name}
    local = [visit.planned_at.astimezone(DENMARK) for visit in laid]
    assert all(time(9) <= at.time() <= time(14) and at.weekday() < 4 for at in local)
    villages = {}
    for visit, at in zip(laid, local, strict=True):
        villages.setdefault((visit.employee_name, at.date()), []).append(visit.person.latitude)
    changes = sum(one != other for row in villages.values() for one, other in pairwise(row))
    assert changes <= len(villages), "a day stays in one village where it can"
    page = text_of(mette.get(reverse("rounds_calendar", args=[programme.id])))
    assert page.count("Flyt<span") == 12
    assert "12 har fået tilbud om besøg." in page
    assert send(mette, "visit_rounds", programme.id, **asked(cast)).status_code == 302
    assert len(visits_of(cast, programme)) == 12, "nobody gets two times"


def test_everybody_there_is_no_time_for_is_counted(cast, programme, mette, found, week):
    page = text_of(mette.get(reverse("visit_rounds", args=[programme.id]),
                             {"vis": "1", **asked(cast, most="1", employees=[str(cast.karin.user_id)])}))  # fmt: skip
    assert "8 borgere får ingen tid." in page


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"employees": []}, "Vælg mindst én, der tager på besøg."),
        ({"employees": ["00000000-0000-0000-0000-000000000001"]}, "Vælg på listen."),
        ({"first": "2020-01-01"}, "Vælg en dag efter i dag"),
        ({"last": "2020-01-01"}, "Vælg en dag efter den første"),
        ({"last": "2999-01-01"}, "inden for et halvt år"),
        ({"minutes": "0"}, "Skriv mindst 15."),
        ({"most": "999"}, "Skriv højst 12."),
    ],
)
def test_a_wrong_question_is_told(cast, programme, mette, found, week, changed, message):
    fields = asked(cast, **changed)
    asked_for = mette.get(reverse("visit_rounds", args=[programme.id]), {"vis": "1", **fields})
    assert asked_for.status_code == 422
    assert message in text_of(asked_for)
    assert send(mette, "visit_rounds", programme.id, **fields).status_code == 422
    assert visits_of(cast, programme) == []


def test_a_visit_is_moved_only_to_where_it_can_be_reached(cast, programme, mette, found, week):
    send(mette, "visit_rounds", programme.id, **asked(cast))
    karins = [visit for visit in visits_of(cast, programme) if visit.employee_name == cast.karin.name]
    one, other = karins[0], karins[1]
    at = other.planned_at.astimezone(DENMARK) + timedelta(minutes=30)
    fields = {"day": at.date().isoformat(), "time": f"{at:%H:%M}", "employee": str(cast.karin.user_id)}
    refused = send(mette, "rounds_move", programme.id, one.id, **fields)
    assert refused.status_code == 422
    assert "kan ikke nå frem. Vælg en anden tid." in text_of(refused)
    christmas = date(at.year + (at.month == 12 and at.day > 20), 12, 24)
    shut = send(mette, "rounds_move", programme.id, one.id, **{**fields, "day": christmas.isoformat()})
    assert "Den dag er fri." in text_of(shut)
    friday = first_day(cast) + timedelta(days=4)
    moved = send(mette, "rounds_move", programme.id, one.id, day=friday.isoformat(), time="10.00",
                 employee=str(cast.mette.user_id))  # fmt: skip
    assert moved.status_code == 302
    now_stands = next(visit for visit in visits_of(cast, programme) if visit.id == one.id)
    assert (now_stands.employee_name, now_stands.planned_at.astimezone(DENMARK).hour) == (cast.mette.name, 10)


def test_hours_are_written_and_a_half_day_is_told(cast, programme, mette):
    with acting_as(cast.mette):
        member = Membership.objects.get(user_id=cast.karin.user_id)
    half = send(mette, "rounds_hours", programme.id, member.id, begins_0="09:00")
    assert half.status_code == 422
    assert "Skriv begge tider, eller ingen." in text_of(half)
    assert send(mette, "rounds_hours", programme.id, member.id, begins_0="15:00", ends_0="09:00").status_code == 422
    send(mette, "rounds_hours", programme.id, member.id, begins_0="09:00", ends_0="12:00", begins_2="8.30", ends_2="15")
    send(mette, "rounds_hours", programme.id, member.id, begins_2="8.30", ends_2="15.00")
    assert "onsdag 08.30–15.00" in text_of(mette.get(reverse("visit_rounds", args=[programme.id])))
    with acting_as(cast.mette):
        assert [row.weekday for row in VisitHours.objects.all()] == [2]


def test_what_came_of_the_visits_is_counted_with_the_noes_told_apart(cast, programme, mette, found, week):
    send(mette, "visit_rounds", programme.id, **asked(cast))
    with acting_as(cast.mette):
        ways = list(Episode.objects.filter(programme=programme).select_related("programme", "person").order_by("id"))
        ask.said_yes_many(asked=ways[:5], by=cast.mette, at=now())
        ask.said_no_many(asked=[(ways[5], "no_energy", now()), (ways[6], "no_answer", now())], by=cast.mette)
        ask.said_no(episode=ways[7], reason="no_visit", by=cast.mette, at=now())
        counted = queries.counted(cast.mette, programme)
    assert (counted.offered, counted.accepted, counted.declined, counted.no_answer, counted.waiting) == (12, 5, 1, 1, 4)
    assert counted.no_visit == 1
    page = text_of(mette.get(reverse("rounds_calendar", args=[programme.id])))
    assert "<dt>Sagt nej tak</dt><dd>1</dd>" in page
    assert "<dt>Vil ikke have besøg, men må spørges på en anden måde</dt><dd>1</dd>" in page


def test_only_those_who_plan_see_it_and_the_pages_ask_a_steady_few_questions(
    cast, programme, as_user, mette, found, week
):
    assert as_user("karin").get(reverse("visit_rounds", args=[programme.id])).status_code == 403
    assert as_user("lone").get(reverse("rounds_calendar", args=[programme.id])).status_code == 403
    few = asked(cast, most="1", employees=[str(cast.karin.user_id)])
    send(mette, "visit_rounds", programme.id, **few)
    small = reads(mette, "rounds_calendar", programme.id)
    send(mette, "visit_rounds", programme.id, **asked(cast))
    assert reads(mette, "rounds_calendar", programme.id) == small
    assert small <= 18
