"""A large extract was stopped, swept away and begun again: the planner must know how many rows there are now."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from brobygger.journeys import find
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import Cast, given_programme
from tests.web.staff_office.extracts import of_men


def as_planned() -> dict[str, int]:
    """How many rows the planner believes the tables of an extract hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, reltuples::bigint from pg_class where relname = any(%s)",
            [["people_person", "episodes_episode", "episodes_move"]],
        )
        return dict(cursor.fetchall())


def stored(cast: Cast, programme: Programme, content: bytes) -> None:
    with acting_as(cast.mette):
        preview = find.preview_extract(programme=programme, content=content, by=cast.mette, at=cast.at)
        extract = find.stage_extract(
            programme=programme, file_name="a.csv", content=content, preview=preview, by=cast.mette, at=cast.at
        )
        find.commit_extract(extract=extract, by=cast.mette, at=cast.at)


def test_a_large_extract_tells_the_planner_how_large_its_tables_are(cast, monkeypatch):
    monkeypatch.setattr(find, "MANY", 301)
    programme, before = given_programme(cast), as_planned()
    stored(cast, programme, of_men(300))
    assert as_planned() == before  # the control: a small one leaves the figures as they were, however wrong
    monkeypatch.setattr(find, "MANY", 30)
    stored(cast, programme, of_men(330))
    with acting_as(cast.mette):
        persons = Person.objects.count()
    now = as_planned()
    assert now["people_person"] >= persons >= 330
    assert now["episodes_episode"] >= 330
    assert now["episodes_move"] >= 330


def test_only_the_function_counts_and_only_for_the_application(cast):
    before = as_planned()
    with connection.cursor() as cursor:
        cursor.execute("analyze people_person")  # PostgreSQL warns that only the owner may, and does nothing
    assert as_planned() == before
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local role brobygger_public")
        with pytest.raises(ProgrammingError, match="brobygger_learn_sizes"), transaction.atomic():
            cursor.execute("select brobygger_learn_sizes('{people_person}')")
        cursor.execute("reset role")
