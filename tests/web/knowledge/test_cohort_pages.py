"""Lone freezes who is counted; the numbers stand while the records change, and the change is seen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.insight.cohorts import operations, queries
from brobygger.insight.cohorts.models import Cohort, CohortRow
from brobygger.insight.cohorts.rules import Definition
from brobygger.journeys import report
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import AGAIN, CAME, STAYED, given_a_year


@pytest.fixture
def a_year(cast, programme):
    return given_a_year(cast, programme)


def frozen(cast, programme, *, name="Alle", until=None, leave_out=(), begun=None):
    with acting_as(cast.lone):
        return operations.freeze(
            programme=programme, name=name, by=cast.lone, at=cast.at,
            definition=Definition(begun, until or cast.today, leave_out),
        )  # fmt: skip


def page_of(client, cohort):
    return text_of(client.get(reverse("cohort", args=[cohort.id])))


def test_the_year_is_frozen_with_the_numbers_counted_by_hand(cast, programme, a_year, lone):
    sent = send(lone, "cohort_new", programme.id, name="Alle, der begyndte", began_until=cast.today.isoformat())
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.lone):
        made = Cohort.objects.get()
        kept = CohortRow.objects.filter(cohort=made).count()
    assert (made.told["counted"], made.told["six_months"], kept) == (CAME, STAYED, CAME)
    # Of 24 measured again 18 fell from 7 to 6 or 5 by turns; WHO-5 rose from 40 to 56 for 16 of them.
    everybody, stayed = made.told["changes"]["everybody"], made.told["changes"]["six_months"]
    assert (everybody[0]["people"]["part"], everybody[0]["people"]["others"]) == (AGAIN, CAME - AGAIN)
    assert (stayed[0]["people"]["part"], stayed[0]["people"]["others"]) == (AGAIN, STAYED - AGAIN)
    answers = [[2, 2, 1 + number % 2] if number % 4 else [2, 3, 2] for number in range(AGAIN)]
    assert everybody[0]["mean_change"] == round(sum(sum(each) - 7 for each in answers) / AGAIN, 1)
    shown = page_of(lone, made)
    assert "40 borgere er talt med" in shown
    assert "30 af dem har været der i mindst seks måneder" in shown
    assert "Intet er ændret siden." in shown


def test_a_cohort_stands_while_the_records_change_and_the_change_is_told(cast, programme, a_year, lone):
    made = frozen(cast, programme)
    with acting_as(cast.mette):
        episodes = [episode.id for episode in a_year[:6]]
        again = Measurement.objects.filter(episode_id__in=episodes, instrument="t-ils@2").exclude(round="start")
        assert again.update(score=9) == 6
    with acting_as(cast.lone):
        assert Cohort.objects.get().told == made.told
        since = queries.since(cast.lone, made, today=cast.today)
    assert (since.more, since.fewer, since.others) == (0, 0, 6)
    assert "6 har andre målinger i dag end den dag." in page_of(lone, made)


def test_those_left_out_stand_with_their_reasons(cast, programme, a_year, lone):
    with acting_as(cast.mette):
        gone = [episode.person_id for episode in a_year[:12]]
        Person.objects.filter(id__in=gone[:6]).update(died_on=cast.today)
        Person.objects.filter(id__in=gone[6:]).update(moved_on=cast.today)
    made = frozen(cast, programme, leave_out=("died", "moved"))
    assert made.told["reasons"] == {"died": 6, "moved": 6}
    assert (made.told["counted"], made.told["left_out"]) == (CAME - 12, 12)
    shown = page_of(lone, made)
    assert "er døde" in shown
    assert "er flyttet fra kommunen" in shown


def test_three_left_out_would_be_known_so_nothing_is_frozen(cast, programme, a_year, lone):
    with acting_as(cast.mette):
        Person.objects.filter(id__in=[episode.person_id for episode in a_year[:3]]).update(died_on=cast.today)
    sent = send(
        lone, "cohort_new", programme.id, name="Uden døde", began_until=cast.today.isoformat(), leave_out=["died"]
    )
    assert sent.status_code == 409
    assert "ville handle om færre end 5 borgere" in text_of(sent)
    with acting_as(cast.lone):
        assert Cohort.objects.count() == 0
    frozen(cast, programme)  # with everybody it may


def test_a_cohort_a_few_away_from_what_a_report_told_is_refused(cast, programme, a_year):
    with acting_as(cast.lone):
        report.build(cast.lone, programme, cast.at)
    with acting_as(cast.mette):
        Person.objects.filter(id__in=[episode.person_id for episode in a_year[:5]]).update(died_on=cast.today)
    made = frozen(cast, programme, leave_out=("died",))  # five away from the 40 that were told
    assert made.told["counted"] == CAME - 5


def test_few_are_not_frozen(cast, programme, lone):
    given_a_year(cast, programme, found=4)
    sent = send(lone, "cohort_new", programme.id, name="Få", began_until=cast.today.isoformat())
    assert sent.status_code == 409
    assert "Færre end 5 passer på det" in text_of(sent)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "", "began_until": "2026-01-01"}, "Skriv noget her"),
        ({"name": "A", "began_until": ""}, "Vælg en dag"),
        ({"name": "A", "began_until": "2099-01-01"}, "Dagen er ikke kommet endnu"),
        ({"name": "A", "began_from": "2026-02-01", "began_until": "2026-01-01"}, "ligger før den første"),
    ],
)
def test_a_definition_that_says_nothing_is_asked_for_again(programme, lone, fields, told):
    sent = send(lone, "cohort_new", programme.id, **fields)
    assert sent.status_code == 422
    assert told in text_of(sent)


def test_the_coordinator_reads_cohorts_and_freezes_none(cast, programme, a_year, mette, as_user):
    made = frozen(cast, programme)
    assert mette.get(reverse("cohort", args=[made.id])).status_code == 200
    assert mette.get(reverse("cohort_new", args=[programme.id])).status_code == 403
    assert as_user("karin").get(reverse("cohorts", args=[programme.id])).status_code == 403


def test_the_page_asks_as_often_for_two_cohorts_as_for_one(cast, programme, a_year, lone):
    first = frozen(cast, programme)
    before = reads(lone, "cohort", first.id)
    frozen(cast, programme, name="Igen", until=cast.today - timedelta(days=1))
    assert reads(lone, "cohort", first.id) == before
    assert before <= 20
