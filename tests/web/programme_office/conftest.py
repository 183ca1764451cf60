"""Lone's office: the programme Favrskov, whose recipe has groups, agreements, courses, risks and anchoring."""

import pytest
from django.test import Client

from tests.cast import given_programme
from tests.web.staff_office.conftest import as_user, lone, mette  # noqa: F401  (fixtures)


@pytest.fixture
def programme(cast):
    return given_programme(cast, "001-favrskov", name="Nye naboer")


@pytest.fixture
def membership(cast):
    """`membership("mette")`: the id a form sends."""
    return lambda name: str(getattr(cast, name).membership_id)


@pytest.fixture
def gitte(cast) -> Client:
    """The manager of the home care in the south."""
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        added = access.add_member(
            organisation=cast.kommune, email="gitte@example.org", name="Gitte Gade", phone="", role=Role.UNIT_MANAGER,
            unit=cast.south, secrecy_signed_on=None, by=cast.admin, at=cast.at,
        )  # fmt: skip
    client = Client()
    client.force_login(added.membership.user)
    return client
