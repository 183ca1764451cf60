"""No rule is tied to being old (R311): an effort for young people runs as one for old people does."""

from __future__ import annotations

from typing import Any

import pytest

from brobygger.journeys import leave
from brobygger.journeys.facts import facts_of
from brobygger.pathway.episodes.rules import criteria_on, eligible
from brobygger.programmes.running import operations as running
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import Cast, given_programme
from tests.receiving import given_offer, given_referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def for_the_young(cast: Cast) -> Any:
    """Favrskov's way for people between 18 and 29; nothing else in the recipe is changed."""
    recipe = load.load("001-favrskov").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    young = {**recipe, "id": "unge", "seed": None, "for": [{"min_age": 18, "max_age": 29}], "scenario": None}
    with acting_as(cast.lone):
        return running.adopt(
            recipe=load.from_data(young), name="Unge sammen", owner=cast.kommune, by=cast.lone, at=cast.at,
            starts_on=cast.today.replace(day=1),
        )  # fmt: skip


def given_freja(cast: Cast) -> Any:
    with acting_as(cast.mette):
        return people.add_person(
            by=cast.mette, at=cast.at, found_by="home_care", given_name="Freja", family_name="Ung", sex="female",
            born=cast.today.replace(year=cast.today.year - 22, day=1), unit_id=cast.north.id,
        )  # fmt: skip


def test_freja_of_22_goes_the_whole_way_and_gets_the_same_follow_up_as_aase_of_82(
    cast: Cast, for_the_young: Any
) -> None:
    from brobygger.pathway.followup.models import Task

    freja, offer = given_freja(cast), given_offer(cast)
    hers = given_referred(cast, freja, programme=for_the_young, offer=offer)
    aases = given_referred(cast, cast.aase, programme=given_programme(cast, "001-favrskov"), offer=offer)
    with acting_as(cast.mette):
        assert hers.episode.next_step == aases.episode.next_step
        for one in (hers, aases):
            leave.stop(episode=one.episode, reason="declined", by=cast.mette, at=cast.at)
        tasks = [
            sorted(Task.objects.filter(episode=one.episode).values_list("rule", "kind", "due", "role"))
            for one in (hers, aases)
        ]
    assert tasks[0] == tasks[1]
    assert tasks[0]


def test_who_it_is_for_is_the_recipes_own_limit_and_no_age_of_ours(cast: Cast, for_the_young: Any) -> None:
    criteria = criteria_on(load.from_data({**_data(), "for": [{"min_age": 18, "max_age": 29}]}), cast.today)
    freja = given_freja(cast)
    assert eligible(criteria, facts_of(freja, on=cast.today)).ok
    assert not eligible(criteria, facts_of(cast.aase, on=cast.today)).ok


def _data() -> dict[str, Any]:
    return load.load("001-favrskov").model_dump(mode="json", by_alias=True, exclude_defaults=True)
