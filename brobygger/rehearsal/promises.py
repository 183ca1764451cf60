"""What a scenario promised, and whether it held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation.rules import as_json
from brobygger.journeys import report
from brobygger.pathway.episodes.rules import criteria_on, eligible
from brobygger.pathway.followup.models import Task
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.play import Expect, Scenario, TaskExpected
from brobygger.rehearsal.moves import Player
from brobygger.rehearsal.stage import Stage, moment


def result(stage: Stage, scenario: Scenario, players: Sequence[Player]) -> dict[str, Any]:
    """The scenario's JSON (contracts.md): steps, tasks, assertions, report."""
    with acting_as(stage.office):
        steps = as_json(evaluation.bridge(stage.office, stage.programme))
        tasks = list(Task.objects.filter(programme=stage.programme).order_by("due", "key"))
        told = evaluation.tasks(stage.office, stage.programme)
        names = {player.episode.person_id: player.name for player in players if player.name}
        assertions = [
            {
                "text": promise.text.da,
                "holds": _holds(promise, stage, scenario, steps, tasks, names),
            }
            for promise in scenario.expect
        ]
        written = report.as_data(report.build(stage.office, stage.programme, at=_the_end(players)))
    return {
        "recipe": stage.recipe.id,
        "steps": steps,
        "tasks": told,
        "assertions": assertions,
        "report": written,
    }


def _the_end(players: Sequence[Player]) -> datetime:
    """The moment after everything has been played."""
    return max(moment(player.day, 23) for player in players)


def _holds(
    promise: Expect,
    stage: Stage,
    scenario: Scenario,
    steps: list[dict[str, Any]],
    tasks: list[Task],
    names: dict[Any, str],
) -> bool:
    of_step = {step["step"]: step for step in steps}
    if promise.bridge:
        stone = of_step[promise.bridge.step]
        wanted = {"entered": promise.bridge.entered, "passed": promise.bridge.passed}
        return all(stone[key] == count for key, count in wanted.items() if count is not None)
    if promise.lost:
        return bool(of_step[promise.lost.step]["lost"].get(promise.lost.reason, 0) == promise.lost.count)
    if promise.median_days:
        days = of_step[promise.median_days.step]["median_days"]
        return days is not None and days <= promise.median_days.at_most
    if promise.task:
        return _tasks_as_expected(promise.task, scenario, tasks, names)
    assert promise.eligible is not None  # the recipe's own check: exactly one promise
    return _eligible_as_expected(promise, stage, scenario)


def _tasks_as_expected(expected: TaskExpected, scenario: Scenario, tasks: list[Task], names: dict[Any, str]) -> bool:
    found = [
        task
        for task in tasks
        if task.rule == expected.rule
        and (expected.who is None or names.get(task.person_id) == expected.who)
        and (expected.for_ is None or task.why.get("recipe_role") == expected.for_)
        and (expected.due_day is None or task.due == scenario.starts + timedelta(days=expected.due_day))
    ]
    if expected.count is not None:
        return len(found) == expected.count
    return len(found) >= (expected.count_at_least or 1)


def _eligible_as_expected(promise: Expect, stage: Stage, scenario: Scenario) -> bool:
    expected = promise.eligible
    assert expected is not None
    member = scenario.cast[expected.who]
    facts = {**member.model_dump(), **member.judged}
    judged = eligible(criteria_on(stage.recipe, scenario.starts + timedelta(days=expected.on_day)), facts)
    because = {reason.code for reason in judged.not_met}
    return judged.ok is expected.is_ and (expected.because is None or expected.because in because)
