"""Lone's office: the programme Favrskov, whose recipe has groups, agreements, courses, risks and anchoring."""

import pytest

from tests.cast import given_programme
from tests.web.staff_office.conftest import as_user, lone, mette  # noqa: F401  (fixtures)


@pytest.fixture
def programme(cast):
    return given_programme(cast, "001-favrskov", name="Nye naboer")


@pytest.fixture
def membership(cast):
    """`membership("mette")`: the id a form sends."""
    return lambda name: str(getattr(cast, name).membership_id)
