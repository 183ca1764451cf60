"""Every bundled scenario, played on the engine's pure functions alone, keeps its promises.

The real player goes through the operations and the database; this one needs neither, so a wrong number in a recipe
is found in milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

import pytest

from brobygger.pathway.episodes import rules
from brobygger.pathway.episodes.rules import Happening, Move, MoveKind, PlannedTask
from brobygger.registry.recipes import load
from brobygger.registry.recipes.made_tasks import OTHER_PATH, VISIT_GROUP
from brobygger.registry.recipes.play import Expect, Row
from brobygger.registry.recipes.schema import Recipe, Scenario


@dataclass
class Somebody:
    group: str
    day: int = 0
    moves: list[Move] = field(default_factory=list)
    others: list[Happening] = field(default_factory=list)
    took: dict[str, int] = field(default_factory=dict)


class Stage:
    """The scenario's people and what became of them."""

    def __init__(self, recipe: Recipe, scenario: Scenario) -> None:
        self.recipe, self.scenario = recipe, scenario
        self.cast = {name: Somebody("cast") for name in scenario.cast}
        self.crowd = [Somebody(crowd.id) for crowd in scenario.crowd for _ in range(crowd.count)]
        self.off_stage = list(scenario.cast_play)

    def play(self) -> None:
        for row in self.scenario.play:
            self._return(row)
            self._crowd(row)
            self._cast(row)
        for name in self.cast:
            self._happen(name, before=10_000)

    def state(self, somebody: Somebody) -> rules.State:
        return rules.state_after(self.recipe, somebody.moves)

    def _move(self, somebody: Somebody, kind: MoveKind, step: str, day: int, reason: str | None = None) -> None:
        at = datetime.combine(self.scenario.starts + timedelta(days=day), time(10), UTC)
        somebody.moves.append(Move(kind, step, at, reason))
        self.state(somebody)  # raises NotAllowed
        if kind is MoveKind.REACHED:
            somebody.took[step] = day - somebody.day
        somebody.day = day

    def _return(self, row: Row) -> None:
        for reason, count in row.returned.items():
            back = [one for one in self._of(row) if self._lost_here(one, row.step, reason)][:count]
            assert len(back) == count
            for one in back:
                self._move(one, MoveKind.RETURNED, row.step, row.on_day or one.day)
        for name in row.cast_returned:
            self._move(self.cast[name], MoveKind.RETURNED, row.step, row.on_day or self.cast[name].day)

    def _lost_here(self, somebody: Somebody, step: str, reason: str) -> bool:
        state = self.state(somebody)
        return (state.status, state.next_step, state.reason) == ("lost", step, reason)

    def _of(self, row: Row) -> list[Somebody]:
        return [one for one in self.crowd if row.crowd in (None, one.group)]

    def _can(self, row: Row, people: list[Somebody]) -> list[Somebody]:
        can = [one for one in people if (MoveKind.REACHED, row.step) in rules.allowed(self.recipe, self.state(one))]
        path = rules.path(self.recipe)
        return sorted(can, key=lambda one: -path.index(self.state(one).next_step or ""))

    def _crowd(self, row: Row) -> None:
        able = self._can(row, self._of(row))
        going = able if row.count is None else able[: row.count]
        assert row.count in (None, len(going))
        fates = [reason for reason, count in row.lost.items() for _ in range(count)]
        for colour, count in row.colours.items():
            fates += [rules.lost_as(self.recipe, colour) or ""] * count
        for number, one in enumerate(going):
            fate = fates[number] if number < len(fates) else ""
            kind = MoveKind.LOST if fate else MoveKind.REACHED
            self._move(one, kind, row.step, self._day(row, one, number, len(going)), fate or None)

    def _day(self, row: Row, one: Somebody, number: int, of: int) -> int:
        if row.on_day is not None:
            return row.on_day
        if row.after_days is None:  # the body's next meeting
            step = self.recipe.step(row.step)
            assert step is not None
            assert step.body is not None
            starts = self.scenario.starts
            on = starts + timedelta(days=one.day)
            return (rules.next_meeting(step.body, programme_start=starts, on=on) - starts).days
        first, last = row.after_days if isinstance(row.after_days, tuple) else (row.after_days,) * 2
        return one.day + first + (last - first) * number // max(of - 1, 1)

    def _cast(self, row: Row) -> None:
        for name, one in self.cast.items():
            self._happen(name, before=self._day(row, one, 0, 1))
            wanted = row.cast is None or name in row.cast
            if not wanted or one not in self._can(row, [one]):
                continue
            day, reason = self._day(row, one, 0, 1), row.cast_lost.get(name)
            score = self.scenario.cast[name].score
            if row.step == "screened" and score is not None and reason is None:
                reason = rules.lost_as(self.recipe, rules.colour(self.recipe, score) or "green")
            self._move(one, MoveKind.LOST if reason else MoveKind.REACHED, row.step, day, reason)
            if row.first_session_in_days is not None and reason is None:
                planned = self.scenario.starts + timedelta(days=day + row.first_session_in_days)
                one.others.append(Happening("first_session_planned", planned, "planned"))

    def _happen(self, name: str, before: int) -> None:
        for play in [play for play in self.off_stage if play.who == name and play.day < before]:
            self.off_stage.remove(play)
            one = self.cast[name]
            if play.what == "stopped":
                step = self.state(one).next_step
                assert step is not None
                self._move(one, MoveKind.LOST, step, play.day, play.reason)
            else:
                day = self.scenario.starts + timedelta(days=play.day)
                one.others.append(Happening(play.what, day, f"play-{play.day}"))

    def tasks_ever(self, somebody: Somebody) -> set[PlannedTask]:
        """Every task that came to exist on some day, also those cancelled or done since."""
        happened = [*rules.happenings_of(somebody.moves), *somebody.others]
        days = {happening.on for happening in happened}
        known = [[h for h in happened if h.on <= day or h.name == "first_session_planned"] for day in sorted(days)]
        return {task for some in known for task in rules.planned_tasks(self.recipe, some)} | set(self._links(somebody))

    def _links(self, somebody: Somebody) -> Iterator[PlannedTask]:
        """The hand-overs in front of each step, each done on its last day, or on the day the step was reached."""
        for number, made in enumerate(somebody.moves):
            state = rules.state_after(self.recipe, somebody.moves[: number + 1])
            later = somebody.moves[number + 1 :]
            until = later[0].at.date() if later else made.at.date()
            done: dict[str, date] = {}
            while state.status == "active" and state.next_step:
                due = rules.planned_links(
                    self.recipe, state.next_step, since=made.at.date(), key=str(number), done=done
                )
                if not due:
                    break
                yield due[0]
                done[due[0].rule_id] = min(due[0].due, until)

    def everybody(self) -> Iterator[Somebody]:
        yield from self.cast.values()
        yield from self.crowd


