"""The database counts measurements exactly as the rules do, and the lengths of stay as one counts by hand."""

import random
from datetime import datetime, timedelta

import pytest

from brobygger.communities.groups.models import Group, Habits
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.insight.analyses.comparison_rules import Cell
from brobygger.insight.evaluation import outcome_rules, queries
from brobygger.insight.evaluation.outcome_rules import Taken
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.insight.evaluation.test_bridge_in_the_database import given_found
from tests.web.staff_office.office import given_a_year

ROUNDS = ("start", "midway", "after_90_days", "after_180_days")


@pytest.fixture
def programme(cast):
    return given_programme(cast)


def given_measured(cast, found, *, seed):
    """Some rounds are missing, some on one moment, some with another wording, some outside the scale."""
    chance = random.Random(seed)
    rows = []
    for episode in found:
        begin = cast.at - timedelta(days=chance.randrange(300, 400))
        for place, name in enumerate(ROUNDS):
            for instrument in ("t-ils@2", "t-ils@1", "who-5@1", "phq-2@1"):
                if chance.random() < (0.8 if instrument == "t-ils@1" else 0.3):
                    continue
                days = chance.choice([place * 60, place * 60, 60, -5 if name != "start" else 0])
                score = chance.choice([2, 70, *range(3, 10)]) if "t-ils" in instrument else chance.randrange(0, 104, 4)
                rows.append(
                    Measurement(
                        episode=episode, person_id=episode.person_id, programme_id=episode.programme_id, round=name,
                        instrument=instrument, due=cast.today, opens=cast.today, closes=cast.today, status="taken",
                        score=score, taken_at=begin + timedelta(days=days),
                    )
                )  # fmt: skip
    Measurement.objects.bulk_create(rows)
    return [
        Taken(row.person_id, row.instrument, row.round, row.taken_at.astimezone(DENMARK), row.score) for row in rows
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_counts_as_the_rules_do(cast, programme, seed):
    with acting_as(cast.mette):
        rows = given_measured(cast, given_found(cast, programme, 80), seed=seed)
        loneliness, mood = queries.changes(cast.mette, programme, started=80)
    for counted, ruled in zip((loneliness, mood), outcome_rules.changes(rows, 80), strict=True):
        assert dict(counted.pairs) == dict(ruled.pairs)
        assert dict(counted.only_before) == dict(ruled.only_before)
        assert counted.rounds == ruled.rounds
        assert dict(counted.dose) == dict(ruled.dose)
        assert (counted.started, counted.with_start) == (ruled.started, ruled.with_start)
    assert sum(loneliness.pairs.values()) > loneliness.both > 10  # some lie outside the scale


def test_as_many_queries_for_ten_as_for_two_hundred(cast, programme, django_assert_num_queries):
    with acting_as(cast.lone):
        for many in (10, 200):
            given_measured(cast, given_found(cast, programme, many), seed=5)
            with django_assert_num_queries(2):
                queries.changes(cast.lone, programme, started=many)


def test_lengths_of_stay_and_of_waiting_are_counted_by_hand(cast, programme):
    """Of 48 who said yes 40 came 26 days later; 10 of them stopped 63 days after that; 8 stopped while they waited."""
    given_a_year(cast, programme)
    with acting_as(cast.lone):
        spans = queries.spans(cast.lone, programme, until=cast.today)
    assert spans.attending == {(63, True): 10, (293, False): 30}
    assert spans.waiting == {(26, True): 40, (26, False): 8}
    assert spans.first_contact == {(19, True): 48}


def test_nobody_measured_and_nobody_there(cast, programme):
    with acting_as(cast.lone):
        exact = queries.exact(cast.lone, programme, until=cast.today)
    assert [change.both for change in exact.changes] == [0, 0]
    assert (exact.spans.attending, exact.spans.waiting, exact.people.started) == ({}, {}, 0)


def test_who_came_to_what_is_counted_once_by_kind(cast, programme):
    """Two come, one of them twice; a third only meets Ole; somebody outside the effort meets him too."""
    with acting_as(cast.mette):
        first, second, third = given_found(cast, programme, 3)
        told = {"organisation": cast.association, "programme": programme, "size_max": 8}
        group = Group.objects.create(name="Torsdag", **told)
        for number, there in ((1, (first, second)), (2, (first,))):
            session = Session.objects.create(
                group=group, organisation=cast.association, number=number, starts_at=cast.at, status="held"
            )
            for episode in there:
                Attendance.objects.create(
                    session=session, person_id=episode.person_id, organisation=cast.association, came=True
                )
        ole = Membership.objects.get(id=cast.ole.membership_id)
        for person_id in (third.person_id, cast.aase.id):
            Pair.objects.create(
                person_id=person_id, volunteer=ole, organisation=cast.association, user_id=cast.ole.user_id,
                since=cast.today,
            )  # fmt: skip
        assert queries.activities(cast.lone, programme) == {"group": 2, "one_to_one": 1}
        Habits.objects.create(group=group, kind="meal")
        assert queries.activities(cast.lone, programme) == {"meal": 2, "one_to_one": 1}


def test_nobody_came_to_anything(cast, programme):
    with acting_as(cast.lone):
        assert queries.activities(cast.lone, programme) == {}


def test_a_stepped_start_is_counted_by_unit_and_quarter(cast, programme):
    """North begins in January, South in July: a score of South's in February is from before it began there."""
    january, july = (datetime(2026, month, 10, 9, tzinfo=DENMARK) for month in (1, 7))
    with acting_as(cast.mette):
        one, other = (
            episodes.open_many(persons=[person], programme=programme, found_by="self", by=cast.mette, at=january)[0]
            for person in (cast.aase, cast.gerda)
        )
        steps = [("asked", 0), ("consented", 0), ("first_contact", 0), ("first_time", 0)]
        for episode, begin in ((one, january), (other, july)):
            moves = [
                Made(MoveKind.REACHED, step, begin + timedelta(hours=place)) for place, (step, _) in enumerate(steps)
            ]
            episodes.record_many(changes=[(episode, moves)], by=cast.mette)
        Measurement.objects.bulk_create(
            Measurement(
                episode=episode, person_id=episode.person_id, programme=programme, round=name, instrument="t-ils@2",
                due=cast.today, opens=cast.today, closes=cast.today, status="taken", score=score,
                taken_at=datetime(2026, month, 20, 9, tzinfo=DENMARK),
            )
            for episode, name, score, month in (
                (one, "start", 7, 2), (one, "midway", 5, 8), (other, "start", 8, 2), (other, "midway", 6, 8),
                (one, "after_90_days", 99, 8),
            )
        )  # fmt: skip
        loneliness, mood = queries.changes(cast.mette, programme, started=2)
    north, south = str(cast.north.id), str(cast.south.id)
    first, third = 2026 * 4 + 1, 2026 * 4 + 3
    assert set(loneliness.steps) == {
        Cell(north, first, True, 1, 7), Cell(north, third, True, 1, 5), Cell(south, first, False, 1, 8),
        Cell(south, third, True, 1, 6),
    }  # fmt: skip
    assert mood.steps == ()
    assert loneliness.waiting == {}
