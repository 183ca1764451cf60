"""What should never be in the records, and is: a report says so in words, and never NaN or a made-up number."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from brobygger.insight.analyses import change_rules, comparison_rules, rounds_rules, time_rules, words
from brobygger.insight.evaluation import queries
from brobygger.journeys import report
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.office import AGAIN, CAME, given_a_year


@pytest.fixture
def programme(cast):
    return given_programme(cast)


def told(cast, programme):
    """The report as JSON text; JSON of ours has no NaN, so a number that is none would fail here."""
    with acting_as(cast.lone):
        made = report.as_data(report.build(cast.lone, programme, cast.at))
    text = json.dumps(made, allow_nan=False, ensure_ascii=False)
    assert "nan" not in text.lower().replace("finan", "").replace("ordinan", "")
    return made, text


def value_of(made):
    return str(next(part for part in made["sections"] if part["key"] == "value"))


def changed(cast, programme, **facts):
    """Every second measurement of the year is otherwise than it should be. How many."""
    with acting_as(cast.mette):
        rows = Measurement.objects.filter(programme=programme, instrument="t-ils@2").exclude(round="start")
        return rows.filter(status="taken").update(**facts)


def test_scores_outside_the_scale_are_left_out_and_nobody_is_measured_again(cast, programme):
    given_a_year(cast, programme)
    assert changed(cast, programme, score=250) == AGAIN
    made, _text = told(cast, programme)
    loneliness, mood = made["changes"]
    assert loneliness["mean_change"] is None
    assert mood["people"]["part"] == AGAIN
    assert "For få er målt både før og efter til at vise et gennemsnit." in value_of(made)


def test_two_rounds_on_a_day_count_the_person_once(cast, programme):
    given_a_year(cast, programme)
    with acting_as(cast.mette):
        rows = Measurement.objects.filter(programme=programme, instrument="t-ils@2", round="after_180_days")
        again = [
            Measurement(
                episode_id=row.episode_id, person_id=row.person_id, programme=programme, round="extra",
                instrument="t-ils@2", due=row.due, opens=row.opens, closes=row.closes, status="taken",
                score=row.score, taken_at=row.taken_at,
            )
            for row in rows.filter(status="taken")
        ]  # fmt: skip
        Measurement.objects.bulk_create(again)
    made, _text = told(cast, programme)
    assert made["changes"][0]["people"]["part"] == AGAIN
    assert made["changes"][0]["people"]["others"] == CAME - AGAIN


def test_a_person_in_two_programmes_counts_in_each_with_that_ones_scores(cast, programme):
    other = given_programme(cast, "001-favrskov")
    given_a_year(cast, programme)
    with acting_as(cast.mette):
        persons = [row.person for row in Measurement.objects.filter(programme=programme, round="start")[:20]]
        found = episodes.open_many(
            persons=list({one.id: one for one in persons}.values()), programme=other, found_by="self", by=cast.mette,
            at=cast.at - timedelta(days=20),
        )  # fmt: skip
        for episode in found:
            moves = [Made(MoveKind.REACHED, "asked", cast.at - timedelta(days=10))]
            episodes.record_many(changes=[(episode, moves)], by=cast.mette)
        here, there = (queries.exact(cast.lone, one, until=cast.today) for one in (programme, other))
    assert here.people.started == CAME
    assert there.people.started == 0
    assert sum(there.changes[0].pairs.values()) == 0
    told(cast, other)


def test_clocks_that_ran_ahead_or_behind_give_no_wait_below_nought(cast, programme):
    """A later round taken before the start is no later round; a programme that ends before today is counted to then."""
    given_a_year(cast, programme)
    assert changed(cast, programme, taken_at=cast.at - timedelta(days=4000)) == AGAIN
    made, _text = told(cast, programme)
    assert made["changes"][0]["mean_change"] is None
    assert all(point["value"] >= 0 for curve in made["curves"].values() for point in curve["points"].values())


def test_another_version_of_the_instrument_is_another_scale(cast, programme):
    given_a_year(cast, programme)
    assert changed(cast, programme, instrument="t-ils@1") == AGAIN
    made, _text = told(cast, programme)
    assert made["changes"][0]["mean_change"] is None


def test_all_missing_is_said(cast, programme):
    given_a_year(cast, programme)
    with acting_as(cast.mette):
        rows = Measurement.objects.filter(programme=programme)
        rows.update(status="missing", score=None, answers=None, taken_at=None, why_missing="window_closed")
    made, text = told(cast, programme)
    assert "For få er målt både før og efter til at vise et gennemsnit." in text
    assert all(change["change"] is None for change in made["changes"])


@pytest.mark.parametrize("found", [0, 1])
def test_nobody_and_one_person_are_sentences(cast, programme, found):
    if found:
        given_a_year(cast, programme, found=found)
    made, text = told(cast, programme)
    assert "Der er endnu for få på broen til at fortælle om dem i tal." in text
    assert made["participants"]["started"] in (0, None)


@pytest.mark.parametrize(
    ("estimate", "why"),
    [
        (change_rules.mean_change({}, (3, 9)), words.NOBODY_TWICE),
        (change_rules.mean_change({(12, 1): 3}, (3, 9)), words.ALL_OUTSIDE),
        (change_rules.mean_change({(7, 6): 1}, (3, 9)), words.ONE_PERSON),
        (change_rules.effect_size({(7, 6): 4}, (3, 9)), words.SAME_START),
        (change_rules.share(0, 0), words.NOBODY),
        (change_rules.reliable_change({(7, 6): 4}, (3, 9), better="lower", reliability=None), words.NO_RELIABILITY),
        (comparison_rules.dose({}), words.NOBODY),
        (comparison_rules.dose({(3, -1): 9}), words.SAME_DOSE),
        (comparison_rules.against_waiting({-1: 4}, {}), words.TWO_GROUPS),
        (comparison_rules.stepped([]), words.NO_STEPS),
        (comparison_rules.two_shares(0, 0, 0, 0), words.NOBODY),
        (rounds_rules.over_rounds(()), words.NOBODY),
        (time_rules.curve({}, (30,), words.STILL_THERE).median, words.NOBODY),
    ],
)
def test_every_analysis_of_nobody_is_a_sentence(estimate, why):
    assert estimate.why_not == why
    assert estimate.low is None
    assert estimate.high is None
