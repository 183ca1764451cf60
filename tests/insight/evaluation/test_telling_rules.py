"""A reader keeps every report of a growing programme and subtracts them: nobody is learnt of one at a time."""

import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.insight.evaluation.outcome_rules import YARDSTICKS, Change, Participant, Spans, describe
from brobygger.insight.evaluation.published_outcome_rules import curve, left_at
from brobygger.insight.evaluation.rules import from_totals
from brobygger.insight.evaluation.telling_rules import Exact, tell
from brobygger.registry.recipes import load

HORSENS = load.load("000-horsens")
DAY = date(2026, 3, 2)
AHEAD = ("found", "asked", "consented", "first_contact", "first_time", "third_time")


class Programme:
    """People who are found, go on, stop and are measured, one small thing a day, by a fixed seed."""

    def __init__(self, seed, people):
        self.chance, self.waits = random.Random(seed), random.Random(seed + 1)
        self.people = [self.somebody() for _ in range(people)]

    def somebody(self):
        step = self.chance.choice(AHEAD)
        lost = self.chance.random() < 0.3
        before, after = self.chance.randrange(5, 10), self.chance.randrange(3, 9)
        started = AHEAD.index(step) >= 4 and not (lost and step == "first_time")
        return {
            "step": step,
            "lost": self.chance.choice(["declined", "health", "no_energy"]) if lost else "",
            "started": started,
            "sex": self.chance.choice(["female", "female", "male"]),
            "housing": self.chance.choice(["house", "flat", "flat", "sheltered"]),
            "scores": (before, after) if self.chance.random() < 0.6 else None,
            "days": self.chance.randrange(1, 300),
            "called": self.waits.randrange(1, 60) if AHEAD.index(step) >= 3 else None,
            "waited": self.waits.randrange(60, 100) if started else None,
            "began": self.waits.choice([DAY, DAY, date(2025, 11, 5)]),
        }  # fmt: skip

    def a_day(self, how_many):
        for _ in range(how_many):
            if self.chance.random() < 0.5:
                self.people.append(self.somebody())
            else:
                self.people[self.chance.randrange(len(self.people))] = self.somebody()

    def exact(self):
        totals, pairs, attending, waiting, uncalled = {}, {}, {}, {}, {}
        for each in self.people:
            key = ("lost", each["step"], each["lost"]) if each["lost"] else ("reached", each["step"], "")
            totals[key] = totals.get(key, 0) + 1
            if AHEAD.index(each["step"]) >= 2:
                for spans, when in ((waiting, each["waited"]), (uncalled, each["called"])):
                    span = (when or 100, when is not None)
                    spans[span] = spans.get(span, 0) + 1
            if each["started"]:
                span = (each["days"], bool(each["lost"]))
                attending[span] = attending.get(span, 0) + 1
                if each["scores"]:
                    pairs[each["scores"]] = pairs.get(each["scores"], 0) + 1
        there = [
            Participant(each["began"], date(1944, 5, 1), each["sex"], None, each["housing"], "widowed")
            for each in self.people
            if each["started"]
        ]
        return Exact(
            bridge=from_totals(HORSENS.path, totals, {}),
            people=describe(there),
            activities={"group": sum(each["days"] > 20 for each in self.people if each["started"])},
            changes=tuple(Change(yardstick, len(there), pairs) for yardstick in YARDSTICKS),
            spans=Spans(attending, waiting, uncalled),
        )


def told_numbers(told):
    """Every told count with what it counts: what a reader writes down."""
    numbers = told.numbers
    found = {("started",): numbers.box.started}
    for key, lines in numbers.box.tables.items():
        found |= {("box", key, line.key): line.count for line in lines}
    for step in numbers.bridge:
        found[("level", step.steps[0])] = step.entered
        found[("waiting", step.steps)] = step.waiting
        found |= {("lost", step.steps, code): number for code, number in step.lost.items()}
    for change in numbers.changes:
        found[("people", change.outcome)] = change.people.part
        found[("others", change.outcome)] = change.people.others
        found |= {("direction", change.outcome, line.key): line.count for line in change.directions}
    found |= {("activity", kind): each.part for kind, each in numbers.activities.items()}
    return found


