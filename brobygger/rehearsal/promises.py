"""What a scenario promised, and whether it held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from brobygger.communities.groups.models import Member
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation.rules import as_json
from brobygger.journeys import report
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.attendance.rules import activity_of, phase_after
from brobygger.pathway.episodes.rules import criteria_on, eligible
from brobygger.pathway.followup.models import Task
from brobygger.pathway.screening.models import Screening
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.play import Expect, GroupExpected, Scenario, TaskExpected
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
        days, said = of_step[promise.median_days.step]["median_days"], promise.median_days
        return days is not None and (said.at_least or 0) <= days <= (said.at_most if said.at_most is not None else days)
    if promise.task:
        return _tasks_as_expected(promise.task, scenario, tasks, names)
    if promise.screenings:
        taken = Screening.objects.filter(episode__programme=stage.programme, instrument=promise.screenings.instrument)
        return taken.count() == promise.screenings.count
    if promise.group:
        person = next((person_id for person_id, name in names.items() if name == promise.group.who), None)
        return _group_as_expected(promise.group, stage, scenario, person)
    if promise.matched:
        activity = next(each for each in stage.recipe.activities if each.id == promise.matched.activity)
        on = scenario.starts + timedelta(days=promise.matched.on_day)
        return activity.matched_on(on) == promise.matched.by
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


def _group_as_expected(expected: GroupExpected, stage: Stage, scenario: Scenario, person_id: Any) -> bool:
    """The phase after the sessions held until the day; at the end, the phase that the group itself is in."""
    member = Member.objects.filter(person_id=person_id, group__programme=stage.programme).order_by("-since").first()
    if member is None:
        return False
    group = member.group
    held = Session.objects.filter(group=group, status="held")
    if expected.on_day is not None:
        held = held.filter(starts_at__lte=moment(scenario.starts + timedelta(days=expected.on_day), 23))
    activity = activity_of(stage.recipe, group.name)
    phase = group.phase if expected.on_day is None else phase_after(activity, held.count())
    first = next((times for times in range(held.count() + 1) if phase_after(activity, times) == expected.is_), None)
    return phase == expected.is_ and expected.after_sessions in (None, first)


def _eligible_as_expected(promise: Expect, stage: Stage, scenario: Scenario) -> bool:
    expected = promise.eligible
    assert expected is not None
    member = scenario.cast[expected.who]
    facts = {**member.model_dump(), **member.judged}
    judged = eligible(criteria_on(stage.recipe, scenario.starts + timedelta(days=expected.on_day)), facts)
    because = {reason.code for reason in judged.not_met}
    return judged.ok is expected.is_ and (expected.because is None or expected.because in because)
