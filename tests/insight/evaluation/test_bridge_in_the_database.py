"""The database counts a programme's bridge exactly as the rules do, in as many queries for ten as for a thousand."""

import random
from datetime import datetime, timedelta
from itertools import count as numbers

import pytest
from django.utils import timezone

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.insight.evaluation import queries, rules
from brobygger.insight.evaluation.rules import Moved
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes import rules as engine
from brobygger.pathway.episodes.models import MoveRow
from brobygger.pathway.episodes.operations import Made
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme

BEGIN = datetime(2026, 1, 31, 23, 30, tzinfo=DENMARK)  # half an hour before midnight: days are Danish days
_names = numbers(1)


@pytest.fixture
def programme(cast):
    return given_programme(cast)


def given_found(cast, programme, how_many, *, unit=None):
    people = [
        Person(given_name="Mand", family_name=f"Nr {n}", search_name=f"nr {n}", unit=unit, created_at=BEGIN)
        for n, _ in zip(_names, range(how_many), strict=False)
    ]
    Person.objects.bulk_create(people)
    return episodes.open_many(persons=people, programme=programme, found_by="register", by=cast.mette, at=BEGIN)


def when_they_wander(cast, found, *, seed):
    """Each takes some steps the engine allows, by a fixed seed."""
    chance = random.Random(seed)
    recipe = recipe_of(found[0].programme)
    changes = []
    for episode in found:
        state = engine.state_after(recipe, [engine.Move(engine.MoveKind.REACHED, "found", BEGIN)])
        made, at = [], BEGIN
        for _ in range(chance.randrange(10)):
            possible = sorted(engine.allowed(recipe, state))
            if not possible:
                break
            kind, step = chance.choice(possible)
            reason = chance.choice(engine.reasons_at(step)).code if kind == engine.MoveKind.LOST else ""
            at += timedelta(hours=chance.randrange(200))
            made.append(Made(kind, step, at, reason))
            state = engine.move(recipe, state, engine.Move(kind, step, at, reason or None))
        if made:
            changes.append((episode, made))
    episodes.record_many(changes=changes, by=cast.mette)


def by_the_rules(programme, **which):
    """The bridge counted in Python from every move."""
    lines = {}
    for row in MoveRow.objects.filter(programme=programme, **which).order_by("episode_id", "number"):
        lines.setdefault(row.episode_id, []).append(Moved(row.kind, row.step, local_date(row.at), row.reason))
    return rules.count(recipe_of(programme).path, lines.values())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_counts_as_the_rules_do(cast, programme, seed):
    with acting_as(cast.mette):
        when_they_wander(cast, given_found(cast, programme, 60, unit=cast.north), seed=seed)
        when_they_wander(cast, given_found(cast, programme, 30, unit=cast.south), seed=seed + 10)
        assert queries.step_counts(cast.mette, programme) == by_the_rules(programme)
        south = queries.step_counts(cast.mette, programme, cast.south)
        assert south == by_the_rules(programme, episode__unit=cast.south)
        assert south[0].entered == 30


def test_as_many_queries_for_ten_as_for_three_hundred(cast, programme, django_assert_num_queries):
    with acting_as(cast.lone):
        given_found(cast, programme, 10)
        with django_assert_num_queries(1):
            queries.bridge(cast.lone, programme)
        given_found(cast, programme, 300)
        with django_assert_num_queries(1):
            assert queries.bridge(cast.lone, programme)[0].entered == 310


def test_another_programmes_moves_are_not_counted(cast, programme):
    other = given_programme(cast, "001-favrskov")
    with acting_as(cast.lone):
        given_found(cast, other, 7)
        assert queries.bridge(cast.lone, programme)[0].entered == 0
        assert queries.bridge(cast.lone, other)[0].entered == 7


def test_the_neighbours_see_nothing_of_it(cast, programme):
    with acting_as(cast.lone):
        given_found(cast, programme, 7)
    with acting_as(cast.nina):
        assert {stone.entered for stone in queries.bridge(cast.nina, programme)} == {0}


def test_tasks_name_the_recipes_own_role(cast, programme):
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.mette):
        episode = given_found(cast, programme, 1)[0]
        for rule, role in (("call_after_absence", "host"), ("tip", "coordinator")):
            Task.objects.create(
                key=f"x:{rule}", rule=rule, kind="call_person", role=role, due=cast.today, made_at=timezone.now(),
                programme=programme, episode=episode, person_id=episode.person_id, status="open",
            )  # fmt: skip
        assert queries.tasks(cast.mette, programme) == [
            {"rule": "call_after_absence", "for": "host", "due": cast.today.isoformat(), "done": False},
            {"rule": "tip", "for": "coordinator", "due": cast.today.isoformat(), "done": False},
        ]
