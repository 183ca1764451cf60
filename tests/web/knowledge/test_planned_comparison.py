"""Lone says beforehand who waits; nothing is told while they wait; what is told then is told once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.comparing import planned_operations as operations
from brobygger.insight.comparing import planned_sql
from brobygger.insight.comparing.models import PlannedResult, WaitingPlan
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, send, text_of

WHY = "Enheden får ny leder til maj."


def plan_of(cast, **more):
    return {
        "unit": str(cast.south.id), "waits_from": (cast.today + timedelta(days=1)).isoformat(),
        "begins_on": (cast.today + timedelta(days=91)).isoformat(), "chosen": WHY,
    } | more  # fmt: skip


def given_plan(cast, programme, unit, *, since=-190, until=-10):
    at = cast.at + timedelta(days=since - 5)
    with acting_as(cast.lone):
        return operations.plan_waiting(
            programme=programme, unit=unit, waits_from=cast.today + timedelta(days=since),
            begins_on=cast.today + timedelta(days=until), chosen=WHY, by=cast.lone, at=at,
        )  # fmt: skip


def given_scores(cast, programme, unit, number, change, *, comes):
    """So many of a unit with 7 points 180 days ago and 7 + change (by turns one less) 100 days ago."""
    begin = cast.at - timedelta(days=185)
    with acting_as(cast.mette):
        people = [
            Person(given_name="Mand", family_name=f"Nr {n}", search_name=f"nr {n}", created_at=begin, unit=unit)
            for n in range(number)
        ]
        Person.objects.bulk_create(people)
        found = episodes.open_many(persons=people, programme=programme, found_by="register", by=cast.mette, at=begin)
        if comes:
            moves = [
                Made(MoveKind.REACHED, step, begin + timedelta(days=day))
                for step, day in (("asked", 1), ("consented", 2), ("first_contact", 3), ("first_time", 15))
            ]
            episodes.record_many(changes=[(one, moves) for one in found], by=cast.mette)
        Measurement.objects.bulk_create(
            Measurement(
                person_id=one.person_id, episode=one, programme=programme, round=name, instrument="t-ils@2",
                due=cast.today, opens=cast.today, closes=cast.today, status="taken", score=score,
                taken_at=cast.at - timedelta(days=days),
            )
            for place, one in enumerate(found)
            for name, days, score in (("start", 180, 7), ("after_90", 100, 7 + change - place % 2))
        )  # fmt: skip


def test_lone_says_beforehand_who_waits(cast, programme, lone):
    assert send(lone, "waiting_new", programme.id, **plan_of(cast)).status_code == 302
    shown = text_of(lone.get(reverse("planned", args=[programme.id])))
    for said in (cast.south.name, WHY, "planlagt", "Der er ikke trukket lod.", "Tallene kommer først"):
        assert said in shown
    assert send(lone, "waiting_new", programme.id, **plan_of(cast)).status_code == 409
    with acting_as(cast.lone):
        plan = WaitingPlan.objects.get()
    assert send(lone, "waiting_count", plan.id).status_code == 409
    assert send(lone, "waiting_drop", plan.id, why="Enheden lukker.").status_code == 302
    shown = text_of(lone.get(reverse("planned", args=[programme.id])))
    assert "opgivet" in shown
    assert "Enheden lukker." in shown


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"waits_from": -1}, "før ventetiden begynder"),
        ({"begins_on": 10}, "mindst to uger"),
    ],
)
def test_a_plan_is_no_plan_afterwards(cast, programme, lone, more, message):
    days = {name: (cast.today + timedelta(days=day)).isoformat() for name, day in more.items()}
    sent = send(lone, "waiting_new", programme.id, **plan_of(cast, **days))
    assert sent.status_code == 422
    assert message in text_of(sent)


def test_a_unit_that_has_begun_cannot_wait(cast, programme):
    given_scores(cast, programme, cast.north, 1, -1, comes=True)
    with pytest.raises(Refusal, match="begyndt i den enhed"):
        given_plan(cast, programme, cast.north)


def test_when_the_waiting_is_over_the_difference_is_told_once(cast, programme, lone):
    plan = given_plan(cast, programme, cast.south)
    given_scores(cast, programme, cast.south, 23, 0, comes=False)
    given_scores(cast, programme, cast.north, 27, -2, comes=True)
    with acting_as(cast.lone):
        found = planned_sql.pairs(programme.id, since=plan.waits_from, until=plan.begins_on)
    assert {(one.waits, one.last - one.first): one.persons for one in found} == {
        (True, 0): 12, (True, -1): 11, (False, -2): 14, (False, -3): 13,
    }  # fmt: skip
    page = reverse("planned", args=[programme.id])
    assert "ventetiden er slut" in text_of(lone.get(page))
    assert send(lone, "waiting_count", plan.id).status_code == 302
    shown = text_of(lone.get(page))
    assert "Forskellen er −2 point (fra −2,3 til −1,7). Mindst 25 begyndte, og mindst 20 ventede." in shown
    assert "viser ikke årsag" in shown
    given_scores(cast, programme, cast.south, 5, 3, comes=False)
    assert text_of(lone.get(page)).count("Forskellen er −2 point") == 1
    assert send(lone, "waiting_count", plan.id).status_code == 409
    assert send(lone, "waiting_drop", plan.id, why="Nu passer det ikke.").status_code == 409
    with acting_as(cast.lone):
        assert PlannedResult.objects.count() == 1


def test_few_who_waited_tell_nothing(cast, programme, lone):
    plan = given_plan(cast, programme, cast.south)
    given_scores(cast, programme, cast.south, 19, 0, comes=False)
    given_scores(cast, programme, cast.north, 40, -2, comes=True)
    send(lone, "waiting_count", plan.id)
    shown = text_of(lone.get(reverse("planned", args=[programme.id])))
    assert "For få er målt to gange" in shown
    with acting_as(cast.lone):
        assert PlannedResult.objects.get().told["loneliness"]["waited"] == 0


def test_only_a_programme_manager_plans_and_the_page_asks_a_few_times(cast, programme, lone, as_user):
    assert as_user("karin").get(reverse("waiting_new", args=[programme.id])).status_code == 403
    assert as_user("nina").get(reverse("planned", args=[programme.id])).status_code == 404
    before = reads(lone, "planned", programme.id)
    given_plan(cast, programme, cast.south)
    assert reads(lone, "planned", programme.id) == before <= 15
