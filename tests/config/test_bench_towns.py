"""The benches write their towns straight into the tables: a new column must not leave them behind."""

from __future__ import annotations

import pytest

from bench import statistics, town

pytestmark = pytest.mark.django_db


def test_the_benches_towns_can_still_be_built() -> None:
    built = town.build(40)
    assert built.episode_ids
    _system, programme = statistics._built(20)
    assert programme.recipe_id == "001-favrskov"
