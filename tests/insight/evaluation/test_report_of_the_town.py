"""The demonstration municipality's report agrees with tables counted by hand: row by row in Python, no SQL sums."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

import pytest
from django.contrib.auth import get_user_model
from scipy import stats

from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.insight.analyses import change_rules
from brobygger.insight.evaluation import queries
from brobygger.journeys import report
from brobygger.pathway.episodes.models import MoveRow
from brobygger.pathway.measurement.models import Measurement
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.queries import actor_of
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person


@pytest.fixture(scope="module")
def lone(town):
    user = get_user_model().objects.get(email="lone@demo.brobygger.dk")
    return actor_of(user=user, on=local_date(now()))


@pytest.fixture(scope="module")
def told(lone):
    """(programme, what its report says as JSON, exact counts, all its moves, measurements and persons) for each."""
    found = []
    with acting_as(lone):
        for programme in Programme.objects.order_by("name"):
            rows = list(MoveRow.objects.filter(programme=programme).order_by("episode_id", "number"))
            taken = list(Measurement.objects.filter(programme=programme, status="taken", score__isnull=False))
            persons = Person.objects.in_bulk({row.person_id for row in rows})
            data = report.as_data(report.build(lone, programme, now()))
            exact = queries.exact(lone, programme, until=local_date(now()))
            found.append((programme, data, exact, rows, taken, persons, recipe_of(programme).path))
    assert len(found) >= 3
    return found


def by_hand(rows, path):
    """Step → how many episodes are past it, from each episode's last move."""
    last = {row.episode_id: row for row in rows}
    passed = Counter()
    for row in last.values():
        place = path.index(row.step) + (row.kind == "reached")
        for step in path[:place]:
            passed[step] += 1
    return passed, len(last), Counter((row.step, row.reason) for row in last.values() if row.kind == "lost")


def test_every_count_on_the_bridge_is_the_one_counted_by_hand(told):
    checked = 0
    for _programme, data, _exact, rows, _taken, _persons, path in told:
        passed, everybody, lost = by_hand(rows, path)
        for stone in data["bridge"]:
            first, last = path.index(stone["steps"][0]), stone["steps"][-1]
            assert stone["entered"] == (passed[path[first - 1]] if first else everybody)
            assert stone["passed"] in (None, passed[last])
            for reason, number in stone["lost"].items():
                if reason != "others":
                    assert number == sum(lost[step, reason] for step in stone["steps"])
                    checked += 1
    assert checked >= 5


def first_days(rows):
    """Person → the day of the first time."""
    days = {}
    for row in rows:
        if row.kind == "reached" and row.step == "first_time":
            day = row.at.astimezone(DENMARK).date()
            days[row.person_id] = min(day, days.get(row.person_id, day))
    return days


def test_the_participants_are_those_counted_by_hand(told):
    shown = 0
    for _programme, data, exact, rows, _taken, persons, _path in told:
        days = first_days(rows)
        assert exact.people.started == len(days)
        assert data["participants"]["started"] in (None, len(days))
        born = {each: persons[each].born for each in days if persons[each].born}
        ages = [
            days[each].year - one.year - ((days[each].month, days[each].day) < (one.month, one.day))
            for each, one in born.items()
        ]
        if data["participants"]["mean_age"] is not None:
            assert data["participants"]["mean_age"] == pytest.approx(round(fmean(ages), 1))
        for field in ("sex", "housing", "civil_status"):
            counted = Counter(getattr(persons[each], field) or "unknown" for each in days)
            for key, line in data["participants"].get(field, {}).items():
                assert line["count"] in (None, counted[key])
                shown += line["count"] is not None
    assert shown > 10


def pairs_by_hand(taken, instrument):
    """The first score at the start and the latest after it, of one version, for each person measured twice."""
    lines = {}
    for row in sorted(taken, key=lambda row: row.taken_at):
        if row.instrument == instrument:
            lines.setdefault(row.person_id, []).append(row)
    found = []
    for rows in lines.values():
        begun = [row for row in rows if row.round == "start"]
        later = [row for row in rows if row.round != "start" and begun and row.taken_at >= begun[0].taken_at]
        if later:
            found.append((begun[0].score, later[-1].score))
    return found


def test_what_it_gave_is_the_mean_and_the_interval_counted_by_hand(told):
    shown = 0
    for _programme, data, exact, _rows, taken, _persons, _path in told:
        for change, counted in zip(data["changes"], exact.changes, strict=True):
            pairs = pairs_by_hand(taken, {"t-ils": "t-ils@2", "who-5": "who-5@1"}[change["instrument"]])
            assert Counter(pairs) == Counter({pair: n for pair, n in counted.pairs.items() if n})
            moved = [after - before for before, after in pairs]
            found = change_rules.mean_change(counted.pairs, counted.yardstick.scale)
            if moved:
                assert found.value == pytest.approx(fmean(moved), abs=1e-9)
                shown += 1
            if len(set(moved)) > 1:
                low, high = stats.t.interval(0.95, len(moved) - 1, loc=fmean(moved), scale=stats.sem(moved))
                assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)
            if change["mean_change"] is not None:
                assert change["mean_change"] == round(fmean(moved), 1)
    assert shown > 0