def _holds(stage: Stage, promise: Expect) -> bool:
    people = list(stage.everybody())
    states = [stage.state(one) for one in people]
    if promise.bridge:
        step = promise.bridge.step
        passed = sum(step in state.reached for state in states)
        entered = passed + sum(state.next_step == step for state in states if state.since)
        return promise.bridge.passed in (None, passed) and promise.bridge.entered in (None, entered)
    if promise.lost:
        wanted = ("lost", promise.lost.step, promise.lost.reason)
        return sum((s.status, s.next_step, s.reason) == wanted for s in states) == promise.lost.count
    if promise.median_days:
        took = [one.took[promise.median_days.step] for one in people if promise.median_days.step in one.took]
        low, high = promise.median_days.at_least or 0, promise.median_days.at_most
        return bool(took) and low <= median(took) <= (median(took) if high is None else high)
    if promise.matched:
        activity = next(each for each in stage.recipe.activities if each.id == promise.matched.activity)
        on = stage.scenario.starts + timedelta(days=promise.matched.on_day)
        return activity.matched_on(on) == promise.matched.by
    if promise.eligible:
        member = stage.scenario.cast[promise.eligible.who]
        facts = {**member.model_dump(), **member.judged}
        day = stage.scenario.starts + timedelta(days=promise.eligible.on_day)
        result = rules.eligible(rules.criteria_on(stage.recipe, day), facts)
        codes = {because.code for because in result.not_met}
        return result.ok is promise.eligible.is_ and (promise.eligible.because or "") in codes | {""}
    assert promise.task
    who = [stage.cast[promise.task.who]] if promise.task.who else people
    due = promise.task.due_day
    tasks = [
        task
        for one in who
        for task in stage.tasks_ever(one)
        if task.rule_id == promise.task.rule
        and promise.task.for_ in (None, task.for_role)
        and (due is None or task.due == stage.scenario.starts + timedelta(days=due))
    ]
    return promise.task.count in (None, len(tasks)) and len(tasks) >= (promise.task.count_at_least or 0)


