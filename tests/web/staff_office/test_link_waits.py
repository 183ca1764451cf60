"""How long each link of a chain of hand-overs waits: counted from the tasks, shown without anybody alone (R046)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup import queries
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.made_tasks import LINK_TASK, link_id
from tests.cast import given_programme
from tests.web.staff_office.conftest import text_of


@pytest.fixture
def hearing(cast):
    """Favrskov's way from the check to the adviser, the examination, and back with a plan."""
    return given_programme(cast, "000-favrskov")


def hand_on(cast, programme, rule, number, *, ago, after):
    """A hand-over asked for so many days ago; done after so many days, or still waiting (None)."""
    begun = cast.at - timedelta(days=ago)
    with acting_as(cast.mette):
        task = followup.add(
            plan=Planned(key=f"{rule}:{number}", rule=rule, kind=LINK_TASK, due=begun.date(),
                         holder=Holder(Role.COORDINATOR), why={}),
            person=cast.aase, programme=programme, at=begun,
        )  # fmt: skip
        if after is not None:
            followup.complete(task=task, outcome="done", by=cast.mette, at=begun + timedelta(days=after))


def test_the_median_of_each_link_and_who_waits_are_shown_in_fives(cast, hearing, lone):
    first, second = link_id("wishes", 1), link_id("wishes", 2)
    for number, after in enumerate((1, 2, 2, 4, 9, 30, 40)):
        hand_on(cast, hearing, first, number, ago=60, after=after)
    for number in range(5):
        hand_on(cast, hearing, second, number, ago=21 - number, after=None)
    hand_on(cast, hearing, second, "done", ago=30, after=3)
    with acting_as(cast.lone):
        waits = queries.link_waits(cast.lone, hearing.id, at=cast.at)
    assert (waits[first].ended, round(waits[first].days), waits[first].waiting) == (7, 4, 0)
    assert (waits[second].ended, waits[second].waiting, round(waits[second].longest)) == (1, 5, 21)
    page = text_of(lone.get(reverse("over_time", args=[hearing.id])))
    assert '<td class="number" data-title="Ventetid">4 dage</td>' in page
    assert '<td class="number" data-title="Givet videre">mindst 5</td>' in page
    assert "mindst 5, den længste i 21 dage" in page
    assert '<td class="number" data-title="Givet videre">færre end 5</td>' in page
    assert page.count("for få endnu") == 2, "one link has one person, and nobody has come to the last"


def test_an_effort_without_chains_says_nothing_of_links(cast, lone):
    assert "Ventetid i hvert led" not in text_of(lone.get(reverse("over_time", args=[given_programme(cast).id])))
