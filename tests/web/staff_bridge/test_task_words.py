"""A task says the recipe's own words, and what was noted when it was done is read again."""

from __future__ import annotations

from types import SimpleNamespace

from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from brobygger.registry.recipes.made_tasks import OTHER_PATH
from brobygger.web.staff.people import steps
from brobygger.web.staff.tasks import cards
from tests.cast import given_programme


def shown(response):
    return response.content.decode()


def test_the_other_path_says_what_to_do(cast):
    hjortespring = given_programme(cast, "000-hjortespring")
    path = load.load("000-hjortespring").screening.other_path["red"]
    task = SimpleNamespace(kind=path.task, rule=OTHER_PATH, why={"colour": "red"}, programme=hjortespring)
    with acting_as(cast.mette):
        said = cards.what(task) + cards.why(task, None)
    assert path.text.da in said
    assert "Opgave" not in said


def test_a_visit_to_a_group_names_the_group():
    assert steps.why({"group": "Torsdagsholdet", "recipe_role": "trainer"}) == "Gruppen Torsdagsholdet"


def test_what_was_noted_when_a_task_was_done_is_read_again(cast, mette, told):
    episode = told(cast.aase)
    with acting_as(cast.mette):
        task = followup.add(
            plan=Planned(
                key="spoerg:1", rule="ask", kind="evaluate_benefit", due=cast.today,
                holder=Holder(Role.COORDINATOR), why={},
            ),
            person=cast.aase, episode=episode, at=cast.at,
        )  # fmt: skip
        followup.complete(
            task=task, outcome="done", note="Glad for koret, vil gerne synge mere.", by=cast.mette, at=cast.at
        )
    page = shown(mette.get(f"/borgere/{cast.aase.id}/?fane=forloeb"))
    assert "Glad for koret, vil gerne synge mere." in page
    assert "Mette" in page
