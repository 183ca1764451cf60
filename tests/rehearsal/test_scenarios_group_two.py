"""Recipes play through the real journeys and keep their promises: group two of three (see playing.py)."""

from __future__ import annotations

import pytest

from tests.rehearsal.playing import group, plays_and_keeps_its_promises

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("recipe_id", group(1))
def test_the_scenario_holds_what_it_promises(recipe_id: str) -> None:
    plays_and_keeps_its_promises(recipe_id)