class Reader:
    """Keeps every report, and holds each number against the last time it was told."""

    def __init__(self):
        self.notebook = {}

    def reads(self, told):
        """Differences of one to four."""
        new = {key: number for key, number in told_numbers(told).items() if number is not None}
        found = {
            key: (self.notebook[key], n) for key, n in new.items() if abs(n - self.notebook.get(key, n)) in range(1, 5)
        }
        self.notebook |= new
        return found


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(0, 90), st.integers(1, 12))
def test_from_one_report_to_the_next_every_number_is_the_same_or_five_away(seed, people, a_day):
    programme = Programme(seed, people or 1)
    told, reader = None, Reader()
    for day in range(12):
        told = tell(programme.exact(), told, DAY + timedelta(day))
        assert reader.reads(told) == {}
        programme.a_day(a_day)


def waiting_counts(told):
    """How many are told to wait for the first time, and for the first contact, on each told day (0: all of them)."""
    curves = {kind: told.numbers.curves[kind].points for kind in ("waiting", "first_contact")}
    return [
        told.notebook[f"curve:{kind}"][str(day)] for kind, points in curves.items() if points for day in (0, *points)
    ]


def small_differences(numbers):
    return [(one, other) for one, other in combinations(numbers, 2) if 0 < abs(one - other) < 5]


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(20, 200), st.integers(1, 12))
def test_the_two_waits_never_tell_of_one_to_four_together(seed, people, a_day):
    """They are the same people: who is called and not yet there is in the one curve and not in the other."""
    programme, told = Programme(seed, people), None
    for day in range(8):
        told = tell(programme.exact(), told, DAY + timedelta(day))
        assert small_differences(waiting_counts(told)) == []
        programme.a_day(a_day)


def test_two_curves_told_each_for_itself_do():
    """The control: each curve protected alone."""
    found = 0
    for seed in range(30):
        exact = Programme(seed, 60).exact()
        counts = []
        for kind in ("waiting", "first_contact"):
            spans = exact.spans.of(kind)
            left = left_at(kind, spans)
            counts += [left[day] for day in curve(kind, spans, beside=[]).points]
        found += bool(small_differences(counts))
    assert found > 5


def test_without_memory_the_reader_does_learn():
    """The control: each report for itself, as safe as a single report can be."""
    learnt = 0
    for seed in range(20):
        programme = Programme(seed, 80)
        reader = Reader()
        reader.reads(tell(programme.exact(), None, DAY))
        programme.a_day(1)
        learnt += bool(reader.reads(tell(programme.exact(), None, DAY)))
    assert learnt > 10


def test_a_growing_programme_gets_new_numbers():
    """What waits does not wait for ever: over a year of a programme that grows, every part is told anew."""
    programme, told, days = Programme(7, 60), None, {}
    for week in range(52):
        told = tell(programme.exact(), told, DAY + timedelta(weeks=week))
        for part, day in told.on.items():
            days.setdefault(part, set()).add(day)
        programme.a_day(12)
    often = {part: len(found) for part, found in days.items()}
    assert often["started"] > 5
    assert often["bridge"] > 5
    renewed = ("sex", "housing", "half_year", "change:loneliness", "curve:attending")
    assert min(often[part] for part in renewed) > 1


@pytest.mark.parametrize(
    "part", ["bridge", "started", "sex", "activities", "change:mood", "curve:attending", "half_year"]
)
def test_what_stands_from_an_earlier_day_says_so(part):
    programme = Programme(1, 80)
    first = tell(programme.exact(), None, DAY)
    assert first.stands_from(part, DAY) is None
    assert first.stands_from(part, DAY + timedelta(1)) == DAY


def test_a_mean_does_not_move_for_one_persons_score():
    programme = Programme(2, 120)
    exact = programme.exact()
    first = tell(exact, None, DAY)
    loneliness, mood = exact.changes
    moved = dict(loneliness.pairs)
    moved[next(iter(moved))] -= 1
    moved[9, 3] = moved.get((9, 3), 0) + 1
    other = replace(exact, changes=(Change(YARDSTICKS[0], loneliness.started, moved), mood))
    assert tell(other, first, DAY) is first
    assert tell(other, None, DAY).numbers.changes != first.numbers.changes


def test_nobody_and_then_three_tell_no_number():
    empty = Exact(from_totals(HORSENS.path, {}, {}), describe([]), {}, tuple(Change(y, 0) for y in YARDSTICKS), Spans())
    first = tell(empty, None, DAY)
    three = Exact(
        from_totals(HORSENS.path, {("reached", "first_time", ""): 3}, {}),
        describe([Participant(DAY, None, "female", None, None, None)] * 3),
        {"group": 3}, tuple(Change(y, 3) for y in YARDSTICKS), Spans({(4, False): 3}, {}),
    )  # fmt: skip
    told = tell(three, first, DAY)
    assert not [number for number in told_numbers(told).values() if number]