def _needs_a_database(promise: Expect) -> bool:
    """Answers, groups and what a colour sets going are rows; tests/rehearsal plays those."""
    return bool(
        promise.screenings or promise.group or (promise.task and promise.task.rule in (OTHER_PATH, VISIT_GROUP))
    )


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_the_scenario_keeps_its_promises(recipe_id):
    recipe = load.load(recipe_id)
    assert recipe.scenario is not None
    stage = Stage(recipe, recipe.scenario)
    stage.play()
    told = [promise for promise in recipe.scenario.expect if not _needs_a_database(promise)]
    assert told
    assert [promise.text.en for promise in told if not _holds(stage, promise)] == []
    assert stage.off_stage == []


def test_the_scenario_of_the_documentation_keeps_its_promises():
    text = (load.RECIPES.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
    recipe, problems = load.parse("".join(re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.S | re.M)))
    assert problems == []
    assert recipe is not None
    assert recipe.scenario is not None
    stage = Stage(recipe, recipe.scenario)
    stage.play()
    told = [promise for promise in recipe.scenario.expect if not _needs_a_database(promise)]
    assert [promise.text.en for promise in told if not _holds(stage, promise)] == []


@pytest.mark.parametrize(
    ("recipe_id", "number", "key", "value"),
    [
        ("000-horsens", 1, "bridge", {"step": "first_time", "passed": 305}),
        ("001-favrskov", 0, "lost", {"step": "screened", "reason": "not_lonely", "count": 61}),
        ("001-favrskov", 2, "median_days", {"step": "wishes", "at_most": 3}),
        ("001-soroe", 1, "eligible", {"who": "aase", "is": True, "on_day": 90}),
        ("001-soroe", 5, "task", {"rule": "klippekort_while_waiting", "who": "aase", "count": 2}),
    ],
)
def test_a_promise_that_is_not_kept_is_noticed(recipe_id, number, key, value):
    data = load.as_data(load.load(recipe_id))
    data["scenario"]["expect"][number] = {"text": {"da": "x", "en": "x"}, key: value}
    recipe = load.from_data(data)
    assert recipe.scenario is not None
    stage = Stage(recipe, recipe.scenario)
    stage.play()
    assert not _holds(stage, recipe.scenario.expect[number])


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_nobody_disappears_and_nobody_is_left_standing_in_the_middle(recipe_id):
    recipe = load.load(recipe_id)
    assert recipe.scenario is not None
    stage = Stage(recipe, recipe.scenario)
    stage.play()
    for one in stage.everybody():
        if one.moves:
            assert stage.state(one).status in ("lost", "finished"), one


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_one_promise_at_least_would_fail_in_every_other_recipe(recipe_id):
    recipe = load.load(recipe_id)
    assert recipe.scenario is not None
    own = {promise.task.rule for promise in recipe.scenario.expect if promise.task}
    for other_id in set(load.all_ids()) - {recipe_id}:
        rules_there = {rule.id for rule in load.load(other_id).follow_up}
        assert own - rules_there, f"{other_id} has the same follow-up as {recipe_id}"
